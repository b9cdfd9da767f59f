"""The filling of a form: answers with where they came from, what is asked, what is still missing.

A ``FormState`` is immutable; each step gives a new one. Prefilling, visibility and computing follow the procedure's
data alone.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.domain.checks import Problem, check
from kiosk.domain.citizen import CardIdentity, Citizen, Method
from kiosk.domain.computed import COMPUTED
from kiosk.domain.procedure import FieldType, FormField, FormPage, Procedure, RequiredDocument


class Origin(enum.Enum):
    """Where an answer came from. What the chip gave is locked."""

    CARD = "card"
    REMEMBERED = "remembered"
    TYPED = "typed"
    CHOSEN = "chosen"
    COMPUTED = "computed"


@dataclass(frozen=True)
class FieldAnswer:
    value: str
    origin: Origin


@dataclass(frozen=True)
class FormContext:
    """What a form may draw on: the day, the card, the office, and what the person agreed to."""

    today: date
    identity: CardIdentity | None = None
    office: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)

    def origin_of(self, source: str) -> Origin:
        """Only the chip's word is locked; what a person typed about themselves stays theirs to mend."""
        if not source.startswith("card."):
            return Origin.COMPUTED if source.startswith(("office.", "consent.")) else Origin.REMEMBERED
        by_chip = self.identity is not None and self.identity.method is Method.CHIP
        return Origin.CARD if by_chip else Origin.TYPED

    def value(self, source: str) -> str:
        """The value of ``card.NAME``, ``office.NAME`` or ``consent.NAME`` (yes or no); empty where there is none."""
        room, _, name = source.partition(".")
        if room == "consent":
            return "yes" if self.consents.get(name, False) else "no"
        if room == "office":
            return self.office.get(name, "")
        if room == "card" and self.identity is not None:
            return card_value(self.identity.citizen, name)
        return ""


def card_value(citizen: Citizen, name: str) -> str:
    """One datum of the card as a form writes it: dates dd/mm/yyyy, the rest as it stands."""
    value = getattr(citizen, name)
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class FormState:
    """The answers so far to one procedure's form."""

    procedure: Procedure
    answers: Mapping[str, FieldAnswer] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        return {key: answer.value for key, answer in self.answers.items()}

    def value(self, key: str) -> str:
        answer = self.answers.get(key)
        return answer.value if answer else ""

    def origin(self, key: str) -> Origin | None:
        answer = self.answers.get(key)
        return answer.origin if answer else None

    def shown(self, item: FormField) -> bool:
        return item.show.holds(self.values)

    def pages(self) -> tuple[FormPage, ...]:
        """The pages to walk, in order. A page whose fields are all given by the card is not asked."""
        values = self.values
        return tuple(page for page in self.procedure.pages if page.show.holds(values) and self._asks(page))

    def _asks(self, page: FormPage) -> bool:
        fields = [self.procedure.field(key) for key in page.fields]
        return any(self.shown(item) and self.origin(item.key) is not Origin.CARD for item in fields)

    def documents(self) -> tuple[RequiredDocument, ...]:
        """The papers this case needs, those only shown at the counter included."""
        values = self.values
        return tuple(item for item in self.procedure.documents if item.show.holds(values))

    def uploads(self) -> tuple[RequiredDocument, ...]:
        return tuple(item for item in self.documents() if item.upload)

    def problems(self, around: FormContext, keys: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
        """What does not hold yet, of the shown fields (or of those in ``keys``), in the sheet's order."""
        wanted = self.procedure.fields if keys is None else [self.procedure.field(key) for key in keys]
        found = (check(item, self.values, around.today) for item in wanted if self.shown(item))
        return tuple(problem for problem in found if problem is not None)

    def fees(self) -> tuple[tuple[str, int, int], ...]:
        """Fee key, how many, and VND altogether, for each fee that is not zero."""
        counted = [(fee, int(self.value(fee.per) or 0) if fee.per else 1) for fee in self.procedure.fees]
        return tuple((fee.key, count, fee.amount * count) for fee, count in counted if fee.amount * count)


def begin(procedure: Procedure, around: FormContext) -> FormState:
    """A fresh form with all that is known already in it."""
    made = FormState(procedure)
    for item in procedure.fields:
        made = _given(made, item, around)
    return _computed(made, around)


def answer(filling: FormState, key: str, value: str, origin: Origin, around: FormContext) -> FormState:
    """The form with one answer changed, and all that follows from it. A locked answer stays as the card has it."""
    item = filling.procedure.field(key)
    if filling.origin(key) is Origin.CARD and origin is not Origin.CARD:
        return filling
    value = value.strip()
    old = filling.answers.get(key)
    if old is not None and old.value == value:
        return filling
    if old is not None:
        filling = _without_copies(filling, item, around)
    made = replace(filling, answers={**filling.answers, key: FieldAnswer(value, origin)})
    return _computed(_prefilled(made, around), around)


def _given(filling: FormState, item: FormField, around: FormContext) -> FormState:
    value, origin = item.default, Origin.CHOSEN
    if item.source and not item.source.startswith("compute:"):
        value, origin = around.value(item.source) or value, around.origin_of(item.source)
    if not value:
        return filling
    return replace(filling, answers={**filling.answers, item.key: FieldAnswer(value, origin)})


def _prefilled(filling: FormState, around: FormContext) -> FormState:
    answers = dict(filling.answers)
    for prefill in filling.procedure.prefills:
        if not prefill.when.holds(filling.values):
            continue
        for key, source in prefill.copies.items():
            value = around.value(source) or (answers[source].value if source in answers else "")
            if value and key not in answers:
                answers[key] = FieldAnswer(value, around.origin_of(source))
    return replace(filling, answers=answers)


def _without_copies(filling: FormState, changed: FormField, around: FormContext) -> FormState:
    """Copies made because of the old answer go away with it: no aunt stays in the mother's place."""
    copied = {
        key: around.value(source) or filling.value(source)
        for prefill in filling.procedure.prefills
        if changed.key in prefill.when.wanted and prefill.when.holds(filling.values)
        for key, source in prefill.copies.items()
    }
    kept = {
        key: held
        for key, held in filling.answers.items()
        if key not in copied or (held.origin not in (Origin.CARD, Origin.REMEMBERED) and held.value != copied[key])
    }
    return replace(filling, answers=kept)


def _computed(filling: FormState, around: FormContext) -> FormState:
    answers = dict(filling.answers)
    for item in filling.procedure.fields:
        if not item.source.startswith("compute:"):
            continue
        value = COMPUTED[item.source.removeprefix("compute:")]({k: a.value for k, a in answers.items()}, around.today)
        held = answers.get(item.key)
        if value and (held is None or held.origin is Origin.COMPUTED or item.type is FieldType.COMPUTED):
            answers[item.key] = FieldAnswer(value, Origin.COMPUTED)
        elif not value and held is not None and held.origin is Origin.COMPUTED:
            del answers[item.key]
    return replace(filling, answers=answers)
