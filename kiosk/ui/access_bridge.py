"""Painted widgets on the accessibility bus (AT-SPI by Qt): role, name, state, value, and Press.

Interfaces hold nothing of a widget but what Qt gives them back: nobody's answer lives on in one.
"""

from __future__ import annotations

from functools import cache
from typing import cast

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from kiosk.ui.keyboard import Keyboard
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.resident.parts import Screen
from kiosk.ui.widgets import Painted, Pressable, Rooted
from kiosk.ui.widgets.access import AccessRole, AccessState

_ROLES = {
    AccessRole.GROUP: QAccessible.Role.Grouping,
    AccessRole.TEXT: QAccessible.Role.StaticText,
    AccessRole.HEADING: QAccessible.Role.Heading,
    AccessRole.PICTURE: QAccessible.Role.Graphic,
    AccessRole.PROGRESS: QAccessible.Role.ProgressBar,
    AccessRole.STATUS: QAccessible.Role.Notification,
    AccessRole.BUTTON: QAccessible.Role.Button,
    AccessRole.CHOICE: QAccessible.Role.RadioButton,
    AccessRole.ENTRY: QAccessible.Role.EditableText,
}
PRESS = "Press"


class PaintedAccess(QAccessibleWidget):
    """A painted widget. What can be pressed has the one action ``Press``."""

    def __init__(self, painted: Painted) -> None:
        super().__init__(painted)

    @property
    def _painted(self) -> Painted:
        return cast(Painted, self.widget())

    def role(self) -> QAccessible.Role:
        return _ROLES[self._painted.access_role()]

    def text(self, kind: QAccessible.Text) -> str:
        if kind is QAccessible.Text.Name:
            return self._painted.spoken()
        return self._painted.access_value() if kind is QAccessible.Text.Value else ""

    def state(self) -> QAccessible.State:
        return _with(super().state(), self._painted.access_state())

    def actionNames(self) -> list[str]:
        return [PRESS] if isinstance(self._painted, Pressable) else []

    def doAction(self, name: str) -> None:
        painted = self._painted
        if name == PRESS and isinstance(painted, Pressable) and painted.isVisible():
            painted.click()


class KeyboardAccess(PaintedAccess):
    """Its keys stand below it, one each, for as long as somebody asks for them."""

    def childCount(self) -> int:
        _stand(cast(Keyboard, self.widget()))
        return super().childCount()


class KeyStand(Rooted):
    """Where a key lies, for who asks for widgets and not for pixels. No finger and no eye meets it."""

    def __init__(self, keyboard: Keyboard, at: int) -> None:
        super().__init__(keyboard)
        self.at = at
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def name(self) -> str:
        parts = cast(Keyboard, self.parentWidget()).access_parts()
        return parts[self.at].name if self.at < len(parts) else ""

    def press(self) -> None:
        cast(Keyboard, self.parentWidget()).access_parts()[self.at].press()


class KeyAccess(QAccessibleWidget):
    def __init__(self, stand: KeyStand) -> None:
        super().__init__(stand, QAccessible.Role.Button)

    def text(self, kind: QAccessible.Text) -> str:
        return cast(KeyStand, self.widget()).name if kind is QAccessible.Text.Name else ""

    def actionNames(self) -> list[str]:
        return [PRESS]

    def doAction(self, name: str) -> None:
        if name == PRESS:
            cast(KeyStand, self.widget()).press()


class HolderAccess(QAccessibleWidget):
    """A screen or what lies over one: named by its question."""

    def __init__(self, holder: Screen | Overlay) -> None:
        dialog = isinstance(holder, Overlay)
        super().__init__(holder, QAccessible.Role.Dialog if dialog else QAccessible.Role.Form)

    def text(self, kind: QAccessible.Text) -> str:
        if kind is not QAccessible.Text.Name:
            return ""
        holder = cast(Screen | Overlay, self.widget())
        return holder.title() if isinstance(holder, Screen) else holder.title.spoken()


@cache
def install() -> None:
    """Before a window is shown; once for the program, however often it is asked for."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, Keyboard):
        return KeyboardAccess(thing)
    if isinstance(thing, Painted):
        return PaintedAccess(thing)
    if isinstance(thing, KeyStand):
        return KeyAccess(thing)
    return HolderAccess(thing) if isinstance(thing, Screen | Overlay) else None


def _stand(keyboard: Keyboard) -> None:
    """One stand a key, where the keys are now."""
    parts = keyboard.access_parts()
    stands = keyboard.findChildren(KeyStand)
    if len(stands) != len(parts):
        for stand in stands:
            stand.setParent(None)
            stand.deleteLater()
        stands = [KeyStand(keyboard, at) for at in range(len(parts))]
    for stand, part in zip(stands, parts, strict=True):
        stand.setGeometry(QRect(part.area))
        stand.show()


def _with(state: QAccessible.State, given: AccessState) -> QAccessible.State:
    state.disabled = not given.enabled
    state.invalid, state.busy = given.invalid, given.busy
    if given.chosen is not None:
        state.checkable, state.checked = True, given.chosen
    if given.opened is not None:
        state.expandable, state.expanded, state.collapsed = True, given.opened, not given.opened
    return state
