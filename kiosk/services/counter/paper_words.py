"""How papers write a day, a moment and a number that is not to be copied."""

from __future__ import annotations

from datetime import datetime


def day_in_words(day: datetime) -> str:
    """Ngày 23 tháng 11 năm 2026, as papers write it; 03 and 02 with their nought (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def moment_in_words(at: datetime) -> str:
    return f"{at.hour:02d} giờ {at.minute:02d} phút, {day_in_words(at)}"


def moment_in_figures(at: datetime) -> str:
    return f"{at:%H:%M %d/%m/%Y}"


def masked(text: str, *, shown: int = 6, last: int = 3) -> str:
    """999162•••234: enough to compare, too little to copy."""
    if len(text) <= shown + last:
        return text
    return f"{text[:shown]}{'•' * 3}{text[-last:]}"
