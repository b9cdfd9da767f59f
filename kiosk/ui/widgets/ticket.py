"""What the person takes away: the code, its QR, and when to come back, on a ticket that tears."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.strings import Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.access import AccessRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.facts import KnownValue
from kiosk.ui.widgets.paint import card_shadow, draw_icon, rounded
from kiosk.ui.widgets.text import TextBlock, lay_out


class CodeText(Painted):
    """A code in the largest type, in tabular figures; shrinks rather than wraps."""

    def __init__(self, look: Look, code: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._code = code
        self.retranslate()

    def spoken(self) -> str:
        return " ".join(self._code)

    def height_for(self, width: int) -> int:
        return code_block(self.look, self._code, width).height

    def wanted_width(self) -> int:
        return self.look.px(860)

    def least_width(self) -> int:
        return self.look.px(300)

    def paint(self, painter: QPainter) -> None:
        code_block(self.look, self._code, self.width()).paint(painter, QRectF(self.rect()), self.look.colour("ink"))


def code_block(look: Look, code: str, width: float) -> TextBlock:
    """A code on one line, in the largest size that fits."""
    size = look.metrics.letters(TextRole.CODE)
    while size > look.px(40) and lay_out(look, code, TextRole.CODE, 1e6, size=size).width > width:
        size -= 2
    return lay_out(look, code, TextRole.CODE, width, size=size)


def qr_matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code for ``text``, without its quiet zone."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def draw_qr(painter: QPainter, look: Look, text: str, area: QRectF) -> None:
    """A QR code on white, its modules on whole pixels, with four modules of quiet round it."""
    rounded(painter, area, look.px(18), "#FFFFFF", look.theme.line, look.px(2))
    matrix = look.layouts.get(("qr", text), lambda: qr_matrix(text))
    side = int(min(area.width(), area.height()) // (len(matrix) + 8))
    whole = side * len(matrix)
    left, top = round(area.center().x() - whole / 2), round(area.center().y() - whole / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                painter.fillRect(left + x * side, top + y * side, side, side, QColor("#1B1410"))
    painter.restore()


class QrView(Painted):
    """A QR code, ``side`` base pixels square. ``name`` is what the ear gets."""

    role = AccessRole.PICTURE

    def __init__(self, look: Look, text: str, name: Text = "", side: int = 346, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._code, self._name, self._side = text, name, side
        self.listen(name)
        self.retranslate()

    def spoken(self) -> str:
        return str(self._name)

    def height_for(self, width: int) -> int:
        return self.look.px(self._side)

    def wanted_width(self) -> int:
        return self.look.px(self._side)

    def least_width(self) -> int:
        return self.look.px(self._side)

    def paint(self, painter: QPainter) -> None:
        side = min(self.width(), self.height())
        draw_qr(painter, self.look, self._code, QRectF((self.width() - side) / 2, 0, side, side))


class Ticket(Painted):
    """The receipt on the screen: a label and the code; QR with facts beside it, and those of ``lines`` beneath
    them in a small line each; below the tear, when to come back."""

    def __init__(
        self,
        look: Look,
        label: Text,
        code: str,
        hint: Text,
        qr: str,
        facts: Sequence[KnownValue],
        when_label: Text,
        when: Text,
        lines: Sequence[KnownValue] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._label, self._code, self._hint, self._qr = label, code, hint, qr
        self._facts, self._lines, self._when_label, self._when = tuple(facts), tuple(lines), when_label, when
        every = (*self._facts, *self._lines)
        self.listen(label, hint, when_label, when, *(t for fact in every for t in (fact.label, fact.value)))
        self.retranslate()

    def spoken(self) -> str:
        facts = (f"{fact.label}: {fact.value}" for fact in (*self._facts, *self._lines))
        return ". ".join((f"{self._label}: {' '.join(self._code)}", *facts, f"{self._when_label}: {self._when}"))

    # --- how large ---

    def _pad(self) -> int:
        return self.look.px(42)

    def _inner(self, width: float) -> float:
        return width - 2 * self._pad()

    def _text(self, text: Text, role: TextRole, width: float, weight: int | None = None) -> TextBlock:
        return lay_out(self.look, str(text), role, width, weight=weight)

    def _head(self, width: float) -> tuple[TextBlock, TextBlock, TextBlock]:
        inner = self._inner(width)
        code = code_block(self.look, self._code, inner)
        return self._text(self._label, TextRole.BODY, inner), code, self._text(self._hint, TextRole.BODY, inner)

    def _qr_side(self) -> int:
        return self.look.px(280 if self._lines else 346)

    @property
    def _stacked(self) -> bool:
        return self.look.text_percent > 150

    def _facts_width(self, width: float) -> float:
        return self._inner(width) - (0 if self._stacked else self._qr_side() + self.look.px(44))

    def _fact_blocks(self, width: float) -> list[tuple[TextBlock, TextBlock]]:
        room = self._facts_width(width)
        return [
            (self._text(fact.label, TextRole.LABEL, room), self._text(fact.value, TextRole.TITLE, room))
            for fact in self._facts
        ]

    def _facts_height(self, width: float) -> int:
        blocks = self._fact_blocks(width)
        facts = sum(label.height + value.height for label, value in blocks) + self.look.px(18) * (len(blocks) - 1)
        return facts + sum(map(_line_height, self._line_blocks(width))) + (self.look.px(18) if self._lines else 0)

    def _line_blocks(self, width: float) -> list[tuple[TextBlock, TextBlock]]:
        """Name at the left, value at the right."""
        room, gap = self._facts_width(width), self.look.px(20)
        values = [self._text(one.value, TextRole.CHIP, room) for one in self._lines]
        names = (
            self._text(one.label, TextRole.CHIP, room - value.width - gap, weight=400)
            for one, value in zip(self._lines, values, strict=True)
        )
        return list(zip(names, values, strict=True))

    def _middle_height(self, width: float) -> int:
        facts = self._facts_height(width)
        return self._qr_side() + self.look.px(30) + facts if self._stacked else max(self._qr_side(), facts)

    def _tear(self, width: float) -> int:
        """How far down the ticket tears."""
        head = sum(block.height for block in self._head(width))
        return self._pad() + head + self._air() + self._middle_height(width) + self.look.px(38)

    def _air(self) -> int:
        """Over the QR."""
        return self.look.px(34 if self._lines else 48)

    def _foot(self, width: float) -> tuple[TextBlock, TextBlock]:
        room = self._inner(width) - self.look.px(122)
        return self._text(self._when_label, TextRole.BODY, room), self._text(self._when, TextRole.H2, room, weight=700)

    def height_for(self, width: int) -> int:
        label, when = self._foot(width)
        return self._tear(width) + max(self.look.px(100), label.height + when.height) + 2 * self.look.px(38)

    def wanted_width(self) -> int:
        return self.look.px(968)

    def least_width(self) -> int:
        return self.look.px(500)

    # --- how it looks ---

    def cast(self, painter: QPainter) -> None:
        """The shadow, but none where the notches let the ground show."""
        card_shadow(painter, self.look, QRectF(self.rect()), self.look.px(28))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour("paper"))
        for x in (0, self.width()):
            painter.drawEllipse(QPointF(x, self._tear(self.width())), self.look.px(22), self.look.px(22))

    def _outline(self) -> QPainterPath:
        """A rounded area with a round notch bitten out at either end of the tear."""
        edge, radius, notch = self.look.px(self.look.theme.edges or 2) / 2, self.look.px(28), self.look.px(22)
        area = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        path, bites = QPainterPath(), QPainterPath()
        path.addRoundedRect(area, radius, radius)
        for x in (area.left(), area.right()):
            bites.addEllipse(QPointF(x, self._tear(self.width())), notch, notch)
        return path.subtracted(bites)

    def paint(self, painter: QPainter) -> None:
        theme, px = self.look.theme, self.look.px
        painter.setBrush(QColor(theme.surface))
        painter.setPen(QPen(QColor(theme.line), px(theme.edges or 2)))
        painter.drawPath(self._outline())
        pen = QPen(QColor(theme.line), px(4), Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.0, 1.4])
        painter.setPen(pen)
        tear = self._tear(self.width())
        painter.drawLine(px(28), tear, self.width() - px(28), tear)
        self._paint_head(painter)
        self._paint_foot(painter, tear)

    def _paint_head(self, painter: QPainter) -> None:
        top, ink, ink2 = float(self._pad()), self.look.colour("ink"), self.look.colour("ink2")
        for block, colour in zip(self._head(self.width()), (ink2, ink, ink2), strict=True):
            block.paint(painter, QRectF(self._pad(), top, self.width(), block.height), colour)
            top += block.height
        top += self._air()
        side, height = self._qr_side(), self._middle_height(self.width())
        draw_qr(painter, self.look, self._qr, QRectF(self._pad(), top, side, side))
        left = self._pad() if self._stacked else self._pad() + side + self.look.px(44)
        down = side + self.look.px(30) if self._stacked else (height - self._facts_height(self.width())) / 2
        self._paint_facts(painter, left, top + down)

    def _paint_facts(self, painter: QPainter, left: float, top: float) -> None:
        for label, value in self._fact_blocks(self.width()):
            label.paint(painter, QRectF(left, top, self.width(), label.height), self.look.colour("ink2"))
            area = QRectF(left, top + label.height, self.width(), value.height)
            value.paint(painter, area, self.look.colour("ink"))
            top += label.height + value.height + self.look.px(18)
        right = left + self._facts_width(self.width())
        for line in self._line_blocks(self.width()):
            name, value = line
            name.paint(painter, QRectF(left, top, self.width(), name.height), self.look.colour("ink2"))
            place = QRectF(right - value.width, top, self.width(), value.height)
            value.paint(painter, place, self.look.colour("ink"))
            top += _line_height(line)

    def _paint_foot(self, painter: QPainter, tear: int) -> None:
        label, when = self._foot(self.width())
        middle = (tear + self.height()) / 2
        at = QPointF(self._pad() + self.look.px(46), middle)
        draw_icon(painter, "calendar-event", self.look.theme.action_text, at, self.look.px(88), 1.8)
        left, top = self._pad() + self.look.px(122), middle - (label.height + when.height) / 2
        label.paint(painter, QRectF(left, top, self.width(), label.height), self.look.colour("ink2"))
        when.paint(painter, QRectF(left, top + label.height, self.width(), when.height), self.look.colour("ink"))


def _line_height(line: tuple[TextBlock, TextBlock]) -> int:
    name, value = line
    return max(name.height, value.height)
