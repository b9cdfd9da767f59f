"""Where the page lies, and the short slide from one page to the next: it says which way one goes."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Look
from kiosk.ui.widgets import Ground, Rooted

SLIDE_MS, SLIDE_PX = 180, 16


class PageStack(Ground):
    """Where the page lies. One page at a time; the old one fades as the new one comes in."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._page: QWidget | None = None
        self._slide = Slide(look, self)

    def picture(self) -> QPixmap | None:
        """The present page as it looks; None where nothing would move."""
        if self._page is None or self.look.reduced_motion or not self.isVisible():
            return None
        return self._page.grab()

    def show_page(self, page: QWidget, before: QPixmap | None, forward: bool) -> None:
        old, self._page = self._page, page
        page.setParent(self)
        page.setGeometry(self.rect())
        page.show()
        if old is not None and old is not page:
            old.hide()
        if before is not None:
            self._slide.play(before, page.grab(), 1 if forward else -1)

    @property
    def at_rest(self) -> bool:
        return self._slide.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._page is not None:
            self._page.setGeometry(self.rect())
        self._slide.stop()


class Slide(Rooted):
    """The 180 ms between two pages. It holds their pictures no longer than that."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._old: QPixmap | None = None
        self._new: QPixmap | None = None
        self._way = 1
        self._clock = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=SLIDE_MS)
        self._clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._clock.valueChanged.connect(self.update)
        self._clock.finished.connect(self.stop)
        self.hide()

    def play(self, old: QPixmap, new: QPixmap, way: int) -> None:
        self._old, self._new, self._way = old, new, way
        self.resize(old.deviceIndependentSize().toSize())
        self.show()
        self.raise_()
        self._clock.start()

    def stop(self) -> None:
        self._clock.stop()
        self._old = self._new = None
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._old is None or self._new is None:
            return
        gone = float(self._clock.currentValue())
        away = self._look.px(SLIDE_PX) * self._way
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("paper"))
        painter.setOpacity(1 - gone)
        painter.drawPixmap(round(-away * gone), 0, self._old)
        painter.setOpacity(gone)
        painter.drawPixmap(round(away * (1 - gone)), 0, self._new)
        painter.end()


def take_away(laid: QWidget | None) -> None:
    """What lay over the page is gone, and let go."""
    if laid is not None:
        laid.hide()
        laid.setParent(None)
        laid.deleteLater()
