"""How a key looks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from kiosk.ui.keyboard.layout import KeyAction, KeyFace, Placed
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.labels import CENTRE
from kiosk.ui.widgets.paint import draw_icon, rounded, smooth
from kiosk.ui.widgets.text import TextBlock, lay_out, natural_width

_PLAIN = (KeyAction.LETTER, KeyAction.BREVE, KeyAction.SPACE)
"""Keys that are set as letters are."""

MOST_PICTURES = 200  # keys: letters in both cases, signs and figures; then it begins anew, as ``LayoutCache`` does


class KeyPictures:
    """Keys at rest, each painted once: where In hoa changes, the letters on all keys do, between two touches.

    They stay from one visit to the next, for they show what is printed on keys and nothing of a person's.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._pictures: dict[tuple[object, ...], QPixmap] = {}

    def paint(
        self, painter: QPainter, placed: Placed, label: tuple[str, str], pressed: bool, on: float, lit: bool
    ) -> None:
        """As ``paint_key`` does, on the keyboard's own ground; one that is held or lit is painted by itself."""
        if pressed or lit:
            paint_key(painter, self._look, placed, label, pressed, on, lit)
            return
        key, dense = placed.key, painter.device().devicePixelRatioF()
        worn = self._look.theme.name, self._look.metrics
        named = (placed.area.getRect(), key.act, key.face, key.icon, label, on, dense, worn)
        if named not in self._pictures:
            if len(self._pictures) >= MOST_PICTURES:
                self._pictures.clear()
            self._pictures[named] = self._painted(placed, label, on, dense)
        painter.drawPixmap(self._room(placed).topLeft(), self._pictures[named])

    def _room(self, placed: Placed) -> QRect:
        """With its hard lower edge; the gaps are wider, so no two meet."""
        return placed.area.adjusted(0, 0, 0, self._look.px(3)).toAlignedRect()

    def _painted(self, placed: Placed, label: tuple[str, str], on: float, dense: float) -> QPixmap:
        room = self._room(placed)
        picture = QPixmap(room.size() * dense)
        picture.setDevicePixelRatio(dense)
        picture.fill(self._look.colour("sunk"))
        brush = smooth(QPainter(picture))
        brush.translate(-room.topLeft())
        paint_key(brush, self._look, placed, label, pressed=False, on=on, lit=False)
        brush.end()
        return picture


def paint_key(
    painter: QPainter, look: Look, placed: Placed, label: tuple[str, str], pressed: bool, on: float, lit: bool
) -> None:
    """A key: its hard lower edge, its face, its label. ``lit`` rings the one that arrow keys stand on."""
    area, radius = placed.area, look.px(14)
    fill, text, edge = _colours(look, placed.key.face, pressed, on)
    if not look.theme.edges and not pressed:
        below = look.theme.gold if placed.key.face is KeyFace.GOLD else look.theme.key_edge
        shade = QColor(below)
        shade.setAlphaF(0.62 if placed.key.face is KeyFace.GOLD else 1.0)
        rounded(painter, area.adjusted(0, look.px(3), 0, look.px(3)), radius, shade.name(QColor.NameFormat.HexArgb))
    rounded(painter, area, radius, fill, edge, look.px(look.theme.edges) if edge else 0)
    if lit:
        rounded(
            painter, area.adjusted(4, 4, -4, -4), radius - 3, "", look.theme.ink if not pressed else text, look.px(6)
        )
    _paint_label(painter, look, placed, label, text)


def _colours(look: Look, face: KeyFace, pressed: bool, on: float) -> tuple[str, str, str]:
    """Fill, text, edge."""
    theme = look.theme
    if pressed or on >= 1.0:
        return theme.action, theme.on_action, theme.action if theme.edges else ""
    fill = {KeyFace.LETTER: theme.field, KeyFace.GOLD: theme.gold_tint, KeyFace.MACHINE: theme.key_machine}[face]
    edge = theme.gold_deep if face is KeyFace.GOLD else theme.ink
    if on:
        return theme.tint, theme.action_text, theme.action_text
    text = theme.gold_deep if face is KeyFace.GOLD and theme.edges else theme.ink
    return fill, text, edge if theme.edges else ""


