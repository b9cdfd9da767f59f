"""When somebody is asked to come, as an officer types it: 27/11, 27/11/2026, 14:00 27/11, 8h30 27/11."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from kiosk.domain.calendar import CLOSING

_TEXT = re.compile(r"(?:(\d{1,2})\s*[:hg]\s*(\d{2})?\s*,?\s+)?(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?")

FARTHEST = timedelta(days=180)
"""A day without its year that lies farther ahead is one that has passed."""


def read_appointment(text: str, now: datetime, closing: time = CLOSING) -> datetime | None:
    """The moment that ``text`` says, in ``now``'s zone; None for what is no moment to come. Without an hour the
    office's closing; without a year the next such day, if it is within ``FARTHEST``."""
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, day, month, year = (int(one) if one else None for one in match.groups())
    at = closing if hour is None else (hour, minute or 0)
    for guess in (year,) if year is not None else (now.year, now.year + 1):
        moment = _moment(guess, month or 0, day or 0, at, now)
        if moment is not None and now < moment and (year is not None or moment - now < FARTHEST):
            return moment
    return None


def _moment(year: int, month: int, day: int, at: time | tuple[int, int], now: datetime) -> datetime | None:
    hour, minute = at if isinstance(at, tuple) else (at.hour, at.minute)
    try:
        return datetime(year, month, day, hour, minute, tzinfo=now.tzinfo)
    except ValueError:
        return None
