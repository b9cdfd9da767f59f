"""The pages of a paper beside each other, small: touched to be seen, dragged to stand elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted, Pressable
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.paint import clip_rounded, rounded

THUMB = (140, 184)
"""Base pixels of one page, number and edge included."""

_GAP = 16
_DRAGGED = 20  # base px that a finger strays before it drags


class PageThumb(Pressable):
    """One page. ``dragged`` and ``dropped`` carry where the finger is, in the strip."""

    dragged = Signal(QPointF)
    dropped = Signal()

    def __init__(self, look: Look, name: Text, number: int, image: QImage, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._name, self._number, self._image = name, number, image
        self._from: QPointF | None = None
        self.dragging = False
        self.listen(name)
        self.retranslate()

    def spoken(self) -> str:
        return str(self._name)

    def height_for(self, width: int) -> int:
        return self.look.px(THUMB[1])

    def wanted_width(self) -> int:
        return self.look.px(THUMB[0])

    def least_width(self) -> int:
        return self.look.px(THUMB[0])

    # --- the finger ---

    def press(self, at: QPointF) -> None:
        super().press(at)
        self._from = at if self.down else None

    def slide(self, at: QPointF) -> None:
        if self._from is None:
            return
        if self.dragging or abs(at.x() - self._from.x()) > self.look.px(_DRAGGED):
            self.dragging = True
            self.dragged.emit(self.mapToParent(at) - self._from)
        else:
            super().slide(at)

    def release(self, at: QPointF) -> None:
        self._from = None
        if self.dragging:
            self.dragging = False
            self._set_down(False)
            self.dropped.emit()
        else:
            super().release(at)

    # --- how it looks ---

    def paint(self, painter: QPainter) -> None:
        px, theme, area = self.look.px, self.look.theme, QRectF(self.rect())
        marked = self.selected or self.down
        painter.save()
        clip_rounded(painter, area, px(18))
        painter.fillRect(area, QColor("#FFFFFF"))
        scale = min(area.width() / self._image.width(), area.height() / self._image.height())
        size = QRectF(0, 0, self._image.width() * scale, self._image.height() * scale)
        size.moveCenter(area.center())
        painter.drawImage(size, self._image)
        painter.restore()
        edge = self.look.colour("action").name() if marked else theme.line2
        rounded(painter, area, px(18), "", edge, px(6 if marked else 3))
        self._paint_number(painter, edge)

    def _paint_number(self, painter: QPainter, edge: str) -> None:
        px = self.look.px
        side = px(54)
        spot = QRectF(self.width() - side, self.height() - side, side, side)
        filled = self.selected or self.down
        rounded(painter, spot, px(18), edge if filled else self.look.theme.surface, edge, px(3))
        painter.setFont(self.look.font(TextRole.CHIP, size=px(30)))
        painter.setPen(self.look.colour("on_action") if filled else self.look.colour("ink"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(self._number))


class PageStrip(Painted):
    """``chosen(index)``; ``moved(index, to)`` after a drag. As many as fit are seen; arrows bring the others."""

    chosen = Signal(int)
    moved = Signal(int, int)

    def __init__(self, look: Look, strings: Strings, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings = strings
        self._thumbs: list[PageThumb] = []
        self._selected, self._first, self._gap_at = 0, 0, -1
        self.before = self._arrow("chevron-left", "strip.before", -1)
        self.after = self._arrow("chevron-right", "strip.after", 1)

    def _arrow(self, icon: str, key: str, step: int) -> Button:
        button = Button(self.look, self._strings.phrase(key), ButtonKind.QUIET, icon, height=THUMB[1], parent=self)
        button.set_icon_only(True)
        button.clicked.connect(lambda: self._turn(step))
        button.hide()
        return button

    def set_pages(self, images: Sequence[QImage], selected: int, name: Callable[[int], Text]) -> None:
        """``name(index)`` is what a voice says of a page."""
        for thumb in self._thumbs:
            thumb.hide()
            thumb.setParent(None)
            thumb.deleteLater()
        self._thumbs = [self._thumb(index, image, name(index)) for index, image in enumerate(images)]
        self._selected = min(selected, max(0, len(images) - 1))
        for index, thumb in enumerate(self._thumbs):
            thumb.selected = index == self._selected
        self._show_selected()

    def clear(self) -> None:
        self.set_pages((), 0, str)

    @property
    def thumbs(self) -> tuple[PageThumb, ...]:
        return tuple(self._thumbs)

    def _thumb(self, index: int, image: QImage, name: Text) -> PageThumb:
        thumb = PageThumb(self.look, name, index + 1, image, self)
        thumb.clicked.connect(lambda: self.chosen.emit(index))
        thumb.dragged.connect(lambda at: self._drag(index, at))
        thumb.dropped.connect(lambda: self._drop(index))
        return thumb

    # --- which are seen ---

    @property
    def _step(self) -> int:
        return self.look.px(THUMB[0] + _GAP)

    def _fitting(self) -> int:
        """How many stand between the arrows, or in all where none are needed."""
        if len(self._thumbs) * self._step - self.look.px(_GAP) <= self.width():
            return len(self._thumbs)
        return max(1, (self.width() - 2 * self._step) // self._step)

    def _turn(self, step: int) -> None:
        self._first += step * self._fitting()
        self._arrange()

    def _show_selected(self) -> None:
        fitting = self._fitting()
        if not self._first <= self._selected < self._first + fitting:
            self._first = self._selected - fitting // 2
        self._arrange()

    def _arrange(self) -> None:
        fitting, step = self._fitting(), self._step
        self._first = min(max(0, self._first), max(0, len(self._thumbs) - fitting))
        turning = fitting < len(self._thumbs)
        left = step if turning else 0
        size = (self.look.px(THUMB[0]), self.look.px(THUMB[1]))
        for index, thumb in enumerate(self._thumbs):
            visible = self._first <= index < self._first + fitting
            thumb.setVisible(visible)
            if visible and not thumb.dragging:
                thumb.setGeometry(QRect(left + (index - self._first) * step, 0, *size))
        for button, x, live in (
            (self.before, 0, self._first > 0),
            (self.after, left + fitting * step, self._first + fitting < len(self._thumbs)),
        ):
            button.setGeometry(QRect(x, 0, *size))
            button.setVisible(turning and live)

    # --- dragging ---

    def _drag(self, index: int, corner: QPointF) -> None:
        thumb = self._thumbs[index]
        thumb.raise_()
        x = min(max(0.0, corner.x()), float(self.width() - thumb.width()))
        thumb.move(round(x), 0)
        self._gap_at = self._target(x)
        self._make_room(index)

    def _target(self, x: float) -> int:
        """The index that the finger is over."""
        left = self._step if self._fitting() < len(self._thumbs) else 0
        over = self._first + round((x - left) / self._step)
        return min(max(self._first, over), self._first + self._fitting() - 1)

    def _make_room(self, dragged: int) -> None:
        order = [index for index in range(len(self._thumbs)) if index != dragged]
        order.insert(self._gap_at, dragged)
        left = self._step if self._fitting() < len(self._thumbs) else 0
        for place, index in enumerate(order):
            if index != dragged:
                self._thumbs[index].move(left + (place - self._first) * self._step, 0)

    def _drop(self, index: int) -> None:
        to, self._gap_at = self._gap_at, -1
        self._arrange()
        if to not in (-1, index):
            self.moved.emit(index, to)

    # --- Qt ---

    def height_for(self, width: int) -> int:
        return self.look.px(THUMB[1])

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return 3 * self._step

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_selected()

    def restyle(self) -> None:
        super().restyle()
        self._show_selected()
