"""What is looked at of dated prices: none without a price on any of its days, no line that never counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kiosk.forms.effects import AmountRow, FeeSpec
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.slips import Slip


def price_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    """On every day on which the version is in force, each fee has a price for whoever comes; and each line of a price
    list is the first that fits somebody on some day."""
    for fee in spec.fees:
        if fee.amounts:
            gap = next((day for day in _turns(spec, fee) if not _priced(fee, day)), None)
            if gap is not None:
                yield Slip(fee.place, "price-gap", {"key": fee.key, "day": f"{gap:%d/%m/%Y}"})
            yield from _covered_slips(fee.key, fee.amounts)
    for amount in spec.amounts:
        yield from _covered_slips(amount.key, amount.amounts)


def _turns(spec: ProcedureSpec, fee: FeeSpec) -> list[date]:
    """The first day of the version, and each day after a price has ended."""
    span = spec.procedure.in_force
    after = [row.until + timedelta(days=1) for row in fee.amounts if row.until and row.until < date.max]
    return [span.since, *(day for day in sorted(after) if span.holds(day))]


def _priced(fee: FeeSpec, day: date) -> bool:
    plain = (row for row in fee.amounts if not row.channel and not row.province and row.relevant is None)
    return any((row.since is None or row.since <= day) and (row.until is None or day <= row.until) for row in plain)


def _covered_slips(key: str, rows: Sequence[AmountRow]) -> Iterator[Slip]:
    """A line after one that fits all its cases on all its days: a new price below the old one, for example."""
    for index, row in enumerate(rows):
        before = next((one for one in rows[:index] if _covers(one, row)), None)
        if before is not None:
            yield Slip(row.place, "price-covered", {"key": key, "line": before.place.line})


def _covers(first: AmountRow, later: AmountRow) -> bool:
    days = (first.since or date.min) <= (later.since or date.min) and (later.until or date.max) <= (
        first.until or date.max
    )
    same_case = first.relevant is None or (later.relevant is not None and first.relevant.text == later.relevant.text)
    return days and same_case and _within(later.channel, first.channel) and _within(later.province, first.province)


def _within(narrow: tuple[str, ...], wide: tuple[str, ...]) -> bool:
    """Empty stands for all."""
    return not wide or (bool(narrow) and set(narrow) <= set(wide))
