"""A page of maintenance: title, one line under it, acts at the right; what it holds may be longer than the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QScroller, QVBoxLayout, QWidget

from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.widgets.rooted import RootedShowing


class MaintenancePage(RootedShowing, QScrollArea):
    """``command``: the same act at the command line; shown in the frame's strip."""

    command = ""

    def __init__(self, kit: MaintenanceKit, title: str) -> None:
        super().__init__()
        self.kit = kit
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = self._inner = QWidget()
        inner.setObjectName("inner")
        outer = kit.column(inner, gap=18)
        outer.setContentsMargins(*(kit.px(side) for side in (32, 22, 32, 22)))
        head = kit.split()
        names = kit.column(gap=2)
        self.title = kit.label(title, "h1")
        self.line = kit.label("", "second")
        names.addWidget(self.title)
        names.addWidget(self.line)
        head.addLayout(names, 1)
        self.acts = kit.bar(gap=14)
        self.acts.addStretch(1)
        head.addLayout(self.acts)
        outer.addLayout(head)
        self.body: QVBoxLayout = kit.column(gap=18)
        outer.addLayout(self.body, 1)
        self.setWidget(inner)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def bring(self, part: QWidget) -> None:
        """Into sight what follows from a touch, where it lies below the window."""
        if self.kit.narrow:
            QTimer.singleShot(0, part, lambda: self._scroll_to(part))  # once it is laid out

    def _scroll_to(self, part: QWidget) -> None:
        """Whole, or from its beginning on where it is higher than the window; as it stands where it is seen."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # what it shows was just put there
        bar, high, top = self.verticalScrollBar(), self.viewport().height(), part.mapTo(self._inner, QPoint(0, 0)).y()
        bar.setValue(min(top, max(bar.value(), top + part.height() - high)))

    def headed(self, title: str, picture: str) -> tuple[QFrame, QVBoxLayout]:
        """A card that begins with its picture and its title."""
        kit = self.kit
        frame, box = kit.card()
        head = kit.row(gap=14)
        head.addWidget(kit.plate(picture, 52))
        head.addWidget(kit.label(title, "h2"), 1)
        box.addLayout(head)
        return frame, box

    def card(self, title: str = "", right: str = "") -> tuple[QWidget, QVBoxLayout, QLabel]:
        """A card with its title and a quiet word at the right; its column, and that word."""
        frame, box = self.kit.card()
        quiet = self.kit.label(right, "second")
        if title:
            head = self.kit.bar()
            head.addWidget(self.kit.label(title, "h2"))
            head.addStretch(1)
            head.addWidget(quiet)
            box.addLayout(head)
        return frame, box, quiet


def scrolled(part: QWidget) -> QScrollArea:
    """Large letters may need more than the window."""
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a touch beside takes the focus from no line that is written in
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(part)
    return area
