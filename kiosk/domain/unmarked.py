"""Text as a keyboard without Vietnamese types it."""

from __future__ import annotations

import unicodedata


def without_marks(text: str) -> str:
    """Small letters without their marks, đ as d: "vàng thị mỷ" is "vang thi my"."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("đ", "d")
