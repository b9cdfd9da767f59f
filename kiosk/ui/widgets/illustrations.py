"""Pictures painted by hand: what to do, and which paper is meant. No person's likeness, no flag."""

from __future__ import annotations

import enum
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.drawings import papers, scenes
from kiosk.ui.widgets.paint import clip_rounded, rounded
from kiosk.ui.widgets.shown_timer import ShownTimer


class IllustrationKind(enum.Enum):
    """What can be drawn."""

    CARD_TO_CAMERA = "card-to-camera"  # the back of the card held before the camera
    READER = "reader"  # the card lying on the reader, with waves; moves with the phase
    BIRTH_PAPER = "birth-paper"  # giấy chứng sinh
    MARRIAGE_PAPER = "marriage-paper"  # a gold frame and a red title
    DEATH_PAPER = "death-paper"  # giấy báo tử: a dark frame
    HOME_PAPER = "home-paper"  # a pink cover with a house
    STAMPED_PAPER = "stamped-paper"  # certified, or of an office
    SIGNED_PAPER = "signed-paper"  # two signatures: a contract, an agreement
    PLAIN_PAPER = "plain-paper"
    TORN_PAPER = "torn-paper"  # a corner is missing: what was wrong with a picture
    ID_CARD = "id-card"
    ENVELOPE = "envelope"
    SLIP = "slip"  # the printed slip
    PAPER_ON_TABLE = "paper-on-table"  # how a good picture looks
    PAPER_BLURRED = "paper-blurred"


Drawing = Callable[[QPainter, Look, float], None]

_DRAWINGS: dict[IllustrationKind, tuple[tuple[int, int], Drawing]] = {
    IllustrationKind.CARD_TO_CAMERA: ((968, 750), scenes.card_to_camera),
    IllustrationKind.READER: ((560, 380), scenes.reader),
    IllustrationKind.BIRTH_PAPER: ((138, 190), papers.birth),
    IllustrationKind.MARRIAGE_PAPER: ((138, 190), papers.marriage),
    IllustrationKind.DEATH_PAPER: ((138, 190), papers.death),
    IllustrationKind.HOME_PAPER: ((138, 190), papers.home),
    IllustrationKind.STAMPED_PAPER: ((138, 190), papers.stamped),
    IllustrationKind.SIGNED_PAPER: ((138, 190), papers.signed),
    IllustrationKind.PLAIN_PAPER: ((138, 190), papers.plain),
    IllustrationKind.TORN_PAPER: ((150, 206), papers.torn),
    IllustrationKind.ID_CARD: ((138, 88), papers.id_card),
    IllustrationKind.ENVELOPE: ((240, 180), papers.envelope),
    IllustrationKind.SLIP: ((200, 260), papers.slip),
    IllustrationKind.PAPER_ON_TABLE: ((480, 680), scenes.paper_on_table),
    IllustrationKind.PAPER_BLURRED: ((480, 680), scenes.paper_blurred),
}


def draw_picture(
    painter: QPainter, look: Look, picture: IllustrationKind, area: QRectF, phase: float = 1.0, fill: bool = False
) -> None:
    """Draw in the middle of ``area``, as large as fits (or covers: ``fill``). ``phase``, 0 to 1, moves what moves."""
    (width, height), drawing = _DRAWINGS[picture]
    both = (area.width() / width, area.height() / height)
    scale = max(both) if fill else min(both)
    painter.save()
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-width / 2, -height / 2)
    drawing(painter, look, phase)
    painter.restore()


class Illustration(Painted):
    """A picture on a tinted field (or on nothing), ``height`` base pixels high. ``name`` is what the ear gets."""

    role = AccessRole.PICTURE

    def __init__(
        self,
        look: Look,
        picture: IllustrationKind,
        name: Text = "",
        height: int = 396,
        field: bool = True,
        moving: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._picture, self._name, self._height, self._field = picture, name, height, field
        self._phase = 1.0
        self._timer = ShownTimer(self, 80, self._move)
        self._moving = moving
        self.listen(name)
        self.retranslate()

    def restyle(self) -> None:
        if self._moving and not self.look.reduced_motion:
            self._timer.begin()
        else:
            self._timer.end()
            self._phase = 1.0
        super().restyle()

    def _move(self) -> None:
        self._phase = (self._phase + 0.05) % 1.0  # 1.6 s once round
        self.update()

    def spoken(self) -> str:
        return str(self._name)

    def height_for(self, width: int) -> int:
        return self.look.px(self._height)

    def wanted_width(self) -> int:
        return self.look.px(self._height)

    def least_width(self) -> int:
        return self.look.px(80)

    def paint(self, painter: QPainter) -> None:
        theme, area, px = self.look.theme, QRectF(self.rect()), self.look.px
        if self._field:
            rounded(painter, area, px(28), theme.tint, theme.line if theme.edges else "", px(theme.edges))
            painter.save()
            clip_rounded(painter, area, px(28))
            draw_picture(
                painter, self.look, self._picture, area.adjusted(px(16), px(16), -px(16), -px(16)), self._phase
            )
            painter.restore()
        else:
            draw_picture(painter, self.look, self._picture, area, self._phase)
