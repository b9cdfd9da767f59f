"""What of the procedures ends, or begins to be in doubt, on a day that is known: for who keeps them."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.forms.sheet import ProcedureVersion


class TurnKind(enum.Enum):
    ENDS = "ends"  # the last version: nothing is in force afterwards
    FOLLOWED = "followed"  # another version takes over
    PRICE = "price"  # a line of a price list
    AMOUNT = "amount"  # a number that the law sets
    OPEN = "open"  # from this day on something is not known


@dataclass(frozen=True)
class TurningDay:
    """``day``: the last on which it is as it was; of what is open, the first. ``what``: the fee's, the number's or the
    next version's key, or the open fact's sentence."""

    day: date
    code: str
    version: str
    kind: TurnKind
    what: str = ""


def turning_days(versions: Mapping[str, tuple[ProcedureVersion, ...]], today: date) -> tuple[TurningDay, ...]:
    """Those that are still to come, the next first. ``versions`` by code, in the order of their first days."""
    turns = (turn for ones in versions.values() for turn in _of_code(ones) if turn.day >= today)
    once = {(one.day, one.code, one.kind.value, one.what): one for one in turns}
    return tuple(once[key] for key in sorted(once))


def _of_code(versions: tuple[ProcedureVersion, ...]) -> Iterator[TurningDay]:
    for one, other in zip(versions, (*versions[1:], None), strict=True):
        until = one.head.in_force.until
        if until is not None:
            kind = TurnKind.ENDS if other is None else TurnKind.FOLLOWED
            yield TurningDay(until, one.code, one.head.version, kind, other.head.version if other else "")
        yield from _within(one)


def _within(version: ProcedureVersion) -> Iterator[TurningDay]:
    code, name, span = version.code, version.head.version, version.head.in_force
    ended = {fee.key: [row.until for row in fee.amounts] for fee in version.fees}
    for key, days in ended.items():
        yield from (TurningDay(day, code, name, TurnKind.PRICE, key) for day in days if day and span.holds(day))
    for amount in version.amounts:
        days = [row.until for row in amount.amounts]
        yield from (TurningDay(day, code, name, TurnKind.AMOUNT, amount.key) for day in days if day and span.holds(day))
    for fact in version.spec.open:
        if fact.since is not None:
            yield TurningDay(fact.since, code, name, TurnKind.OPEN, fact.what)
