"""Content that may be higher than the glass: turned by the page, never dragged, and never cut through a thing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Signal
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets.ground import Ground
from kiosk.ui.widgets.layouts import Column, Margins
from kiosk.ui.widgets.options import Pager


class Paged(Ground):
    """Put widgets into ``body``. Where they do not fit, a pager appears below them; ``turned(page)`` from 0.

    A page ends before the first thing that would be cut. Steering with keys turns to the page of what has the focus.
    """

    turned = Signal(int)

    def __init__(
        self,
        look: Look,
        strings: Strings,
        spacing: int = 24,
        margins: Margins = (56, 34, 56, 24),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "paper", parent)
        self.port = QWidget(self)
        self.content = Ground(look, "paper", self.port)
        self.body = Column(look, self.content, spacing=spacing, margins=margins)
        self.pager = Pager(look, strings, upright=True, parent=self)
        self.pager.turned.connect(self.turn)
        self._page, self._starts = 0, [0]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.content.installEventFilter(self)
        look.changed.connect(self.rearrange)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    @property
    def page(self) -> int:
        return self._page

    @property
    def pages(self) -> int:
        return len(self._starts)

    def turn(self, page: int) -> None:
        """Show one page."""
        self._page = min(self.pages - 1, max(0, page))
        self._show()
        self.turned.emit(self._page)

    def show_widget(self, widget: QWidget) -> None:
        """Turn to the page on which ``widget`` begins."""
        top = widget.mapTo(self.content, QPoint(0, 0)).y()
        self.turn(max((index for index, start in enumerate(self._starts) if start <= top), default=0))

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rearrange()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.rearrange()
        return False

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.look.keys_in_use and self.pages > 1 and self.content.isAncestorOf(new):
            self.show_widget(new)

    # --- pages ---

    def rearrange(self) -> None:
        """Measure the content and cut it into pages; stays on the page that was shown where that is possible."""
        width, height = self.width(), self.height()
        if width <= 0 or height <= 0:
            return
        wanted = self._wanted(width)
        bar = self.pager.height_for(width) + self.look.px(36) if wanted > height else 0
        port = max(1, height - bar)
        self.port.setGeometry(0, 0, width, port)
        self.content.setGeometry(0, self.content.y(), width, max(wanted, port))
        self.body.activate()
        self._starts = self._cut(port, wanted) if bar else [0]
        self._page = min(self._page, self.pages - 1)
        side = self.look.px(56)
        self.pager.setGeometry(side, height - bar + self.look.px(12), width - 2 * side, max(0, bar - self.look.px(36)))
        self._show()

    def _wanted(self, width: int) -> int:
        return self.body.heightForWidth(width) if self.body.hasHeightForWidth() else self.body.sizeHint().height()

    def _areas(self) -> list[QRect]:
        """The things that are not to be cut, from the top."""
        items = (self.body.itemAt(index) for index in range(self.body.count()))
        return [item.geometry() for item in items if item is not None and not item.isEmpty()]

    def _cut(self, port: int, wanted: int) -> list[int]:
        starts = [0]
        air = self.look.px(12)
        for area in self._areas():
            if area.bottom() + 1 - starts[-1] > port and area.top() - air > starts[-1]:
                starts.append(area.top() - air)
            while area.bottom() + 1 - starts[-1] > port:  # one thing alone is higher than the glass
                starts.append(starts[-1] + round(port * 0.85))
        return [start for start in starts if start < wanted - air]

    def _show(self) -> None:
        start = self._starts[self._page]
        self.content.move(0, -start)
        end = self._starts[self._page + 1] - start if self._page + 1 < self.pages else self.port.height()
        self.port.setMask(QRegion(0, 0, self.port.width(), max(1, min(end, self.port.height()))))
        self.pager.set_pages(self._page, self.pages)
