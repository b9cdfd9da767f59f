"""The focus for what was just laid out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def give_focus(widget: QWidget) -> None:
    """Now, and not as soon as Qt has shown it: a layout queues that for what it takes in, and until then the keys that
    are pressed go to whatever had the focus before."""
    place: QWidget | None = widget
    hidden = []
    while place is not None and not place.isVisible() and not place.isWindow():
        hidden.append(place)
        place = place.parentWidget()
    if place is not None and place.isVisible():
        for one in reversed(hidden):
            if not one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                one.show()
    widget.setFocus()
