"""Composition of Vietnamese syllables: from tone keys, Telex or VNI to letters. Pure functions.

Each takes what stands before the caret and what was typed, and says what to replace: ``Edit(count, text)`` puts
``text`` in place of the last ``count`` letters.

Where the tone stands. The tone mark goes on the marked vowel if there is one (tiếng, được, thuở), else on the last
vowel before a final consonant (toán, huỳnh), else on the middle of three (ngoài, khuỷu), else on the first of two
(mía, cào).
The one dispute is open oa, oe, uy: we write hòa, khỏe, thúy ("kiểu cũ"), as people's papers and the usual input methods
do; ``Style.NEW`` writes hoà, khoẻ, thuý. The u of qu and the i of gi belong to the consonant: quý, già, but gì, gìn.
The mark moves by itself as the syllable grows: hó -> hóa -> hoán, and back.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Edit:
    """Put ``text`` in place of the last ``count`` letters before the caret."""

    count: int
    text: str

    def applied(self, before: str) -> str:
        return before[: len(before) - self.count] + self.text


Composer = Callable[[str, str, Style], Edit]
"""What stands before the caret, the letter typed, where tone marks stand in this text -> what to do."""


# --- keys ---------------------------------------------------------------------------------------------------------


def type_letter(before: str, letter: str, style: Style = Style.OLD) -> Edit:
    """A letter as it is; the tone of its syllable moves where it now belongs."""
    word = last_word(before)
    return Edit(len(word), _settled(word + letter, style)) if letter.isalpha() else Edit(0, letter)


def type_tone(before: str, tone: ToneMark, style: Style = Style.OLD) -> Edit:
    """A tone key: on the last syllable; the same key again takes the tone away. Nothing where there is no vowel."""
    word = last_word(before)
    if not _nucleus(word):
        return Edit(0, "")
    wanted = ToneMark.LEVEL if tone_of(word) is tone else tone
    return Edit(len(word), with_tone(word, wanted, style))


def erase(before: str, style: Style = Style.OLD) -> Edit:
    """One letter back; the tone moves where it now belongs."""
    word = last_word(before)
    if not word:
        return Edit(min(1, len(before)), "")
    return Edit(len(word), _settled(word[:-1], style, tone_of(word)))


def telex(before: str, letter: str, style: Style = Style.OLD) -> Edit:
    """s f r x j z for tones; aa ee oo, aw ow uw, dd for letters; typed once more, the letter itself."""
    word, low = last_word(before), letter.lower()
    tones = {
        "s": ToneMark.ACUTE,
        "f": ToneMark.GRAVE,
        "r": ToneMark.HOOK,
        "x": ToneMark.TILDE,
        "j": ToneMark.DOT,
        "z": ToneMark.LEVEL,
    }
    if low in tones:
        return _toned(word, letter, tones[low], style)
    shapes: dict[str, dict[str, str]] = {
        "a": {"a": "â"},
        "e": {"e": "ê"},
        "o": {"o": "ô"},
        "w": {"a": "ă", "o": "ơ", "u": "ư"},
        "d": {"d": "đ"},
    }
    if low in shapes:
        return _shaped(word, letter, shapes[low], style)
    return type_letter(before, letter, style)


def vni(before: str, letter: str, style: Style = Style.OLD) -> Edit:
    """1 to 5 for tones, 0 takes them away; 6 for â ê ô, 7 ơ ư, 8 ă, 9 đ; typed once more, the digit itself."""
    word = last_word(before)
    tones = dict(zip("123450", (*list(ToneMark)[1:], ToneMark.LEVEL), strict=True))
    if letter in tones:
        return _toned(word, letter, tones[letter], style)
    shapes = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
    if letter in shapes:
        return _shaped(word, letter, shapes[letter], style)
    return type_letter(before, letter, style)


# --- syllables ----------------------------------------------------------------------------------------------------


def last_word(before: str) -> str:
    """The letters that stand directly before the caret: the syllable that is being written."""
    start = len(before)
    while start and (before[start - 1].isalpha() or unicodedata.combining(before[start - 1])):
        start -= 1
    return before[start:]


def style_of(text: str) -> Style:
    """Where tone marks stand in what is written already: a card's Thuý stays Thuý while it is being mended."""
    for word in text.split():
        tone = tone_of(word)
        new, old = with_tone(word, tone, Style.NEW), with_tone(word, tone, Style.OLD)
        if new != old and word == new:
            return Style.NEW
    return Style.OLD


