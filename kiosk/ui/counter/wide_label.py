"""A label whose words take several lines where one has no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel

from kiosk.ui.widgets.rooted import RootedShowing


class WideLabel(RootedShowing, QLabel):
    """Words that want one line, and take several where there is no room for it."""

    def sizeHint(self) -> QSize:
        if not self.wordWrap() or self.textFormat() is Qt.TextFormat.RichText or not self.text():
            return super().sizeHint()
        self.ensurePolished()
        wide = max(self.fontMetrics().horizontalAdvance(one) for one in self.text().split("\n")) + 6
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """A line: how many there are follows from the width, and is asked for with it."""
        least = super().minimumSizeHint()
        return QSize(least.width(), self.fontMetrics().height()) if self.wordWrap() and self.text() else least
