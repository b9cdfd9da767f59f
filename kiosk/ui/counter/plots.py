"""Small plots, painted: bars by day, shares by row, one bar of parts. A figure stands beside every one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.rooted import Rooted

DEEP, MIDDLE, GOOD, HALF, OCHRE = "#173F6B", "#6B8CB0", "#14532F", "#4E8E66", "#B07A22"
PARTS = (DEEP, "#4F7CAA", OCHRE, "#8A7A68", HALF)


class StaffPlot(Rooted):
    """``show_bars``: a label and a number each; the largest is written on its bar."""

    def __init__(self, kit: StaffKit, name: str) -> None:
        super().__init__()
        self._kit = kit
        self.bars: Sequence[tuple[str, int]] = ()
        self.setMinimumHeight(kit.tall(260) if kit.narrow else kit.px(120))
        self.setAccessibleName(name)
        self._name = name

    def show_bars(self, bars: Sequence[tuple[str, int]]) -> None:
        self.bars = bars
        self.setAccessibleName(f"{self._name}: " + ", ".join(f"{label} {count}" for label, count in bars))
        self.update()

    def _begin(self, size: float, weight: int) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setFamilies(["Be Vietnam Pro", "Noto Sans"])
        font.setPixelSize(self._kit.tall(size))
        font.setWeight(font.Weight(weight))
        painter.setFont(font)
        return painter

    def _colour(self, plain: str) -> QColor:
        """In high contrast one colour is enough: the words say which is which."""
        return self._kit.look.colour("ink") if self._kit.look.theme.edges else QColor(plain)

    def _bar(self, painter: QPainter, area: QRectF, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(colour))
        painter.drawRoundedRect(area, self._kit.px(3), self._kit.px(3))


class ColumnPlot(StaffPlot):
    """Upright bars; every label where there is room, else the first, each fifth and the last, which has its neighbour's
    room."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = self._begin(18, 600), self._kit.tall
        if not self.bars:
            return
        base, most = self.height() - px(30), max(1, *(count for _, count in self.bars))
        step, high = self.width() / len(self.bars), base - px(30)
        painter.setPen(QPen(self._kit.look.colour("line2"), px(2)))
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        top = max(range(len(self.bars)), key=lambda at: self.bars[at][1])
        few = len(self.bars) <= 8
        for at, (label, count) in enumerate(self.bars):
            tall = high * count / most
            area = QRectF(at * step + step * 0.14, base - tall, step * 0.72, tall)
            self._bar(painter, area, DEEP if at == top or few else MIDDLE)
            painter.setPen(self._kit.look.colour("ink"))
            if count and (few or at == top):
                over = QRectF(area.center().x() - px(60), area.top() - px(28), px(120), px(26))
                painter.drawText(over, Qt.AlignmentFlag.AlignCenter, str(count))
            last = len(self.bars) - 1
            if few or at in (0, last) or ((at + 1) % 5 == 0 and at < last - 1):
                half = painter.fontMetrics().horizontalAdvance(label) / 2  # the last one does not run over the edge
                middle = max(half, min(area.center().x(), self.width() - half))
                under = QRectF(middle - px(60), base + px(4), px(120), px(26))
                painter.setPen(self._kit.look.colour("ink2"))
                painter.drawText(under, Qt.AlignmentFlag.AlignCenter, label)


class RowPlot(StaffPlot):
    """One row a group: its name, a bar, its number."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = self._begin(20, 500), self._kit.tall
        if not self.bars:
            return
        high = min(px(46), self.height() / len(self.bars))
        most, left = max(1, *(count for _, count in self.bars)), self.width() * 0.5
        for at, (label, count) in enumerate(self.bars):
            line = QRectF(0, at * high, self.width(), high)
            painter.setPen(self._kit.look.colour("ink"))
            name = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, round(left - px(12)))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(count))
            room = QRectF(left, line.center().y() - px(9), self.width() * 0.38, px(18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._kit.look.colour("sunk"))
            painter.drawRoundedRect(room, px(4), px(4))
            self._bar(painter, QRectF(room.left(), room.top(), room.width() * count / most, room.height()), DEEP)


class RatePlot(StaffPlot):
    """One row a group: its name, a bar of how much of it is good, how many of how many; what is not, in words."""

    def __init__(self, kit: StaffKit, name: str, lacking: Callable[[int], str]) -> None:
        """``lacking``: the words for so many that are not good."""
        super().__init__(kit, name)
        self._lacking = lacking
        self._all: Sequence[int] = ()

    def show_rates(self, of_all: Sequence[int]) -> None:
        """How many each group has; ``show_bars`` says how many of them are good."""
        self._all = of_all

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = self._begin(20, 500), self._kit.tall
        high = min(px(46), self.height() / max(1, len(self.bars)))
        left, wide = self.width() * 0.48, self.width() * 0.22
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, ((label, good), total) in enumerate(zip(self.bars, self._all, strict=False)):
            line = QRectF(0, at * high, self.width(), high)
            painter.setPen(self._kit.look.colour("ink"))
            name = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, round(left - px(12)))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | middle, name)
            counted = f"{good}/{total}"
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, counted)
            if good < total:
                painter.setPen(self._kit.look.colour("warn"))
                beside = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(f"{counted}  "), 0)
                painter.drawText(beside, Qt.AlignmentFlag.AlignRight | middle, self._lacking(total - good))
            room = QRectF(left, line.center().y() - px(9), wide, px(18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._kit.look.colour("sunk"))
            painter.drawRoundedRect(room, px(4), px(4))
            part = QRectF(room.left(), room.top(), wide * good / max(1, total), room.height())
            self._bar(painter, part, GOOD if good == total else OCHRE)


class PartsPlot(StaffPlot):
    """One bar of parts, and under it each with its number and share."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = self._begin(20, 500), self._kit.tall
        total = sum(count for _, count in self.bars)
        if not total:
            return
        left = 0.0
        for at, (_, count) in enumerate(self.bars):
            wide = self.width() * count / total
            self._bar(painter, QRectF(left, 0, max(1.0, wide - px(3)), px(34)), PARTS[at % len(PARTS)])
            left += wide
        high = min(px(44), (self.height() - px(44)) / len(self.bars))
        for at, (label, count) in enumerate(self.bars):
            line = QRectF(0, px(44) + at * high, self.width(), high)
            self._bar(painter, QRectF(0, line.center().y() - px(9), px(18), px(18)), PARTS[at % len(PARTS)])
            painter.setPen(self._kit.look.colour("ink"))
            painter.drawText(line.adjusted(px(30), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, label)
            share = f"{count}   {self._kit.strings.words.number(100 * count / total, 1)}%"
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share)
