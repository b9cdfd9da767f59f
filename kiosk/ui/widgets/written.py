"""The text of a field and the caret in it: what is taken, what is refused and why. No Qt."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Callable
from typing import Protocol


class TypingRefusal(enum.Enum):
    """Why something typed is not in the field. Its value is a word under ``widget.refused``."""

    FULL = "full"
    SIGN = "sign"  # not of this field: a digit in a name, a letter in a number


class PhysicalTyping(Protocol):
    """What a field asks when letters come from a physical keyboard: they are composed as those on the glass are."""

    def letter(self, text: str) -> None: ...

    def erase(self) -> None: ...

    @property
    def composing(self) -> str: ...


class WrittenText:
    """At most ``limit`` letters, each of which ``accepts``. A letter with its marks is one step of the caret."""

    def __init__(self, value: str, limit: int, accepts: Callable[[str], bool] | None = None) -> None:
        self.value, self.limit, self.accepts = "", limit, accepts
        self.caret = 0
        self.set(value)

    def set(self, value: str) -> None:
        """From outside: as it is, cut where it is too long."""
        self.value = unicodedata.normalize("NFC", value)[: self.limit]
        self.caret = len(self.value)

    @property
    def left(self) -> int:
        """How many letters still find room."""
        return self.limit - len(self.value)

    def before(self) -> str:
        return self.value[: self.caret]

    def after(self) -> str:
        return self.value[self.caret :]

    def replace(self, count: int, text: str, ahead: int = 0, tail: str = "") -> TypingRefusal | None:
        """Put ``text`` in place of ``count`` letters before the caret, ``tail`` in place of ``ahead`` after it; or say
        why not, and change nothing."""
        start = max(0, self.caret - count)
        head = unicodedata.normalize("NFC", self.value[:start] + text)
        value = head + tail + self.value[self.caret + ahead :]
        if len(value) > self.limit and len(value) > len(self.value):
            return TypingRefusal.FULL
        if self.accepts and not all(map(self.accepts, text[len(_common(text, self.value[start:])) :])):
            return TypingRefusal.SIGN
        self.value, self.caret = value, len(head)
        return None

    def paste(self, text: str) -> TypingRefusal | None:
        """As much of ``text`` as is of this field and finds room, on one line; why some of it is not there, if so."""
        plain = "".join(" " if mark.isspace() else mark for mark in unicodedata.normalize("NFC", text)).replace(
            "’", "'"
        )
        taken = "".join(mark for mark in plain if mark.isprintable() and (not self.accepts or self.accepts(mark)))
        fitting = taken[: max(0, self.left)]
        self.replace(0, fitting)
        return (
            TypingRefusal.SIGN if len(taken) < len(plain) else TypingRefusal.FULL if len(fitting) < len(taken) else None
        )

    def move(self, by: int) -> None:
        """The caret, letter by letter."""
        for _ in range(abs(by)):
            self.place(self.caret + (1 if by > 0 else -1), forward=by > 0)

    def place(self, caret: int, *, forward: bool = True) -> None:
        """The caret at ``caret``, or at the next place that does not part a letter from its marks."""
        caret = min(max(0, caret), len(self.value))
        while 0 < caret < len(self.value) and unicodedata.combining(self.value[caret]):
            caret += 1 if forward else -1
        self.caret = caret


def _common(one: str, other: str) -> str:
    """The letters that both begin with."""
    count = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:count]
