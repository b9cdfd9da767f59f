"""The red field of the start screen, and the numbered steps of a task done with the hands."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.drawings.drum import draw_drum
from kiosk.ui.widgets.drawings.emblem import draw_emblem
from kiosk.ui.widgets.hold import HoldRing
from kiosk.ui.widgets.illustrations import IllustrationKind, draw_picture
from kiosk.ui.widgets.paint import card_shadow, clip_rounded, rounded
from kiosk.ui.widgets.shown_timer import ShownTimer
from kiosk.ui.widgets.text import TextBlock, lay_out, natural_width


class StartBand(Painted):
    """Lacquer with the drum behind it: whose kiosk it is, a greeting, one sentence. Takes whatever height is left."""

    fills = True
    EMBLEM = (56, 60, 128)  # base pixels: left, top, side

    def __init__(
        self,
        look: Look,
        authority: Text,
        commune: Text,
        greeting: Text,
        line: Text,
        staff: Text = "",
        height: int = 1158,
        parent: QWidget | None = None,
    ) -> None:
        """``staff``: what is said of the emblem, which staff keep a finger on."""
        super().__init__(look, parent)
        self.breath = 0.0, 0.0
        self.hold = HoldRing(look, staff, self)
        self._authority, self._commune, self._greeting, self._line = authority, commune, greeting, line
        self._height = height
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.listen(authority, commune, greeting, line)
        self.retranslate()

    def hasHeightForWidth(self) -> bool:
        return False

    def spoken(self) -> str:
        return ". ".join(str(text).replace("\n", " ") for text in (self._greeting, self._line, self._commune))

    def height_for(self, width: int) -> int:
        greeting, line = self._words(width)
        return max(self.look.px(520), greeting.height + line.height + self.look.px(360))

    def wanted_width(self) -> int:
        return self.look.px(1080)

    def least_width(self) -> int:
        return self.look.px(560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_hold()

    def restyle(self) -> None:
        super().restyle()
        self._place_hold()

    def _place_hold(self) -> None:
        px, (left, top, side) = self.look.px, self.EMBLEM
        more = px(12)
        self.hold.setGeometry(px(left) - more, px(top) - more, px(side) + 2 * more, px(side) + 2 * more)

    def _words(self, width: float) -> tuple[TextBlock, TextBlock]:
        room = width - 2 * self.look.px(56)
        greeting = lay_out(self.look, str(self._greeting), TextRole.DISPLAY, min(room, self.look.px(760)), balance=True)
        return greeting, self._sentence(min(room, self.look.px(720)))

    def _sentence(self, room: float) -> TextBlock:
        """Its own line breaks hold as long as they fit."""
        text = str(self._line)
        if natural_width(self.look, text, TextRole.H2) > room:
            text = " ".join(text.split())
        return lay_out(self.look, text, TextRole.H2, room, balance=True, weight=500)

    def paint(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        painter.fillRect(self.rect(), QColor(theme.son))
        painter.translate(*self.breath)
        painter.save()
        painter.setClipRect(self.rect())
        radius = min(px(626), self.height() * 0.56)
        draw_drum(
            painter,
            QPointF(self.width() - radius * 0.4, px(460) if self.height() > px(800) else radius * 0.8),
            radius,
            theme.motif,
        )
        painter.restore()
        painter.translate(-self.breath[0], -self.breath[1])
        painter.fillRect(QRectF(0, self.height() - px(9), self.width(), px(9)), QColor(theme.gold))
        painter.translate(*self.breath)
        self._paint_place(painter)
        self._paint_words(painter)

    def set_breath(self, across: float, down: float) -> None:
        """Stand so many pixels aside: nothing that stands all day burns into the screen."""
        self.breath = across, down
        self.update()

    def _paint_place(self, painter: QPainter) -> None:
        px, theme = self.look.px, self.look.theme
        draw_emblem(painter, self.look, QRectF(*(px(one) for one in (*self.EMBLEM, self.EMBLEM[2]))), plain=True)
        room = self.width() - px(214) - px(40)
        small = lay_out(self.look, str(self._authority), TextRole.BODY, room, weight=500)
        name = lay_out(
            self.look,
            str(self._commune),
            TextRole.H1,
            room,
            size=min(px(64), round(self.look.metrics.letters(TextRole.H1) * 0.84)),
        )
        top = max(float(px(24)), px(124) - (small.height + name.height) / 2)  # a name of several lines grows downward
        small.paint(painter, QRectF(px(214), top, room, small.height), QColor(theme.on_son2))
        name.paint(painter, QRectF(px(214), top + small.height, room, name.height), QColor(theme.on_son))

    def _paint_words(self, painter: QPainter) -> None:
        px, theme = self.look.px, self.look.theme
        greeting, line = self._words(self.width())
        bottom = self.height() - px(9 + 84)
        line_top = bottom - line.height
        greeting_top = line_top - px(20) - greeting.height
        rounded(painter, QRectF(px(56), greeting_top - px(34) - px(6), px(120), px(6)), px(3), theme.gold)
        greeting.paint(painter, QRectF(px(56), greeting_top, self.width(), greeting.height), QColor(theme.on_son))
        line.paint(painter, QRectF(px(56), line_top, self.width(), line.height), QColor(theme.on_son2))


TURN_MS = 1600
"""One picture of several is shown so long."""


class StepCard(Painted):
    """A step that is done with the hands: a number, what to do, and a picture above the words or beside them.

    ``active`` marks the step whose turn it is.
    """

    def __init__(
        self,
        look: Look,
        number: int,
        title: Text,
        line: Text = "",
        picture: IllustrationKind = IllustrationKind.READER,
        active: bool = True,
        beside: bool = False,
        height: int = 750,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._number, self._title, self._line = number, title, line
        self._pictures: tuple[IllustrationKind, ...] = (picture,)
        self._turn = 0
        self._turns = ShownTimer(self, TURN_MS, self._next_picture)
        self._active, self._beside, self._height = active, beside, height
        self.listen(title, line)
        self.retranslate()

    def set_words(self, title: Text, line: Text) -> None:
        self._title, self._line = title, line
        self.listen(title, line)
        self.retranslate()

    def set_pictures(self, pictures: tuple[IllustrationKind, ...]) -> None:
        """Several are shown by turns, as a hand goes from one to the next; without motion, the last."""
        if pictures == self._pictures:
            return
        self._pictures, self._turn = pictures, 0
        if len(pictures) > 1 and not self.look.reduced_motion:
            self._turns.begin()
        else:
            self._turns.end()
            self._turn = len(pictures) - 1
        self.update()

    def _next_picture(self) -> None:
        self._turn = (self._turn + 1) % len(self._pictures)
        self.update()

    @property
    def _picture(self) -> IllustrationKind:
        return self._pictures[self._turn]

    def set_picture_height(self, height: int) -> None:
        """How high the picture above the words is, in base pixels."""
        if height != self._height:
            self._height = height
            self.restyle()

    def set_active(self, active: bool) -> None:
        self._active = active
        self.update()

    def spoken(self) -> str:
        return f"{self._number}. {self._title}. {self._line}"

    def _words(self, width: float) -> tuple[TextBlock, TextBlock]:
        room = width - self.look.px(140 + 34)
        if self._beside:
            room = min(room, width * 0.42) if not self.look.large else room - self.look.px(20)
        return lay_out(self.look, str(self._title), TextRole.TITLE, room), lay_out(
            self.look, str(self._line), TextRole.BODY, room
        )

    def _words_height(self, width: float) -> int:
        title, line = self._words(width)
        return title.height + (line.height if str(self._line) else 0)

    def height_for(self, width: int) -> int:
        words, px = self._words_height(width), self.look.px
        if self._beside:
            return max(px(272), words + 2 * px(36))
        return px(self._height) + max(px(170), words + 2 * px(28))

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(480)

    def cast(self, painter: QPainter) -> None:
        if self._active:
            card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        fill, edge, width = (theme.surface, theme.action_text, 5) if self._active else (theme.paper, theme.line, 2)
        rounded(painter, area, px(28), fill, edge, px(theme.edges or width))
        words = (
            QRectF(0, px(self._height), self.width(), self.height() - px(self._height)) if not self._beside else area
        )
        if self._beside:
            self._paint_beside(painter)
        else:
            self._paint_above(painter, area, px(theme.edges or width))
        self._paint_words(painter, words)

    def _paint_above(self, painter: QPainter, area: QRectF, edge: int) -> None:
        px = self.look.px
        inner = area.adjusted(edge, edge, -edge, -edge)
        painter.save()
        clip_rounded(painter, inner, px(28) - edge)
        field = QRectF(inner.left(), inner.top(), inner.width(), px(self._height) - edge)
        painter.setClipRect(field, Qt.ClipOperation.IntersectClip)
        painter.fillRect(field, self.look.colour("tint"))
        draw_picture(painter, self.look, self._picture, field, fill=False)
        painter.restore()

    def _paint_beside(self, painter: QPainter) -> None:
        px = self.look.px
        if self.look.large:
            return
        room = QRectF(self.width() * 0.58, px(12), self.width() * 0.42 - px(20), self.height() - px(24))
        draw_picture(painter, self.look, self._picture, room)

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        theme, px = self.look.theme, self.look.px
        title, line = self._words(self.width())
        top = area.center().y() - self._words_height(self.width()) / 2
        badge = QRectF(px(40), top + px(4) if not self._beside else top, px(76), px(76))
        if not self._beside:
            badge.moveTop(area.center().y() - px(38))
        fill, ink = (theme.action, theme.on_action) if self._active else (theme.sunk, theme.ink2)
        rounded(painter, badge, px(38), fill)
        number = lay_out(self.look, str(self._number), TextRole.TITLE, 1000, size=px(40))
        at = QRectF(
            badge.center().x() - natural_width(self.look, str(self._number), TextRole.TITLE, px(40)) / 2,
            badge.top(),
            100,
            badge.height(),
        )
        number.paint(painter, at, QColor(ink), middle=True)
        title.paint(painter, QRectF(px(142), top, self.width(), title.height), self.look.colour("ink"))
        if str(self._line):
            line.paint(
                painter, QRectF(px(142), top + title.height, self.width(), line.height), self.look.colour("ink2")
            )
