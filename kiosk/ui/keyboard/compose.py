"""Composition of Vietnamese syllables: from tone keys, Telex or VNI to letters. Pure functions.

Each takes what stands around the caret and what was typed, and says what to replace: an ``Edit``. A syllable is mended
whole, wherever the caret stands in it. The tone moves by itself as the syllable grows, hó -> hóa -> hoán, and back; but
a tone that somebody put in the other of its two places (hoá) stays there for as long as it may.
"""

from __future__ import annotations

import enum
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from kiosk.ui.keyboard.syllables import (
    Style,
    ToneMark,
    first_word,
    horned_together,
    last_word,
    nucleus,
    put_tone,
    respelled,
    tone_index,
    tone_of,
    tone_place,
    tone_places,
    with_tone,
    without_tone,
)

BREVE = "\N{COMBINING BREVE}"


@dataclass(frozen=True)
class Edit:
    """Put ``text`` in place of the last ``count`` letters before the caret, and ``tail`` in place of the first
    ``ahead`` after it. The caret stands between the two."""

    count: int
    text: str
    ahead: int = 0
    tail: str = ""

    def applied(self, before: str, after: str = "") -> str:
        return before[: len(before) - self.count] + self.text + self.tail + after[self.ahead :]


class Composer(Protocol):
    """What stands before the caret, the letter typed, where tone marks stand in this text, what stands after the caret:
    what to do."""

    def __call__(self, before: str, letter: str, style: Style = ..., after: str = ...) -> Edit: ...


# --- keys ---------------------------------------------------------------------------------------------------------


def type_letter(before: str, letter: str, style: Style = Style.OLD, after: str = "") -> Edit:
    """A letter as it is; the tone of its syllable moves where it now belongs."""
    if not letter.isalpha():
        return Edit(0, letter)
    return _Syllable.at_caret(before, after).grown(letter, style)


def type_tone(before: str, tone: ToneMark, style: Style = Style.OLD, after: str = "") -> Edit:
    """A tone key: on the syllable at the caret. The same key again puts it in the other of its two places (Thúy, Thuý),
    where there are two; then it takes the tone away. Nothing where there is no vowel."""
    syllable = _Syllable.at_caret(before, after)
    word = syllable.word
    if not nucleus(word):
        return Edit(0, "")
    if tone_of(word) is not tone:
        return syllable.toned(tone, style)
    other = respelled(word)
    first = tone_index(word) == tone_place(without_tone(word), style)
    return syllable.spelled(other if other and first else without_tone(word))


def _last_letter(before: str) -> str:
    """With the marks over it that are characters of their own."""
    letter = before[-1:]
    while letter and unicodedata.combining(letter[0]) and len(letter) < len(before):
        letter = before[-len(letter) - 1 :]
    return letter


def type_breve(before: str) -> Edit:
    """A breve over the vowel before the caret; once more takes it away. Nothing where there is no vowel."""
    letter = _last_letter(before)
    parts = unicodedata.normalize("NFD", letter)
    if not parts or parts[0].lower() not in "aeiou":
        return Edit(0, "")
    marked = parts.replace(BREVE, "") if BREVE in parts else parts + BREVE
    return Edit(len(letter), unicodedata.normalize("NFC", marked))


def erase(before: str, style: Style = Style.OLD, after: str = "") -> Edit:
    """One letter back, with all its marks; the tone moves where it now belongs."""
    if len(letter := _last_letter(before)) > 1:
        return Edit(len(letter), "")
    syllable = _Syllable.at_caret(before, after)
    return syllable.shortened(style) if syllable.head else Edit(min(1, len(before)), "")


_TELEX_TONES = {
    "s": ToneMark.ACUTE,
    "f": ToneMark.GRAVE,
    "r": ToneMark.HOOK,
    "x": ToneMark.TILDE,
    "j": ToneMark.DOT,
    "z": ToneMark.LEVEL,
}
_TELEX_SHAPES = {
    "a": {"a": "â", "ă": "â"},
    "e": {"e": "ê"},
    "o": {"o": "ô", "ơ": "ô"},
    "w": {"a": "ă", "â": "ă", "o": "ơ", "ô": "ơ", "u": "ư"},
    "d": {"d": "đ"},
}
_VNI_TONES = dict(zip("123450", (*list(ToneMark)[1:], ToneMark.LEVEL), strict=True))
_VNI_SHAPES = {
    "6": {"a": "â", "ă": "â", "e": "ê", "o": "ô", "ơ": "ô"},
    "7": {"o": "ơ", "ô": "ơ", "u": "ư"},
    "8": {"a": "ă", "â": "ă"},
    "9": {"d": "đ"},
}
_PLAIN = {"â": "a", "ă": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}


def telex(before: str, letter: str, style: Style = Style.OLD, after: str = "") -> Edit:
    """s f r x j z for tones; aa ee oo, aw ow uw, dd for letters; typed once more, the letter itself."""
    syllable, low = _Syllable.at_caret(before, after), letter.lower()
    if low in _TELEX_TONES:
        return syllable.tone_typed(letter, _TELEX_TONES[low], style)
    if low in _TELEX_SHAPES:
        return syllable.shape_typed(letter, _TELEX_SHAPES[low], style)
    return type_letter(before, letter, style, after)


def vni(before: str, letter: str, style: Style = Style.OLD, after: str = "") -> Edit:
    """1 to 5 for tones, 0 takes them away; 6 for â ê ô, 7 ơ ư, 8 ă, 9 đ; typed once more, the digit itself."""
    syllable = _Syllable.at_caret(before, after)
    if letter in _VNI_TONES:
        return syllable.tone_typed(letter, _VNI_TONES[letter], style)
    if letter in _VNI_SHAPES:
        return syllable.shape_typed(letter, _VNI_SHAPES[letter], style)
    return type_letter(before, letter, style, after)


