"""Counter and maintenance in the kiosk's window: laid over the resident's screens, and taken away without a trace."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QWidget


class StaffOverlay:
    """``row`` is the window's; ``resident`` is hidden while something is laid over it."""

    def __init__(self, row: QBoxLayout, resident: QWidget) -> None:
        self._row, self._resident = row, resident

    def lay(self, pages: QWidget) -> None:
        self._row.insertWidget(0, pages, 1)
        self._resident.hide()

    def take_away(self, presenter: QObject, pages: QWidget) -> None:
        """Nothing of them stays in memory, and the resident's screens are back."""
        pages.hide()
        self._row.removeWidget(pages)
        pages.deleteLater()
        presenter.deleteLater()
        self._resident.show()
