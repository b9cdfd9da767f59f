"""The filling of a form: answers with where they came from, what is asked, what is still missing.

A ``FormState`` is immutable; each step gives a new one. Forms of a procedure are filled by its engine
(``kiosk.forms``, by way of ``procedures.kiosk_form``); what is here is the shape that all forms have, and the plain
form of an answer to the office, in which nothing follows from anything.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol, cast

from kiosk.domain.charges import FeeCharge
from kiosk.domain.checks import Day, Level, Problem, check
from kiosk.domain.citizen import CardIdentity
from kiosk.domain.cleaning import cleaned
from kiosk.domain.party_card import PartyCard, PartyOffer
from kiosk.domain.procedure import (
    FormField,
    FormPage,
    Procedure,
    ProcedureRoute,
    RequiredDocument,
    Text,
    TimeLimit,
)


class Origin(enum.Enum):
    """Where an answer came from. What the chip gave is locked."""

    CARD = "card"
    REMEMBERED = "remembered"
    TYPED = "typed"
    CHOSEN = "chosen"
    COMPUTED = "computed"


@dataclass(frozen=True)
class ChosenPlace:
    """An address by commune: its code, what stands before it (house, hamlet), the name it had where that is gone."""

    unit: str
    detail: str = ""
    old: str = ""


Given = str | ChosenPlace
"""What a person gives as an answer."""


@dataclass(frozen=True)
class FieldAnswer:
    """``details``, as plain data, of what is more than a line of text: of an address ``unit``, ``detail``, ``as_of``,
    ``old``, where its commune is known; of a table its ``rows``, each with its answers by name."""

    value: str
    origin: Origin
    details: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As savepoints and filings keep it."""
        return {"value": self.value, "origin": self.origin.value, **self.details}


WAY = "way."
"""Before the key of a need that several papers answer: which of them the person has."""

NONE_TODAY = "none"


@dataclass(frozen=True)
class PaperWays:
    """Papers of which one is enough. ``chosen``: the key of the one that the person has, NONE_TODAY, or empty."""

    key: str
    ways: tuple[RequiredDocument, ...]
    chosen: str = ""


Rows = Sequence[Mapping[str, Any]]
"""The rows of a table: the answers of each, by the field's own name, as ``FieldAnswer.plain`` has them."""


def given_from(entry: Mapping[str, Any]) -> Given:
    """What was given, from how it was kept."""
    if entry.get("unit"):
        return ChosenPlace(entry["unit"], entry.get("detail", ""), entry.get("old", ""))
    return str(entry["value"])


@dataclass(frozen=True)
class FormContext:
    """What a form may draw on: the day, the card, the office, and what the person agreed to."""

    today: date
    identity: CardIdentity | None = None
    office: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)
    day_is_sure: bool = True  # False: the clock is wrong, and it is ``today`` at least
    places: object = field(default=None, repr=False, compare=False)  # the units that addresses are read by
    others: Mapping[str, PartyCard] = field(default_factory=dict)  # by party: whose card was read beside the visitor's
    away: frozenset[str] = frozenset()  # parties who are not here: what is theirs is not asked of who is

    @property
    def day(self) -> Day:
        return Day(self.today, self.day_is_sure)


