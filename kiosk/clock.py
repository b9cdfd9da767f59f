"""The machine's clock, as the office reads it. Who needs the time is given this; a test gives another."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.domain.calendar import ZONE

WRITTEN = date(2026, 11, 1)
"""No true clock shows a day before this version was written."""


def office_time() -> datetime:
    """Now, by the machine's clock, in the office's zone."""
    return datetime.now(ZONE)
