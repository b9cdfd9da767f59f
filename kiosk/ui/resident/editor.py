"""What every editor of a field is: blocks for the page, a value, and what it says while it is used."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.keyboard import Mode
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.views import FieldView
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Banner, ChipTone

OFFERED = 90
"""Letters of a one-touch answer on its button; the field takes all of it."""


def beginning(text: str, letters: int) -> str:
    """``text``, or where it is longer its first words with an ellipsis: at most so many letters."""
    return text if len(text) <= letters else f"{text[: letters - 1].rpartition(' ')[0]} …"


@dataclass(frozen=True)
class Writing:
    """What the keyboard writes into, and how."""

    field: AnswerField
    mode: Mode = Mode.LETTERS
    names: bool = False
    extra: str = ""


class Editor(QObject):
    """``picked(value)`` when an answer was touched; ``typed()`` while letters come; ``submitted()`` on Enter;
    ``refolded()`` when other blocks are shown."""

    picked = Signal(str)
    typed = Signal()
    submitted = Signal()
    wants_keyboard = Signal(bool)
    refolded = Signal()  # other blocks are shown

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__()
        self.look, self.strings, self.view = look, strings, view
        self._first = value
        self._error = Banner(look, ChipTone.ERR, "", icon="alert-triangle")
        self._error.setProperty("folded", True)

    @property
    def value(self) -> str:
        """What stands there now, tidied."""
        return self._first

    @property
    def unfinished(self) -> object | None:
        """What was begun and is no answer yet: kept for when one comes back."""
        return None

    def take_up(self, unfinished: object) -> None:
        """Go on with it."""

    def keyboard_attached(self) -> None:
        """The keyboard writes into it from now on."""

    @property
    def writing(self) -> Writing | None:
        return None

    def blocks(self) -> list[QWidget | LeafRow]:
        return []

    def set_error(self, sentence: Text | None) -> None:
        self._error.setProperty("folded", sentence is None)
        if sentence is not None:
            self._error.set_state(ChipTone.ERR, sentence, icon="alert-triangle")

    def refresh(self, view: FieldView, value: str) -> None:
        """What follows from the answer is another."""
        self.view = view