@dataclass(frozen=True)
class FormState:
    """The answers so far to one procedure's form."""

    procedure: Procedure
    answers: Mapping[str, FieldAnswer] = field(default_factory=dict)

    @property
    def entries(self) -> Mapping[str, FieldAnswer]:
        """All that is answered and asked in this case, by a person, a card or a computation."""
        return self.answers

    @property
    def given(self) -> Mapping[str, FieldAnswer]:
        """All that was ever answered here, also what is not asked in this case."""
        return self.answers

    @cached_property
    def values(self) -> dict[str, str]:
        """The answers that count, by field: those that are asked in this case."""
        return {key: answer.value for key, answer in self.entries.items()}

    def value(self, key: str) -> str:
        """The answer; empty where there is none, or where it is not asked in this case."""
        return self.values.get(key, "")

    def origin(self, key: str) -> Origin | None:
        answer = self.entries.get(key)
        return answer.origin if answer else None

    def rows(self, table: str) -> Rows:
        """What was given in that table; empty where it is not asked in this case."""
        return self.entries[table].details.get("rows", ()) if table in self.entries else ()

    def shows(self, key: str) -> bool:
        """Whether the field is part of the sheet in this case."""
        return key in self._known

    def shown(self, item: FormField) -> bool:
        return self.shows(item.key)

    def on_a_page(self, key: str) -> bool:
        """Whether the person is asked for it somewhere, and so can mend it."""
        return self.shows(key) and any(key in page.fields for page in self.procedure.pages)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(item.key for item in self.procedure.fields)

    def pages(self) -> tuple[FormPage, ...]:
        """The pages to walk, in order. A page whose fields are all given by the card is not asked."""
        return tuple(page for page in self.procedure.pages if self._asks(page))

    def _asks(self, page: FormPage) -> bool:
        return any(self.shows(key) and self.origin(key) is not Origin.CARD for key in page.fields)

    def documents(self) -> tuple[RequiredDocument, ...]:
        """The papers this case needs, those only shown at the counter included."""
        return self.procedure.documents

    def ways(self) -> tuple[PaperWays, ...]:
        """The needs of this case that several papers answer."""
        return ()

    def brought(self) -> frozenset[str]:
        """Papers that the person said they bring by hand."""
        return frozenset()

    def uploads(self) -> tuple[RequiredDocument, ...]:
        return tuple(item for item in self.documents() if item.upload)

    def problems(self, context: FormContext, keys: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
        """What the person should mend, of all that is asked (or of ``keys``), in the sheet's order.

        What a machine filled in and no page asks is nobody's to mend: see ``remarks``.
        """
        wanted = [item.key for item in self.procedure.fields] if keys is None else keys
        faults = (self.fault(key, context) for key in wanted if self.shows(key))
        return tuple(one for one in faults if one is not None and self.on_a_page(one.field))

    def remarks(self, context: FormContext) -> tuple[Problem, ...]:
        """What the officer should look at: what the card or another machine filled in and a typed answer could not
        hold, and what the person looked at again and left so."""
        return tuple(one for one in self.problems(context) if one.level is Level.ASK)

    def fault(self, key: str, context: FormContext) -> Problem | None:
        """What does not hold of one answer, whoever may mend it."""
        return check(self.procedure.field(key), self.values, context.day)

    def suggestions(self, item: FormField, context: FormContext) -> tuple[str, ...]:
        """One-touch answers, without doubles."""
        return tuple(dict.fromkeys(text for text in map(self.value, item.suggest) if text))

    def families(self, item: FormField, context: FormContext) -> tuple[str, ...]:
        """Family names that a name may begin with, of people of this form alone."""
        return ()

    @property
    def subject(self) -> str:
        """Whom the dossier is about, as the sheet prints it."""
        return self.value(self.procedure.subject)

    @property
    def limit(self) -> TimeLimit:
        """Thời hạn giải quyết of this case."""
        return self.procedure.limit

    def carried(self, older: str, answers: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
        """The answers of a draft of version ``older``, by the keys of this form's."""
        return answers

    def within(self, context: FormContext) -> FormState:
        """The same answers under other circumstances."""
        return self

    def route(self, rule: str) -> ProcedureRoute | None:
        """Where a rule that says so leads, with what is taken along."""
        return None

    def offers(self, page: FormPage) -> tuple[PartyOffer, ...]:
        """Whose cards, of those that were not read yet, could fill some of what ``page`` asks."""
        return ()

    def party_names(self) -> Mapping[str, Text]:
        """Who stands at the kiosk in this case, in the procedure's order, by party."""
        return {}

    def owners(self) -> tuple[str, ...]:
        """Those of them whose matter it is: to whose cards draft and dossier open."""
        return ()

    def visiting_party(self, context: FormContext) -> str:
        """As whom the visit's own person stands here; empty without a card."""
        return ""

    def fits(self, party: str, card: PartyCard) -> bool:
        """Whether a card can be this party's, by the procedure's own rule."""
        return True

    def signers(self) -> tuple[str, ...]:
        """The parties who sign on the glass, of those who are here."""
        return ()

    def charges(self) -> tuple[FeeCharge, ...]:
        """Each fee of this case, also those that come to nothing or are not known."""
        return ()

    def fees(self) -> tuple[tuple[str, int, int], ...]:
        """Fee key, how many, and VND altogether, for each fee that is known and not zero."""
        return tuple((one.key, one.count, one.amount) for one in self.charges() if one.amount)


class FormEngine(Protocol):
    """What fills the forms of a procedure."""

    def begin(self, procedure: Procedure, context: FormContext) -> FormState: ...

    def answer(self, filling: FormState, key: str, value: Given, origin: Origin, context: FormContext) -> FormState: ...

    def with_rows(self, filling: FormState, table: str, rows: Rows, context: FormContext) -> FormState: ...


def with_rows(filling: FormState, table: str, rows: Rows, context: FormContext) -> FormState:
    """The form with these rows in place of those it had. KeyError where it has no such table."""
    engine = engine_of(filling.procedure)
    return filling if engine is None else engine.with_rows(filling, table, rows, context)


def engine_of(procedure: Procedure) -> FormEngine | None:
    """None: it is an answer to the office."""
    return cast("FormEngine | None", procedure.engine)


def begin(procedure: Procedure, context: FormContext) -> FormState:
    """A fresh form with all that is known already in it."""
    engine = engine_of(procedure)
    return FormState(procedure) if engine is None else engine.begin(procedure, context)


def answer(filling: FormState, key: str, value: Given, origin: Origin, context: FormContext) -> FormState:
    """The form with one answer changed, cleaned, and all that follows; a locked one stays as the card has it."""
    if (engine := engine_of(filling.procedure)) is not None:
        return engine.answer(filling, key, value, origin, context)
    if filling.origin(key) is Origin.CARD and origin is not Origin.CARD:
        return filling
    text = cleaned(value if isinstance(value, str) else value.detail, filling.procedure.field(key).type)
    return replace(filling, answers={**filling.answers, key: FieldAnswer(text, origin)})
