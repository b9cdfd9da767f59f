"""The reader on a row of the table: what came of it, in the words of the table."""

from __future__ import annotations

from dataclasses import dataclass

from card_matrix import Row

from kiosk.chip.habits import Habits
from kiosk.chip.reader import CardSession
from kiosk.chip.watching import CardRead
from kiosk.devices.card_identity import identity
from kiosk.domain.citizen import CardIdentity
from kiosk.errors import CardError


@dataclass(frozen=True)
class Outcome:
    """``words`` as the table has them; commands and openings of a first read, and of the next card of its kind."""

    words: str
    commands: int
    openings: int
    again: int
    read: CardRead | None = None
    who: CardIdentity | None = None


def outcome(row: Row, *, twice: bool = True) -> Outcome:
    """``twice``: the next card of its kind is read too, with what was learned from the first."""
    habits = Habits()
    first, commands, openings, read = _one(row, habits)
    again = _one(row, habits)[1] if twice else 0
    who = identity(read, row.now.date()) if read else None
    return Outcome(first, commands, openings, again, read, who)


def _one(row: Row, habits: Habits) -> tuple[str, int, int, CardRead | None]:
    card, openings = row.card, [0]

    def connect():  # type: ignore[no-untyped-def]
        openings[0] += 1
        card.reset()
        return card.transmit

    try:
        read = CardSession(connect, row.trust, habits).read(row.key, row.now)
    except CardError as error:
        return error.code, len(card.commands), openings[0], None
    return _words(read, row), len(card.commands), openings[0], read


def _words(read: CardRead, row: Row) -> str:
    who = identity(read, row.now.date())
    parts = [who.standing.value, read.verdict.chip.value, read.access]
    parts += [f"without {' '.join(read.missing)}"] if read.missing else []
    parts += ["stale lists"] if read.verdict.stale else []
    return ", ".join(parts + (["expired"] if who.expired else []))
