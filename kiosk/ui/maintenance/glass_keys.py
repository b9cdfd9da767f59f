"""A keyboard on the glass for what a technician types, where none is plugged in or none can be reached."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget

from kiosk.ui.keyboard.keyboard import Keyboard
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.theme import Look
from kiosk.ui.widgets.rooted import Rooted
from kiosk.ui.widgets.written import PhysicalTyping

PART = 0.42
"""Of the window's height, at most: what is typed into stays in sight."""
ROWS = 6
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
"""A finger that was somewhere else just before double-clicks, wherever that was, to Qt."""


class LineTarget:
    """One line of text for the keyboard's letters; what it tells, it tells as for keys that were pressed."""

    def __init__(self, entry: QLineEdit) -> None:
        self.entry = entry

    def before(self) -> str:
        return self.entry.text()[: self.entry.cursorPosition()]

    def after(self) -> str:
        return self.entry.text()[self.entry.cursorPosition() :]

    def replace_around(self, count: int, text: str, ahead: int = 0, tail: str = "") -> None:
        begin = self.entry.cursorPosition() - count
        self.entry.setSelection(begin, count + ahead)
        self.entry.insert(text + tail)
        self.entry.setCursorPosition(min(begin + len(text), len(self.entry.text())))

    def move_caret(self, by: int) -> None:
        self.entry.setCursorPosition(max(0, self.entry.cursorPosition() + by))

    def clear(self) -> None:
        self.entry.selectAll()
        self.entry.insert("")

    def set_typing(self, typing: PhysicalTyping | None) -> None:
        """Physical keys go to the line itself, letter by letter."""


class LowKeyboard(Keyboard):
    """Its rows are only so high as leaves the page above it in sight."""

    def be_low(self, most: int) -> None:
        """``most``: pixels for all rows together."""
        row = min(Keyboard.ROW, int(most / self.look.scale / ROWS))
        self.ROW = self.LARGE_ROW = row
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line that is written in keeps it
        self.updateGeometry()


class GlassKeys(Rooted):
    """Below ``pages``, which are in ``root``. A touch on a line to write in brings it where no keyboard is plugged in
    (``plugged``); ``turn`` brings it in any case, and takes it away."""

    def __init__(
        self, kit: MaintenanceKit, root: QWidget, pages: QWidget, size: QSize, plugged: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._root, self._pages, self._plugged = root, pages, plugged
        self._entry: QLineEdit | None = None
        self.keyboard = LowKeyboard(Look(kit.look.theme, scale=kit.look.scale), kit.strings)
        self.keyboard.be_low(round(PART * size.height()))
        box = kit.column(self, gap=0)
        box.addWidget(self.keyboard)
        self.hide()
        self._pressed = self._rests = False
        self._lifted = QTimer(self, singleShot=True, interval=0)
        self._lifted.timeout.connect(self._after_lifting)
        self._hears = True
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
            app.focusChanged.connect(self._focused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in PRESSES:
            self._pressed = True
            if self._is_ours(watched) and not self._plugged():
                assert isinstance(watched, QLineEdit)
                self._write_into(watched)
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._pressed = False
            if self._rests:
                self._rests = False
                self._lifted.start()
        return False

    def turn(self) -> None:
        """Show it for the line that has the focus, or hide it."""
        entry = self._root.focusWidget()
        if self.isVisible():
            self.rest()
        elif isinstance(entry, QLineEdit) and self._is_ours(entry):
            self._write_into(entry)

    def rest(self) -> None:
        """Hidden; nothing of what was typed is held."""
        self._entry = None
        self.keyboard.wipe()
        self.hide()
        self._pages.setMinimumHeight(0)

    def close_for_good(self) -> None:
        """It hears nothing any more."""
        app = QApplication.instance()
        if isinstance(app, QApplication) and self._hears:
            self._hears = False
            app.removeEventFilter(self)
            app.focusChanged.disconnect(self._focused)
            self.rest()

    def _is_ours(self, one: object) -> bool:
        return isinstance(one, QLineEdit) and one.isEnabled() and self._root.isAncestorOf(one)

    def _write_into(self, entry: QLineEdit) -> None:
        if self._entry is not entry:
            self._entry = entry
            self.keyboard.attach(LineTarget(entry))
        self._pages.setMinimumHeight(1)  # they give way, and the window stays as large as the screen
        self.show()
        area: QWidget | None = entry
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(entry)

    def _focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not self.isVisible() or now is None:  # another window has the focus for a while
            return
        if isinstance(now, QLineEdit) and self._is_ours(now):
            self._write_into(now)
        elif self._pressed:
            self._rests = True  # a button that moves away under the finger hears it lift nowhere
        else:
            self.rest()

    def _after_lifting(self) -> None:
        if not self._is_ours(self._root.focusWidget()):
            self.rest()
