"""Days of which a part is not known: "born 1962", "died in 03/2025". Old papers have only the year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from kiosk.domain.numerals import number_in_words

_PARTS = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class HalfKnownDate:
    """A year, its month if that is known, its day if both are. ValueError where there is no such day.

    Two of them compare by what is known of both: 1962 and 03/1962 are neither before nor after one another.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without its month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def of(cls, day: date) -> HalfKnownDate:
        return cls(day.year, day.month, day.day)

    @classmethod
    def spanning(cls, earliest: date, latest: date) -> HalfKnownDate | None:
        """The day, month or year that begins and ends so; None where none does."""
        ones = (cls.of(earliest), cls(earliest.year, earliest.month), cls(earliest.year))
        return next((one for one in ones if (one.earliest, one.latest) == (earliest, latest)), None)

    @classmethod
    def parse(cls, text: str) -> HalfKnownDate | None:
        """From ``02/11/2026``, ``11/2026``, ``2026``, and as ISO 8601 writes them; None where there is no such day.

        ``00`` is how papers say that a part is not known: ``00/00/1962``.
        """
        text = text.strip()
        if match := _ISO.fullmatch(text):
            year, month, day = match.groups()
        elif match := _PARTS.fullmatch(text):
            day, month, year = match.groups()
        else:
            return None
        try:
            return cls(int(year), int(month or 0) or None, int(day or 0) or None)
        except ValueError:
            return None

    @property
    def whole(self) -> date | None:
        """None where a part is not known."""
        return date(self.year, self.month, self.day) if self.month is not None and self.day is not None else None

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def compare(self, other: HalfKnownDate) -> int:
        """-1 before, 1 after, 0 where what is known of both is the same."""
        for mine, theirs in zip(self._known(), other._known(), strict=False):
            if mine != theirs:
                return -1 if mine < theirs else 1
        return 0

    def years_to(self, other: HalfKnownDate) -> int:
        """Whole years from here to there, as a birthday counts them: an age that is reached for certain.

        What is not known counts against it: a birth in 1962 as 31/12/1962, a death in 2025 as 01/01/2025. Born on
        29 February, one turns a year older on 1 March of other years. Negative where the other is before.
        """
        begin, end = self.latest, other.earliest
        return end.year - begin.year - ((end.month, end.day) < (begin.month, begin.day))

    def days_to(self, other: HalfKnownDate) -> int | None:
        """Days from here to there; None where either is not whole."""
        begin, end = self.whole, other.whole
        return (end - begin).days if begin is not None and end is not None else None

    @property
    def text(self) -> str:
        """02/11/2026, 11/2026 or 2026."""
        return "/".join([f"{part:02d}" for part in reversed(self._known()[1:])] + [f"{self.year:04d}"])

    @property
    def iso(self) -> str:
        """2026-11-02, 2026-11 or 2026 (ISO 8601, with its reduced precision)."""
        return "-".join([f"{self.year:04d}"] + [f"{part:02d}" for part in self._known()[1:]])

    def in_words(self) -> str:
        """Ngày, tháng, năm ghi bằng chữ, as the birth sheet wants it; of what is known."""
        parts = [f"năm {number_in_words(self.year)}"]
        if self.month is not None:
            parts.insert(0, f"tháng {'tư' if self.month == 4 else number_in_words(self.month)}")
        if self.day is not None:
            parts.insert(0, f"ngày {'mùng ' if self.day <= 10 else ''}{number_in_words(self.day)}")
        text = " ".join(parts)
        return text[0].upper() + text[1:]

    def _known(self) -> tuple[int, ...]:
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)
