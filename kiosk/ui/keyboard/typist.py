"""Writing into a field, from keys on the glass or a physical keyboard: the input method, and where tone marks stand."""

from __future__ import annotations

from kiosk.ui.keyboard.compose import Edit, InputMethod, erase, type_breve, type_letter, type_tone
from kiosk.ui.keyboard.names import starts_word
from kiosk.ui.keyboard.syllables import (
    Style,
    ToneMark,
    first_word,
    last_word,
    respelled,
    style_of,
    tone_index,
    tone_place,
    without_tone,
)
from kiosk.ui.keyboard.target import Target


class Typist:
    """``method`` and ``style`` are a person's own: remembered for the visit, forgotten by ``wipe``."""

    def __init__(self) -> None:
        self.method, self.style = InputMethod.KEYS, Style.OLD
        self.target: Target | None = None
        self._names = self._composes = False

    def attach(self, target: Target | None, names: bool, composes: bool) -> None:
        """Write into ``target``. ``composes``: letters, not figures alone. A spelling that stands there is kept to."""
        if self.target is not None and self.target is not target:
            self.target.set_typing(None)
        if target is not None and target is not self.target:
            self.style = style_of(target.before() + target.after()) or self.style
        self.target, self._names, self._composes = target, names, composes
        if target is not None:
            target.set_typing(self)

    @property
    def begins_word(self) -> bool:
        """Whether the next letter is a capital by itself."""
        return self._names and self.target is not None and starts_word(self.target.before())

    @property
    def composing(self) -> str:
        """The syllable that the next letter may still change; empty where letters stand as they are typed."""
        composes = self._composes and self.method is not InputMethod.KEYS
        return last_word(self.target.before()) if composes and self.target is not None else ""

    @property
    def other_spelling(self) -> tuple[str, str] | None:
        """The syllable at the caret as it stands, and with its tone in the other of its two places: Thúy, Thuý."""
        if not self._composes or self.target is None:
            return None
        word = last_word(self.target.before()) + first_word(self.target.after())
        other = respelled(word)
        return None if other is None else (word, other)

    def letter(self, text: str) -> None:
        """A letter, a digit or a sign. Spaces are never doubled in a name."""
        if self.target is None:
            return
        self._learn()
        before, after = self.target.before(), self.target.after()
        if text == " " and self._names and (not before or before.endswith(" ") or after.startswith(" ")):
            self.target.move_caret(1 if after.startswith(" ") else 0)
            return
        if text == "’":
            text = "'"
        if self.begins_word:
            text = text.upper()
        compose = self.method.composer if self._composes else type_letter
        self._edit(compose(before, text, self.style, after))

    def tone(self, tone: ToneMark) -> None:
        if self.target is not None:
            self._edit(type_tone(self.target.before(), tone, self.style, self.target.after()))

    def breve(self) -> None:
        if self.target is not None:
            self._edit(type_breve(self.target.before()))

    def erase(self) -> None:
        if self.target is not None:
            self._edit(erase(self.target.before(), self.style, self.target.after()))

    def respell(self, wanted: str) -> None:
        """Put the tone of the syllable at the caret in its other place."""
        spelling = self.other_spelling
        if self.target is None or spelling is None or wanted != spelling[1]:
            return
        head = len(last_word(self.target.before()))
        self._edit(Edit(head, wanted[:head], len(wanted) - head, wanted[head:]))
        self._learn()

    def complete(self, syllable: str) -> None:
        """``syllable`` and a space, in place of what was begun of it before the caret."""
        if self.target is not None:
            self._edit(Edit(len(last_word(self.target.before())), f"{syllable} "))

    def _learn(self) -> None:
        """Who left a tone in its other place and goes on means it: so are the syllables that follow."""
        spelling = self.other_spelling
        if spelling is not None:
            bare = without_tone(spelling[0])
            self.style = Style.NEW if tone_index(spelling[0]) == tone_place(bare, Style.NEW) else Style.OLD

    def _edit(self, edit: Edit) -> None:
        if self.target is not None and (edit.count or edit.text or edit.ahead):
            self.target.replace_around(edit.count, edit.text, edit.ahead, edit.tail)

    def wipe(self) -> None:
        self.attach(None, names=False, composes=False)
        self.method, self.style = InputMethod.KEYS, Style.OLD
