"""What a widget is to somebody who does not see it: its role, its state, and its parts that can be pressed.

One source for all who need it: the voice of listen mode, and the accessibility bus (``kiosk.ui.access_bridge``). The
name is what ``spoken`` says.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect


class AccessRole(enum.Enum):
    """``words`` below ``listen.role.``, where a voice says what a thing is."""

    GROUP = "group"  # holds others, and says nothing itself
    TEXT = "text"
    HEADING = "heading"
    PICTURE = "picture"
    PROGRESS = "progress"
    STATUS = "status"
    BUTTON = "button"
    CHOICE = "choice"  # one of several, or on and off
    ENTRY = "entry"


@dataclass(frozen=True)
class AccessState:
    """None: it is nothing that could be so."""

    enabled: bool = True
    chosen: bool | None = None
    opened: bool | None = None
    invalid: bool = False
    busy: bool = False


@dataclass(frozen=True)
class AccessPart:
    """Something to press that its widget paints itself: a key of the keyboard. ``area``: in the widget's pixels."""

    name: str
    area: QRect
    press: Callable[[], None]
