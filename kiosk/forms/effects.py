"""The format of a procedure's file, what follows: rules, papers, fees, limits, samples. One class a table."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kiosk.domain.certainty import Certainty
from kiosk.domain.checks import Level
from kiosk.forms.elements import Expression
from kiosk.forms.slips import SourcePlace


class Handling(enum.Enum):
    """What becomes of a paper at the kiosk."""

    PHOTOGRAPHED = "photographed"
    SHOWN = "shown"  # to the officer; not kept
    BROUGHT = "brought"  # to the counter, on paper
    LOOKED_UP = "looked-up"  # a database answers: nothing from the person
    BLOCKS = "blocks"  # another procedure comes first
    SIGNED = "signed"  # on the glass, on the official sheet that says the same


class PaperForm(enum.Enum):
    ORIGINAL = "original"
    CERTIFIED = "certified"
    COPY = "copy"


@dataclass(frozen=True)
class RuleSpec:
    """``says``: days and numbers that its sentence ``said`` fills in; where one is not known, ``text`` is said.
    ``carries``: by field of the other procedure, what is known of it here: a field, or anything that follows."""

    key: str
    must: Expression
    level: Level
    blames: tuple[str, ...]
    source: str
    place: SourcePlace = field(repr=False, compare=False)
    holds: Mapping[str, Any] = field(default_factory=dict)
    fails: Mapping[str, Any] = field(default_factory=dict)
    relevant: Expression | None = None
    each: str = ""
    to: str = ""
    carries: Mapping[str, Expression] = field(default_factory=dict)
    says: Mapping[str, Expression] = field(default_factory=dict)
    sure: Certainty = Certainty.SEEN


@dataclass(frozen=True)
class DocumentSpec:
    key: str
    place: SourcePlace = field(repr=False, compare=False)
    handling: Handling = Handling.PHOTOGRAPHED
    relevant: Expression | None = None
    required: bool = True
    one_of: str = ""
    form: PaperForm = PaperForm.ORIGINAL
    count: int = 1
    sides: int = 1
    of: str = ""
    instead: bool = True  # an officer at the glass may let it be absent, with a ground
    sheet: str = ""  # of ``papers``: what is signed on the glass instead of being photographed
    to: str = ""
    picture: str = ""
    portal_code: str = ""
    source: str = ""
    sure: Certainty = Certainty.SEEN


@dataclass(frozen=True)
class AmountRow:
    """One line of a price list; the first that fits counts. ``by_area``: what the province or commune has set.
    ``by_case``: it hangs on what is still to be said, and no sum is named before."""

    place: SourcePlace = field(repr=False, compare=False)
    amount: int | None = None
    by_area: bool = False
    by_case: bool = False
    since: date | None = field(default=None, metadata={"key": "from"})
    until: date | None = None
    channel: tuple[str, ...] = ()
    province: tuple[str, ...] = ()
    relevant: Expression | None = None
    maybe: bool = False
    sure: Certainty = Certainty.SEEN


@dataclass(frozen=True)
class TierSpec:
    """What each costs up to this many, counted from the end of the tier before; the last has no ``up_to``."""

    amount: int
    up_to: int = 0


@dataclass(frozen=True)
class ExemptionSpec:
    key: str
    relevant: Expression
    place: SourcePlace = field(repr=False, compare=False)
    evidence: str = ""
    source: str = ""


@dataclass(frozen=True)
class FeeSpec:
    """``per`` is counted by the prices or tiers; what that comes to, ``most`` at most, is owed as many ``times``."""

    key: str
    source: str
    place: SourcePlace = field(repr=False, compare=False)
    relevant: Expression | None = None
    per: Expression | None = None
    times: Expression | None = None
    amounts: tuple[AmountRow, ...] = ()
    tiers: tuple[TierSpec, ...] = ()
    most: int = 0
    round: int = 1
    exemptions: tuple[ExemptionSpec, ...] = ()


@dataclass(frozen=True)
class LimitSpec:
    """``within``: same_day, same_day(15:00), working_days(3), half_day; none where no day can be named beforehand;
    nothing where nothing is given back."""

    within: str
    source: str
    place: SourcePlace = field(repr=False, compare=False)
    relevant: Expression | None = None
    sure: Certainty = Certainty.SEEN


@dataclass(frozen=True)
class MigrationSpec:
    """How a draft of an older version is taken along."""

    place: SourcePlace = field(repr=False, compare=False)
    renamed: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    ask_again: tuple[str, ...] = ()


@dataclass(frozen=True)
class AlikeSpec:
    """Two filings look alike that agree in ``same``, nearly in ``like`` (typing slips), within days in ``near``."""

    place: SourcePlace = field(repr=False, compare=False)
    same: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    near: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AnotherSpec:
    """Another filing may follow in the same visit: a second child of the same parents. ``keeps``: the fields and groups
    whose answers it begins with."""

    keeps: tuple[str, ...]
    place: SourcePlace = field(repr=False, compare=False)


@dataclass(frozen=True)
class LinkedSpec:
    """Another matter that is asked for together with this one, and decided by its own office. ``procedure``: its code,
    empty where it is not known."""

    key: str
    official: str
    authority: str
    source: str
    place: SourcePlace = field(repr=False, compare=False)
    procedure: str = ""
    relevant: Expression | None = None
    sure: Certainty = Certainty.SEEN


@dataclass(frozen=True)
class OpenFactSpec:
    """What is not known, in words for the officer; ``concerns``: what of the file hangs on it. ``since``: from which
    day it matters, ``until``: until when."""

    key: str
    what: str
    place: SourcePlace = field(repr=False, compare=False)
    concerns: tuple[str, ...] = ()
    since: date | None = field(default=None, metadata={"key": "from"})
    until: date | None = None


@dataclass(frozen=True)
class FlagSpec:
    key: str
    relevant: Expression
    place: SourcePlace = field(repr=False, compare=False)
    queue: str = ""


@dataclass(frozen=True)
class PrintedPaperSpec:
    """An official sheet that is printed from this filing, by the template of that name. What is signed on the glass
    goes with the dossier, to the portal as ``portal_code``."""

    key: str
    template: str
    place: SourcePlace = field(repr=False, compare=False)
    relevant: Expression | None = None
    copies: int = 1
    portal_code: str = ""


@dataclass(frozen=True)
class DatedAmount:
    """A number that the law sets, by the days on which it is in force: ``amount.KEY`` in expressions."""

    key: str
    source: str
    amounts: tuple[AmountRow, ...]
    place: SourcePlace = field(repr=False, compare=False)


@dataclass(frozen=True)
class ExpectedOutcome:
    """What a sample must come to; what is not named is not compared. ``wording``: by rule, words of its sentence;
    ``carried``: by field of the procedure that it leads to, what goes along, "" where nothing does."""

    place: SourcePlace = field(repr=False, compare=False)
    problems: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    fee: int | str | None = None
    due: datetime | str | None = None
    routes: tuple[str, ...] | None = None
    pages: tuple[str, ...] | None = None
    asked: tuple[str, ...] | None = None
    hidden: tuple[str, ...] | None = None
    flags: tuple[str, ...] | None = None
    linked: tuple[str, ...] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict, metadata={"key": "said"})
    carried: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SampleSpec:
    key: str
    expect: ExpectedOutcome
    place: SourcePlace = field(repr=False, compare=False)
    like: str = ""
    received: datetime | None = None
    channel: str = ""
    parties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
