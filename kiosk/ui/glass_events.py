"""All events of the program, looked at once: touches and keys before any widget has them, and windows that stray."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.theme import Look
from kiosk.ui.touch_watch import TouchWatch
from kiosk.ui.widgets import Rooted
from kiosk.ui.window import KioskWindow

_TOUCHES = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,  # what the second of two quick touches arrives as
    QEvent.Type.TouchBegin,
    QEvent.Type.KeyPress,
)
_LOOKED_AT = frozenset((*_TOUCHES, *TouchWatch.KINDS, QEvent.Type.Show))
"""Those that mean something here: all others, some thousand a page, are let go at once."""


class GlassEvents(QObject):
    """``touched`` by every touch and key in the window of ``shell``; ``strayed(str)`` when a widget of this kind was
    about to become a window of its own."""

    touched = Signal()
    strayed = Signal(str)

    def __init__(self, look: Look, shell: QWidget, touches: TouchWatch, bring_over: Callable[[], bool]) -> None:
        """``bring_over``: whether a key is kept from what lies beneath, because it brought one to what lies on top."""
        super().__init__(shell)
        self._look, self._shell, self._touches, self._bring_over = look, shell, touches, bring_over
        self.keys: Callable[[QWidget, QKeyEvent], bool] | None = None
        """Hears every key of the window first; True: nobody else does."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _LOOKED_AT or not isinstance(watched, QWidget):
            return False
        if kind is QEvent.Type.Show:
            self._keep_in(watched)
            return False
        if watched.window() is not self._shell.window():
            return False
        is_key = kind is QEvent.Type.KeyPress
        if is_key and self.keys is not None and self.keys(watched, cast(QKeyEvent, event)):
            return True
        if kind in TouchWatch.KINDS:
            self._touches.see(watched, event)
        if kind in _TOUCHES:
            self._look.keys_in_use = is_key
            self.touched.emit()
        return is_key and self._shell.isVisible() and self._bring_over()  # not while the staff's pages cover it

    def _keep_in(self, widget: QWidget) -> None:
        """There is one window, and whatever lies over it is in a person's way. Qt sends this before one is put up."""
        alone = isinstance(widget, Rooted) and widget.stands_alone
        own = widget is self._shell.window() or isinstance(widget, KioskWindow)
        if widget.isWindow() and not own and not alone:
            widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            self.strayed.emit(type(widget).__name__)
