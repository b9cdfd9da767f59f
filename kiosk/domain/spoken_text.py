"""A sentence as a voice says it: dates as words, long numbers and codes sign by sign, no typography."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.domain.word_replacement import replaced

_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_HOUR = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?![\d:])")
_LONG = re.compile(r"(?<![\w.])\+?\d{5,}(?![\w])")
_CODE = re.compile(r"\b(?=[A-Z0-9\u2011-]*[A-Z])(?=[A-Z0-9\u2011-]*\d)[A-Z0-9]+(?:[\u2011-][A-Z0-9]+)+\b")
_MONEY = re.compile(r"(?<![\d.])(\d{1,3})((?:\.\d{3})+)(?![\d.])")
_END = re.compile(r"(?<=\w[\w)»”…][.?!])\s+(?=\S)|\n+")
"""Where a sentence ends: not after a single letter or numeral, nor, as in "TP. Đà Nẵng", after capitals alone."""

_SHORT = re.compile(r"\b[A-ZĐ]{1,3}\.$")
_SIGNS = str.maketrans({"«": "", "»": "", "“": "", "”": "", "·": ",", "…": ",", "\u200b": "", "\n": " ", "*": ""})

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def spoken_form(text: str, language: str) -> str:
    """``text`` for the voice of ``language``. What it cannot read better stays as it is."""
    text = text.translate(_SIGNS)
    text = _CODE.sub(lambda match: _apart(re.sub("[-\u2011]", "", match[0])), text)
    text = _DATE.sub(lambda match: _date(language, *map(int, match.groups())), text)
    text = _DAY.sub(lambda match: _date(language, *map(int, match.groups())), text)
    text = _HOUR.sub(lambda match: _hour(language, int(match[1]), int(match[2])), text)
    text = _MONEY.sub(lambda match: match[1] + match[2].replace(".", ""), text)
    text = _LONG.sub(lambda match: _apart(match[0]) if not _is_round(match[0]) else match[0], text)
    return " ".join(text.replace("..", ".").split())


def spoken_words(text: str, language: str) -> tuple[str, ...]:
    """The spoken form of each word of ``text``, that is of what stands between spaces; a sign alone is said with the
    word before it, and empty. Nothing where word by word it is not what all of it would be."""
    words = list[str]()
    last = -1
    for place, word in enumerate(text.split()):
        words.append(spoken_form(word, language))
        if any(map(str.isalnum, words[place])):
            last = place
        elif last >= 0 and words[place]:
            words[last], words[place] = f"{words[last]} {words[place]}", ""
    return tuple(words) if " ".join(filter(None, words)) == spoken_form(text, language) else ()


def sentences(text: str) -> tuple[str, ...]:
    """``text`` in its sentences, each with its stop; an abbreviation ends none."""
    parts = list[str]()
    for part in filter(str.strip, _END.split(text)):
        if parts and _SHORT.search(parts[-1]):
            parts[-1] += f" {part.strip()}"
        else:
            parts.append(part.strip())
    return tuple(parts)


def _is_round(digits: str) -> bool:
    """A sum of money, not a number of somebody."""
    return digits.endswith("000")


def _apart(signs: str) -> str:
    return " ".join(signs)


def _date(language: str, day: int, month: int, year: int = 0) -> str:
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return f"{day}/{month}/{year}" if year else f"{day}/{month}"
    if language == "en":
        return f"{day} {_MONTHS[month - 1]}" + (f" {year}" if year else "")
    return f"ngày {day} tháng {month}" + (f" năm {year}" if year else "")


def _hour(language: str, hour: int, minute: int) -> str:
    if language == "en":
        return f"{hour}:{minute:02d}"
    return f"{hour} giờ" + (f" {minute}" if minute else "")


def without(text: str, private: Iterable[str], instead: str) -> str:
    """``text`` with each of the ``private`` words in it replaced, whatever their case; the longest first."""
    for word in sorted({one.strip() for one in private if len(one.strip()) > 1}, key=len, reverse=True):
        text = replaced(text, word, instead)
    return text
