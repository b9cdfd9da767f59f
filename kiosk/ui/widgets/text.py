"""Text that wraps and never clips: laid out once per width, painted line by line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.highlight import paint_highlight

_BREAKS = re.compile(r"[ \t\n\u200b]+")
"""Where a line may be broken between words: never at a no-break space, which holds a sum to its unit."""

_SUM = re.compile(r"(\d) (đồng|đ|VND)\b")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class TextBlock:
    """Laid-out text: its lines top to bottom, ``step`` apart; ``height`` holds every mark above and below."""

    layouts: tuple[QTextLayout, ...]
    tops: tuple[float, ...]
    width: float
    height: int

    @property
    def lines(self) -> int:
        return sum(layout.lineCount() for layout in self.layouts)

    def paint(self, painter: QPainter, rect: QRectF, colour: QColor, middle: bool = False) -> None:
        """Paint into ``rect`` from its top, or about its middle; what is too high is the caller's mistake, not cut."""
        top = rect.top() + (max(0.0, (rect.height() - self.height) / 2) if middle else 0.0)
        painter.setPen(colour)
        for layout, offset in zip(self.layouts, self.tops, strict=True):
            place = QPointF(rect.left(), top + offset)
            paint_highlight(painter, layout, place, colour)
            layout.draw(painter, place)


def lay_out(
    look: Look,
    text: str,
    role: TextRole,
    width: float,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    size: int | None = None,
    balance: bool = False,
    weight: int | None = None,
) -> TextBlock:
    """``text`` in the role's font, wrapped to ``width``. ``**words**`` are bold; a line break starts a new line.

    ``balance`` shares a short text evenly between its lines, so that no single word is left over.
    """

    def make() -> TextBlock:
        font = look.font(role, weight=weight, size=size, text=text)
        return _laid_out(text, font, font.pixelSize() * role.line, width, align, balance)

    return look.layouts.get(("block", role, text, width, align, size, balance, weight), make)


def _laid_out(text: str, font: QFont, pitch: float, width: float, align: Qt.AlignmentFlag, balance: bool) -> TextBlock:
    layouts, tops, widest, y = [], [], 0.0, 0.0
    for paragraph in unbroken(text).split("\n"):
        best = _balanced(paragraph, font, width) if balance else width
        layout, used = _paragraph(paragraph, font, width, best, pitch, align)
        layouts.append(layout)
        tops.append(y)
        widest = max(widest, used)
        y += pitch * max(1, layout.lineCount())
    slack = max(0.0, QFontMetricsF(font).height() - pitch)
    down = slack / 2 + _rise(layouts[0], font, pitch)
    return TextBlock(tuple(layouts), tuple(top + down for top in tops), widest, math.ceil(y + down + slack / 2))


def _rise(layout: QTextLayout, font: QFont, pitch: float) -> int:
    """How far the first line's marks reach above the line: those of a capital Ẩ or Ữ do, by a fifth of its size."""
    line, metrics = layout.lineAt(0), QFontMetricsF(font)
    first = layout.text()[line.textStart() : line.textStart() + line.textLength()] if line.isValid() else ""
    room = metrics.ascent() + max(0.0, (pitch - metrics.height()) / 2)
    return max(0, math.ceil(-metrics.tightBoundingRect(first).top() - room)) if first.strip() else 0


def natural_width(look: Look, text: str, role: TextRole, size: int | None = None) -> int:
    """The width of the longest line of ``text`` when nothing wraps."""
    return look.layouts.get(
        ("natural", role, text, size),
        lambda: _widest(_BOLD.sub(r"\1", text).split("\n"), look.font(role, size=size, text=text)),
    )


def longest_word(look: Look, text: str, role: TextRole, size: int | None = None) -> int:
    """The width below which a word would break in two."""
    return look.layouts.get(
        ("word", role, text, size),
        lambda: _widest(_BREAKS.split(unbroken(text)), look.font(role, size=size, text=text)),
    )


