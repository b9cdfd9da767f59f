"""Where one is, and how far a thing has come: always with words."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.labels import RIGHT
from kiosk.ui.widgets.paint import card_shadow, clip_rounded, draw_icon, rounded
from kiosk.ui.widgets.text import lay_out, natural_width


class ProgressBar(Painted):
    """The way in segments: 'Bước 2 trong 6: Chọn việc', and the next step at the right where there is room."""

    def __init__(self, look: Look, strings: Strings, show_next: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings, self._show_next = strings, show_next
        self._step, self._total = 1, 6
        self._name: Text = ""
        self._next: Text = ""
        self.listen_to(strings)

    def set_step(self, step: int, total: int, name: Text, following: Text = "") -> None:
        """``following`` is the name of the next step; empty on the last."""
        self._step, self._total, self._name, self._next = step, total, name, following
        self.listen(name, following)
        self.retranslate()

    @property
    def step(self) -> tuple[int, int]:
        return self._step, self._total

    def _here(self) -> str:
        return self._strings.say("widget.step", n=self._step, total=self._total, name=self._name)

    def _then(self) -> str:
        if not str(self._next):
            return self._strings.say("widget.last_step") if self._step == self._total else ""
        return self._strings.say("widget.next_step", name=self._next)

    def spoken(self) -> str:
        return ". ".join(filter(None, (self._here(), self._then())))

    def _bar(self) -> int:
        return self.look.px(12)

    def height_for(self, width: int) -> int:
        words = lay_out(self.look, self._here(), TextRole.STEP, width)
        return words.height + self.look.px(8) + self._bar()

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(280)

    def paint(self, painter: QPainter) -> None:
        here = lay_out(self.look, self._here(), TextRole.STEP, self.width(), weight=600)
        here.paint(painter, QRectF(self.rect()), self.look.colour("ink"))
        room = self.width() - here.width - self.look.px(40)
        if self._show_next and here.lines == 1 and natural_width(self.look, self._then(), TextRole.STEP) <= room:
            then = lay_out(self.look, self._then(), TextRole.STEP, self.width(), RIGHT)
            then.paint(painter, QRectF(self.rect()), self.look.colour("ink2"))
        for index in range(self._total):
            self._paint_segment(painter, index)

    def _paint_segment(self, painter: QPainter, index: int) -> None:
        theme, gap = self.look.theme, self.look.px(10)
        width = (self.width() - gap * (self._total - 1)) / self._total
        area = QRectF(index * (width + gap), self.height() - self._bar(), width, self._bar())
        done = index < self._step
        edge = theme.ink if theme.edges and not done else ""
        rounded(
            painter, area, self._bar() / 2, theme.action if done else theme.track, edge, self.look.px(2) if edge else 0
        )


class Bar(Painted):
    """A bar with what is done at its left and what is left at its right. The fraction is true or not shown."""

    def __init__(
        self, look: Look, left: Text = "", right: Text = "", colour: str = "action", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._fraction, self._colour = 0.0, colour
        self._left: Text = left
        self._right: Text = right
        self.set_words(left, right)

    def set_fraction(self, fraction: float) -> None:
        self._fraction = min(1.0, max(0.0, fraction))
        self.update()

    def set_words(self, left: Text, right: Text = "") -> None:
        self._left, self._right = left, right
        self.listen(left, right)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._left), str(self._right))))

    def _words(self, width: float) -> int:
        if not str(self._left) and not str(self._right):
            return 0
        both = f"{self._left} {self._right}"
        fits = natural_width(self.look, both, TextRole.BODY) + self.look.px(30) <= width
        return lay_out(self.look, str(self._left), TextRole.BODY, width).height * (
            1 if fits or not str(self._right) else 2
        )

    def height_for(self, width: int) -> int:
        words = self._words(width)
        return words + self.look.px(24) + (self.look.px(12) if words else 0)

    def wanted_width(self) -> int:
        return self.look.px(600)

    def least_width(self) -> int:
        return self.look.px(200)

    def paint(self, painter: QPainter) -> None:
        theme, height = self.look.theme, self.look.px(24)
        left = lay_out(self.look, str(self._left), TextRole.BODY_STRONG, self.width(), weight=500)
        left.paint(painter, QRectF(self.rect()), self.look.colour("ink"))
        if str(self._right):
            below = self._words(self.width()) > left.height * 1.5
            right = lay_out(self.look, str(self._right), TextRole.BODY, self.width(), RIGHT)
            area = QRectF(self.rect()).adjusted(0, left.height if below else 0, 0, 0)
            right.paint(painter, area, self.look.colour("ink2"))
        area = QRectF(0, self.height() - height, self.width(), height)
        rounded(
            painter, area, height / 2, theme.track, theme.ink if theme.edges else "", self.look.px(theme.edges or 0)
        )
        if self._fraction > 0:
            done = QRectF(area.left(), area.top(), max(height, self.width() * self._fraction), height)
            rounded(painter, done, height / 2, self.look.colour(self._colour).name())


class ReadState(enum.Enum):
    """How far one part has come."""

    WAITING = "waiting"
    NOW = "now"
    DONE = "done"
    FAILED = "failed"


class ReadingList(Painted):
    """The parts of a reading, each with its word: Xong, Đang đọc, Đợi."""

    ROW = 126

    def __init__(self, look: Look, strings: Strings, parts: Sequence[Text], parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings, self._parts = strings, tuple(parts)
        self._states = [ReadState.WAITING] * len(self._parts)
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self._spin)
        self.listen_to(strings)
        self.listen(*self._parts)
        self.retranslate()

    def set_state(self, index: int, state: ReadState) -> None:
        self._states[index] = state
        moving = ReadState.NOW in self._states and not self.look.reduced_motion
        if moving and not self._timer.isActive():
            self._timer.start()
        elif not moving:
            self._timer.stop()
        self.retranslate()

    def states(self) -> tuple[ReadState, ...]:
        return tuple(self._states)

    def _spin(self) -> None:
        self._turn = (self._turn + 12) % 360
        if ReadState.NOW in self._states:
            self.update(self._row(self._states.index(ReadState.NOW)).toAlignedRect())

    def spoken(self) -> str:
        return ". ".join(f"{part}: {self._word(state)}" for part, state in zip(self._parts, self._states, strict=True))

    def _word(self, state: ReadState) -> str:
        return self._strings.say(f"widget.{state.value}")

    def _pitch(self) -> int:
        return max(self.look.px(self.ROW), self.look.line_height(TextRole.VALUE) + self.look.px(40))

    def height_for(self, width: int) -> int:
        return self._pitch() * len(self._parts) + 2 * self.look.px(14)

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(420)

    def _row(self, index: int) -> QRectF:
        return QRectF(0, self.look.px(14) + index * self._pitch(), self.width(), self._pitch())

    def cast(self, painter: QPainter) -> None:
        card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))

    def paint(self, painter: QPainter) -> None:
        theme, area, radius = self.look.theme, QRectF(self.rect()), self.look.px(28)
        rounded(painter, area, radius, theme.surface)
        painter.save()
        clip_rounded(painter, area, radius)
        for index, state in enumerate(self._states):
            self._paint_row(painter, index, state)
        painter.restore()
        rounded(painter, area, radius, "", theme.line, self.look.px(theme.edges or 2))

    def _paint_row(self, painter: QPainter, index: int, state: ReadState) -> None:
        look, row = self.look, self._row(index)
        if state is ReadState.NOW:
            painter.fillRect(row, look.colour("tint"))
        node = QRectF(look.px(34), row.center().y() - look.px(40), look.px(80), look.px(80))
        self._paint_node(painter, node, state)
        deep = {ReadState.DONE: "ok", ReadState.NOW: "action_text", ReadState.WAITING: "ink2", ReadState.FAILED: "warn"}
        word = lay_out(look, self._word(state), TextRole.LABEL_STRONG, row.width() - look.px(34), RIGHT, weight=600)
        word.paint(painter, row, look.colour(deep[state]), middle=True)
        left = node.right() + look.px(28)
        room = row.width() - left - word.width - look.px(50)
        weight = {ReadState.NOW: 600, ReadState.WAITING: 400, ReadState.DONE: 500, ReadState.FAILED: 500}[state]
        size = look.metrics.letters(TextRole.VALUE)
        need = natural_width(look, str(self._parts[index]), TextRole.VALUE)
        fitted = size if need <= room else max(look.px(25), int(size * room / need))
        name = lay_out(look, str(self._parts[index]), TextRole.VALUE, room, size=fitted, weight=weight)
        colour = "ink2" if state is ReadState.WAITING else "ink"
        name.paint(painter, QRectF(left, row.top(), room, row.height()), look.colour(colour), middle=True)

    def _paint_node(self, painter: QPainter, node: QRectF, state: ReadState) -> None:
        theme, look = self.look.theme, self.look
        fill = {ReadState.DONE: theme.ok_tint, ReadState.NOW: theme.on_plate, ReadState.FAILED: theme.warn_tint}
        edge = theme.ink if theme.edges else ""
        rounded(painter, node, node.width() / 2, fill.get(state, theme.sunk), edge, look.px(3) if edge else 0)
        if state is ReadState.DONE:
            draw_icon(painter, "check", theme.ok, node.center(), look.px(48), 2.4)
        elif state is ReadState.FAILED:
            draw_icon(painter, "alert-triangle", theme.warn, node.center(), look.px(44))
        elif state is ReadState.NOW:
            draw_spinner(painter, look, node.center(), look.px(21), self._turn)
        else:
            painter.setBrush(look.colour("line2"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(node.center(), look.px(9), look.px(9))


def draw_spinner(painter: QPainter, look: Look, centre: QPointF, radius: float, turn: int) -> None:
    """A quarter of a ring, turned by ``turn`` degrees."""
    area = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    faint = QColor(look.theme.action_text)
    faint.setAlphaF(0.3)
    painter.setPen(QPen(faint, look.px(7)))
    painter.drawEllipse(area)
    pen = QPen(QColor(look.theme.action_text), look.px(7))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(area, (90 - turn) * 16, -95 * 16)
