"""One painted widget with all keys."""

from __future__ import annotations

import enum
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.base import Painted


class Mode(enum.Enum):
    LETTERS = "letters"
    NUMBERS = "numbers"


class Target(Protocol):
    """What a keyboard writes into; ``Field`` is one."""

    def before(self) -> str: ...

    def replace_before(self, count: int, text: str) -> None: ...

    def clear(self) -> None: ...


class Keyboard(Painted):
    """``attach(field)`` says where the letters go; ``names=True`` writes each word with a capital."""

    pressed_key = Signal(str)

    def __init__(self, look: Look, strings: Strings, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)

    def attach(self, target: Target | None, mode: Mode = Mode.LETTERS, names: bool = False) -> None: ...

    def set_mode(self, mode: Mode) -> None: ...
