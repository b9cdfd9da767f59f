"""The live picture, the ring that counts, and pictures that were taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.paint import clip_rounded, draw_icon, round_line, rounded
from kiosk.ui.widgets.text import Block, lay_out

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

GLASS, CREAM = "#1E1814", "#E9DFD2"
"""The panel over the picture, and what is written on it: the same in every theme, for it lies on a photograph."""


def image_of(frame: NDArray[uint8]) -> QImage:
    """A picture of the camera (height x width x 3, BGR) as Qt has it. The pixels are copied."""
    height, width = frame.shape[:2]
    return QImage(frame.tobytes(), width, height, 3 * width, QImage.Format.Format_BGR888).copy()


class CountRing(Painted):
    """A ring that fills while 3, 2, 1 are counted. ``set_count(number, fraction of the ring)``."""

    def __init__(self, look: Look, side: int = 126, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._side, self._number, self._fraction = side, 0, 0.0

    def set_count(self, number: int, fraction: float) -> None:
        self._number, self._fraction = number, min(1.0, max(0.0, fraction))
        self.setAccessibleName(str(number) if number else "")
        self.update()

    def height_for(self, width: int) -> int:
        return self.look.px(self._side)

    def wanted_width(self) -> int:
        return self.look.px(self._side)

    def least_width(self) -> int:
        return self.look.px(self._side)

    def paint(self, painter: QPainter) -> None:
        side = self.look.px(self._side)
        draw_ring_count(painter, self.look, QRectF(0, 0, side, side), self._number, self._fraction)


def draw_ring_count(painter: QPainter, look: Look, area: QRectF, number: int, fraction: float) -> None:
    """The ring on its dark glass."""
    width = area.width() * 0.1
    ring = area.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(QColor(GLASS))
    painter.setPen(QPen(QColor("#5A5048"), width))
    painter.drawEllipse(ring)
    pen = QPen(QColor(look.theme.live), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    if fraction > 0:
        painter.drawArc(ring, 90 * 16, -round(360 * 16 * fraction))
    if number:
        font = look.font(Role.H1, size=max(12, round(area.height() * 0.46)))
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(number))


class LivePicture(Painted):
    """What the camera sees, the page's outline on it, and a panel that says the one thing to do.

    ``set_frame`` takes a BGR picture; ``set_corners`` four points in its pixels (or None); the outline is white until
    ``whole``, then live green. ``set_hint(title, line)`` fills the panel, ``set_count(number, fraction)`` its ring.
    """

    fills = True

    def __init__(self, look: Look, name: Text = "", height: int = 1264, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._name, self._height = name, height
        self._image: QImage | None = None
        self._corners: tuple[tuple[float, float], ...] = ()
        self._whole = False
        self._hint: tuple[Text, Text] = ("", "")
        self._count = (0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.listen(name)
        self.retranslate()

    def set_frame(self, frame: NDArray[uint8]) -> None:
        self.set_image(image_of(frame))

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def set_corners(self, corners: Sequence[tuple[float, float]] | None, whole: bool = True) -> None:
        self._corners, self._whole = tuple(corners or ()), whole and bool(corners)
        self.update()

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
        """The picture covers the area: its scale, and where its top left corner lies."""
        if self._image is None or self._image.isNull():
            return 1.0, QPointF(0, 0)
        scale = max(self.width() / self._image.width(), self.height() / self._image.height())
        left = (self.width() - self._image.width() * scale) / 2
        return scale, QPointF(left, (self.height() - self._image.height() * scale) / 2)

    def on_screen(self) -> list[QPointF]:
        """The corners in this widget's own pixels."""
        scale, origin = self._scale()
        return [QPointF(origin.x() + x * scale, origin.y() + y * scale) for x, y in self._corners]

    # --- how it looks ---

    def paint(self, painter: QPainter) -> None:
        area, radius = QRectF(self.rect()), self.look.px(28)
        painter.save()
        clip_rounded(painter, area, radius)
        painter.fillRect(area, QColor(GLASS))
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

    def _panel_words(self, width: float) -> tuple[Block, Block]:
        title = lay_out(self.look, str(self._hint[0]), Role.H2, width)
        return title, lay_out(self.look, str(self._hint[1]), Role.BODY, width)

    def _paint_panel(self, painter: QPainter) -> None:
        px = self.look.px
        left = px(160) if self._count[0] else px(34)
        title, line = self._panel_words(self.width() - 2 * px(40) - left - px(40))
        lines = title.height + (line.height if str(self._hint[1]) else 0)
        height = max(px(180) if self._count[0] else px(110), lines + 2 * px(30))
        width = left + max(title.width, line.width if str(self._hint[1]) else 0) + px(50)
        panel = QRectF((self.width() - width) / 2, self.height() - px(32) - height, width, height)
        rounded(painter, panel, px(36), GLASS, "#FFFFFF" if self.look.theme.edges else "", px(self.look.theme.edges))
        if self._count[0]:
            ring = QRectF(panel.left() + px(32), panel.center().y() - px(62), px(124), px(124))
            draw_ring_count(painter, self.look, ring, *self._count)
            left = px(190)
        top = panel.center().y() - lines / 2
        title.paint(painter, QRectF(panel.left() + left, top, width, title.height), QColor("#FFFFFF"))
        if str(self._hint[1]):
            line.paint(painter, QRectF(panel.left() + left, top + title.height, width, line.height), QColor(CREAM))


