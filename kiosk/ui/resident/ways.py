"""Which of several papers a person has: a tile for each, with its picture; and what can be done who has none today."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter

from kiosk.domain.form import NONE_TODAY, PaperWays
from kiosk.domain.procedure import RequiredDocument
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.needs import PICTURES
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Button, ButtonKind, IllustrationKind, Note, Pressable, draw_picture
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.text import TextBlock, lay_out

_SIDE, _EDGE = 150, 30  # base px of the picture and beside it


class WayTile(Pressable):
    """One paper, to be touched by who has it."""

    def __init__(self, look: Look, picture: IllustrationKind, name: Text, line: Text) -> None:
        super().__init__(look)
        self._picture, self._name, self._line, self.selected = picture, name, line, False
        self.listen(name, line)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, (str(self._name), str(self._line))))

    def set_selected(self, selected: bool) -> None:
        self.selected = selected
        self.restyle()

    def _left(self) -> int:
        return self.look.px(_EDGE if self.look.large else _SIDE + 2 * _EDGE)

    def _blocks(self, width: float) -> list[tuple[TextBlock, str]]:
        room = max(1.0, width - self._left() - self.look.px(_EDGE))
        name = lay_out(self.look, str(self._name), TextRole.TITLE, room)
        line = lay_out(self.look, str(self._line), TextRole.LABEL, room) if str(self._line) else None
        return [(name, "ink"), *([(line, "ink2")] if line else [])]

    def height_for(self, width: int) -> int:
        words = sum(block.height for block, _ in self._blocks(width)) + 2 * self.look.px(24)
        return max(words, self.look.px(120 if self.look.large else _SIDE + 40))

    def wanted_width(self) -> int:
        return self.look.px(960)

    def least_width(self) -> int:
        return self.look.px(420)

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        edge = theme.action_text if self.selected else theme.line2
        fill = theme.tint if self.down or self.selected else theme.surface
        rounded(painter, area, px(28), fill, edge, px(theme.edges or (4 if self.selected else 2)))
        if not self.look.large:
            place = QRectF(px(_EDGE), (self.height() - px(_SIDE)) / 2, px(_SIDE), px(_SIDE))
            draw_picture(painter, self.look, self._picture, place)
        blocks = self._blocks(self.width())
        top = (self.height() - sum(block.height for block, _ in blocks)) / 2
        for block, colour in blocks:
            block.paint(painter, QRectF(self._left(), top, self.width(), block.height), self.look.colour(colour))
            top += block.height


class WaysScreen(Screen):
    """``chosen`` with the paper's key, or NONE_TODAY."""

    step = VisitStep.CAPTURE
    chosen = Signal(str)
    officerAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("ways.title"), strings.phrase("ways.lead"))
        self.tiles: dict[str, WayTile] = {}
        self.none = self.officer = Button(look, "")
        self.set_footer(None, self.say("widget.back"))

    def show_ways(self, need: PaperWays) -> None:
        self.head.set_words(self.say("ways.title"), self.say("ways.lead"))
        self.tiles = {one.key: self._tile(one, need) for one in need.ways}
        self.none = self._button("ways.none", "clock")
        self.none.clicked.connect(lambda: self.chosen.emit(NONE_TODAY))
        self.officer = self._button("ways.officer", "bell")
        self.officer.clicked.connect(self.officerAsked)
        self.put(
            LeafRow(tuple(self.tiles.values()), wide=1),
            LeafRow((Note(self.look, "info-circle", self.say("ways.none_line")),), air=16, low=True, optional=True),
            LeafRow((self.none,) if self.look.large else (self.none, self.officer), wide=2),  # the head has it too
        )

    def _tile(self, one: RequiredDocument, need: PaperWays) -> WayTile:
        picture = PICTURES.get(one.picture, IllustrationKind.PLAIN_PAPER)
        tile = WayTile(self.look, picture, live_text(self.strings, one.name), live_text(self.strings, one.note))
        tile.set_selected(one.key == need.chosen)
        tile.clicked.connect(lambda: self.chosen.emit(one.key))
        return tile

    def _button(self, key: str, icon: str) -> Button:
        return Button(self.look, self.say(key), ButtonKind.QUIET, icon, height=112, role=TextRole.SMALL_BUTTON)

    def wipe(self) -> None:
        self.tiles = {}
        super().wipe()
