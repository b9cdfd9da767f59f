"""What every editor of a field is: blocks for the page, a value, and what it says while it is used."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.checks import Level, Problem
from kiosk.domain.form import Given
from kiosk.ui.keyboard import Mode
from kiosk.ui.resident.answers import sentence
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.views import FieldView
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Banner, ChipTone

OFFERED = 90
"""Letters of a one-touch answer on its button; the field takes all of it."""


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
    def answer(self) -> Given:
        """The same, as it is given."""
        return self.value

    @property
    def listing(self) -> bool:
        """Whether a list wants all the room there is."""
        return False

    @property
    def next_words(self) -> str:
        """What the one button says, where it leads to the next step of this answer."""
        return ""

    def step_on(self) -> bool:
        """The one button was touched: True where that was a step within the answer."""
        return False

    def step_back(self) -> bool:
        """One step back within the answer; False where there is none."""
        return False

    def set_lying(self, lying: bool) -> None:
        """The page lies on its side."""

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

    def show(self, problem: Problem | None) -> None:
        """What does not hold; calmly where it is no fault: one may go on, or another procedure is the right one."""
        if problem is None:
            self.set_error(None)
        else:
            self.set_error(sentence(self.strings, problem), calm=problem.level is not Level.STOP)

    def set_error(self, sentence: Text | None, *, calm: bool = False) -> None:
        """``calm``: it is no fault."""
        self._error.setProperty("folded", sentence is None)
        if sentence is not None:
            tone, icon = (ChipTone.NETWORK, "info-circle") if calm else (ChipTone.ERR, "alert-triangle")
            self._error.set_state(tone, sentence, icon=icon)

    def refresh(self, view: FieldView, value: str) -> None:
        """What follows from the answer is another."""
        self.view = view
