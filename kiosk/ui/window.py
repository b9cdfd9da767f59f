"""The top-level window: the one window of the program, and how it covers the whole screen without a frame."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QHBoxLayout, QWidget


class KioskWindow(QWidget):
    """The glass. In a kiosk nobody closes it from outside; ``closing`` lets the program itself do so."""

    def __init__(self, closable: bool) -> None:
        super().__init__()
        self.closing = closable
        self._screen: QScreen | None = None
        self.setWindowTitle("Kiosk xã")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)

    def cover(self) -> None:
        """Take the whole screen, without a frame, and go on covering it when it is turned, changed or plugged anew.

        Asked of the window system, and done as well: without a window manager nobody answers the asking, and a
        compositor that leaves frames to its clients would have Qt draw a bar with a button that closes.
        """
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.primaryScreenChanged.connect(self._follow)
        self._follow(QGuiApplication.primaryScreen())
        self.showFullScreen()

    def appear(self, size: QSize) -> None:
        """In a window of so many pixels."""
        self.resize(size)
        self.show()

    def _follow(self, screen: QScreen | None) -> None:
        if self._screen is not None:
            self._screen.geometryChanged.disconnect(self._fit)
        self._screen = screen
        if screen is not None:
            screen.geometryChanged.connect(self._fit)
            self._fit()

    def _fit(self) -> None:
        if self._screen is not None:
            self.setGeometry(self._screen.geometry())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 arrives as a spontaneous close and is ignored; a program's own close is not."""
        if event.spontaneous() and not self.closing:
            event.ignore()
