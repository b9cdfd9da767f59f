"""A label whose words take several lines where one has no room."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel

from kiosk.ui.widgets.rooted import RootedShowing

TIGHT = ("chip", "kbd", "badge")
"""Roles of words on a ground of their own, which is as wide as they are."""

ONE_LINE = (*TIGHT, "tag")
"""Roles of words that never take several lines."""

LONGEST_UNBROKEN = 16
"""Letters that stay together where nothing else says where to break."""


LONGEST_IN_CHIP = 32  # letters


def chip_name(person: str) -> str:
    """A name for a chip, which is one line: of a very long one its beginning and the name one is called by."""
    words = person.split()
    return person if len(person) <= LONGEST_IN_CHIP else f"{' '.join(words[:2])} … {words[-1]}"


def with_breaks(text: str) -> str:
    """An address, a path or a name without spaces, with places where a line may end (zero-width spaces)."""
    parts = re.split(r"(?<=[./:@_?&=,-])(?=\w)", text)
    pieces = (part[at : at + LONGEST_UNBROKEN] for part in parts for at in range(0, len(part), LONGEST_UNBROKEN))
    return "\u200b".join(pieces) if " " not in text else " ".join(with_breaks(word) for word in text.split(" "))


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


class OutcomeLabel(WideLabel):
    """What came of the last act: it takes no room while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.hide()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setVisible(bool(text))