def _widest(pieces: Iterable[str], font: QFont) -> int:
    metrics = QFontMetricsF(font)
    return math.ceil(max((_painted_width(piece, metrics) for piece in pieces), default=0.0)) + 1


def _painted_width(piece: str, metrics: QFontMetricsF) -> float:
    """With what its last letter reaches over its advance, as ữ does: a line is broken where that finds no room."""
    return max(metrics.horizontalAdvance(piece), metrics.tightBoundingRect(piece).right())


def unbroken(text: str) -> str:
    """A sum never stands on another line than its unit."""
    return _SUM.sub("\\1\u00a0\\2", text)


def size_that_fits(look: Look, text: str, role: TextRole, width: float, floor: int = 18) -> int:
    """The role's size, or the largest below it at which the longest word still fits ``width``."""
    full = look.metrics.letters(role)
    need = longest_word(look, text, role)
    return full if need <= width else max(floor, math.floor(full * width / need))


def beginning(text: str, letters: int) -> str:
    """``text``, or where it is longer its first words with an ellipsis: at most so many letters."""
    return text if len(text) <= letters else f"{text[: letters - 1].rpartition(' ')[0]} …"


def elided(look: Look, text: str, role: TextRole, width: float) -> str:
    """``text`` on one line, with dots where it does not fit."""
    return QFontMetricsF(look.font(role, text=text)).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _paragraph(
    text: str, font: QFont, width: float, wrap_at: float, pitch: float, align: Qt.AlignmentFlag
) -> tuple[QTextLayout, float]:
    plain, formats = _marked(text, font)
    layout = QTextLayout(plain, font)
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    widest, y = 0.0, (pitch - QFontMetricsF(font).height()) / 2
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(wrap_at)
        used = line.naturalTextWidth()
        line.setPosition(QPointF(_indent(align, width, used), y))
        widest, y = max(widest, used), y + pitch
    layout.endLayout()
    return layout, widest


def _indent(align: Qt.AlignmentFlag, width: float, used: float) -> float:
    if align & Qt.AlignmentFlag.AlignHCenter:
        return max(0.0, (width - used) / 2)
    return max(0.0, width - used) if align & Qt.AlignmentFlag.AlignRight else 0.0


def _marked(text: str, font: QFont) -> tuple[str, list[QTextLayout.FormatRange]]:
    """The text without its ``**`` marks, and where it is bold."""
    plain, ranges, last = "", [], 0
    for match in _BOLD.finditer(text):
        plain += text[last : match.start()]
        ranges.append(_bold_range(len(plain), len(match[1]), font))
        plain, last = plain + match[1], match.end()
    return plain + text[last:], ranges


def _bold_range(start: int, length: int, font: QFont) -> QTextLayout.FormatRange:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    style = QTextCharFormat()
    style.setFont(bold)
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = start, length, style
    return span


def _balanced(text: str, font: QFont, width: float) -> float:
    """The narrowest width that needs no more lines than ``width`` does, and breaks no word."""
    lines = _count(text, font, width)
    metrics = QFontMetricsF(font)
    word = max((_painted_width(word, metrics) for word in _BREAKS.split(text)), default=0.0) + 1
    if lines < 2 or word >= width:
        return width
    low, high = max(word, width / lines * 0.8), width
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (low, middle) if _holds(text, font, middle, lines) else (middle, high)
    return high


def _holds(text: str, font: QFont, width: float, lines: int) -> bool:
    """Whether so many lines do, none of which begins inside a word; where a last letter reaches over its advance, as ữ
    does, the width of the word's advance breaks it."""
    layout, _ = _paragraph(text, font, width, width, 1.0, Qt.AlignmentFlag.AlignLeft)
    starts = [layout.lineAt(index).textStart() for index in range(1, layout.lineCount())]
    return len(starts) < lines and not any(layout.text()[at - 1 : at + 1].isalpha() for at in starts)


def _count(text: str, font: QFont, width: float) -> int:
    layout, _ = _paragraph(text, font, width, width, 1.0, Qt.AlignmentFlag.AlignLeft)
    return layout.lineCount()
