"""Cardinal numbers in words, Vietnamese and English: sums on official sheets, days in words.

Vietnamese as the north reads it and the sheets print it: "lẻ", "nghìn", "tỷ"; a group below a hundred after a greater
one is read with its "không trăm" ("một triệu không trăm năm mươi nghìn").
"""

from __future__ import annotations

GREATEST_NUMBER = 10**15 - 1
"""The greatest number that is read: hundreds of thousands of tỷ."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))

_UNITS_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS_EN = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES_EN = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def number_in_words(number: int) -> str:
    """A whole number from 0 to ``GREATEST_NUMBER`` as it is read aloud in Vietnamese. ValueError outside of these."""
    _bounded(number)
    return " ".join(_groups(number, leading=True)) if number else _DIGITS[0]


def number_in_english(number: int) -> str:
    """The same in English: "one million and fifty". ValueError outside of 0 to ``GREATEST_NUMBER``."""
    _bounded(number)
    if number < 1000:
        return _hundreds_en(number)
    parts, rest = [], number
    for scale, name in _SCALES_EN:
        head, rest = divmod(rest, scale)
        if head:
            parts.append(f"{_hundreds_en(head)} {name}")
    if rest:
        parts.append(f"and {_hundreds_en(rest)}" if rest < 100 else _hundreds_en(rest))
    return " ".join(parts)


def _bounded(number: int) -> None:
    if not 0 <= number <= GREATEST_NUMBER:
        raise ValueError("no number that is read")


def _groups(number: int, leading: bool) -> list[str]:
    """The words from the greatest scale down; nothing for 0. ``leading``: no greater group was read before."""
    for scale, name in _SCALES:
        head, rest = divmod(number, scale)
        if head:
            return [*_groups(head, leading), name, *_groups(rest, False)]
    return [_below_thousand(number, leading)] if number else []


def _below_thousand(number: int, leading: bool) -> str:
    if number >= 100 or not leading:
        hundred, rest = divmod(number, 100)
        head = f"{_DIGITS[hundred]} trăm"
        return f"{head} {_after_hundred(rest)}" if rest else head
    return _DIGITS[number] if number < 10 else _tens(number)


def _tens(number: int) -> str:
    ten, one = divmod(number, 10)
    head = "mười" if ten == 1 else f"{_DIGITS[ten]} mươi"
    if one == 0:
        return head
    if one == 5:
        return f"{head} lăm"
    return f"{head} mốt" if one == 1 and ten > 1 else f"{head} {_DIGITS[one]}"


def _after_hundred(rest: int) -> str:
    return f"lẻ {_DIGITS[rest]}" if rest < 10 else _tens(rest)


def _hundreds_en(number: int) -> str:
    hundred, rest = divmod(number, 100)
    if not hundred:
        return _tens_en(rest)
    head = f"{_UNITS_EN[hundred]} hundred"
    return f"{head} and {_tens_en(rest)}" if rest else head


def _tens_en(number: int) -> str:
    if number < 20:
        return _UNITS_EN[number]
    ten, one = divmod(number, 10)
    return f"{_TENS_EN[ten]}-{_UNITS_EN[one]}" if one else _TENS_EN[ten]
