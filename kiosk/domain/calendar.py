"""Working days and office hours: when a person should come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

from kiosk.domain.procedure import TimeLimit

ZONE = timezone(timedelta(hours=7))
"""The office's zone: Vietnam keeps one time all year (134/2002/QĐ-TTg)."""


def is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def due(received: datetime, limit: TimeLimit, holiday: Callable[[date], bool]) -> datetime:
    """The appointment for a dossier received at ``received`` (aware).

    Counted in working days from receipt; what comes in after the cut-off hour, or on a day off, counts from the next
    working day (NĐ 118/2025: the result of a one-day procedure received after 15:00 is given the next working day).
    The resident is asked back for the afternoon of the last day, when the officer has signed.
    """
    start = received.date()
    if off(start, holiday) or received.time() >= time.fromisoformat(limit.cut_off):
        start = next_working_day(start, holiday)
    day = start
    for _ in range(limit.working_days):
        day = next_working_day(day, holiday)
    return datetime.combine(day, time(14, 0), received.tzinfo)


def next_working_day(day: date, holiday: Callable[[date], bool]) -> date:
    day += timedelta(days=1)
    while off(day, holiday):
        day += timedelta(days=1)
    return day


def off(day: date, holiday: Callable[[date], bool]) -> bool:
    return is_weekend(day) or holiday(day)
