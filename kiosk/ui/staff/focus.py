"""The focus for what was just laid out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget


def give_focus(widget: QWidget) -> None:
    """Now, and not as soon as Qt has shown it: a layout queues that for what it takes in, and until then the keys that
    are pressed go to whatever had the focus before. What was laid out beside it is shown too, for Tab goes there."""
    place: QWidget | None = widget
    while place is not None and not place.isVisible() and not place.isWindow():
        place = place.parentWidget()
    if place is not None and place is not widget:
        for one in place.findChildren(QWidget):
            if one.isHidden():
                QCoreApplication.sendPostedEvents(one, QEvent.Type.MetaCall.value)  # the show that is queued for it
    widget.setFocus()
