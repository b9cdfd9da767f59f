"""What a keyboard writes into, and the state of its capitals."""

from __future__ import annotations

import enum
from typing import Protocol

from kiosk.ui.widgets.written import PhysicalTyping


class Shift(enum.Enum):
    OFF = "off"
    ONCE = "once"
    LOCKED = "locked"


class Target(Protocol):
    """What a keyboard writes into; ``AnswerField`` is one."""

    def before(self) -> str: ...

    def after(self) -> str: ...

    def replace_around(self, count: int, text: str, ahead: int = 0, tail: str = "") -> None: ...

    def move_caret(self, by: int) -> None: ...

    def clear(self) -> None: ...

    def set_typing(self, typing: PhysicalTyping | None) -> None: ...
