"""The official sheet, as it is filed, before somebody signs it: page after page, as wide as the glass allows."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QImage, QPainter, QResizeEvent

from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import CENTRE, ButtonKind, Label, Pager, Painted
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.paint import rounded

OVERLAP = 0.12
"""Of a part of a page, what the next one shows again: no line is cut in two without being whole in one of them."""


class SheetPages(Painted):
    """Pages as wide as there is room for; what is higher than the glass is shown in parts. ``turned``: another part is
    shown, or there are others now."""

    role = AccessRole.PICTURE
    turned = Signal()

    def __init__(self, look: Look, name: Text, pictures: Sequence[bytes], height: int = 220) -> None:
        super().__init__(look)
        self._name, self._height = name, height
        self._pages = [QImage.fromData(one) for one in pictures]
        self.at = 0
        self.listen(name)
        self.retranslate()

    def spoken(self) -> str:
        return f"{self._name} {self.at + 1}/{self.count}"

    def height_for(self, width: int) -> int:
        return self.look.px(self._height)

    @property
    def count(self) -> int:
        return len(self._parts())

    def turn_to(self, part: int) -> None:
        self.at = min(max(part, 0), self.count - 1)
        self.turned.emit()
        self.update()

    def _parts(self) -> list[tuple[int, QRectF]]:
        """Which page, and what of it, in its own pixels."""
        parts = []
        for number, page in enumerate(self._pages):
            wide, high = page.width(), page.height()
            part = min(float(high), wide * max(1, self.height()) / max(1, self.width()))
            count = 1 if part >= high * 0.94 else 1 + math.ceil((high - part) / (part * (1 - OVERLAP)))
            step = (high - part) / max(1, count - 1)
            whole = QRectF(0, 0, wide, high)
            parts += [(number, QRectF(0, n * step, wide, part) if count > 1 else whole) for n in range(count)]
        return parts

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turn_to(self.at)

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        parts = self._parts()
        if not parts:
            return
        number, part = parts[min(self.at, len(parts) - 1)]
        scale = min(area.width() / part.width(), area.height() / part.height())
        shown = QRectF(0, 0, part.width() * scale, part.height() * scale)
        shown.moveCenter(area.center())
        rounded(painter, shown, px(6), "#FFFFFF", theme.line, px(theme.edges or 2))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(shown, self._pages[number], part)


class SheetOverlay(Overlay):
    """As much of the glass as there is. ``closed``: back to where one signs."""

    PAD = 30
    closed = Signal()

    def __init__(self, look: Look, strings: Strings, pictures: Sequence[bytes]) -> None:
        super().__init__(look, strings)
        self.title = Label(look, self.say("sign.sheet"), TextRole.TITLE, align=CENTRE)
        self.pages = SheetPages(look, self.say("sign.sheet"), pictures)
        self.pager = Pager(look, strings)
        self.pager.turned.connect(self.pages.turn_to)
        self.pages.turned.connect(lambda: self.pager.set_pages(self.pages.at, self.pages.count))
        self.close_button = self.button("sign.close", ButtonKind.PRIMARY, self.closed, "signature")
        self.sheet.leaves.set_blocks(
            [
                LeafRow((self.title,), optional=True),
                LeafRow((self.pages,), grow=30),
                self.pager,
                self.close_button,
            ]
        )
        self._place()

    def _place(self) -> None:
        px, leaves = self.look.px, self.sheet.leaves
        area = self.rect().adjusted(px(24), px(24), -px(24), -px(24))
        width = min(area.width(), px(1400))
        self.sheet.setGeometry(area.center().x() - width // 2, area.top(), width, area.height())
        leaves.setGeometry(px(self.PAD), px(self.PAD), width - 2 * px(self.PAD), area.height() - 2 * px(self.PAD))
        leaves.arrange()
