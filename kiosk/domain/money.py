"""Sums of money: whole đồng, up to fourteen digits, with their words for the sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.domain.numerals import number_in_english, number_in_words

MOST_DIGITS = 14
"""As many boxes as the sheets of business and tax have."""

_SUM = re.compile(
    r"(\d+|\d{1,3}(?:(?P<sign>[. ,'])\d{3})(?:(?P=sign)\d{3})*) ?(?:đ|₫|đồng|dong|VND|VNĐ)?", re.IGNORECASE
)


def digit_groups(number: int) -> str:
    """50.000.000, as Vietnamese papers group digits."""
    return f"{number:,}".replace(",", ".")


@dataclass(frozen=True, order=True)
class Money:
    """``amount`` in đồng, 0 to 99.999.999.999.999; ValueError otherwise (there are no smaller coins, and no debts)."""

    amount: int

    def __post_init__(self) -> None:
        if not 0 <= self.amount < 10**MOST_DIGITS:
            raise ValueError("no sum of money")

    @classmethod
    def parse(cls, text: str) -> Money | None:
        """From ``50.000.000 đ``, ``50 000 000``, ``50,000,000``, ``50000000``; None where it is no whole sum.

        A sign between digits groups them by three and nothing else: ``1.5`` and ``12,50`` are no sums, for nobody
        could say which was meant.
        """
        match = _SUM.fullmatch(" ".join(text.split()))
        digits = re.sub(r"\D", "", match[1]) if match else ""
        if not digits or not digits.isascii() or len(digits.lstrip("0")) > MOST_DIGITS:
            return None
        return cls(int(digits))

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + other.amount)

    @property
    def digits(self) -> str:
        """50.000.000, as Vietnamese papers group them."""
        return digit_groups(self.amount)

    @property
    def text(self) -> str:
        return f"{self.digits} đồng"

    def in_words(self, language: str = "vi") -> str:
        """ "Năm mươi triệu đồng"; in any other language than Vietnamese, English: "Fifty million đồng"."""
        words = number_in_words(self.amount) if language == "vi" else number_in_english(self.amount)
        return f"{words[0].upper()}{words[1:]} đồng"
