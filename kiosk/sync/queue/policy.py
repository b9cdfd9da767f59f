"""What follows from an attempt: settle, try again at, or park. Pure; chance is given from outside.

the portal gave its number           settle
this item refused, or a part lost    park, for a person to mend; the others go on
the portal stumbles over this alone  again with full jitter; after ten times park; the others go on (suspicion.py)
nothing answers, or not the portal   again with full jitter; all wait; the line's return ends the wait
the portal cannot serve              again when it said, else with full jitter; all wait
certificate, clock, password         again at the longest wait; all wait; a technician is told
the portal spoke oddly               this one again with full jitter; the others go on
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.errors import (
    ItemRefused,
    KioskError,
    LineDown,
    LineError,
    NotThePortal,
    PortalDown,
    PortalUntrusted,
    SessionRefused,
)


@dataclass(frozen=True)
class Again:
    """Try again after ``wait`` seconds. ``pause``: so do all the others."""

    wait: float
    pause: bool


@dataclass(frozen=True)
class Park:
    """A person has to mend this one."""


Verdict = Again | Park


@dataclass(frozen=True)
class Turn:
    """When this kiosk comes after an outage that many shared, as the portal told it: at ``place`` (0 to 1) of the
    ``spread`` seconds that all of them take together. ``name`` (UNIT/KIOSK) is whose place it is: one that an account
    was given is nobody's, for many kiosks may share it."""

    place: float
    spread: float
    name: str = ""

    @classmethod
    def of(cls, text: str) -> Turn | None:
        """From "0.3712 210 H15.50.05.13/DV01", the name left out by older portals; None if it is none, or asks for
        more than an hour."""
        place, spread, name = [*text.split(" "), "", ""][:3]
        try:
            turn = cls(float(place), float(spread), name)
        except ValueError:
            return None
        return turn if 0 <= turn.place <= 1 and 0 <= turn.spread <= 3600 else None

    def text(self) -> str:
        return f"{self.place:.4f} {self.spread:.0f} {self.name}".rstrip()

    def of_kiosk(self, name: str) -> Turn | None:
        """The turn of the kiosk of this name: as the portal told it where it told it of this kiosk, else by a place of
        its own that no other shares. None where nothing is said of how long all take: "0.0000 0" is not "now"."""
        if not self.spread:
            return None
        return self if self.name == name else Turn(own_place(name), self.spread, name)


def own_place(name: str) -> float:
    """From 0 to 1, by the kiosk's name alone: spread evenly over all names."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64


@dataclass(frozen=True)
class Policy:
    """The waits, in seconds. ``chance`` gives numbers from 0 to 1 (``random.random``)."""

    chance: Callable[[], float]
    first: float = 2.0  # a line that only hiccuped is asked again at once
    longest: float = 300.0  # minutes, not days: a resident waits at the other end
    shortest: float = 1.0  # never a hot loop, whatever chance says
    greeting: float = 30.0  # the longest rest before a portal that is down is greeted again: 200 bytes
    crowd: float = 60.0  # the spread after an outage, where the portal has told none
    most_faults: int = 10  # times that the portal may stumble over one item, before a person has to look
    obeyed: float = 3600.0  # the longest Retry-After that is believed: a slip of the portal must not stop a week

    def after(self, error: KioskError, attempts: int) -> Verdict:
        """What follows from ``error`` after ``attempts`` attempts at this item (at least 1)."""
        match error:
            case ItemRefused():
                return Park()
            case KioskError() if not isinstance(error, LineError):
                return Park()
            case PortalDown(retry_after=float(said)):
                return Again(self._spread(said), pause=True)
            case SessionRefused() | PortalUntrusted():
                return Again(self.longest, pause=True)
            case LineDown() | NotThePortal() | PortalDown():
                return Again(self._jitter(attempts), pause=True)
            case _:
                return Again(self._jitter(attempts), pause=False)

    def own_fault(self, attempts: int, faults: int) -> Verdict:
        """What follows where the portal greets and fails over this item alone, for the ``faults``-th time."""
        return Park() if faults >= self.most_faults else Again(self._jitter(attempts), pause=False)

    def greet(self, error: KioskError, failures: int) -> float:
        """Seconds to rest after ``failures`` greetings in a row that failed, no item being under way."""
        verdict = self.after(error, failures)
        wait = verdict.wait if isinstance(verdict, Again) else 0.0
        asked = isinstance(error, PortalDown) and error.retry_after is not None
        return wait if asked else min(wait, self.greeting)

    def back(self, down: float, turn: Turn | None) -> float:
        """Seconds from the network's return to this kiosk's first request, after ``down`` seconds without one.

        Who was away for a moment comes at once. After an hour so does a whole country: then each comes in its turn.
        """
        spread = turn.spread if turn else self.crowd
        if down / 10 < spread:
            return self.chance() * down / 10
        return turn.place * spread if turn else self.chance() * spread

    def look(self, down: float, turn: Turn | None) -> float:
        """Seconds until a line that has been dead for ``down`` seconds is tried again, where no network tells its
        return. The longer it is dead the rarer, so that the kiosks which find it alive do not find it together."""
        spread = turn.spread if turn else self.crowd
        return (0.5 + self.chance()) * min(down / 10, spread)

    def _jitter(self, attempts: int) -> float:
        """Full jitter: anywhere up to the doubled wait, so that kiosks which failed together do not come together."""
        most = min(self.longest, self.first * 2.0 ** min(attempts, 32))
        return max(self.shortest, self.chance() * most)

    def _spread(self, spread: float) -> float:
        """Never before the portal's hour, and a little after it, each kiosk another little."""
        wait = min(max(spread, self.shortest), self.obeyed)
        return wait * (1.0 + 0.1 * self.chance())


def reason_of(error: KioskError) -> str:
    """How an outcome is kept with a submission: the error's code, and the portal's own words where it gave some."""
    words = str(error.values.get("reason", ""))
    return f"{error.code}: {words}" if words else error.code