def tone_of(word: str) -> ToneMark:
    """The tone that a syllable carries."""
    return next((tone for _, tone in map(_parted, word) if tone is not ToneMark.LEVEL), ToneMark.LEVEL)


def without_tone(word: str) -> str:
    return "".join(letter for letter, _ in map(_parted, word))


def with_tone(word: str, tone: ToneMark, style: Style = Style.OLD) -> str:
    """The syllable with that tone, on the vowel where it belongs; unchanged if it has no vowel."""
    bare = without_tone(word)
    place = tone_place(bare, style)
    if place is None:
        return bare
    return bare[:place] + unicodedata.normalize("NFC", bare[place] + tone.value) + bare[place + 1 :]


def tone_place(bare: str, style: Style = Style.OLD) -> int | None:
    """Which letter of a syllable without tone carries its tone; None if it has no vowel."""
    vowels = _nucleus(bare)
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


def _nucleus(word: str) -> range:
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


def _parted(letter: str) -> tuple[str, ToneMark]:
    """A letter without its tone, and the tone. Only vowels carry one: the ñ of a foreign name stays whole."""
    parts = unicodedata.normalize("NFD", letter)
    tones = [tone for tone in ToneMark if tone.value and tone.value in parts]
    if not tones:
        return letter, ToneMark.LEVEL
    bare = unicodedata.normalize("NFC", parts.replace(tones[0].value, ""))
    return (bare, tones[0]) if bare.lower() in VOWELS else (letter, ToneMark.LEVEL)


def _settled(word: str, style: Style, tone: ToneMark | None = None) -> str:
    """The word with its tone where it belongs, and uơ written ươ once something follows it (thuơ, but thương)."""
    carried = tone or tone_of(word)
    bare = _horned_together(without_tone(word))
    return with_tone(bare, carried, style) if carried is not ToneMark.LEVEL else bare


def _horned_together(bare: str) -> str:
    """Open uơ and closed ươ are the only two there are: the u takes its horn when the syllable goes on."""
    vowels = _nucleus(bare)
    if len(vowels) < 2 or bare[vowels[0] : vowels[0] + 2].lower() != "uơ" or vowels[0] + 2 >= len(bare):
        return bare
    return bare[: vowels[0]] + ("Ư" if bare[vowels[0]].isupper() else "ư") + bare[vowels[0] + 1 :]


# --- Telex and VNI ------------------------------------------------------------------------------------------------


def _toned(word: str, letter: str, tone: ToneMark, style: Style) -> Edit:
    """A tone letter: sets the tone; where it is set already, it is taken back and the letter written."""
    present = tone_of(word)
    if not _nucleus(word) or (tone is ToneMark.LEVEL and present is ToneMark.LEVEL):
        return Edit(0, letter)
    if present is tone:
        return Edit(len(word), without_tone(word) + letter)
    return Edit(len(word), with_tone(word, tone, style))


def _shaped(word: str, letter: str, shapes: dict[str, str], style: Style) -> Edit:
    """A shape letter: marks the last letter that takes it; where that is marked already, undoes it."""
    bare, tone = without_tone(word), tone_of(word)
    undone = {shape: plain for plain, shape in shapes.items()}
    for index in reversed(range(len(bare))):
        low = bare[index].lower()
        if low in shapes and _takes(bare, index, shapes[low]):
            marked = bare[:index] + _cased(shapes[low], bare[index]) + bare[index + 1 :]
            return Edit(len(word), with_tone(_horned_together(marked), tone, style))
        if low in undone:
            taken = bare[:index] + _cased(undone[low], bare[index]) + bare[index + 1 :]
            return Edit(len(word), with_tone(taken, tone, style) + letter)
    if letter.lower() == "w" and not _nucleus(word):
        return Edit(0, _cased("ư", letter))
    return Edit(len(word), _settled(word + letter, style))


def _takes(bare: str, index: int, shape: str) -> bool:
    """Whether the letter there may take the shape: the first d, or a vowel of the nucleus; in uo the o goes first."""
    return index == 0 if shape == "đ" else index in _nucleus(bare)


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter
