"""The time floor: the latest moment that has certainly passed.

A kiosk with a dead battery wakes up in 1990 or in 2039, so its clock proves nothing. What is certain: this version was
not written later than now, and what the portal said over its pinned channel was true then. The floor is kept across
power cuts and never goes down.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from kiosk import clock
from kiosk.sync.ports import KeyValueStore

WRITTEN = datetime.combine(clock.WRITTEN, time(), UTC)
"""Where a floor begins that has heard nothing yet."""

STEP = timedelta(hours=1)
"""The floor is written anew only when it rises by this much: an hour is nothing beside a certificate's months."""

TOLERANCE = timedelta(minutes=5)
"""A clock further off than this from the portal's is wrong: an appointment slip would show another hour."""

AGREED = timedelta(days=1)
"""So far ahead of a plausible clock the portal's date still moves the floor."""

_FLOOR, _SKEW = "time.floor", "time.skew"


class TrustedTime:
    """One kiosk's floor and what is known of its clock. ``now`` gives aware moments; ``clock`` is it."""

    def __init__(self, notes: KeyValueStore, now: Callable[[], datetime]) -> None:
        self._notes = notes
        self.clock = now
        self._floor = max(WRITTEN, _moment(notes.get(_FLOOR)) or WRITTEN)
        self._skew = _seconds(notes.get(_SKEW))

    @property
    def floor(self) -> datetime:
        return self._floor

    @property
    def skew(self) -> timedelta | None:
        """How far this clock is ahead of the portal's, by the last word from it; None before the first.

        A clock that stands before the floor is wrong without anybody's word, by at least the distance.
        """
        behind = self.clock() - self._floor
        if behind < timedelta(0) and (self._skew is None or self._skew > behind):
            return behind
        return self._skew

    @property
    def clock_is_wrong(self) -> bool:
        skew = self.skew
        return skew is not None and abs(skew) > TOLERANCE

    def deny(self, passed: datetime) -> bool:
        """Do this clock and the floor agree that ``passed`` has not passed? A clock that is before the floor has no
        say."""
        now = self.clock()
        return self._is_plausible(now) and now < passed and self._floor < passed

    def _is_plausible(self, now: datetime) -> bool:
        return now >= self._floor - TOLERANCE

    def heard(self, moment: datetime, until: datetime) -> None:
        """The pinned portal says that it is ``moment``; its certificate is good ``until`` then, and no later moment is
        taken from it. Only what is new is written.

        A moment that a plausible clock contradicts by more than a day moves the floor no further than that clock: one
        of the two is wrong, and what is wrong must not last.
        """
        if not self._floor <= moment <= until:
            return
        skew = self.clock() - moment
        if self._skew is None or abs(skew - self._skew) > TOLERANCE:
            self._notes.set(_SKEW, str(int(skew.total_seconds())))
        self._skew = skew
        now = self.clock()
        certain = now if self._is_plausible(now) and moment - now > AGREED else moment
        if certain - self._floor >= STEP:
            self._notes.set(_FLOOR, certain.astimezone(UTC).isoformat())
            self._floor = certain


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:  # a damaged note counts as none
        return None


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if text.removeprefix("-").isdigit() else None
