"""The key in the three lines on a card's back, read from a picture; the check digits decide, and doubt reads nothing.

A Vietnamese card says its number twice (nine digits of the ID as the document's number, and all twelve) and has five
check digits; the ID's own fourth to sixth digit say the century, the sex and the year of birth again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import product

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kiosk.chip import mrz
from kiosk.domain.card_reading import CardKey
from kiosk.resources import asset
from kiosk.scan.picture import Floats, Frame, Grey
from kiosk.scan.reading.mrz import CELL, PITCH, Eyes, MrzReading

DIGITS, LETTERS = "0123456789", "IDVNMF"
GLYPHS = DIGITS + "<" + LETTERS
"""What can stand in the places that the key is made of."""

LEAST_CERTAIN = 0.55
"""The likeness below which the lines are too blurred, too small, or none."""

CLEAR = 0.06
"""A character that leads by less may be the second best as well; the check digits tell."""

MOST_UNCLEAR = 6

_SHARED = [(0, 5 + k, 0, 18 + k) for k in range(9)]  # the number's places, and the same digits in the ID
_HEAD = "IDVNM"
_FONT = ("fonts", "OCRB.otf")


def key_from_picture(picture: Frame) -> CardKey | None:
    """The key on the back of a Vietnamese card in this picture; None where none can be read beyond doubt."""
    for sight in eyes().look(picture):
        if sight.certainty >= LEAST_CERTAIN and (key := settled(sight)):
            return key
    return None


@cache
def eyes() -> Eyes:
    """They are made once: drawing the glyphs takes a while."""
    return Eyes({character: _glyph(character) for character in GLYPHS})


def _glyph(character: str) -> Grey:
    fine = 8
    width, height = CELL
    font = ImageFont.truetype(asset(*_FONT), 10)
    font = ImageFont.truetype(asset(*_FONT), round(10 * PITCH * fine / font.getlength("0")))
    box = font.getbbox("H")
    picture = Image.new("L", (width * fine, height * fine), 255)
    top = height * fine / 2 - (box[1] + box[3]) / 2
    ImageDraw.Draw(picture).text((0, top), character, font=font, fill=0)
    return np.asarray(picture.resize((width, height), Image.Resampling.BOX), np.uint8)


def settled(sight: MrzReading) -> CardKey | None:
    """The one reading that all check digits and the ID's own digits bear out; None where there is none, or a second."""
    likeness = sight.likeness.copy()
    if any(_at_odds(likeness[row, column], likeness[also_row, also]) for row, column, also_row, also in _SHARED):
        return None
    for row, column, also_row, also in _SHARED:
        likeness[row, column] = likeness[also_row, also] = (likeness[row, column] + likeness[also_row, also]) / 2
    if _best(likeness[0, :5], GLYPHS) != _HEAD:
        return None
    sex, tail = _best(likeness[1, 7:8], "MF"), _best(likeness[1, 18:29], DIGITS + "<")
    keys = {_key(first, second) for first, second in _lines(likeness, sex, tail) if _adds_up(first, second)}
    return keys.pop() if len(keys) == 1 else None


def _best(likeness: Floats, among: str) -> str:
    """The likeliest of ``among`` at each place."""
    chosen = [GLYPHS.index(character) for character in among]
    return "".join(among[index] for index in likeness[:, chosen].argmax(1))


def _lines(likeness: Floats, sex: str, tail: str) -> Iterator[tuple[str, str]]:
    """The first and the second line in every way that the unclear digits leave; none where too many are unclear."""
    places = [*((0, c) for c in (*range(14, 27), 29)), *((1, c) for c in (*range(7), *range(8, 15), 29))]
    choices = [_digits(likeness[place]) for place in places]
    if sum(len(choice) > 1 for choice in choices) > MOST_UNCLEAR:
        return
    for digits in product(*choices):
        text = "".join(digits)
        check, whole, check_of_whole = text[0], text[1:13], text[13]
        birth, ends, last = text[14:21], text[21:28], text[28]
        yield f"{_HEAD}{whole[3:]}{check}{whole}<<{check_of_whole}", f"{birth}{sex}{ends}VNM{tail}{last}"


def _at_odds(one: Floats, other: Floats) -> bool:
    """Does the same digit, printed twice, clearly say two things?"""
    first, second = _digits(one), _digits(other)
    return len(first) == len(second) == 1 and first != second


def _digits(likeness: Floats) -> str:
    """The likeliest digit, and the next where it is hardly less likely."""
    ranked = np.argsort(-likeness[: len(DIGITS)])
    near = likeness[ranked[0]] - likeness[ranked[1]] < CLEAR
    return "".join(DIGITS[index] for index in ranked[: 2 if near else 1])


def _adds_up(first: str, second: str) -> bool:
    id_number, birth, sex = first[15:27], second[:6], second[7]
    checked = (first[5:15], first[15:27] + first[29], second[:7], second[8:15])
    composite = first[5:] + second[:7] + second[8:15] + second[18:]
    if any(mrz.check_digit(text[:-1]) != text[-1] for text in (*checked, composite)):
        return False
    if id_number[4:6] != birth[:2] or (int(id_number[3]) % 2 == 1) != (sex == "F"):
        return False
    return all(_is_date(text) for text in (birth, second[8:14]))


def _is_date(yymmdd: str) -> bool:
    try:
        datetime.strptime("20" + yymmdd, "%Y%m%d")  # noqa: DTZ007  a date has no zone
    except ValueError:
        return yymmdd.endswith("0229")  # of a year of the century before
    return True


def _key(first: str, second: str) -> CardKey:
    return CardKey(first[21:27], mrz.key(first[5:14], second[:6], second[8:14]))