class InputMethod(enum.Enum):
    """How a person writes marks."""

    KEYS = "keys"  # keys that are named sắc, huyền, ...
    TELEX = "telex"
    VNI = "vni"

    @property
    def composer(self) -> Composer:
        return {InputMethod.KEYS: type_letter, InputMethod.TELEX: telex, InputMethod.VNI: vni}[self]


# --- the syllable at the caret ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Syllable:
    """The letters of one syllable before and after the caret."""

    head: str
    tail: str

    @classmethod
    def at_caret(cls, before: str, after: str) -> _Syllable:
        return cls(last_word(before), first_word(after))

    @property
    def word(self) -> str:
        return self.head + self.tail

    def spelled(self, word: str, written: int = 0) -> Edit:
        """The whole syllable as ``word``, the caret ``written`` letters further on."""
        caret = len(self.head) + written
        return Edit(len(self.head), word[:caret], len(self.tail), word[caret:])

    def grown(self, letter: str, style: Style) -> Edit:
        bare = without_tone(self.head) + letter + without_tone(self.tail)
        # a letter that carries a tone itself (a foreign keyboard, a paste) is taken as it comes
        if without_tone(letter) != letter:
            return Edit(0, letter)
        return self.spelled(self._settled(bare, len(letter), style), len(letter))

    def shortened(self, style: Style) -> Edit:
        bare = without_tone(self.head)[:-1] + without_tone(self.tail)
        return self.spelled(self._settled(bare, -1, style), -1)

    def toned(self, tone: ToneMark, style: Style) -> Edit:
        """The tone in its place; where the caret stands after one of two right places, there."""
        bare = without_tone(self.word)
        place = tone_place(bare, style)
        if self.tail and len(self.head) - 1 in tone_places(bare):
            place = len(self.head) - 1
        return self.spelled(put_tone(bare, tone, place))

    def tone_typed(self, letter: str, tone: ToneMark, style: Style) -> Edit:
        """A tone letter: sets the tone; where it is set already, it is taken back and the letter written."""
        present = tone_of(self.word)
        if not nucleus(self.word) or (tone is ToneMark.LEVEL and present is ToneMark.LEVEL):
            return type_letter(self.head, letter, style, self.tail)
        if present is tone:
            return self.spelled(without_tone(self.head) + letter + without_tone(self.tail), 1)
        return self.toned(tone, style)

    def shape_typed(self, letter: str, shapes: dict[str, str], style: Style) -> Edit:
        """A shape letter: marks the letter before the caret that takes it; where that is marked already, undoes it."""
        bare = without_tone(self.head)
        if bare.lower().endswith(("oe", "oa")) and letter.lower() == "o":  # ngoẻo: no ô stands before e or a
            return type_letter(self.head, letter, style, self.tail)
        if letter.lower() == "w" and bare.lower() == "ư":  # w, once more: the w of H'Wiêng
            return self.spelled(letter + self.tail)
        marked = [index for index in _places(bare, shapes) if bare[index].lower() in shapes.values()]
        at = _taking(bare, shapes)
        if marked and not _still_to_horn(bare, at):
            return self._unshaped(bare, marked, letter, style)
        if at is not None:
            return self._shaped(_with(bare, at, shapes[bare[at].lower()]), style)
        if letter.lower() == "w" and not nucleus(self.head):
            return self.grown(_cased("ư", letter), style)
        return type_letter(self.head, letter, style, self.tail)

    def _shaped(self, bare: str, style: Style) -> Edit:
        return self.spelled(with_tone(horned_together(bare + without_tone(self.tail)), tone_of(self.word), style))

    def _unshaped(self, bare: str, marked: list[int], letter: str, style: Style) -> Edit:
        for index in marked:
            bare = _with(bare, index, _PLAIN[bare[index].lower()])
        word = with_tone(bare + without_tone(self.tail), tone_of(self.word), style)
        return self.spelled(word[: len(bare)] + letter + word[len(bare) :], 1)

    def _settled(self, bare: str, more: int, style: Style) -> str:
        """``bare``, which is ``more`` letters longer at the caret, with the tone that the syllable had."""
        tone, index = tone_of(self.word), tone_index(self.word)
        bare = horned_together(bare)
        if index is None:
            return bare
        moved = index if index < len(self.head) + min(0, more) else index + more
        chosen = index != tone_place(without_tone(self.word), style)
        place = moved if chosen and moved in tone_places(bare) else tone_place(bare, style)
        return put_tone(bare, tone, place)


def _places(bare: str, shapes: dict[str, str]) -> range:
    """Where a shape may stand: on the first letter (đ), or on the vowels of the nucleus."""
    return range(min(1, len(bare))) if "d" in shapes else nucleus(bare)


def _taking(bare: str, shapes: dict[str, str]) -> int | None:
    """The letter that takes the shape: the last that may; but mưa and lưu mark their first vowel, rượu its second."""
    low = bare.lower()
    may = [index for index in _places(bare, shapes) if low[index] in shapes]
    if not may or "u" not in shapes:
        return may[-1] if may else None
    opened = [index for index in may if low[index] in "oô" and low[index + 1 : index + 2] != "a"]
    if opened:
        return opened[-1]
    return may[0] if low[may[0]] == "u" else may[-1]


def _still_to_horn(bare: str, at: int | None) -> bool:
    """The o of đưo: its w follows the u's."""
    return at is not None and at > 0 and bare[at - 1 : at + 1].lower() == "ưo"


def _with(bare: str, index: int, letter: str) -> str:
    return bare[:index] + _cased(letter, bare[index]) + bare[index + 1 :]


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter
