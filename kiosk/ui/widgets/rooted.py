"""A part of the one window: it never becomes a window of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class RootedShowing:
    """Shown while it has no parent, it waits until it has one, where Qt would put it on the glass as a window.

    Stands before one of Qt's own widgets among the bases.

    Qt itself does that showing: ``QLayout.addWidget`` queues a ``show`` for what it takes in, and a button that was
    taken out again before the queue's turn came would lie over the header, and over the next person's start.
    """

    stands_alone = False

    def stand_alone(self: Any) -> None:
        """Be looked at outside the window: a sheet of the gallery, a widget on a test's bench."""
        self.stands_alone = True
        self.show()

    def setVisible(self: Any, visible: bool) -> None:
        if visible and self.isWindow() and not self.stands_alone:
            # What Qt notes of a widget that was shown: it comes to sight together with the parent it is given.
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
            return
        super().setVisible(visible)  # type: ignore[misc]


class Rooted(RootedShowing, QWidget):
    """A widget of the kit."""