def _paint_label(painter: QPainter, look: Look, placed: Placed, label: tuple[str, str], colour: str) -> None:
    area, key = placed.area, placed.key
    if key.act is KeyAction.TONE:
        _paint_tone(painter, look, area, label, colour)
    elif key.icon and (look.large or natural_width(look, label[0], TextRole.LABEL) + look.px(60) > area.width()):
        draw_icon(painter, key.icon, colour, area.center(), look.px(64 if look.large else 42))
    elif key.icon:
        _paint_with_icon(painter, look, area, key.icon, label[0], colour)
    else:
        role = TextRole.KEY if key.act in (KeyAction.LETTER, KeyAction.BREVE) else TextRole.LABEL
        muted = key.act is KeyAction.SPACE and not look.theme.edges and colour == look.theme.ink
        block = _fitted(look, label[0], role, area, 500 if key.act in _PLAIN else 600)
        block.paint(painter, area, QColor(look.theme.ink2 if muted else colour), middle=True)


def _fitted(look: Look, text: str, role: TextRole, area: QRectF, weight: int) -> TextBlock:
    """The label on one line, a little smaller where its key is narrow."""
    size, need = look.metrics.letters(role), natural_width(look, text, role)
    if look.theme.edges:
        weight = max(weight, 700)
    room = area.width() - look.px(24)
    if need > room:
        size = max(look.px(20), int(size * room / need * 0.97))
    if size * role.line > area.height():
        size = int(area.height() / role.line)
    return lay_out(look, text, role, area.width(), CENTRE, size=size, weight=weight)


def _paint_with_icon(painter: QPainter, look: Look, area: QRectF, icon: str, text: str, colour: str) -> None:
    size, gap = look.px(38), look.px(12)
    words = natural_width(look, text, TextRole.LABEL)
    left = area.center().x() - (size + gap + words) / 2
    draw_icon(painter, icon, colour, QPointF(left + size / 2, area.center().y()), size)
    block = lay_out(look, text, TextRole.LABEL, words + 40, weight=600)
    block.paint(painter, QRectF(left + size + gap, area.top(), words + 40, area.height()), QColor(colour), middle=True)


def _paint_tone(painter: QPainter, look: Look, area: QRectF, label: tuple[str, str], colour: str) -> None:
    """The example in bold and the tone's name: beside each other, or above each other where the text is large."""
    name_colour = colour if colour != look.theme.ink else look.theme.gold_deep
    if look.text_percent > 125:
        half = area.height() / 2
        example = _fitted(look, label[0], TextRole.KEY, QRectF(0, 0, area.width(), half), 700)
        name = _fitted(look, label[1], TextRole.LABEL, QRectF(0, 0, area.width(), half), 600)
        example.paint(
            painter, QRectF(area.left(), area.top() + look.px(2), area.width(), half), QColor(colour), middle=True
        )
        name.paint(
            painter,
            QRectF(area.left(), area.center().y() - look.px(4), area.width(), half),
            QColor(name_colour),
            middle=True,
        )
        return
    gap, size = look.px(14), look.metrics.letters(TextRole.KEY)
    widths = natural_width(look, label[0], TextRole.KEY), natural_width(look, label[1], TextRole.LABEL)
    left = area.center().x() - (sum(widths) + gap) / 2
    example = lay_out(look, label[0], TextRole.KEY, 1000, weight=700, size=round(size * 1.08))
    example.paint(painter, QRectF(left - look.px(2), area.top(), 1000, area.height()), QColor(colour), middle=True)
    name = lay_out(look, label[1], TextRole.LABEL, 1000, weight=600)
    name.paint(
        painter, QRectF(left + widths[0] + gap, area.top(), 1000, area.height()), QColor(name_colour), middle=True
    )
