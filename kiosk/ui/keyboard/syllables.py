"""Vietnamese syllables: their vowels, their tone, and where it stands. Pure functions.

The tone mark goes on the marked vowel if there is one (tiếng, được, thuở), else on the last vowel before a final
consonant (toán, huỳnh), else on the middle of three (ngoài, khuỷu), else on the first of two (mía, cào). The one
dispute is open oa, oe, uy: hòa, khỏe, thúy ("kiểu cũ") or hoà, khoẻ, thuý (``Style.NEW``). Both are on people's cards,
and each is somebody's own. The u of qu and the i of gi belong to the consonant: quý, già, but gì, gìn.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable

VOWELS = frozenset("aăâeêioôơuưy")
MARKED = frozenset("ăâêôơư")
SPLIT_STYLE = frozenset(("oa", "oe", "uy"))


class ToneMark(enum.Enum):
    """The tones by their combining mark."""

    LEVEL = ""
    ACUTE = "\u0301"  # sắc
    GRAVE = "\u0300"  # huyền
    HOOK = "\u0309"  # hỏi
    TILDE = "\u0303"  # ngã
    DOT = "\u0323"  # nặng


class Style(enum.Enum):
    OLD = "hòa"
    NEW = "hoà"

    @property
    def other(self) -> Style:
        return Style.NEW if self is Style.OLD else Style.OLD


def last_word(before: str) -> str:
    """The letters that stand directly before the caret: of the syllable that is being written."""
    start = len(before)
    while start and _of_word(before[start - 1]):
        start -= 1
    return before[start:]


def first_word(after: str) -> str:
    """The letters that stand directly after the caret: the rest of the syllable it stands in."""
    return after[: next((index for index, mark in enumerate(after) if not _of_word(mark)), len(after))]


def _of_word(mark: str) -> bool:
    return mark.isalpha() or unicodedata.combining(mark) > 0


def style_of(text: str) -> Style | None:
    """Where tone marks stand in what is written already (a card's Thuý stays Thuý while it is mended); None where
    nothing tells."""
    for word in text.split():
        if respelled(word) is not None:
            return Style.NEW if tone_index(word) == tone_place(without_tone(word), Style.NEW) else Style.OLD
    return None


def respelled(word: str) -> str | None:
    """The same syllable with its tone in the other of the two places that are both right; None if there is only one."""
    bare, tone = without_tone(word), tone_of(word)
    old, new = tone_place(bare, Style.OLD), tone_place(bare, Style.NEW)
    if tone is ToneMark.LEVEL or old == new or old is None or new is None:
        return None
    return put_tone(bare, tone, new if tone_index(word) == old else old)


def tone_of(word: str) -> ToneMark:
    """The tone that a syllable carries."""
    return next((tone for _, tone in map(_parted, word) if tone is not ToneMark.LEVEL), ToneMark.LEVEL)


def tone_index(word: str) -> int | None:
    """Which letter carries the tone; None where the syllable is level."""
    return next((index for index, mark in enumerate(word) if _parted(mark)[1] is not ToneMark.LEVEL), None)


def without_tone(word: str) -> str:
    return "".join(letter for letter, _ in map(_parted, word))


def with_tone(word: str, tone: ToneMark, style: Style = Style.OLD) -> str:
    """The syllable with that tone, on the vowel where it belongs; unchanged if it has no vowel."""
    bare = without_tone(word)
    return put_tone(bare, tone, tone_place(bare, style))


def put_tone(bare: str, tone: ToneMark, place: int | None) -> str:
    if place is None:
        return bare
    return bare[:place] + unicodedata.normalize("NFC", bare[place] + tone.value) + bare[place + 1 :]


def tone_places(bare: str) -> Iterable[int]:
    """The letters that may carry its tone: two in open oa, oe, uy."""
    return {place for style in Style if (place := tone_place(bare, style)) is not None}


def tone_place(bare: str, style: Style = Style.OLD) -> int | None:
    """Which letter of a syllable without tone carries its tone; None if it has no vowel."""
    vowels = nucleus(bare)
    if not vowels:
        return None
    low = bare.lower()
    marked = [index for index in vowels if low[index] in MARKED]
    if marked:
        return marked[-1]
    if vowels[-1] < len(bare) - 1:
        return vowels[-1]
    if len(vowels) > 2:
        return vowels[1]
    pair = low[vowels[0] :]
    return vowels[-1] if style is Style.NEW and pair in SPLIT_STYLE else vowels[0]


def nucleus(word: str) -> range:
    """Where the last run of vowels stands, without the u of qu and the i of gi."""
    bare = without_tone(word).lower()
    end = len(bare)
    while end and bare[end - 1] not in VOWELS:
        end -= 1
    start = end
    while start and bare[start - 1] in VOWELS:
        start -= 1
    onset = bare[start - 1 : start + 1] if start else ""
    if onset in ("qu", "gi") and end - start > 1:
        start += 1
    return range(start, end)


def horned_together(bare: str) -> str:
    """Open uơ and closed ươ are the only two there are: the u takes its horn when the syllable goes on (thuở, but
    thương)."""
    vowels = nucleus(bare)
    if len(vowels) < 2 or bare[vowels[0] : vowels[0] + 2].lower() != "uơ" or vowels[0] + 2 >= len(bare):
        return bare
    return bare[: vowels[0]] + ("Ư" if bare[vowels[0]].isupper() else "ư") + bare[vowels[0] + 1 :]


def _parted(letter: str) -> tuple[str, ToneMark]:
    """A letter without its tone, and the tone. Only vowels carry one: the ñ of a foreign name stays whole."""
    parts = unicodedata.normalize("NFD", letter)
    tones = [tone for tone in ToneMark if tone.value and tone.value in parts]
    if not tones:
        return letter, ToneMark.LEVEL
    bare = unicodedata.normalize("NFC", parts.replace(tones[0].value, ""))
    return (bare, tones[0]) if bare.lower() in VOWELS else (letter, ToneMark.LEVEL)
