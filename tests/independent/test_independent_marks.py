"""What a person types, and what stands there: against an oracle made from the published rules (``marks``)."""

from __future__ import annotations

from itertools import islice

import marks
import pytest

from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.keyboard.names import allowed
from kiosk.ui.keyboard.syllables import Style, ToneMark
from kiosk.ui.keyboard.typist import Typist
from kiosk.ui.widgets.written import WrittenText

EVERY = 7  # of 15,764 syllables
SYLLABLES = [*islice(marks.syllables(), 0, None, EVERY)]
TONES = dict(zip(("sac", "huyen", "hoi", "nga", "nang"), list(ToneMark)[1:], strict=True))


class Page:
    """A field of plain text, and somebody who types into it."""

    def __init__(self, method: InputMethod, style: Style = Style.OLD, names: bool = False) -> None:
        self.text = WrittenText("", 80, allowed if names else None)
        self.typist = Typist()
        self.typist.method = method
        self.typist.attach(self, names=names, composes=True)
        self.typist.style = style

    def before(self) -> str:
        return self.text.before()

    def after(self) -> str:
        return self.text.after()

    def replace_around(self, count: int, text: str, ahead: int = 0, tail: str = "") -> None:
        assert self.text.replace(count, text, ahead, tail) is None

    def move_caret(self, by: int) -> None:
        self.text.move(by)

    def clear(self) -> None:
        self.text.set("")

    def set_typing(self, typing: object) -> None: ...

    def type(self, letters: str) -> str:
        for letter in letters:
            self.typist.letter(letter)
        return self.text.value


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize("vni", [False, True])
def test_each_syllable_by_telex_and_vni_the_tone_last(vni: bool, new: bool) -> None:
    method, style = InputMethod.VNI if vni else InputMethod.TELEX, Style.NEW if new else Style.OLD
    wrong = []
    for syllable in SYLLABLES:
        letters, wanted = marks.typed(*syllable, vni=vni, early=False), marks.written(*syllable, new=new)
        got = Page(method, style).type(letters)
        if got != wanted:
            wrong.append((letters, got, wanted))
    assert len(SYLLABLES) > 2000 and wrong == []


@pytest.mark.parametrize("vni", [False, True])
def test_each_syllable_by_telex_and_vni_the_tone_after_its_vowel(vni: bool) -> None:
    method = InputMethod.VNI if vni else InputMethod.TELEX
    wrong = []
    for syllable in SYLLABLES:
        letters, wanted = marks.typed(*syllable, vni=vni, early=True), marks.written(*syllable, new=False)
        got = Page(method).type(letters)
        if got != wanted:
            wrong.append((letters, got, wanted))
    assert wrong == []


@pytest.mark.parametrize("new", [False, True])
def test_each_syllable_by_tone_keys(new: bool) -> None:
    """A person of the other spelling touches the tone once more, and never again in this visit."""
    wrong, style = [], Style.OLD
    for onset, rime, tone, kind in SYLLABLES:
        wanted, page = marks.written(onset, rime, tone, kind, new), Page(InputMethod.KEYS, style)
        page.type(onset + rime)
        if tone:
            page.typist.tone(TONES[tone])
            if new and kind == "split" and style is Style.OLD:
                page.typist.tone(TONES[tone])
        style = page.typist.style
        if page.text.value != wanted:
            wrong.append((onset + rime, tone, page.text.value, wanted))
    assert wrong == []


def spelled_out(name: str, table: dict[str, str], tones: dict[str, str], doubled: str) -> str:
    """The keys for a name: each letter by its own, the tone after its syllable. A consonant that would be taken for a
    mark (``doubled``) is typed twice, as one does."""
    return " ".join(_word(word, table, tones, doubled) for word in name.split())


def _word(word: str, table: dict[str, str], tones: dict[str, str], doubled: str) -> str:
    bare, tone = marks.parted(word)
    keys, vowel = "", False
    for letter in bare:
        low = letter.lower()
        vowel = (vowel or low in "aăâeêioôơuưy") and letter != "'"
        more = letter if (low in doubled and vowel) or (low == "w" and "w" in doubled) else ""
        keys += table.get(low, low) if letter.islower() else table.get(low, low).upper()
        keys += more
    return keys + tones[tone]


@pytest.mark.parametrize("method", [InputMethod.TELEX, InputMethod.VNI])
def test_two_hundred_names_as_on_the_card(method: InputMethod) -> None:
    vni = method is InputMethod.VNI
    table, tones = (marks.VNI, marks.VNI_TONES) if vni else (marks.TELEX, marks.TELEX_TONES)
    wrong = []
    for name in marks.NAMES:
        page = Page(method, names=True)
        for index, word in enumerate(spelled_out(name, table, tones, "" if vni else "sfrxjw").split()):
            page.type((" " if index else "") + word)
            other = page.typist.other_spelling
            if other is not None and other[1] == name.split()[index]:
                page.typist.respell(other[1])
        if page.text.value != name:
            wrong.append((name, page.text.value))
    assert len(set(marks.NAMES)) >= 200 and wrong == []


def test_two_hundred_names_by_tone_keys() -> None:
    wrong = []
    for name in marks.NAMES:
        page = Page(InputMethod.KEYS, names=True)
        for index, word in enumerate(name.split()):
            bare, tone = marks.parted(word)
            page.type((" " if index else "") + bare.lower())
            for _ in range(2):
                if tone and not page.text.value.endswith(word):
                    page.typist.tone(TONES[tone])
        if page.text.value != name:
            wrong.append((name, page.text.value))
    assert wrong == []
