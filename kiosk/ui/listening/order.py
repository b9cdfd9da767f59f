"""What stands on the glass, in the order in which it is read: question, page, the way on, the way back, the tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from kiosk.ui.resident.parts import ScreenHead
from kiosk.ui.shell import Shell
from kiosk.ui.widgets import Painted, Pressable
from kiosk.ui.widgets.access import AccessRole, AccessState

ROW = 40
"""Base pixels: what begins so little lower stands in the same row."""


@dataclass(frozen=True)
class ReadItem:
    """One stop of the reading. ``press``: what choosing it does; None for what is only read."""

    name: str
    role: AccessRole
    state: AccessState
    widget: Painted
    press: Callable[[], None] | None = None
    part: int = -1  # which of its widget's parts

    @property
    def key(self) -> tuple[int, int]:
        """The same as long as the same thing stands there."""
        return self.widget.number, self.part


def reading_order(shell: Shell) -> list[ReadItem]:
    """Of what lies on top: an overlay's own, or else the screen's and its frame's."""
    laid = shell.overlaid
    if laid is not None:
        return [item for widget in _by_place(laid) for item in _items(widget)]
    return [item for widget in _widgets(shell) for item in _items(widget)]


def _widgets(shell: Shell) -> Iterator[Painted]:
    screen = shell.screen_shown
    if screen is None:
        return
    head = set(_painted(screen.head))
    yield from _by_place(screen.head)
    yield from (one for one in _by_place(screen) if one not in head)
    frame = shell.side if shell.side.isVisible() else shell.footer
    if frame.isVisible():
        yield from (one for one in (frame.main, frame.back_button) if one is not None and one.isVisible())
    tools = shell.side.tools if shell.side.isVisible() else shell.header.tools
    if tools.isVisible():
        yield from _painted(tools)


def _painted(holder: QWidget) -> list[Painted]:
    return [one for one in holder.findChildren(Painted) if one.isVisible()]


def _by_place(holder: QWidget) -> list[Painted]:
    """Row by row, from the left: as one reads."""
    ones = [(one.mapTo(holder, QPoint(0, 0)), one) for one in _painted(holder)]
    ones.sort(key=lambda pair: (pair[0].y(), pair[0].x()))
    if not ones:
        return []
    row, rows = ones[0][1].look.px(ROW), list[list[tuple[QPoint, Painted]]]()
    for place, one in ones:
        if rows and place.y() - rows[-1][0][0].y() <= row:
            rows[-1].append((place, one))
        else:
            rows.append([(place, one)])
    return [one for line in rows for _, one in sorted(line, key=lambda pair: (pair[0].x(), pair[0].y()))]


def _items(widget: Painted) -> Iterator[ReadItem]:
    if parts := widget.access_parts():
        for at, part in enumerate(parts):
            yield ReadItem(part.name, AccessRole.BUTTON, widget.access_state(), widget, part.press, at)
        return
    role = widget.access_role()
    if role is AccessRole.GROUP or (isinstance(widget.parentWidget(), ScreenHead) and not widget.isVisible()):
        return
    press = partial(_press, widget) if isinstance(widget, Pressable) else None
    yield ReadItem(widget.spoken(), role, widget.access_state(), widget, press)


def _press(widget: Pressable) -> None:
    if widget.isVisible():
        widget.click()
