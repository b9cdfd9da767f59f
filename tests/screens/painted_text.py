"""What is truly painted of each text: a line of words that leaves its widget is cut, whatever the sizes say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.keyboard import Keyboard
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.text import TextBlock

SLACK = 3.0  # pixels: ink may lean over the edge of its letter by as much


class PaintedText:
    """Faults found so far, each once."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._widget: QWidget | None = None

    def look_at(self, widget: QWidget) -> None:
        self._widget = widget

    def painted(self, painter: QPainter, block: TextBlock, rect: QRectF, top: float) -> None:
        widget = self._widget
        if widget is None or painter.opacity() < 0.05:
            return
        written = ((one, top) for one, top in zip(block.layouts, block.tops, strict=True) if one.text().strip())
        for layout, offset in written:
            for index in range(layout.lineCount()):
                line = layout.lineAt(index)
                words = line.naturalTextRect().translated(rect.left(), top + offset)
                self._check(widget, painter, words, layout.text())
                if broken_after(layout.text(), line.textStart() + line.textLength()):
                    self._add(f"{type(widget).__name__} breaks a word of {layout.text()!r}")

    def _check(self, widget: QWidget, painter: QPainter, words: QRectF, text: str) -> None:
        place = painter.worldTransform().mapRect(words)
        room = QRectF(widget.rect()).adjusted(-SLACK, -SLACK, SLACK, SLACK)
        height = place.height() * 0.2  # a line's box holds air above and below its letters
        if not room.contains(place.adjusted(0, height, 0, -height)):
            self._add(f"{type(widget).__name__} cuts {text!r}: {place.getRect()} in {widget.rect().getRect()}")

    def _add(self, found: str) -> None:
        if found not in self.faults:
            self.faults.append(found)


def broken_after(text: str, end: int) -> bool:
    """Whether a line that ends there ends within a word."""
    return 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum()


@contextmanager
def watched_text(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaintedText]:
    """Every text that is painted within is looked at."""
    seen = PaintedText()
    paint_event, keys, paint = Painted.paintEvent, Keyboard.paintEvent, TextBlock.paint

    def widget_painted(self: Painted, event: QPaintEvent) -> None:
        seen.look_at(self)
        paint_event(self, event)

    def keys_painted(self: Keyboard, event: QPaintEvent) -> None:
        seen.look_at(self)
        keys(self, event)

    def text_painted(self: TextBlock, painter: QPainter, rect: QRectF, colour: QColor, middle: bool = False) -> None:
        top = rect.top() + (max(0.0, (rect.height() - self.height) / 2) if middle else 0.0)
        seen.painted(painter, self, rect, top)
        paint(self, painter, rect, colour, middle)

    with monkeypatch.context() as patch:
        patch.setattr(Painted, "paintEvent", widget_painted)
        patch.setattr(Keyboard, "paintEvent", keys_painted)
        patch.setattr(TextBlock, "paint", text_painted)
        yield seen
