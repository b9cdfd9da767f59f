"""A picture that was taken, or the face of the card, in its frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.scan.bitmap import Bitmap
from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.camera import image_of
from kiosk.ui.widgets.cards import plate
from kiosk.ui.widgets.paint import clip_rounded, draw_icon, rounded
from kiosk.ui.widgets.ring import GLASS
from kiosk.ui.widgets.text import TextBlock, lay_out


class PhotoView(Painted):
    """A picture that was taken (or the face of the card), in a frame; a verdict in words beneath it.

    ``frame`` is a token: ``gold`` for the card's portrait, ``warn`` and ``ok`` for pictures that are compared.
    """

    role = AccessRole.PICTURE

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

    def set_frame(self, frame: Bitmap) -> None:
        self.set_image(image_of(frame))

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def clear(self) -> None:
        self.set_image(None)

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._name), str(self._caption))))

    def _caption_block(self, width: float) -> TextBlock | None:
        if not str(self._caption):
            return None
        return lay_out(self.look, str(self._caption), TextRole.LEAD, width - self.look.px(60), weight=600)

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


class Plate(Painted):
    """An icon on a large tinted plate, in the middle."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__(look)
        self._icon = icon

    def height_for(self, width: int) -> int:
        return self.look.px(132)

    def paint(self, painter: QPainter) -> None:
        side = self.look.px(132)
        plate(painter, self.look, QRectF((self.width() - side) / 2, 0, side, side), self._icon)
