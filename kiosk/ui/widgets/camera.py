"""The live picture, and what is said on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPen, QPolygonF, QTouchEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.scan.bitmap import Bitmap
from kiosk.scan.page_picture import PagePicture
from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.paint import clip_rounded, round_line, rounded
from kiosk.ui.widgets.ring import GLASS, draw_ring_count
from kiosk.ui.widgets.text import TextBlock, lay_out

CREAM = "#E9DFD2"
"""What is written on the panel beside its title."""


TABLE = "#5E4632"
"""Around a picture that does not fill its place."""

MOST_LINES = 5
NARROW = 620  # base pixels of a panel: from here on the ring stands beside the words

BESIDE = 480
"""From this many base pixels on, the panel has room beside the picture."""


def image_of(picture: Bitmap | PagePicture) -> QImage:
    """A picture as Qt has it, turned as it is to be. The pixels are copied, once."""
    if isinstance(picture, PagePicture):
        image = image_of(picture.bitmap())
        return image.transformed(QTransform().rotate(90 * picture.turns)) if picture.turns else image
    width, height = picture.width, picture.height
    return QImage(picture.pixels, width, height, 3 * width, QImage.Format.Format_BGR888).copy()


class LivePicture(Painted):
    """What the camera sees, the page's outline on it, and a panel that says the one thing to do.

    ``set_frame`` takes a picture; ``set_corners`` four points in its pixels (or None); the outline is white until
    ``whole``, then live green. ``set_hint(title, line)`` fills the panel, ``set_count(number, fraction)`` its ring.
    """

    role = AccessRole.PICTURE

    fills = True
    touchedAt = Signal(float, float)  # noqa: N815
    """Where on the picture, in fractions of it."""

    def __init__(self, look: Look, name: Text = "", height: int = 1264, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._name, self._height = name, height
        self._image: QImage | None = None
        self._corners: tuple[tuple[float, float], ...] = ()
        self._others: tuple[tuple[tuple[float, float], ...], ...] = ()
        self._whole = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._hint: tuple[Text, Text] = ("", "")
        self._count = (0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.listen(name)
        self.retranslate()

    def set_frame(self, frame: Bitmap) -> None:
        self.set_image(image_of(frame))

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def set_corners(self, corners: Sequence[tuple[float, float]] | None, whole: bool = True) -> None:
        self._corners, self._whole = tuple(corners or ()), whole and bool(corners)
        self.update()

    def set_others(self, others: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Outlines of more papers in view."""
        self._others = tuple(tuple(corners) for corners in others)

    def set_hint(self, title: Text, line: Text = "") -> None:
        if (str(title), str(line)) != (str(self._hint[0]), str(self._hint[1])):
            self._hint = (title, line)
            self.listen(title, line)
            self.retranslate()

    def set_count(self, number: int, fraction: float) -> None:
        self._count = (number, fraction)
        self.update()

    def clear(self) -> None:
        """Forget the picture and everything on it."""
        self._image, self._corners, self._hint, self._count = None, (), ("", ""), (0, 0.0)
        self._others = ()
        self.update()

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._name), str(self._hint[0]), str(self._hint[1]))))

    def hasHeightForWidth(self) -> bool:
        return False

    def height_for(self, width: int) -> int:
        return self.look.px(self._height)

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(420)

    # --- where things are ---

    def _scale(self) -> tuple[float, QPointF]:
        """The whole picture is seen: its scale, and where its top left corner lies.

        Where it leaves room enough at its side, it stands at the left and the panel beside it; elsewhere it leaves
        the foot to the panel. So no corner of the paper is hidden.
        """
        if self._image is None or self._image.isNull():
            return 1.0, QPointF(0, 0)
        wide, high = self._image.width(), self._image.height()
        scale = min(self.width() / wide, self.height() / high)
        if not str(self._hint[0]):
            return scale, QPointF((self.width() - wide * scale) / 2, (self.height() - high * scale) / 2)
        if self.width() - wide * scale >= self.look.px(BESIDE):
            return scale, QPointF(0, (self.height() - high * scale) / 2)
        room = max(self.height() * 0.6, self.height() - self._foot())
        scale = min(self.width() / wide, room / high)
        return scale, QPointF((self.width() - wide * scale) / 2, (room - high * scale) / 2)

    def _foot(self) -> float:
        """The panel's height, and the air about it."""
        title = self._title_size() * TextRole.H2.line
        words = title * 2 if self._brief else title + self.look.line_height(TextRole.BODY)
        return max(self.look.px(180), words + self.look.px(60)) + self.look.px(56)

    @property
    def _brief(self) -> bool:
        """Large letters say the one thing to do and no more: the paper must stay in sight."""
        return self.look.text_percent > 125

    def _title_size(self) -> int:
        return min(self.look.metrics.letters(TextRole.H2), self.look.px(60))

    def _panel_room(self) -> QRectF:
        """Beside the picture where there is room, or its foot."""
        whole = QRectF(self.rect())
        if self._image is None or self._image.isNull():
            return whole
        (scale, origin), wide = self._scale(), self._image.width()
        beside = not origin.x() and self.width() - wide * scale >= self.look.px(BESIDE)
        return whole.adjusted(wide * scale, 0, 0, 0) if beside else whole

    def on_screen(self) -> list[QPointF]:
        """The corners in this widget's own pixels."""
        return self._mapped(self._corners)

    def _mapped(self, corners: Sequence[tuple[float, float]]) -> list[QPointF]:
        scale, origin = self._scale()
        return [QPointF(origin.x() + x * scale, origin.y() + y * scale) for x, y in corners]

    # --- the finger ---

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd):
            if kind == QEvent.Type.TouchEnd:
                self._touched(cast(QTouchEvent, event).points()[0].position())
            event.accept()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._touched(event.position())

    def _touched(self, at: QPointF) -> None:
        if self._image is None or self._image.isNull():
            return
        scale, origin = self._scale()
        x, y = (at.x() - origin.x()) / scale / self._image.width(), (at.y() - origin.y()) / scale / self._image.height()
        if 0 <= x <= 1 and 0 <= y <= 1:
            self.touchedAt.emit(x, y)

    # --- how it looks ---

    def paint(self, painter: QPainter) -> None:
        area, radius = QRectF(self.rect()), self.look.px(28)
        painter.save()
        clip_rounded(painter, area, radius)
        painter.fillRect(area, QColor(TABLE))
        if self._image is not None:
            scale, origin = self._scale()
            size = QRectF(origin.x(), origin.y(), self._image.width() * scale, self._image.height() * scale)
            painter.drawImage(size, self._image)
        self._paint_outline(painter)
        painter.restore()
        if self.look.theme.edges:
            rounded(painter, area, radius, "", self.look.theme.line, self.look.px(self.look.theme.edges))
        if str(self._hint[0]):
            self._paint_panel(painter)

    def _paint_outline(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for other in self._others:
            painter.setPen(QPen(QColor("#FFFFFF"), self.look.px(4), Qt.PenStyle.DashLine))
            painter.drawPolygon(QPolygonF(self._mapped(other)))
        points = self.on_screen()
        if len(points) != 4:
            return
        colour = QColor(self.look.theme.live if self._whole else "#FFFFFF")
        line = QColor(colour)
        line.setAlphaF(0.75)
        painter.setPen(QPen(line, self.look.px(6)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF(points))
        for index, corner in enumerate(points):
            self._paint_corner(painter, colour, corner, points[index - 1], points[(index + 1) % 4])

    def _paint_corner(self, painter: QPainter, colour: QColor, at: QPointF, before: QPointF, after: QPointF) -> None:
        reach = self.look.px(88)
        round_line(painter, colour, self.look.px(18), _towards(at, before, reach), at, _towards(at, after, reach))

    def _panel_words(self, width: float) -> tuple[TextBlock, TextBlock]:
        """Together at most five lines: letters that would take more are made a little smaller."""
        line = lay_out(self.look, self._line(), TextRole.BODY, width)
        most = MOST_LINES - (line.lines if self._line() else 0)
        for part in (1.0, 0.9, 0.8, 0.7, 0.6):
            size = round(self._title_size() * part)
            title = lay_out(self.look, str(self._hint[0]), TextRole.H2, width, size=size, balance=True)
            if title.lines <= most:
                break
        return title, line

    def _panel_left(self) -> int:
        """Where the words begin: beside the ring, or under it where the panel is narrow."""
        beside = bool(self._count[0]) and not self._ring_above
        return self.look.px(190 if beside else 40)

    @property
    def _ring_above(self) -> bool:
        return bool(self._count[0]) and self._panel_room().width() < self.look.px(NARROW)

    def hint_lines(self) -> int:
        """How many lines the panel says now."""
        title, line = self._panel_words(self._words_width())
        return title.lines + (line.lines if self._line() else 0)

    def _words_width(self) -> float:
        return self._panel_room().width() - 2 * self.look.px(32) - self._panel_left() - self.look.px(40)

    def _line(self) -> str:
        return "" if self._brief else str(self._hint[1])

    def _paint_panel(self, painter: QPainter) -> None:
        px = self.look.px
        room, left = self._panel_room(), self._panel_left()
        title, line = self._panel_words(self._words_width())
        ring_high = px(124 + 20) if self._ring_above else 0
        lines = title.height + (line.height if self._line() else 0)
        height = max(px(180) if self._count[0] else px(110), ring_high + lines + 2 * px(30))
        width = left + max(title.width, line.width if self._line() else 0) + px(40)
        foot = room.height() - px(28) - height if room.left() == 0 else (room.height() - height) / 2
        panel = QRectF(room.center().x() - width / 2, foot, width, height)
        rounded(painter, panel, px(36), GLASS, "#FFFFFF" if self.look.theme.edges else "", px(self.look.theme.edges))
        if self._count[0]:
            y = panel.top() + px(30) if ring_high else panel.center().y() - px(62)
            x = panel.center().x() - px(62) if ring_high else panel.left() + px(32)
            draw_ring_count(painter, self.look, QRectF(x, y, px(124), px(124)), *self._count)
        top = panel.center().y() - lines / 2 + ring_high / 2
        title.paint(painter, QRectF(panel.left() + left, top, width, title.height), QColor("#FFFFFF"))
        if self._line():
            line.paint(painter, QRectF(panel.left() + left, top + title.height, width, line.height), QColor(CREAM))


def _towards(start: QPointF, end: QPointF, reach: float) -> QPointF:
    way = end - start
    length = max(1.0, (way.x() ** 2 + way.y() ** 2) ** 0.5)
    part = min(0.45, reach / length)
    return QPointF(start.x() + way.x() * part, start.y() + way.y() * part)
