"""One commune to be touched: its name with its province, and beneath it what it was called before."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from kiosk.services.places import PlaceFound
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Pressable
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, elided, lay_out

_LEFT, _END = 34, 100  # base px beside the words


class CommuneRow(Pressable):
    """``chosen``: it is the answer so far, and a touch on it chooses another."""

    def __init__(self, look: Look, strings: Strings, *, chosen: bool = False) -> None:
        super().__init__(look)
        self._strings, self._chosen = strings, chosen
        self.short = chosen  # with large letters one line, where the keyboard takes the room
        self.place: PlaceFound | None = None
        self.listen_to(strings)
        self.retranslate()

    def show_place(self, place: PlaceFound | None) -> None:
        self.place = place
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, self._words()))

    def _words(self) -> tuple[str, str]:
        """The name, and what is said of it."""
        if self.place is None:
            return "", ""
        name = f"{self.place.name}, {self.place.within}"
        return name[:1].upper() + name[1:], self._beneath(self.place)

    def _beneath(self, place: PlaceFound) -> str:
        if self._chosen and not place.old:
            return self._strings.say("form.place.other")
        return self._former(place) if place.old else self._strings.say("form.place.own") if place.own else ""

    def _former(self, place: PlaceFound) -> str:
        return self._strings.say("form.place.part" if place.part else "form.place.old", name=place.old)

    def _blocks(self, width: float) -> tuple[TextBlock, TextBlock | None]:
        room = max(1.0, width - self.look.px(_LEFT + _END))
        name, beneath = self._words()
        if self.short and self.look.text_percent > 125:
            name = elided(self.look, name, TextRole.VALUE, room)
            former = self.place is not None and self.place.old
            beneath = elided(self.look, beneath, TextRole.LABEL, room) if former else ""  # the pencil says it
        below = lay_out(self.look, beneath, TextRole.LABEL, room) if beneath else None
        return lay_out(self.look, name, TextRole.VALUE, room), below

    def height_for(self, width: int) -> int:
        heights = [block.height for block in self._blocks(width) if block]
        return max(self.look.px(112), sum(heights) + 2 * self.look.px(10))

    def wanted_width(self) -> int:
        return self.look.px(960)

    def least_width(self) -> int:
        return self.look.px(400)

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        edge = theme.action_text if self._chosen else theme.line2
        rounded(
            painter, area, px(24), theme.tint if self.down or self._chosen else theme.field, edge, px(theme.edges or 3)
        )
        name, below = self._blocks(self.width())
        top = (self.height() - name.height - (below.height if below else 0)) / 2
        name.paint(painter, QRectF(px(_LEFT), top, self.width(), name.height), self.look.colour("ink"))
        if below is not None:
            place = QRectF(px(_LEFT), top + name.height, self.width(), below.height)
            below.paint(painter, place, self.look.colour("ink2"))
        icon, size = "pencil" if self._chosen else "map-pin", px(48 if self.look.text_percent <= 125 else 60)
        draw_icon(painter, icon, theme.action_text, QPointF(self.width() - px(56), self.height() / 2), size)
