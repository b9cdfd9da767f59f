"""The format of a procedure's file, what is asked: head, parties, fields, groups, pages. One class a table.

An ``Expression`` is read when it is decoded and checked when the whole procedure is known (``lint``).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.forms.slips import SourcePlace
from kiosk.forms.syntax import Node, names_in


@dataclass(frozen=True)
class Expression:
    """``text`` as it is written at ``place``, and its tree."""

    text: str
    tree: Node = field(repr=False)
    place: SourcePlace = field(repr=False, compare=False)

    @property
    def names(self) -> frozenset[str]:
        return names_in(self.tree)


class FieldKind(enum.Enum):
    """How a field is asked, cleaned and checked."""

    NAME = "name"  # a person's: letters, space, hyphen, apostrophe
    TEXT = "text"
    DATE = "date"  # dd/mm/yyyy
    PARTIAL_DATE = "year-or-date"  # yyyy, mm/yyyy or dd/mm/yyyy
    TIME = "time"
    CHOICE = "choice"
    LIST = "list"  # a choice among many: paged, searched
    YES_NO = "yes-no"
    NUMBER = "number"
    MONEY = "money"  # whole đồng, at most 14 digits
    ID_NUMBER = "id-number"  # 12 digits, or 9 of an old paper
    PAPER_NUMBER = "paper-number"  # of any paper: letters and digits
    TAX_CODE = "tax-code"  # 10, 10-3 or 12 digits
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class CardNeed(enum.Enum):
    ASKED = "asked"  # laid on the reader where it is at hand
    REQUIRED = "required"
    NONE = "none"


@dataclass(frozen=True)
class Span:
    """The days on which something is in force, both included; without ``until``: until a later version says so."""

    since: date = field(metadata={"key": "from"})
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Checked:
    """Who compared this with its sources, when, and whether with the gazette."""

    on: date
    by: str
    gazette: bool = False


@dataclass(frozen=True)
class Head:
    code: str
    version: str
    in_force: Span
    official: str
    field_code: str
    field_name: str
    authority: str
    channels: tuple[str, ...]
    prefix: str
    events: tuple[str, ...]
    subject: str
    sources: tuple[str, ...]
    checked: Checked
    applicant: Mapping[str, str]
    place: SourcePlace = field(repr=False, compare=False)
    portal_code: str = ""
    online: str = ""
    order_days: int = 0  # an order for the counter, kept here so long and never sent; 0: a dossier for the portal
    returned_by: str = ""  # which agency of the commune gives the result back; empty: the office itself
    returned_way: str = ""  # the field that says how it is given back; its ``counter`` is the agency's


@dataclass(frozen=True)
class PartySpec:
    """Who stands at the kiosk. ``signature``: signs on the glass, always or where that holds. ``owns``: whose card
    opens the draft and the dossier. ``fits``: whether a card that was laid down is this party's, said of it as if it
    were (``party.KEY.sex == "female"``). ``may_be``: parties who can be this very person, and whose card is then
    theirs too."""

    key: str
    place: SourcePlace = field(repr=False, compare=False)
    card: CardNeed = CardNeed.ASKED
    consent: bool = True
    signature: bool | Expression = False
    owns: bool = True
    relevant: Expression | None = None
    fits: Expression | None = None
    may_be: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChoiceSpec:
    value: str
    icon: str = ""


@dataclass(frozen=True)
class FieldSpec:
    key: str
    type: FieldKind
    official: str
    place: SourcePlace = field(repr=False, compare=False)
    relevant: Expression | None = None
    required: bool | Expression = False
    constraint: Expression | None = None
    calculation: Expression | None = None
    default: str = ""
    suggest: tuple[str, ...] = ()
    suggest_if: Mapping[str, Expression] = field(default_factory=dict)
    family_of: tuple[str, ...] = ()
    card: str = ""
    range: tuple[int, ...] = ()
    choices: tuple[ChoiceSpec, ...] = ()
    values_of: str = ""
    eform: str = ""
    max_length: int = 200
    upper: bool = False
    not_future: bool = False
    shape: str = ""
    unknown: bool = False
    secret: bool = False
    counted: bool = False
    mendable: bool = True
    asked_of: str = ""
    halves: str = ""
    example: str = ""


@dataclass(frozen=True)
class FieldChange:
    """What a group has otherwise than the block it uses."""

    place: SourcePlace = field(repr=False, compare=False)
    official: str | None = None
    relevant: Expression | None = None
    required: bool | Expression | None = None
    constraint: Expression | None = None
    default: str | None = None
    suggest: tuple[str, ...] | None = None
    family_of: tuple[str, ...] | None = None
    card: str | None = None
    eform: str | None = None
    max_length: int | None = None
    not_future: bool | None = None
    unknown: bool | None = None
    secret: bool | None = None
    counted: bool | None = None
    mendable: bool | None = None


@dataclass(frozen=True)
class RepeatSpec:
    """A table: how many rows, and the field that is a row's title."""

    min: int = 0
    max: int = 20
    title: str = ""


@dataclass(frozen=True)
class GroupSpec:
    """A part of the official sheet. ``use``: a block of assets/forms; ``source``: whose card fills it; with
    ``source_if``: where that holds, else ``source_else``'s."""

    key: str
    place: SourcePlace = field(repr=False, compare=False)
    official: str = ""
    use: str = ""
    source: str = field(default="", metadata={"key": "from"})
    source_if: Expression | None = field(default=None, metadata={"key": "from_if"})
    source_else: str = field(default="", metadata={"key": "from_else"})
    relevant: Expression | None = None
    only: tuple[str, ...] = ()
    change: Mapping[str, FieldChange] = field(default_factory=dict)
    repeat: RepeatSpec | None = None
    fields: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True)
class BlockSpec:
    """A group that is used many times: assets/forms/KEY.toml."""

    official: str
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True)
class PageSpec:
    """One decision on one screen; ``asks`` fields, or all of a ``group``."""

    key: str
    place: SourcePlace = field(repr=False, compare=False)
    asks: tuple[str, ...] = field(default=(), metadata={"key": "fields"})
    group: str = ""
    mirror_of: str = ""


@dataclass(frozen=True)
class ReviewSpec:
    """A card of the page on which all is looked over."""

    key: str
    icon: str
    groups: tuple[str, ...]
    place: SourcePlace = field(repr=False, compare=False)
    bold: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
