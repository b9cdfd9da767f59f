"""Moments as they are spoken: 8 giờ 40, Thứ Tư 25/11. They follow the language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk.ui.keyboard.names import name_case
from kiosk.ui.resident.parts import Live, live, live_text
from kiosk.ui.strings import Phrase, Strings


def person(name: str) -> str:
    """A name as it is read: capitals throughout are for official paper."""
    return name_case(name) if name.isupper() else name


def money(strings: Strings, amount: int) -> Live:
    """16.000, in đồng."""
    return live(strings, lambda now: now.words.number(amount))


def hour(strings: Strings, moment: datetime) -> Phrase:
    """8 giờ 40; 14 giờ on the full hour."""
    key = "said.hour_minute" if moment.minute else "said.hour"
    return strings.phrase(key, hour=moment.hour, minute=f"{moment.minute:02}")


def weekday(strings: Strings, moment: datetime) -> Phrase:
    return strings.phrase(f"said.weekday.{moment.isoweekday()}")


def day(strings: Strings, moment: datetime) -> Phrase:
    """Thứ Tư 25/11."""
    return strings.phrase("said.day", weekday=weekday(strings, moment), day=f"{moment:%d/%m}")


def moment_on_slip(strings: Strings, moment: datetime) -> Phrase:
    """8 giờ 40, 23/11/2026."""
    return strings.phrase("said.at", hour=hour(strings, moment), day=f"{moment:%d/%m/%Y}")


def day_and_hour(strings: Strings, moment: datetime) -> Phrase:
    """Thứ Hai 23/11, 8 giờ 40."""
    return strings.phrase("said.on", day=day(strings, moment), hour=hour(strings, moment))


def by_hour(strings: Strings, moment: datetime | None) -> Phrase:
    """Thứ Tư 25/11, chậm nhất 17 giờ; or that an officer says, where the day is not known."""
    if moment is None:
        return strings.phrase("said.ask_officer")
    return strings.phrase("said.by", day=day(strings, moment), hour=hour(strings, moment))


def half_day(strings: Strings, moment: datetime, half: Mapping[str, str]) -> Phrase:
    """Thứ Ba 01/12, buổi sáng."""
    return strings.phrase("said.half", day=day(strings, moment), half=live_text(strings, half))
