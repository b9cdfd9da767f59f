"""The rule that one window is on the glass: whatever else is shown as a window, if only for a moment, is a fault.

There is no list of exceptions. A widget on a bench says by ``stand_alone`` that it is looked at outside the program.
"""

from __future__ import annotations

import sys
from typing import Any

_watch: list[Any] = []  # the one filter, for as long as the application lives
_strays: list[str] = []


def watch() -> None:
    """Begin, as soon as a test has an application."""
    _strays.clear()
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    if app is not None and not _watch:
        _watch.append(_filter_of(app))


def _filter_of(app: Any) -> Any:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QWidget

    class OneWindow(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and stray(watched):
                _strays.append(f"{type(watched).__name__} {watched.accessibleName()!r}")
            return False

    made = OneWindow(app)
    app.installEventFilter(made)
    return made


def stray(widget: Any) -> bool:
    """Whether a widget that is being shown is a window without being the window of a program: the kiosk's, or the
    one of an officer's own computer."""
    from kiosk.ui.counter.desktop import CounterWindow
    from kiosk.ui.widgets import Rooted
    from kiosk.ui.window import KioskWindow

    alone = isinstance(widget, Rooted) and widget.stands_alone
    return widget.isWindow() and not isinstance(widget, KioskWindow | CounterWindow) and not alone


def faults() -> list[str]:
    """Windows that were shown and should not have been, and those of the program that are on the glass beside one."""
    watch_found, _strays[:] = _strays[:], []
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    shown = [widget for widget in app.topLevelWidgets() if widget.isVisible()] if app else []
    more = [repr(widget) for widget in shown if stray(widget)]
    return watch_found + more + ([f"{len(shown)} windows"] if _programs(shown) > 1 else [])


def _programs(shown: list[Any]) -> int:
    return sum(type(widget).__name__ in ("KioskWindow", "CounterWindow") for widget in shown)
