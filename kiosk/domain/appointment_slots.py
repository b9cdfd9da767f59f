"""Days and halves of days that an appointment can have: those that the procedure's own rules let stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.form import FormContext, FormState, Origin, answer
from kiosk.domain.procedure import FormField, Text

LONGEST = 60  # days ahead that are looked through

BETWEEN = " "
"""Between a day and its half, where both are answered with one touch."""


@dataclass(frozen=True)
class SlotHalf:
    """One half of a day: ``value`` of its choice. Not ``free``: a rule of the procedure, or a day off."""

    value: str
    label: Text
    free: bool
    chosen: bool = False


@dataclass(frozen=True)
class SlotDay:
    day: date
    halves: tuple[SlotHalf, ...]


def slot_days(
    filling: FormState, item: FormField, context: FormContext, day_off: Callable[[date], bool], most: int = 18
) -> tuple[SlotDay, ...]:
    """The next days with a half that is free; ``item`` is the day's field, whose ``halves`` names the other."""
    free: list[SlotDay] = []
    for ahead in range(1, LONGEST):
        day = context.today + timedelta(days=ahead)
        halves = _halves(filling, item, context, day, closed=day_off(day))
        if any(one.free for one in halves):
            free.append(SlotDay(day, halves))
        if len(free) == most:
            break
    return tuple(free)


def _halves(
    filling: FormState, item: FormField, context: FormContext, day: date, *, closed: bool
) -> tuple[SlotHalf, ...]:
    half, written = filling.procedure.field(item.halves), f"{day:%d/%m/%Y}"
    here = filling.value(item.key) == written
    return tuple(
        SlotHalf(
            one.value,
            one.label,
            not closed and _stands(filling, item, context, (written, one.value)),
            here and filling.value(half.key) == one.value,
        )
        for one in half.choices
    )


def _stands(filling: FormState, item: FormField, context: FormContext, slot: tuple[str, str]) -> bool:
    """Whether no rule is against it."""
    tried = answer(filling, item.key, slot[0], Origin.CHOSEN, context)
    tried = answer(tried, item.halves, slot[1], Origin.CHOSEN, context)
    return not any(one.level.stops for one in tried.problems(context, (item.key, item.halves)))