def _towards(start: QPointF, end: QPointF, reach: float) -> QPointF:
    way = end - start
    length = max(1.0, (way.x() ** 2 + way.y() ** 2) ** 0.5)
    part = min(0.45, reach / length)
    return QPointF(start.x() + way.x() * part, start.y() + way.y() * part)


class PhotoView(Painted):
    """A picture that was taken (or the face of the card), in a frame; a verdict in words beneath it.

    ``frame`` is a token: ``gold`` for the card's portrait, ``warn`` and ``ok`` for pictures that are compared.
    """

    def __init__(
        self,
        look: Look,
        name: Text = "",
        frame: str = "line",
        height: int = 672,
        width: int = 0,
        caption: Text = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._name, self._frame, self._height, self._width = name, frame, height, width
        self._caption, self._icon = caption, icon
        self._image: QImage | None = None
        self.listen(name, caption)
        self.retranslate()

    def set_frame(self, frame: NDArray[uint8]) -> None:
        self.set_image(image_of(frame))

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def set_data(self, data: bytes) -> bool:
        """Show an encoded picture (JPEG, PNG); False if Qt cannot read it."""
        image = QImage.fromData(data)
        self.set_image(None if image.isNull() else image)
        return not image.isNull()

    def clear(self) -> None:
        self.set_image(None)

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._name), str(self._caption))))

    def _caption_block(self, width: float) -> Block | None:
        if not str(self._caption):
            return None
        return lay_out(self.look, str(self._caption), Role.LEAD, width - self.look.px(60), weight=600)

    def height_for(self, width: int) -> int:
        caption = self._caption_block(width)
        return self.look.px(self._height) + (caption.height + self.look.px(16) if caption else 0)

    def wanted_width(self) -> int:
        return self.look.px(self._width or 470)

    def least_width(self) -> int:
        return self.look.px(self._width or 200)

    def paint(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        frame = QRectF(0, 0, self.width(), px(self._height))
        edge = self.look.colour(self._frame).name()
        gold = self._frame == "gold"
        rounded(painter, frame, px(28), theme.surface if gold else GLASS, edge, px(theme.edges or (3 if gold else 5)))
        inside = px(14) if gold else px(5)
        inner = frame.adjusted(inside, inside, -inside, -inside)
        self._paint_image(painter, inner, px(18 if gold else 24))
        caption = self._caption_block(self.width())
        if caption:
            middle = frame.bottom() + px(16) + caption.height / 2
            draw_icon(painter, self._icon, edge, QPointF(px(24), middle), px(44), 2.2)
            area = QRectF(px(64), frame.bottom() + px(16), self.width(), caption.height)
            caption.paint(painter, area, QColor(edge))

    def _paint_image(self, painter: QPainter, area: QRectF, radius: float) -> None:
        painter.save()
        clip_rounded(painter, area, radius)
        if self._image is None:
            painter.fillRect(area, self.look.colour("tint"))
            draw_icon(painter, "user", self.look.theme.action_text, area.center(), round(area.width() * 0.4), 1.6)
        else:
            scale = max(area.width() / self._image.width(), area.height() / self._image.height())
            width, height = self._image.width() * scale, self._image.height() * scale
            painter.drawImage(
                QRectF(area.center().x() - width / 2, area.center().y() - height / 2, width, height), self._image
            )
        painter.restore()
