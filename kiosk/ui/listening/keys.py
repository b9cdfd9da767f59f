"""Which key means what: a numeric key pad, or two switches."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class ListenKey(enum.Enum):
    BEFORE = "before"
    NEXT = "next"
    BACK = "back"
    ON = "on"
    CHOOSE = "choose"
    LOUDER = "louder"
    SOFTER = "softer"
    FASTER = "faster"
    SLOWER = "slower"
    AGAIN = "again"
    WHERE = "where"
    HELP = "help"
    CURTAIN = "curtain"


_K = Qt.Key
PAD: Mapping[Qt.Key, ListenKey] = {
    _K.Key_8: ListenKey.BEFORE,
    _K.Key_Up: ListenKey.BEFORE,
    _K.Key_2: ListenKey.NEXT,
    _K.Key_Down: ListenKey.NEXT,
    _K.Key_4: ListenKey.BACK,
    _K.Key_Left: ListenKey.BACK,
    _K.Key_6: ListenKey.ON,
    _K.Key_Right: ListenKey.ON,
    _K.Key_5: ListenKey.CHOOSE,
    _K.Key_Clear: ListenKey.CHOOSE,
    _K.Key_Enter: ListenKey.CHOOSE,
    _K.Key_Plus: ListenKey.LOUDER,
    _K.Key_Minus: ListenKey.SOFTER,
    _K.Key_Asterisk: ListenKey.FASTER,
    _K.Key_Slash: ListenKey.SLOWER,
    _K.Key_0: ListenKey.AGAIN,
    _K.Key_Insert: ListenKey.AGAIN,
    _K.Key_Period: ListenKey.WHERE,
    _K.Key_Comma: ListenKey.WHERE,
    _K.Key_Delete: ListenKey.WHERE,
    _K.Key_7: ListenKey.HELP,
    _K.Key_Home: ListenKey.HELP,
    _K.Key_9: ListenKey.CURTAIN,
    _K.Key_PageUp: ListenKey.CURTAIN,
}
"""On the numeric pad, with and without Num Lock. The other keys of a keyboard mean what they always mean."""

SWITCHES: Mapping[Qt.Key, ListenKey] = {
    _K.Key_Space: ListenKey.NEXT,
    _K.Key_Return: ListenKey.CHOOSE,
    _K.Key_Enter: ListenKey.CHOOSE,
}
"""Two switches at the box that makes keys of them: all there is can be reached and chosen with these."""


def meaning_of(event: QKeyEvent, switches: bool) -> ListenKey | None:
    """What this key asks of listen mode; None where it asks nothing of it."""
    key = Qt.Key(event.key())
    if switches and key in SWITCHES:
        return SWITCHES[key]
    on_pad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    return PAD.get(key) if on_pad else None
