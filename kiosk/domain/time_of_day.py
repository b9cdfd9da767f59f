"""An hour of a day, with its minute if that is known: "chết lúc 5 giờ"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TIME = re.compile(r"(\d{1,2}) ?(?:(?::|h|g|giờ) ?(?:(\d{1,2}) ?(?:phút|p|')?)?)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class TimeOfDay:
    """0:00 to 23:59; ValueError where the clock has no such time. 24:00 is 0:00 of the next day, and not taken."""

    hour: int
    minute: int | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.hour < 24 and 0 <= (self.minute or 0) < 60):
            raise ValueError("no time of day")

    @classmethod
    def parse(cls, text: str) -> TimeOfDay | None:
        """From ``14:30``, ``14h30``, ``14 giờ 30 phút``, ``14h``, ``5``; None where it is no time."""
        match = _TIME.fullmatch(" ".join(text.split()))
        if not match:
            return None
        try:
            return cls(int(match[1]), int(match[2]) if match[2] else None)
        except ValueError:
            return None

    def compare(self, other: TimeOfDay) -> int:
        """-1 before, 1 after, 0 where what is known of both is the same."""
        if self.hour != other.hour or self.minute is None or other.minute is None:
            return (self.hour > other.hour) - (self.hour < other.hour)
        return (self.minute > other.minute) - (self.minute < other.minute)

    @property
    def text(self) -> str:
        """14 giờ 30 phút, as the sheets write it; 14 giờ where no minute is known."""
        return f"{self.hour} giờ" if self.minute is None else f"{self.hour} giờ {self.minute:02d} phút"

    @property
    def iso(self) -> str:
        """14:30; 14 where no minute is known (ISO 8601)."""
        return f"{self.hour:02d}" if self.minute is None else f"{self.hour:02d}:{self.minute:02d}"
