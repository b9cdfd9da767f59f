"""Procedures, required documents, fees, time limits: versioned data with dates of effect and sources.

The shape in which screens, slip and portal meet a procedure; the data themselves, and what follows from them, are of
``kiosk.forms`` (``procedures.kiosk_view``). Texts come in every language the project keeps (``Text``), Vietnamese
always.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

Text = Mapping[str, str]
"""The same sentence by language code; ``vi`` is always there."""

DESKS = ("tu-phap", "lao-dong", "kinh-doanh", "thue", "cu-tru")
"""Who of the office looks at a dossier with a flag."""

PICTURES = ("birth-notice", "card", "death-notice", "home-paper", "marriage", "minutes", "signed", "stamped")
"""What of a paper can be drawn."""


class FieldType(enum.Enum):
    """How a field is asked and checked."""

    NAME = "name"  # a person's name: letters, space, hyphen, apostrophe
    TEXT = "text"
    DATE = "date"  # dd/mm/yyyy
    YEAR_OR_DATE = "year-or-date"  # yyyy or dd/mm/yyyy
    CHOICE = "choice"
    LIST = "list"  # a choice among many: paged, searched
    NUMBER = "number"
    ID_NUMBER = "id-number"  # 12 digits, or 9 of an old paper
    PHONE = "phone"
    ADDRESS = "address"  # one line: house or hamlet, commune, province
    MONEY = "money"  # whole đồng
    TIME = "time"  # 14:30
    PAPER_NUMBER = "paper-number"  # of any paper: letters and digits
    TAX_CODE = "tax-code"
    EMAIL = "email"
    COMPUTED = "computed"  # never asked


@dataclass(frozen=True)
class FieldChoice:
    value: str
    label: Text
    icon: str = ""
    note: Text = field(default_factory=dict)


@dataclass(frozen=True)
class FormField:
    """One line of the official sheet."""

    key: str  # section.name, e.g. child.birth_date
    type: FieldType
    label: Text  # in plain words
    official: str  # as the sheet prints it
    required: bool = False
    choices: tuple[FieldChoice, ...] = ()
    values_of: str = ""  # a shared list: assets/values/NAME.toml
    suggest: tuple[str, ...] = ()  # one-touch answers: other fields, card.NAME, office.NAME
    family_of: tuple[str, ...] = ()  # of a name: whose family name it may begin with
    hint: Text = field(default_factory=dict)
    example: str = ""
    max_length: int = 200
    money: bool = False  # a sum in đồng, computed ones too
    range: tuple[int, ...] = ()  # the least and the most that a number may be
    upper: bool = False  # capitals on the sheet
    not_future: bool = False
    eform: str = ""  # its name in the e-form
    shape: str = ""  # of a number written by figures alone: # one of them, what stands between comes by itself
    spelled: str = ""  # the field that says this date in words
    born: bool = False  # a day of birth
    halves: str = ""  # of an appointment's day: the field that says which half of it
    secret: bool = False  # only who answers sees it
    amount: Text = field(default_factory=dict)  # how a number is said in a few words: {n} copies


@dataclass(frozen=True)
class FormPage:
    """One decision on one screen; a table is one of ``fields``, by its group's key."""

    key: str
    title: Text
    fields: tuple[str, ...]
    hint: Text = field(default_factory=dict)
    section: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the official sheet."""

    key: str
    title: Text
    official: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class TableSection:
    """A part of the sheet that has rows. Its fields are TABLE.NAME; an answer is TABLE.ROW.NAME (``row_key``).
    ``headline``: the key of the field that is a row's title; ``sums``: fields of the sheet that add it up."""

    key: str
    title: Text
    official: str
    fields: tuple[FormField, ...]
    row_title: Text = field(default_factory=dict)  # "Ngành thứ {n}"
    headline: str = ""
    least: int = 0
    most: int = 20
    sums: tuple[str, ...] = ()


def row_key(table: str, row: int, name: str) -> str:
    """The key of one answer in a row, counted from 0."""
    return f"{table}.{row}.{name}"


def row_place(key: str) -> tuple[str, int, str] | None:
    """Table, row and the field's own name; None for a key that is in no row."""
    table, _, rest = key.partition(".")
    row, _, name = rest.partition(".")
    return (table, int(row), name) if name and row.isdecimal() else None


@dataclass(frozen=True)
class ReviewPart:
    """One card of the page on which all is looked over. ``sections`` are what its mending goes through."""

    title: Text
    icon: str
    sections: tuple[str, ...]
    bold: tuple[str, ...]  # fields that stand out, a line each
    plain: tuple[str, ...] = ()  # fields said beneath: the short ones on one line, a place on its own


