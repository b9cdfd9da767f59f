"""A field: what is asked, what was answered, and where the answer came from."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.arrows import steer
from kiosk.ui.widgets.base import SPOKEN, Pressable
from kiosk.ui.widgets.chips import chip_width, draw_chip
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, elided, lay_out


class AnswerField(Pressable):
    """One answer. A label above it if given, one sentence of error beneath it if need be.

    States: rest; editing (``set_editing``: caret, halo); error (``set_error``); prefilled (``set_prefilled``: read-only
    with a 'từ thẻ' chip until ``Sửa``, which a tap on the field means: it emits ``mend``).

    Signals: ``clicked`` (tapped), ``edited(str)`` (the text is another), ``mend`` (a prefilled value shall be changed),
    ``submitted`` (Enter). The keyboard and a physical one write through ``insert``, ``backspace``, ``replace_before``.
    """

    edited = Signal(str)
    mend = Signal()
    submitted = Signal()

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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self._strings, self._label, self._placeholder, self._icon = strings, label, placeholder, icon
        self._large, self._limit = large, limit
        self._value, self._caret = unicodedata.normalize("NFC", value), len(value)
        self._error: Text | None = None
        self._prefilled, self._editing, self._caret_shown = False, False, True
        self._blink = QTimer(self)
        self._blink.setInterval(530)
        self._blink.timeout.connect(self._toggle_caret)
        self.clicked.connect(self._tapped)
        self.listen(label, placeholder)
        self.listen_to(strings)
        self.retranslate()

    # --- value ---

    @property
    def value(self) -> str:
        return self._value

    @property
    def caret(self) -> int:
        return self._caret

    def set_value(self, value: str) -> None:
        """Set the text from outside; ``edited`` is for the person's own changes and stays silent."""
        self._value = unicodedata.normalize("NFC", value)[: self._limit]
        self._caret = len(self._value)
        self.retranslate()

    def insert(self, text: str) -> None:
        self.replace_before(0, text)

    def backspace(self) -> None:
        self.replace_before(1, "")

    def clear(self) -> None:
        self._caret = len(self._value)
        self.replace_before(self._caret, "")

    def before(self) -> str:
        """The text before the caret: what composition looks at."""
        return self._value[: self._caret]

    def replace_before(self, count: int, text: str) -> None:
        """Put ``text`` in place of ``count`` letters before the caret."""
        start = max(0, self._caret - count)
        head = unicodedata.normalize("NFC", self._value[:start] + text)
        value = head + self._value[self._caret :]
        if len(value) > self._limit or value == self._value:
            return
        self._value, self._caret, self._error = value, len(head), None
        self.retranslate()
        self.edited.emit(value)

    # --- state ---

    @property
    def editing(self) -> bool:
        return self._editing

    @property
    def prefilled(self) -> bool:
        return self._prefilled

    def set_editing(self, editing: bool) -> None:
        self._editing = editing and not self._prefilled
        self._caret_shown = True
        if self._editing and not self.look.reduced_motion:
            self._blink.start()
        else:
            self._blink.stop()
        self.update()

    def set_error(self, sentence: Text | None) -> None:
        self._error = sentence
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

    def _toggle_caret(self) -> None:
        self._caret_shown = not self._caret_shown
        self.update()

    def spoken(self) -> str:
        origin = self._strings.say("widget.from_card") if self._prefilled else ""
        value = self._value or str(self._placeholder) or self._strings.say("widget.empty")
        return ". ".join(filter(None, (str(self._label), value, origin, str(self._error or ""))))

    # --- physical keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not self._editing:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Backspace:
            self.backspace()
        elif key in SPOKEN and key != Qt.Key.Key_Space:
            self.submitted.emit()
        elif plain and text and text.isprintable():
            self.insert(text)
        elif not self._moved_caret(key) and not steer(self, key):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._editing:
            event.accept()
        else:
            super().keyReleaseEvent(event)

    def _moved_caret(self, key: Qt.Key) -> bool:
        places = {
            Qt.Key.Key_Left: max(0, self._caret - 1),
            Qt.Key.Key_Right: min(len(self._value), self._caret + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._value),
        }
        if key not in places:
            return False
        self._caret, self._caret_shown = places[key], True
        self.update()
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._editing and event.commitString():
            self.insert(event.commitString())
        event.accept()

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
            error.paint(painter, area, self.look.colour("err"))

    def cast(self, painter: QPainter) -> None:
        if self._editing and not self.look.theme.edges:
            halo = self.look.px(8)
            area = self.target().adjusted(-halo, -halo, halo, halo)
            rounded(painter, area, self.look.px(24) + halo, self.look.theme.tint)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        theme, px, radius = self.look.theme, self.look.px, self.look.px(24)
        if self._error:
            rounded(painter, box, radius, theme.field, theme.err, px(5))
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
            draw_icon(painter, "alert-triangle", look.theme.err, QPointF(box.right() - look.px(54), middle), size)
            return look.px(84)
        if self._prefilled:
            words = self._strings.say("widget.from_card")
            width, height = chip_width(look, words, "id", row=True), look.px(46) * look.text_percent / 100
            area = QRectF(box.right() - look.px(28) - width, middle - height / 2, width, height)
            draw_chip(painter, look, area, words, "id", look.theme.ok_tint, look.theme.ok, row=True)
            return width + look.px(44)
        return 0.0

    def _paint_value(self, painter: QPainter, box: QRectF, right: float) -> None:
        look, left = self.look, box.left() + self.look.px(30 if not self._large else 40)
        if self._icon:
            size = round(look.metrics.letters(self._role()) * 1.15)
            draw_icon(painter, self._icon, look.theme.ink, QPointF(left + size / 2, box.center().y()), size)
            left += size + look.px(24)
        room = box.right() - left - max(right, look.px(28))
        if self._value or self._editing:
            self._paint_written(painter, QRectF(left, box.top(), room, box.height()))
        else:
            hint = elided(look, str(self._placeholder), TextRole.LEAD, room)
            block = lay_out(look, hint, TextRole.LEAD, room + 2)
            block.paint(painter, QRectF(left, box.top(), room, box.height()), look.colour("ink2"), middle=True)

    def _paint_written(self, painter: QPainter, area: QRectF) -> None:
        """The value on one line; what is too long moves left, so that the caret always shows."""
        font = self.look.font(self._role())
        metrics = QFontMetricsF(font)
        caret_x = metrics.horizontalAdvance(self._value[: self._caret])
        shift = max(0.0, caret_x + self.look.px(10) - area.width()) if self._editing else 0.0
        text = (
            self._value if self._editing else metrics.elidedText(self._value, Qt.TextElideMode.ElideRight, area.width())
        )
        painter.save()
        painter.setClipRect(area.adjusted(-self.look.px(6), 0, self.look.px(8), 0))
        painter.setFont(font)
        painter.setPen(self.look.colour("ink"))
        baseline = area.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(area.left() - shift, baseline), text)
        if self._editing and self._caret_shown:
            self._paint_caret(painter, area.left() - shift + caret_x, area.center().y())
        painter.restore()

    def _paint_caret(self, painter: QPainter, x: float, middle: float) -> None:
        height = self.look.line_height(self._role())
        caret = QRectF(x + self.look.px(4), middle - height / 2, self.look.px(5), height)
        painter.fillRect(caret, self.look.colour("action_text"))
