"""Procedures, required documents, fees, time limits: versioned data with dates of effect and sources.

The shape in which screens, slip and portal meet a procedure; the data themselves, and what follows from them, are of
``kiosk.forms`` (``procedures.kiosk_view``). Texts come in every language the project keeps (``Text``), Vietnamese
always.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

Text = Mapping[str, str]
"""The same sentence by language code; ``vi`` is always there."""


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
    hint: Text = field(default_factory=dict)
    example: str = ""
    max_length: int = 200
    upper: bool = False  # capitals on the sheet
    not_future: bool = False
    eform: str = ""  # its name in the e-form
    late_after_days: int = 0  # a date longer ago is taken, and said kindly
    spelled: str = ""  # the field that says this date in words
    born: bool = False  # a day of birth


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
    picture: str = ""  # an illustration of it
    portal_code: str = ""  # MaThanhPhanHoSo
    sides: int = 1  # 2: its back is asked for as well


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
    unless it was received after the hour ``cut_off`` (empty: the law names none); ``half``: half a day."""

    working_days: int
    cut_off: str = ""
    source: str = ""
    same_day: bool = False
    half: bool = False


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
    source: str = field(default="", repr=False, compare=False)  # the data it was read from: what a filing keeps of it
    engine: object = field(default=None, repr=False, compare=False)  # a ``form.FormEngine``, of the second format

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        return tuple(item for section in self.sections for item in section.fields)

    @cached_property
    def _by_key(self) -> Mapping[str, FormField]:
        return {item.key: item for item in self.fields}

    def field(self, key: str) -> FormField:
        """The field of that key; KeyError if the sheet has none."""
        return self._by_key[key]

    def document(self, key: str) -> RequiredDocument:
        for item in self.documents:
            if item.key == key:
                return item
        raise KeyError(key)
