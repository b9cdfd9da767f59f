"""A page as large as there is room for; a line that is marked or not."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QCheckBox

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.icons import icon
from kiosk.ui.widgets.rooted import Rooted, RootedShowing


class PaperView(Rooted):
    """A picture of a page, as large as there is room for, or a sentence where there is none."""

    def __init__(self, kit: StaffKit, *, high: float = 200) -> None:
        """``high``: the least that it is."""
        super().__init__()
        self._kit = kit
        self.picture = QPixmap()
        self._text = ""
        self.setMinimumSize(kit.px(200), kit.px(high))

    def show_picture(self, png: bytes, text: str = "") -> None:
        self.picture = QPixmap.fromImage(QImage.fromData(png)) if png else QPixmap()
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def show_image(self, image: QImage | None, text: str = "") -> None:
        self.picture = QPixmap.fromImage(image) if image is not None else QPixmap()
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.picture.isNull():
            painter.setPen(self._kit.look.colour("ink2"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self._text)
            return
        size = self.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple())
        painter.drawPixmap(area, self.picture)


class StaffCheck(RootedShowing, QCheckBox):
    """A line that is marked or not, with its tick; its words take several lines where one has no room."""

    def __init__(self, kit: StaffKit, text: str) -> None:
        super().__init__(text)
        self._words = text
        self.setAccessibleName(text)
        self._tick = icon("check", kit.look.colour("on_action").name(), kit.px(22), 3.0)
        self._side = kit.px(31)

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * self._side, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 2 * self._side
        lines, metrics = [""], self.fontMetrics()
        for word in self._words.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and metrics.horizontalAdvance(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        if (text := "\n".join(lines)) != self.text():
            self.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            at = (self._side - self._tick.width()) // 2
            painter.drawPixmap(at, (self.height() - self._tick.height()) // 2, self._tick)
            painter.end()
