"""People's names: capitals where they belong, and what a name is made of."""

from __future__ import annotations

import unicodedata

JOINTS = " -'"
PRINTED = ".,/()"
"""Not of a name by law, but printed on some cards (initials, two spellings): it is asked about, not refused."""


def name_case(text: str) -> str:
    """'sùng minh khuê' -> 'Sùng Minh Khuê'; 'h'bia' -> 'H'Bia'. Always NFC; spaces stay as they were typed."""
    letters = unicodedata.normalize("NFC", text)
    return "".join(
        letter.upper() if starts_word(letters[:index]) else letter.lower() for index, letter in enumerate(letters)
    )


def starts_word(before: str) -> bool:
    """Whether the next letter is the first of a word: at the start, after a space or hyphen, after K' or H'."""
    if not before or before[-1] in " -":
        return True
    return before[-1] in "'’" and (len(before) < 3 or before[-3] in " -")


def allowed(letter: str) -> bool:
    """Letters of any script with their marks, what joins them, and the few signs that are printed in some names."""
    return letter in JOINTS or letter in PRINTED or unicodedata.category(letter)[0] in "LM"


def figure(letter: str) -> bool:
    """What a number is written with."""
    return letter.isascii() and letter.isdecimal()
