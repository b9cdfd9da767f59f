"""A button that wants to be kept down for a moment: for officers, so that nobody passing by answers a call."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Pressable
from kiosk.ui.widgets.buttons import Button, ButtonKind, Dress
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.rooted import Rooted

HOLD = 1500  # ms


class KeptDown(Pressable):
    """``completed`` once it was kept down for ``HOLD``; ``filled`` says how far it is. Let go earlier, nothing happens:
    a short touch means nothing."""

    completed = Signal()

    def fill_while_down(self) -> None:
        """To be called once, when it is built."""
        self._filling = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=HOLD)
        self._filling.valueChanged.connect(lambda _: self.update())
        self._filling.finished.connect(self._complete)

    @property
    def filled(self) -> float:
        """0 to 1."""
        return float(self._filling.currentValue())

    def click(self) -> None:
        """A short touch means nothing."""

    def _set_down(self, down: bool) -> None:
        if down and not self.down:
            self._filling.start()
        elif not down:
            self._filling.stop()
        super()._set_down(down)

    def _complete(self) -> None:
        if self.down:
            self._let_go()
            self.completed.emit()


class HoldButton(KeptDown, Button):
    """As a button, which fills meanwhile."""

    def __init__(self, look: Look, text: Text, icon: str = "bell", parent: QWidget | None = None) -> None:
        super().__init__(look, text, ButtonKind.SECONDARY, icon, height=104, role=TextRole.SMALL_BUTTON, parent=parent)
        self.fill_while_down()

    def dress(self) -> Dress:
        theme = self.look.theme
        return Dress(theme.warn_tint, theme.warn, theme.warn, self.look.px(theme.edges or 3))

    def paint(self, painter: QPainter) -> None:
        wear, area = self.dress(), QRectF(self.rect())
        rounded(painter, area, self.ring_radius(), wear.fill)
        if self.down:
            part = QRectF(area.left(), area.top(), area.width() * self.filled, area.height())
            painter.save()
            painter.setOpacity(0.25)
            rounded(painter, part, self.ring_radius(), wear.text)
            painter.restore()
        rounded(painter, area, self.ring_radius(), "", wear.edge, wear.width)
        self._paint_content(painter, wear)


class HoldRing(KeptDown):
    """Over a picture that says nothing of it: kept down for ``HOLD`` it means something, and a ring fills meanwhile.

    No resident's way: neither Tab nor a short touch comes to anything here.
    """

    def __init__(self, look: Look, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._text = text
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fill_while_down()
        self.listen(text)
        self.retranslate()

    def spoken(self) -> str:
        return str(self._text)

    def paint(self, painter: QPainter) -> None:
        if not self.down:
            return
        width = self.look.px(8)
        painter.setPen(QPen(self.look.colour("gold"), width, c=Qt.PenCapStyle.RoundCap))
        inner = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.drawArc(inner, 90 * 16, -round(self.filled * 360 * 16))


class CallLight(Rooted):
    """A lit edge round the whole window, seen from a counter. It takes no touch and covers nothing but the edge."""

    WIDTH = 16  # pixels of the base screen

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        look.changed.connect(self._repaint)
        self.hide()

    def _repaint(self) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self._look.px(self.WIDTH)
        self.setMask(QRegion(self.rect()) - QRegion(self.rect().adjusted(width, width, -width, -width)))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        theme = self._look.theme
        painter.fillRect(self.rect(), self._look.colour("action" if theme.edges else "gold"))
        painter.end()
