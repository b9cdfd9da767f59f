"""What an officer says for a paper, and what is wanted of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.calendar import next_working_day, off
from kiosk.errors import AppointmentDayOff
from kiosk.services.typesetting import OfficialPaper


@dataclass(frozen=True)
class PaperDetails:
    """What an officer says for a paper. ``until`` is worded by ``moment_in_words``."""

    reason: str = ""
    ground: str = ""
    until: datetime | None = None
    items: tuple[str, ...] = ()

    def lacks(self, form: OfficialPaper) -> tuple[str, ...]:
        return tuple(need for need in form.needs if not getattr(self, need))


def want_working_day(day: date) -> None:
    """AppointmentDayOff where nobody is at the office then."""
    from kiosk.catalogue import is_holiday  # an officer's own computer has no catalogue

    if off(day, is_holiday):
        following = next_working_day(day, is_holiday)
        raise AppointmentDayOff(f"{day} is a day off", day=f"{day:%d/%m/%Y}", next=f"{following:%d/%m/%Y}")
