"""Where one is, and how far a thing has come: always with words."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole, AccessState
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.labels import RIGHT
from kiosk.ui.widgets.paint import card_shadow, clip_rounded, draw_icon, rounded
from kiosk.ui.widgets.shown_timer import ShownTimer
from kiosk.ui.widgets.text import lay_out, natural_width


class ProgressBar(Painted):
    """The way in segments: 'Bước 2 trong 6: Chọn việc', and the next step at the right where there is room."""

    role = AccessRole.PROGRESS

    def __init__(self, look: Look, strings: Strings, show_next: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings, self._show_next = strings, show_next
        self._step, self._total = 1, 6
        self._name: Text = ""
        self._next: Text = ""
        self._within: tuple[int, int] | None = None
        self._more = 0
        self._last_words = ""
        self.listen_to(strings)

    def set_step(self, step: int, total: int, name: Text, following: Text = "") -> None:
        """``following`` is the name of the next step; empty on the last."""
        self._step, self._total, self._name, self._next = step, total, name, following
        self.listen(name, following)
        self._say_anew()

    def set_within(self, within: tuple[int, int] | None, more: int = 0) -> None:
        """Which question of how many within this step; ``more`` of them than a moment ago."""
        self._within, self._more = within, more
        self._say_anew()

    def _say_anew(self) -> None:
        if self.spoken() != self._last_words:
            self.retranslate()

    def retranslate(self) -> None:
        self._last_words = self.spoken()  # the segments follow from its numbers
        super().retranslate()

    @property
    def step(self) -> tuple[int, int]:
        return self._step, self._total

    def _here(self) -> str:
        return self._strings.say("widget.step", n=self._step, total=self._total, name=self._name)

    def _then(self) -> str:
        """What comes next; within the form, which question this is."""
        if self._within is not None:
            change = "" if not self._more else "_more" if self._more > 0 else "_less"
            n, total = self._within
            return self._strings.say(f"widget.question{change}", n=n, total=total, change=abs(self._more))
        if not str(self._next):
            return self._strings.say("widget.last_step") if self._step == self._total else ""
        return self._strings.say("widget.next_step", name=self._next)

    def spoken(self) -> str:
        return ". ".join(filter(None, (self._here(), self._then())))

    def _bar(self) -> int:
        return self.look.px(12)

    def height_for(self, width: int) -> int:
        words = lay_out(self.look, self._here(), TextRole.STEP, width)
        below = lay_out(self.look, self._then(), TextRole.STEP, width).height if self._below(width) else 0
        return words.height + below + self.look.px(8) + self._bar()

    def _below(self, width: float) -> bool:
        """Whether the question stands under the step: it is said wherever there is no room beside it."""
        return self._within is not None and not self._beside(width)

    def _beside(self, width: float) -> bool:
        here = lay_out(self.look, self._here(), TextRole.STEP, width, weight=600)
        room = width - here.width - self.look.px(40)
        return here.lines == 1 and natural_width(self.look, self._then(), TextRole.STEP) <= room

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(280)

    def paint(self, painter: QPainter) -> None:
        here = lay_out(self.look, self._here(), TextRole.STEP, self.width(), weight=600)
        here.paint(painter, QRectF(self.rect()), self.look.colour("ink"))
        asked = self._within is not None
        if self._beside(self.width()) and (asked or self._show_next):
            then = lay_out(self.look, self._then(), TextRole.STEP, self.width(), RIGHT, weight=600 if asked else None)
            then.paint(painter, QRectF(self.rect()), self.look.colour("ink" if asked else "ink2"))
        elif asked:
            then = lay_out(self.look, self._then(), TextRole.STEP, self.width())
            place = QRectF(0, here.height, self.width(), then.height)
            then.paint(painter, place, self.look.colour("ink2"))
        for index in range(self._total):
            self._paint_segment(painter, index)

    def _paint_segment(self, painter: QPainter, index: int) -> None:
        theme, gap = self.look.theme, self.look.px(10)
        width = (self.width() - gap * (self._total - 1)) / self._total
        area = QRectF(index * (width + gap), self.height() - self._bar(), width, self._bar())
        done = index < self._step
        edge = theme.ink if theme.edges and not done else ""
        part = self._part(index)
        fill = theme.action if done and part == 1 else theme.track
        rounded(painter, area, self._bar() / 2, fill, edge, self.look.px(2) if edge else 0)
        if done and part < 1:
            area.setWidth(max(self._bar(), area.width() * part))
            rounded(painter, area, self._bar() / 2, theme.action)

    def _part(self, index: int) -> float:
        """How much of a segment is behind one: within the form, as many questions as there were."""
        if self._within is None or index != self._step - 1:
            return 1.0
        return self._within[0] / self._within[1]


class ReadState(enum.Enum):
    """How far one part has come."""

    WAITING = "waiting"
    NOW = "now"
    DONE = "done"
    FAILED = "failed"


class ReadingList(Painted):
    """The parts of a reading, each with its word: Xong, Đang đọc, Đợi."""

    role = AccessRole.PROGRESS

    ROW = 126

    def __init__(self, look: Look, strings: Strings, parts: Sequence[Text], parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings, self._parts = strings, tuple(parts)
        self._states = [ReadState.WAITING] * len(self._parts)
        self._turn = 0
        self._timer = ShownTimer(self, 60, self._spin)
        self.listen_to(strings)
        self.listen(*self._parts)
        self.retranslate()

    def set_state(self, index: int, state: ReadState) -> None:
        self._states[index] = state
        moving = ReadState.NOW in self._states and not self.look.reduced_motion
        if moving and not self._timer.wanted:
            self._timer.begin()
        elif not moving:
            self._timer.end()
        self.retranslate()

    def states(self) -> tuple[ReadState, ...]:
        return tuple(self._states)

    def _spin(self) -> None:
        self._turn = (self._turn + 12) % 360
        if ReadState.NOW in self._states:
            self.update(self._row(self._states.index(ReadState.NOW)).toAlignedRect())

    def access_state(self) -> AccessState:
        return replace(super().access_state(), busy=ReadState.NOW in self._states)

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
