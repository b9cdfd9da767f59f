"""Buttons: the one primary of a screen, the others, and the pair that asks for a yes or a no."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Pressable
from kiosk.ui.widgets.labels import CENTRE, LEFT
from kiosk.ui.widgets.paint import draw_icon, primary_shadow, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out, longest_word, natural_width, size_that_fits


class ButtonKind(enum.Enum):
    """What a button is for. (height, role of its label)"""

    PRIMARY = ("primary", 128, TextRole.BUTTON)
    START = ("start", 208, TextRole.START)
    SECONDARY = ("secondary", 128, TextRole.BUTTON_PLAIN)
    ALTERNATIVE = ("alternative", 128, TextRole.BUTTON_PLAIN)  # the other way round: no card, past files
    QUIET = ("quiet", 104, TextRole.QUIET_BUTTON)
    DESTRUCTIVE = ("destructive", 104, TextRole.SMALL_BUTTON)
    CHOICE = ("choice", 104, TextRole.SMALL_BUTTON)

    @property
    def height(self) -> int:
        return self.value[1]

    @property
    def role(self) -> TextRole:
        return self.value[2]


@dataclass(frozen=True)
class Dress:
    """What a button wears in one state."""

    fill: str
    text: str
    edge: str = ""
    width: float = 0
    dashed: bool = False
    raised: bool = False


class Button(Pressable):
    """A button: label, an icon before it (after it on a primary), and for START a second line.

    ``set_waiting(text)`` turns a primary into the dashed one that says what is missing; it can still be pressed and
    then emits ``missing`` instead of ``clicked``. ``set_selected`` marks one of a row of choices.
    """

    missing = Signal()

    def __init__(
        self,
        look: Look,
        text: Text,
        kind: ButtonKind = ButtonKind.PRIMARY,
        icon: str = "",
        second: Text = "",
        icon_after: bool | None = None,
        height: int | None = None,
        role: TextRole | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.kind, self.icon, self._second = kind, icon, second
        self._text: Text = text
        self._waiting: Text | None = None
        self._after = kind is ButtonKind.PRIMARY if icon_after is None else icon_after
        self._height, self._role = height or kind.height, role or kind.role
        self.icon_only = False
        self.listen(text, second)
        self.retranslate()

    # --- what it says ---

    def set_text(self, text: Text, icon: str | None = None) -> None:
        before = self.text()
        self._text = text
        self.icon = self.icon if icon is None else icon
        self.listen(text)
        self._say_anew(before)

    def set_waiting(self, text: Text | None) -> None:
        """Say what is still missing; None makes the button ready."""
        before = self.text()
        self._waiting = text
        if text is not None:
            self.listen(text)
        self._say_anew(before)

    def _say_anew(self, before: str) -> None:
        """Under a finger on its way nothing becomes another thing; what stays the same is not measured again."""
        if self.isVisible() and before and self.text() != before:
            self.rest()
        if self._last_face != (self.text(), self.icon, self.waiting):
            self.retranslate()

    def retranslate(self) -> None:
        self._last_face = self.text(), self.icon, self.waiting
        super().retranslate()

    def set_kind(self, kind: ButtonKind) -> None:
        """Look like another kind, in the same place and with the same meaning."""
        if kind is not self.kind:
            self.kind = kind
            self.restyle()

    def set_icon_only(self, only: bool) -> None:
        """Show the icon alone (the name stays for the ear)."""
        if self.icon_only != (only and bool(self.icon)):
            self.icon_only = not self.icon_only
            self.restyle()

    @property
    def waiting(self) -> bool:
        return self._waiting is not None

    def text(self) -> str:
        return str(self._waiting if self._waiting is not None else self._text)

    def spoken(self) -> str:
        return ". ".join(filter(None, (self.text(), str(self._second))))

    def click(self) -> None:
        if not self.waiting:
            super().click()
        elif self.isEnabled() and self.look.take_tap():
            self.missing.emit()

    # --- how large it is ---

    def _label_role(self) -> TextRole:
        return TextRole.BUTTON_PLAIN if self.waiting else self._role

    def _icon_size(self) -> int:
        if not self.icon or self.waiting:
            return 0
        return round(self.look.metrics.letters(self._role) * (1.5 if self.kind is ButtonKind.START else 1.15))

    def _beside(self) -> int:
        """The room that the icon takes, with its gap."""
        size = self._icon_size()
        return size + self.look.px(36 if self.kind is ButtonKind.START else 16) if size and not self.icon_only else 0

    def _beside_in(self, width: float) -> int:
        """The same in a button of that width: with large letters an icon that costs the words a line is left out."""
        beside = self._beside()
        if not beside or not self._words_first:
            return beside
        return beside if self._laid(width, beside).height <= self._laid(width, 0).height else 0

    @property
    def _words_first(self) -> bool:
        return self.look.large and self.kind is not ButtonKind.START

    def _padding(self) -> int:
        return self.look.px(20 if self.kind in (ButtonKind.QUIET, ButtonKind.CHOICE) else 26)

    def wanted_width(self) -> int:
        if self.icon_only:
            return self._icon_size() + 2 * self.look.px(60)
        words = natural_width(self.look, self.text(), self._label_role())
        return words + self._beside() + 2 * self.look.px(32)

    def least_width(self) -> int:
        if self.icon_only:
            return self.look.px(120)
        words = min(longest_word(self.look, self.text(), self._label_role()), self.look.px(480))
        return max(self.look.px(96), words + (0 if self._words_first else self._beside()) + 2 * self._padding())

    def height_for(self, width: int) -> int:
        least = self.look.px(self._height)
        if self.icon_only:
            return max(least, self._icon_size() + 2 * self.look.px(24))
        second = self._second_block(width).height if str(self._second) else 0
        return max(least, self._block(width).height + second + 2 * self.look.px(18))

    def _block(self, width: float) -> TextBlock:
        return self._laid(width, self._beside_in(width))

    def _laid(self, width: float, beside: int) -> TextBlock:
        role, room = self._label_role(), max(1.0, width - beside - 2 * self._padding())
        size = size_that_fits(self.look, self.text(), role, room)
        align = CENTRE if self._centred(beside) else LEFT
        return lay_out(self.look, self.text(), role, room, align, size=size, balance=True)

    def _centred(self, beside: int) -> bool:
        """Words alone stand about the middle, each line of them; beside an icon they begin at one edge."""
        return not beside and not str(self._second)

    def _second_block(self, width: float) -> TextBlock:
        return lay_out(
            self.look, str(self._second), TextRole.BODY, max(1.0, width - self._beside() - 2 * self._padding())
        )

    # --- how it looks ---

    def dress(self) -> Dress:
        """The colours and edge of the present state."""
        theme = self.look.theme
        edge = float(self.look.px(theme.edges or 3))
        if self.waiting:
            return Dress(theme.tint if self.down else theme.sunk, theme.ink2, theme.line2, edge, dashed=True)
        if self.kind in (ButtonKind.PRIMARY, ButtonKind.START):
            fill = theme.action_deep if self.down else theme.action
            return Dress(fill, theme.on_action, raised=not self.down)
        return self._plain_dress(edge)

    def _plain_dress(self, edge: float) -> Dress:
        theme = self.look.theme
        if self.selected or (self.down and theme.edges):
            if self.kind is ButtonKind.CHOICE or theme.edges:
                return Dress(theme.action, theme.on_action)
            return Dress(theme.tint, theme.action_text, theme.action_text, self.look.px(5))
        pressed = theme.sunk if self.down else theme.surface
        dresses = {
            ButtonKind.ALTERNATIVE: Dress(
                theme.tint if self.down else theme.surface, theme.action_text, theme.action_text, edge
            ),
            ButtonKind.QUIET: self._quiet(edge),
            ButtonKind.DESTRUCTIVE: Dress(theme.err_tint if self.down else theme.surface, theme.err, theme.err, edge),
        }
        return dresses.get(self.kind, Dress(pressed, theme.ink, theme.line2, edge))

    def _quiet(self, edge: float) -> Dress:
        theme = self.look.theme
        if theme.edges:
            return Dress(theme.tint, theme.action_text, theme.action_text, edge)
        return Dress(theme.track if self.down else theme.tint, theme.action_text if not self.down else theme.ink)

    def ring_radius(self) -> float:
        return float(self.look.px(36 if self.kind is ButtonKind.START else 24))

    def cast(self, painter: QPainter) -> None:
        if self.dress().raised:
            primary_shadow(painter, self.look, QRectF(self.rect()), self.ring_radius())

    def paint(self, painter: QPainter) -> None:
        wear, area = self.dress(), QRectF(self.rect())
        rounded(painter, area, self.ring_radius(), wear.fill, wear.edge, wear.width, wear.dashed)
        self._paint_content(painter, wear)

    def _paint_content(self, painter: QPainter, wear: Dress) -> None:
        size, middle = self._icon_size(), self.height() / 2
        if self.icon_only:
            draw_icon(painter, self.icon, wear.text, QPointF(self.width() / 2, middle), size)
            return
        beside = self._beside_in(self.width())
        label = self._laid(self.width(), beside)
        second = self._second_block(self.width()) if str(self._second) else None
        if self._centred(beside):
            label.paint(
                painter, QRectF(self._padding(), 0, self.width(), self.height()), QColor(wear.text), middle=True
            )
            return
        words = max(label.width, second.width if second else 0)
        left = (self.width() - words - beside) / 2
        text_left = left if self._after else left + beside
        if beside:
            at = text_left + words + beside - size / 2 if self._after else left + size / 2
            draw_icon(painter, self.icon, wear.text, QPointF(at, middle), size)
        self._paint_words(painter, wear, label, second, text_left)

    def _paint_words(
        self, painter: QPainter, wear: Dress, label: TextBlock, second: TextBlock | None, left: float
    ) -> None:
        height = label.height + (second.height if second else 0)
        top = (self.height() - height) / 2
        label.paint(painter, QRectF(left, top, self.width(), label.height), QColor(wear.text))
        if second:
            area = QRectF(left, top + label.height, self.width(), second.height)
            second.paint(painter, area, QColor(wear.text))