@dataclass(frozen=True)
class RequiredDocument:
    """Thành phần hồ sơ."""

    key: str
    name: Text
    note: Text
    required: bool = True
    upload: bool = True  # False: only shown at the counter, never photographed
    picture: str = ""  # one of PICTURES
    portal_code: str = ""  # MaThanhPhanHoSo
    sides: int = 1  # 2: its back is asked for as well
    handling: str = "photographed"  # or shown, brought, looked-up, blocks: as ``forms.effects.Handling``
    instead: bool = True  # whether an officer at the glass may let it be absent, with a ground


SIGNATURE = "signature-{party}"
"""The key of the paper on which a party has signed on the glass."""

SIGNED_SHEET = "sheet-{key}"
"""The key of an official sheet on which what was signed on the glass stands."""


@dataclass(frozen=True)
class ProcedureFee:
    key: str
    name: Text
    amount: int  # VND each
    per: str = ""  # a number field it is multiplied by
    source: str = ""


@dataclass(frozen=True)
class TimeLimit:
    """Thời hạn giải quyết: working days as the portal prints them; ``same_day`` where one day means that of receipt,
    unless it was received after the hour ``cut_off`` (empty: the law names none); ``half``: half a day. ``promise``:
    "officer" where no day may be promised without an officer's word, "nothing" where nothing is given back."""

    working_days: int
    cut_off: str = ""
    source: str = ""
    same_day: bool = False
    half: bool = False
    promise: str = ""


@dataclass(frozen=True)
class Procedure:
    """Thủ tục, in the version in force from ``effective`` on."""

    code: str
    version: str
    effective: date
    name: Text  # in plain words
    official: str
    field_code: str  # MaLinhVuc
    field_name: str
    authority: str
    prefix: str  # two letters of the provisional code
    life_event: str
    online: str  # toàn trình | một phần
    sections: tuple[Section, ...]
    pages: tuple[FormPage, ...]
    review: tuple[ReviewPart, ...]
    documents: tuple[RequiredDocument, ...]
    fees: tuple[ProcedureFee, ...]
    limit: TimeLimit
    subject: str  # the field that names whom the dossier is about
    applicant: Mapping[str, str]  # which fields name the person who files: full_name, id_number, phone
    oath: Text
    result: Text
    legal_basis: tuple[str, ...]
    checked: date  # when a person last compared this with its sources
    alike: tuple[tuple[str, ...], ...] = ()  # two filings that agree in all fields of one of these look alike
    statuses: Mapping[str, Text] = field(default_factory=dict)  # its own sentences, by the number of the status
    troubles: tuple[Text, ...] = ()  # what can go wrong, said before the first question
    source: str = field(default="", repr=False, compare=False)  # the data it was read from: what a filing keeps of it
    line: Text = field(default_factory=dict)  # one short line under its name where it is chosen
    events: tuple[str, ...] = ()  # all life events that it is offered under
    search: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by language: what people say who need it
    tables: tuple[TableSection, ...] = ()
    another: Text = field(default_factory=dict)  # what offers another filing that begins with the ``another_keys``
    another_keys: frozenset[str] = frozenset()
    linked: Mapping[str, Text] = field(default_factory=dict)  # names of what may be asked for together with it, by key
    order_days: int = 0  # an order for the counter, never sent: how long it is kept here; 0: a dossier for the portal
    until: date | None = None  # the last day of this version; None: no end is known
    returned_by: str = ""  # which agency of the commune gives the result back; empty: the office itself
    returned_way: str = ""  # the field that says how; its ``counter`` is that agency's, any other brings it elsewhere
    engine: object = field(default=None, repr=False, compare=False)  # a ``form.FormEngine``, of the second format

    @property
    def names_applicant(self) -> bool:
        """Whether it asks the name of who files; else the dossier has one that is made up."""
        return self.field(self.applicant["full_name"]).type is not FieldType.COMPUTED

    def ended(self, day: date) -> bool:
        return self.until is not None and self.until < day

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(item for section in self.sections for item in section.fields)

    @cached_property
    def _by_key(self) -> Mapping[str, FormField]:
        return {item.key: item for item in self.fields}

    def field(self, key: str) -> FormField:
        """The field of that key, also of one in a row; KeyError if the sheet has none."""
        place = row_place(key)
        if place is None:
            return self._by_key[key]
        table, _, name = place
        item = next(item for item in self.table(table).fields if item.key == f"{table}.{name}")
        return replace(item, key=key)

    def table(self, key: str) -> TableSection:
        """KeyError if the sheet has no such table."""
        for one in self.tables:
            if one.key == key:
                return one
        raise KeyError(key)

    def document(self, key: str) -> RequiredDocument:
        for item in self.documents:
            if item.key == key:
                return item
        raise KeyError(key)


@dataclass(frozen=True)
class ProcedureRoute:
    """Another procedure is the right one. ``carried``: what is known, by the fields of that one."""

    to: str  # its code
    why: Text
    carried: Mapping[str, str]
