"""What a keyboard writes into, and the state of its capitals."""

from __future__ import annotations

import enum
from typing import Protocol


class Shift(enum.Enum):
    OFF = "off"
    ONCE = "once"
    LOCKED = "locked"


class Target(Protocol):
    """What a keyboard writes into; ``Field`` is one."""

    def before(self) -> str: ...

    def replace_before(self, count: int, text: str) -> None: ...

    def clear(self) -> None: ...
