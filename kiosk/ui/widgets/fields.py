"""A field: what is asked, what was answered, and where the answer came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessState
from kiosk.ui.widgets.chips import chip_width, draw_chip
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, elided, lay_out
from kiosk.ui.widgets.writing import WritingField


class AnswerField(WritingField):
    """One answer. A label above it if given, one sentence of error beneath it if need be.

    States: rest; editing (``set_editing``: caret, halo); error (``set_error``); prefilled (``set_prefilled``: read-only
    with a 'từ thẻ' chip until ``Sửa``, which a tap on the field means: it emits ``mend``). While it is written in, a
    touch puts the caret; a chip in it says how many letters are left before none are, and what was refused.

    Signals: ``clicked`` (tapped), ``edited(str)`` (the text is another), ``mend`` (a prefilled value shall be changed),
    ``submitted`` (Enter), ``refused(TypingRefusal)``, ``caret_moved``.
    """

    mend = Signal()

    def __init__(
        self,
        look: Look,
        strings: Strings,
        label: Text = "",
        value: str = "",
        placeholder: Text = "",
        icon: str = "",
        large: bool = False,
        limit: int = 120,
        accepts: Callable[[str], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``accepts``: what may stand in it, letter by letter; None for anything."""
        super().__init__(look, strings, value, limit, accepts, parent)
        self._label, self._placeholder, self._icon, self._large = label, placeholder, icon, large
        self._error: Text | None = None
        self._calm = False
        self._prefilled = False
        self._shift = 0.0  # how far a long text is moved to the left
        self.clicked.connect(self._tapped)
        self.listen(label, placeholder)
        self.listen_to(strings)
        self.retranslate()

    # --- state ---

    @property
    def prefilled(self) -> bool:
        return self._prefilled

    def set_editing(self, editing: bool) -> None:
        super().set_editing(editing and not self._prefilled)

    def _say_written(self) -> None:
        if self._error is None:
            super()._say_written()
        else:
            self.set_error(None)  # it was said of the old text

    def set_error(self, sentence: Text | None, *, calm: bool = False) -> None:
        """``calm``: it is no fault, only to be read."""
        self._error, self._calm = sentence, calm
        if sentence is not None:
            self.listen(sentence)
        self.retranslate()

    def set_prefilled(self, prefilled: bool) -> None:
        """The value comes from the card: shown with its origin, read-only until it shall be mended."""
        self._prefilled = prefilled
        if prefilled:
            self.set_editing(False)
        self.retranslate()

    def _tapped(self) -> None:
        if self._prefilled:
            self.mend.emit()

    def access_value(self) -> str:
        return self.value

    def access_state(self) -> AccessState:
        return replace(super().access_state(), invalid=self._error is not None and not self._calm)

    def spoken(self) -> str:
        origin = self._strings.say("widget.from_card") if self._prefilled else ""
        value = self.value or str(self._placeholder) or self._strings.say("widget.empty")
        return ". ".join(filter(None, (str(self._label), value, origin, self.notice(), str(self._error or ""))))

    # --- how large ---

    def _role(self) -> TextRole:
        return TextRole.ENTRY if self._large else TextRole.VALUE

    def _label_block(self, width: float) -> TextBlock | None:
        return lay_out(self.look, str(self._label), TextRole.LABEL, width) if self._label else None

    def _error_block(self, width: float) -> TextBlock | None:
        return lay_out(self.look, str(self._error), TextRole.LABEL_STRONG, width) if self._error else None

    def _label_height(self, width: float) -> int:
        return block.height + self.look.px(8) if (block := self._label_block(width)) else 0

    def box_height(self) -> int:
        letters = round(self.look.line_height(self._role()) * 1.05) + 2 * self.look.px(20)
        return max(self.look.px(144 if self._large else 104), letters)

    def height_for(self, width: int) -> int:
        below = error.height + self.look.px(12) if (error := self._error_block(width)) else 0
        return self._label_height(width) + self.box_height() + below

    def least_width(self) -> int:
        return self.look.px(280)

    def wanted_width(self) -> int:
        return self.look.px(480)

    def target(self) -> QRectF:
        return QRectF(0, self._label_height(self.width()), self.width(), self.box_height())

    # --- how it looks ---

    def paint(self, painter: QPainter) -> None:
        label, box = self._label_block(self.width()), self.target()
        if label:
            area = QRectF(0, 0, self.width(), label.height)
            label.paint(painter, area, self.look.colour("ink2"))
        self._paint_box(painter, box)
        self._paint_value(painter, box, self._paint_right(painter, box))
        error = self._error_block(self.width())
        if error:
            area = QRectF(0, box.bottom() + self.look.px(12), self.width(), error.height)
            error.paint(painter, area, self.look.colour("warn" if self._calm else "err"))

    def cast(self, painter: QPainter) -> None:
        if self._editing and not self.look.theme.edges:
            halo = self.look.px(8)
            area = self.target().adjusted(-halo, -halo, halo, halo)
            rounded(painter, area, self.look.px(24) + halo, self.look.theme.tint)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        theme, px, radius = self.look.theme, self.look.px, self.look.px(24)
        if self._error:
            rounded(painter, box, radius, theme.field, theme.warn if self._calm else theme.err, px(5))
        elif self._editing:
            rounded(painter, box, radius, theme.field, theme.action_text, px(8 if theme.edges else 5))
        elif self._prefilled:
            rounded(painter, box, radius, theme.surface, theme.line, px(theme.edges or 2))
        else:
            rounded(painter, box, radius, theme.tint if self.down else theme.field, theme.line2, px(theme.edges or 3))

    def _paint_right(self, painter: QPainter, box: QRectF) -> float:
        """What stands at the right end; returns the room it takes."""
        look, middle = self.look, box.center().y()
        if self._error:
            size = look.px(44)
            icon, colour = ("info-circle", look.theme.warn) if self._calm else ("alert-triangle", look.theme.err)
            draw_icon(painter, icon, colour, QPointF(box.right() - look.px(54), middle), size)
            return look.px(84)
        theme = look.theme
        if self._prefilled:
            words = self._strings.say("widget.from_card")
            return self._paint_chip(painter, box, words, "id", theme.ok_tint, theme.ok)
        if words := self.notice():
            warns = self._refusal is not None
            tint, colour = (theme.warn_tint, theme.warn) if warns else (theme.sunk, theme.ink2)
            return self._paint_chip(painter, box, words, "alert-triangle" if warns else "", tint, colour)
        return 0.0

    def _paint_chip(self, painter: QPainter, box: QRectF, words: str, icon: str, tint: str, colour: str) -> float:
        look = self.look
        width, height = chip_width(look, words, icon, row=True), look.px(46) * look.text_percent / 100
        area = QRectF(box.right() - look.px(28) - width, box.center().y() - height / 2, width, height)
        draw_chip(painter, look, area, words, icon, tint, colour, row=True)
        return width + look.px(44)

    def _text_left(self) -> float:
        left = self.target().left() + self.look.px(30 if not self._large else 40)
        return left + self._icon_size() + self.look.px(24) if self._icon else left

    def _icon_size(self) -> int:
        return round(self.look.metrics.letters(self._role()) * 1.15)

    def _paint_value(self, painter: QPainter, box: QRectF, right: float) -> None:
        look, left = self.look, self._text_left()
        if self._icon:
            middle = QPointF(left - look.px(24) - self._icon_size() / 2, box.center().y())
            draw_icon(painter, self._icon, look.theme.ink, middle, self._icon_size())
        room = box.right() - left - max(right, look.px(28))
        if self.value or self._editing:
            self._paint_written(painter, QRectF(left, box.top(), room, box.height()))
        else:
            hint = elided(look, str(self._placeholder), TextRole.LEAD, room)
            block = lay_out(look, hint, TextRole.LEAD, room + 2)
            block.paint(painter, QRectF(left, box.top(), room, box.height()), look.colour("ink2"), middle=True)

    def letter_at(self, x: float) -> int:
        """Between which two letters a finger means."""
        metrics, along = QFontMetricsF(self._font()), x - self._text_left() + self._shift
        places = range(len(self.value) + 1)
        return min(places, key=lambda caret: abs(metrics.horizontalAdvance(self.value[:caret]) - along))

    def _font(self) -> QFont:
        return self.look.font(self._role(), text=self.value)

    def _paint_written(self, painter: QPainter, area: QRectF) -> None:
        """The value on one line; what is too long moves left, so that the caret always shows."""
        metrics = QFontMetricsF(self._font())
        caret_x = metrics.horizontalAdvance(self.before())
        self._shift = max(0.0, caret_x + self.look.px(10) - area.width()) if self._editing else 0.0
        text = (
            self.value if self._editing else metrics.elidedText(self.value, Qt.TextElideMode.ElideRight, area.width())
        )
        painter.save()
        painter.setClipRect(area.adjusted(-self.look.px(6), 0, self.look.px(8), 0))
        painter.setFont(self._font())
        painter.setPen(self.look.colour("ink"))
        baseline = area.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(area.left() - self._shift, baseline), text)
        if self._editing:
            self._paint_composing(painter, area.left() - self._shift + caret_x, baseline, metrics)
        if self._editing and self._caret_shown:
            self._paint_caret(painter, area.left() - self._shift + caret_x, area.center().y())
        painter.restore()

    def _paint_composing(self, painter: QPainter, x: float, baseline: float, metrics: QFontMetricsF) -> None:
        """A line under the syllable that the next letter may still change."""
        word = self._typing.composing if self._typing else ""
        if word:
            wide, thick = metrics.horizontalAdvance(word), self.look.px(4)
            line = QRectF(x - wide, baseline + self.look.px(10), wide, thick)
            painter.fillRect(line, self.look.colour("action_text"))

    def _paint_caret(self, painter: QPainter, x: float, middle: float) -> None:
        height = self.look.line_height(self._role())
        caret = QRectF(x + self.look.px(4), middle - height / 2, self.look.px(5), height)
        painter.fillRect(caret, self.look.colour("action_text"))
