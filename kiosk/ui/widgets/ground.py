"""What widgets lie on, and the shadows that they cast on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Look
from kiosk.ui.widgets.paint import smooth
from kiosk.ui.widgets.rooted import Rooted

CAST_ROOM = 40
"""No shadow, halo or ring reaches further from its widget than this, in pixels of the base screen."""


class Caster(Rooted):
    """A widget that may draw beyond its own edges: a shadow or a halo, on the ground below it."""

    _numbers = count()

    casts: ClassVar[bool] = False
    """Whether it ever draws beyond its edges."""

    def __init_subclass__(cls, **how: object) -> None:
        super().__init_subclass__(**how)
        cls.casts = cls.cast is not Caster.cast

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.number = next(self._numbers)  # never used again, as an address may be

    def cast(self, painter: QPainter) -> None:
        """Draw what lies outside this widget, a shadow or a halo, in its own coordinates; the ground below calls it."""

    def update(self, *area: object) -> None:
        """Ask for a new picture, of what it casts too: Qt knows of nothing that lies outside a widget."""
        super().update(*area)
        ground = ground_of(self) if self.casts else None
        if ground is not None:
            ground.update(ground.reach_of(self))


class Ground(Rooted):
    """What widgets lie on: paper, or the surface of a card. It paints their shadows, so that every widget is exactly
    as large as it looks and rows meet at the distances of the tokens.

    When a widget goes, comes or moves, Qt paints anew where it lay, not where its shadow lay. So the ground remembers
    where shadows fell at its last painting, and paints anew what is no longer so.
    """

    covers: ClassVar[bool] = True
    """Whether it paints all of itself: what lies beneath is then never painted."""

    def __init__(self, look: Look, colour: str = "paper", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.colour = colour
        self._shadowed: dict[int, QRect] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, self.covers)
        look.changed.connect(self._repaint)

    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        casting = [(widget, self.reach_of(widget)) for widget in self._casting()]
        painter = smooth(QPainter(self))
        self.paint_ground(painter)
        for widget, area in casting:
            if area.intersects(event.rect()):
                painter.save()
                painter.translate(widget.mapTo(self, QPoint(0, 0)))
                widget.cast(painter)
                painter.restore()
        painter.end()
        self._paint_what_moved({widget.number: area for widget, area in casting})

    def paint_ground(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.look.colour(self.colour))

    def reach_of(self, widget: Caster) -> QRect:
        """Where ``widget`` and what it casts lie, in this ground's pixels."""
        room = self.look.px(CAST_ROOM)
        return QRect(widget.mapTo(self, QPoint(0, 0)), widget.size()).adjusted(-room, -room, room, room)

    def _casting(self) -> Iterator[Caster]:
        for widget in self.findChildren(Caster):
            if widget.casts and widget.isVisibleTo(self) and ground_of(widget) is self:
                yield widget

    def _paint_what_moved(self, shadowed: dict[int, QRect]) -> None:
        before, self._shadowed = self._shadowed, shadowed
        for number in before.keys() | shadowed.keys():
            was, now = before.get(number, QRect()), shadowed.get(number, QRect())
            if was != now:
                self.update(was.united(now))


def ground_of(widget: QWidget) -> Ground | None:
    """The ground that ``widget`` lies on."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Ground):
        parent = parent.parentWidget()
    return parent
