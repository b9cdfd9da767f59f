"""Days of which a card knows a part: the day or month of a birth was never written down (ICAO 9303-3 §4.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_UNKNOWN = re.compile(r"[0<xX?-]+")
_PARTS = re.compile(r"(?:(?:([\d<xX?-]{1,2})[/.-])?([\d<xX?-]{1,2})[/.-])?(\d{4})", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A year, and of month and day what is known: no day without its month."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def whole(self) -> date | None:
        """None where a part is not known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def of_text(text: str) -> PartialDate | None:
    """From ``17/05/1992``, ``05/1992``, ``1992`` or ``00/00/1992``; None where it is no date, or none there can be."""
    match = _PARTS.fullmatch(text.strip())
    if not match:
        return None
    day, month, year = match.groups()
    return _checked(int(year), _part(month), _part(day))


def of_mrz(yymmdd: str, century: int) -> PartialDate | None:
    """From six characters of an MRZ; fillers stand for what is not known."""
    if not re.fullmatch(r"\d{2}[\d<]{4}", yymmdd, re.ASCII):
        return None
    return _checked(century + int(yymmdd[:2]), _part(yymmdd[2:4]), _part(yymmdd[4:]))


def _part(text: str | None) -> int | None:
    if text is None or _UNKNOWN.fullmatch(text):
        return None
    return int(text) if text.isdigit() else 0


def _checked(year: int, month: int | None, day: int | None) -> PartialDate | None:
    """Raises nothing: a day there cannot be is None. A day without a month says nothing and is dropped."""
    if month is None:
        return PartialDate(year) if year else None
    try:
        date(year, month, day if day is not None else 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)
