"""People's names: capitals where they belong, and only what a name is made of."""

from __future__ import annotations

import unicodedata

JOINTS = " -'’"


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
    """Letters of any script with their marks, and space, hyphen and apostrophe."""
    return letter in JOINTS or unicodedata.category(letter)[0] in "LM"


def tidy_name(text: str) -> str:
    """The name as it is kept: NFC, single spaces, nothing but letters and joints, capitals where they belong."""
    letters = "".join(letter for letter in unicodedata.normalize("NFC", text).replace("’", "'") if allowed(letter))
    return name_case(" ".join(letters.split()))
