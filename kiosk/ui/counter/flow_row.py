"""A row that goes on in further lines where one is too narrow for it (a flow layout)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QSpacerItem


class FlowRow(QLayout):
    """Parts from left to right, each as wide as it wants to be, in as many lines as they need. What comes after a
    stretch lies at the right of its line."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)

    # --- what a row of Qt's does ---

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def addLayout(self, layout: QLayout) -> None:
        self.addChildLayout(layout)
        self.addItem(layout)

    def addStretch(self, _: int = 0) -> None:
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        wide = self.natural_width()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSize(self) -> QSize:
        sizes = [one.minimumSize() for one in self._shown()]
        wide, high = (max((getattr(one, side)() for one in sizes), default=0) for side in ("width", "height"))
        return QSize(wide, high)

    # --- lines ---

    def natural_width(self) -> int:
        """Of everything in one line."""
        widths = [_wide(one) for one in self._shown() if not one.spacerItem()]
        return sum(widths) + self.spacing() * max(0, len(widths) - 1)

    def _shown(self) -> Iterator[QLayoutItem]:
        return (one for one in self._items if one.spacerItem() or not one.isEmpty())

    def _lines(self, width: int) -> Iterator[list[tuple[QLayoutItem, int]]]:
        """Each with its width; a stretch is 0 wide."""
        line: list[tuple[QLayoutItem, int]] = []
        used = 0
        for one in self._shown():
            if one.spacerItem():
                line.append((one, 0))
                continue
            wide = min(_wide(one), width)
            if used and used + wide > width:
                yield line
                line, used = [], 0
            line.append((one, wide))
            used += wide + self.spacing()
        if any(not one.spacerItem() for one, _ in line):
            yield line

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """The height of all lines."""
        top = rect.top()
        for line in self._lines(rect.width()):
            parts = [(one, wide) for one, wide in line if not one.spacerItem()]
            high = max(_high(one, wide) for one, wide in parts)
            if move:
                spare = rect.width() - sum(wide for _, wide in parts) - self.spacing() * (len(parts) - 1)
                self._place(line, QPoint(rect.left(), top), high, spare)
            top += high + self.spacing()
        return max(0, top - rect.top() - self.spacing())

    def _place(self, line: list[tuple[QLayoutItem, int]], at: QPoint, high: int, spare: int) -> None:
        left = at.x()
        for one, wide in line:
            if one.spacerItem():
                left, spare = left + spare, 0
                continue
            own = _high(one, wide)
            one.setGeometry(QRect(left, at.y() + (high - own) // 2, wide, own))
            left += wide + self.spacing()


def _wide(item: QLayoutItem) -> int:
    """Words want one line, where there is room."""
    layout, label = item.layout(), item.widget()
    if isinstance(layout, FlowRow):
        return layout.natural_width()
    hint = item.sizeHint().width()
    if isinstance(label, QLabel) and label.wordWrap() and label.textFormat() is Qt.TextFormat.PlainText:
        label.ensurePolished()
        lines = label.text().split("\n")
        return max(label.fontMetrics().horizontalAdvance(one) for one in lines) + 2
    return max(hint, item.minimumSize().width())


def _high(item: QLayoutItem, wide: int) -> int:
    least = item.minimumSize().height()
    return max(least, item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height())
