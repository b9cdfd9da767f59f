"""Official numbers (MaHoSo): ``{unit}-{yyMMdd}-{4 digits}``, counted per unit and day inside the caller's transaction.

They are the portal's alone. Records of other one-stop systems bring numbers of their own, so the counter jumps past
whatever is here already.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kiosk_sandbox.tables import Counter, Dossier, PortalFact

_PATIENCE = 16  # numbers looked at one by one
_JUMP = "numbers-begin"  # "yyMMdd:NUMBER": where the numbers of that day begin, after a store was brought back


def next_number(session: Session, unit: str, now: datetime) -> str:
    """The next number of that unit and day, which no dossier has. The counter stays locked to the transaction's end."""
    day = f"{now:%y%m%d}"
    counter = session.get(Counter, (unit, day), with_for_update=True, populate_existing=True)
    if counter is None:
        counter = Counter(unit=unit, day=day, last=_begins(session, day))
        session.add(counter)
    counter.last = _free(session, unit, day, counter.last + 1)
    session.flush()
    return _number(unit, day, counter.last)


def jump(session: Session, now: datetime, by: int) -> None:
    """Leave out ``by`` numbers of today in every unit: so many may have been given by a store that is lost."""
    day = f"{now:%y%m%d}"
    session.execute(update(Counter).where(Counter.day == day).values(last=Counter.last + by))
    session.merge(PortalFact(name=_JUMP, value=f"{day}:{_begins(session, day) + by}"))


def _begins(session: Session, day: str) -> int:
    fact = session.get(PortalFact, _JUMP)
    of, _, number = fact.value.partition(":") if fact else ("", "", "0")
    return int(number) if of == day else 0


def _free(session: Session, unit: str, day: str, number: int) -> int:
    """The first that nobody has, from ``number`` on; behind a long row of taken ones, the one after the highest."""
    for free in range(number, number + _PATIENCE):
        if session.get(Dossier, _number(unit, day, free)) is None:
            return free
    return _highest(session, unit, day) + 1


def _number(unit: str, day: str, number: int) -> str:
    return f"{unit}-{day}-{number:04d}"


def _highest(session: Session, unit: str, day: str) -> int:
    """The highest number of that unit and day that a dossier has, of those the counter can reach."""
    prefix = _number(unit, day, 0)[:-4]
    there = Dossier.code.startswith(prefix, autoescape=True)
    longest = session.scalar(select(func.max(func.length(Dossier.code))).where(there))
    if longest is None:
        return 0
    last = session.scalar(select(func.max(Dossier.code)).where(there & (func.length(Dossier.code) == longest)))
    return int(str(last)[len(prefix) :])
