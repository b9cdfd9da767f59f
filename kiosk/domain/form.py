"""The filling of a form: answers with where they came from, what is asked, what is still missing.

A ``FormState`` is immutable; each step gives a new one. Prefilling, visibility and computing follow the procedure's
data alone. What is not asked in this case counts as empty everywhere, and is still there when it is asked again.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from kiosk.domain.checks import Day, Level, Problem, check
from kiosk.domain.citizen import CardIdentity, Citizen, Method
from kiosk.domain.cleaning import cleaned
from kiosk.domain.computed import COMPUTED
from kiosk.domain.procedure import FieldType, FormField, FormPage, Procedure, RequiredDocument
from kiosk.domain.visibility import Visibility


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
    day_is_sure: bool = True  # False: the clock is wrong, and it is ``today`` at least

    @property
    def day(self) -> Day:
        return Day(self.today, self.day_is_sure)

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

    @cached_property
    def asked(self) -> Visibility:
        """Which questions are put in this case. Only answers to those have a say in it."""
        return Visibility(self.procedure, {key: answer.value for key, answer in self.answers.items()})

    @cached_property
    def values(self) -> dict[str, str]:
        """The answers that count, by field: those that are asked in this case."""
        return {key: answer.value for key, answer in self.answers.items() if self.asked.shows(key)}

    def value(self, key: str) -> str:
        """The answer; empty where there is none, or where it is not asked in this case."""
        return self.values.get(key, "")

    def origin(self, key: str) -> Origin | None:
        answer = self.answers.get(key)
        return answer.origin if answer else None

    def shown(self, item: FormField) -> bool:
        return self.asked.shows(item.key)

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

    def problems(self, context: FormContext, keys: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
        """What the person should mend, of all that is asked (or of ``keys``), in the sheet's order.

        What a machine filled in and no page asks is nobody's to mend: see ``remarks``.
        """
        return tuple(problem for problem in self._faults(context, keys) if self._mendable(problem.field))

    def remarks(self, context: FormContext) -> tuple[Problem, ...]:
        """What the officer should look at: what the card or another machine filled in and a typed answer could not
        hold, and what the person looked at again and left so."""
        faults = self._faults(context)
        return tuple(one for one in faults if one.level is Level.ASK or not self._mendable(one.field))

    def _faults(self, context: FormContext, keys: tuple[str, ...] | None = None) -> list[Problem]:
        wanted = self.procedure.fields if keys is None else [self.procedure.field(key) for key in keys]
        checked = (check(item, self.values, context.day) for item in wanted if self.shown(item))
        return [problem for problem in checked if problem is not None]

    def _mendable(self, key: str) -> bool:
        return self.origin(key) is not Origin.CARD and self.asked.on_a_page(key)

    def fees(self) -> tuple[tuple[str, int, int], ...]:
        """Fee key, how many, and VND altogether, for each fee that is not zero."""
        counted = [(fee, _count(self.value(fee.per)) if fee.per else 1) for fee in self.procedure.fees]
        return tuple((fee.key, count, fee.amount * count) for fee, count in counted if fee.amount * count)


def _count(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def begin(procedure: Procedure, context: FormContext) -> FormState:
    """A fresh form with all that is known already in it."""
    state = FormState(procedure)
    for item in procedure.fields:
        state = _given(state, item, context)
    return _computed(_prefilled(state, context), context)


def answer(filling: FormState, key: str, value: str, origin: Origin, context: FormContext) -> FormState:
    """The form with one answer changed, and all that follows from it. What was written is cleaned; a locked answer
    stays as the card has it."""
    item = filling.procedure.field(key)
    if filling.origin(key) is Origin.CARD and origin is not Origin.CARD:
        return filling
    value = cleaned(value, item.type)
    old = filling.answers.get(key)
    if old is not None and old.value == value:
        return filling
    state = replace(filling, answers={**filling.answers, key: FieldAnswer(value, origin)})
    return _computed(_prefilled(_without_copies(filling, state, context), context), context)


def _given(filling: FormState, item: FormField, context: FormContext) -> FormState:
    value, origin = item.default, Origin.CHOSEN
    if item.source and not item.source.startswith("compute:"):
        value, origin = context.value(item.source) or value, context.origin_of(item.source)
    value = cleaned(value, item.type)
    return replace(filling, answers={**filling.answers, item.key: FieldAnswer(value, origin)}) if value else filling


def _prefilled(filling: FormState, context: FormContext) -> FormState:
    answers = dict(filling.answers)
    for prefill in filling.procedure.prefills:
        if not prefill.when.holds(filling.values):
            continue
        for key, source in prefill.copies.items():
            value = _copied(filling, key, source, context)
            if value and key not in answers:
                answers[key] = FieldAnswer(value, context.origin_of(source))
    return replace(filling, answers=answers)


def _copied(filling: FormState, key: str, source: str, context: FormContext) -> str:
    return cleaned(context.value(source) or filling.value(source), filling.procedure.field(key).type)


def _without_copies(before: FormState, after: FormState, context: FormContext) -> FormState:
    """Copies whose reason is gone go away with it: no aunt stays in the mother's place. The reason goes when its
    answer changes, and when its question is not put any more."""
    ended = [one for one in before.procedure.prefills if one.when.holds(before.values)]
    state = after
    for _ in ended:  # what goes may be the reason of the next
        copied = {
            key: _copied(before, key, source, context)
            for one in ended
            if not one.when.holds(state.values)
            for key, source in one.copies.items()
        }
        remaining = {key: entry for key, entry in state.answers.items() if not _is_copy(entry, copied.get(key))}
        state = replace(state, answers=remaining)
    return state


def _is_copy(entry: FieldAnswer, copied: str | None) -> bool:
    return copied is not None and (entry.origin in (Origin.CARD, Origin.REMEMBERED) or entry.value == copied)


def _computed(filling: FormState, context: FormContext) -> FormState:
    """What follows from the answers that count, and from what follows from them."""
    fields = [item for item in filling.procedure.fields if item.source.startswith("compute:")]
    for _ in range(1 + len(fields)):
        following = _computed_once(filling, fields, context)
        if following.answers == filling.answers:
            break
        filling = following
    return filling


def _computed_once(filling: FormState, fields: Sequence[FormField], context: FormContext) -> FormState:
    answers, values = dict(filling.answers), filling.values
    for item in fields:
        value = COMPUTED[item.source.removeprefix("compute:")](values, context.today)
        entry = answers.get(item.key)
        if value and (entry is None or entry.origin is Origin.COMPUTED or item.type is FieldType.COMPUTED):
            answers[item.key] = FieldAnswer(value, Origin.COMPUTED)
        elif not value and entry is not None and entry.origin is Origin.COMPUTED:
            del answers[item.key]
    return replace(filling, answers=answers)
