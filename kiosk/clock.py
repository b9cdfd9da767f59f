"""The machine's clock, as the office reads it, and the time that forms trust. Who needs the time is given one of them;
a test gives another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from kiosk.domain.calendar import ZONE

WRITTEN = date(2026, 11, 1)
"""No true clock shows a day before this version was written."""


def office_time() -> datetime:
    """Now, by the machine's clock, in the office's zone."""
    return datetime.now(ZONE)


TOLERANCE = timedelta(minutes=5)
"""A clock that is behind by less changes no day that anybody would notice."""


_RUNS_ON = timedelta(days=30)  # a step by more was no running on: somebody has set the clock


@dataclass(frozen=True)
class FilingMoment:
    """What time it is; where the clock is behind what has certainly passed, it is not ``sure``: at least this time."""

    at: datetime  # aware, in the office's zone
    sure: bool = True


class FilingTime:
    """The time that forms, receipts and appointments rely on: the clock's, and never one that has certainly passed.

    A kiosk whose battery is empty wakes up in 1990, and still has to take what people bring. ``floors`` give moments
    that have certainly passed: when the program was written, when its catalogue was last checked, what the portal
    said last.
    """

    def __init__(self, clock: Callable[[], datetime], *floors: Callable[[], datetime]) -> None:
        self._clock = clock
        self._floors = floors
        self._anchor: datetime | None = None  # what a clock that is behind showed when that was noticed

    def now(self) -> datetime:
        return self.moment().at

    def moment(self, passed: date | None = None) -> FilingMoment:
        """The time, where besides the day ``passed`` has certainly begun, as the issue date of a genuine card has."""
        now = self._clock()
        floor = max((floor().astimezone(ZONE) for floor in self._floors), default=now)
        at = max(now, floor + self._run_on(now) if floor > now else now, day_began(passed) if passed else now)
        return FilingMoment(at, at - now <= TOLERANCE)

    def _run_on(self, now: datetime) -> timedelta:
        """How long a clock that is behind has run since that was noticed, so that the time runs on from the floor."""
        if self._anchor is None or not self._anchor <= now < self._anchor + _RUNS_ON:
            self._anchor = now
        return now - self._anchor


class MovableClock:
    """The office's clock with hands that the demo's bench moves: a visit then takes place at another time."""

    def __init__(self, clock: Callable[[], datetime] = office_time) -> None:
        self._clock = clock
        self._shown: datetime | None = None

    def __call__(self) -> datetime:
        return self._shown or self._clock()

    def show(self, moment: datetime | None) -> None:
        """It is ``moment`` (aware), and stays so; None: the true time again."""
        self._shown = moment

    def filing_time(self, *floors: Callable[[], datetime]) -> FilingTime:
        """As by this clock: where it was put back, what has certainly passed lies as far back."""
        return FilingTime(self, *(partial(self._beside, floor) for floor in floors))

    def _beside(self, floor: Callable[[], datetime]) -> datetime:
        return floor() + min(self() - self._clock(), timedelta())


def day_began(day: date) -> datetime:
    """The first moment of ``day`` in the office's zone."""
    return datetime.combine(day, time(), ZONE)
