"""The slip that a person takes home: one picture of 576 dots for an 80 mm roll, black on white, nothing grey.

Thermal paper fades and smudges, and old eyes read it at home: the code is large, the letters are heavy, the QR stands
on a wide quiet zone with modules of whole dots (error correction M). It names whom it is for, and never an ID number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QPolygonF

from kiosk.config import Office
from kiosk.domain.charges import total
from kiosk.domain.strip import Strip
from kiosk.ui.fee_words import sum_words
from kiosk.ui.fonts import families_for, load_fonts
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.parts import fill
from kiosk.ui.resident.views import ReceivedView
from kiosk.ui.strings import Strings
from kiosk.ui.widgets.ticket import qr_matrix

WIDTH, DPI, MARGIN = 576, 203, 16
TALLEST = 2400


def _font(words: str, size: int, weight: int) -> QFont:
    font = QFont()
    font.setFamilies(list(families_for(words)))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    return font


@dataclass
class SlipPen:
    """Writes from the top down; ``y`` is how far it has come, in dots."""

    painter: QPainter
    y: float = 12.0

    def text(
        self, words: str, size: int, weight: int = 600, centre: bool = False, gap: int = 4, left: int = MARGIN
    ) -> None:
        """A paragraph, wrapped to the roll."""
        self.painter.setFont(_font(words, size, weight))
        self.painter.setPen(QColor("black"))
        flags = Qt.TextFlag.TextWordWrap | (Qt.AlignmentFlag.AlignHCenter if centre else Qt.AlignmentFlag.AlignLeft)
        room = QRectF(left, self.y, WIDTH - left - MARGIN, TALLEST)
        used = self.painter.boundingRect(room, int(flags), words)
        self.painter.drawText(QRectF(room.left(), self.y, room.width(), used.height() + 4), int(flags), words)
        self.y += used.height() + gap

    def line(self, words: str, size: int, weight: int) -> None:
        """In the middle of one line, never broken: in smaller letters where it is wider than the roll."""
        while size > 1 and self._width(words, size, weight) > WIDTH - 2 * MARGIN:
            size -= 1
        self.text(words, size, weight, centre=True, gap=0)

    @staticmethod
    def _width(words: str, size: int, weight: int) -> int:
        return QFontMetrics(_font(words, size, weight)).horizontalAdvance(words)

    def rule(self, dashed: bool = False) -> None:
        pen = QPen(QColor("black"), 2)
        if dashed:
            pen.setDashPattern([4, 4])
        self.painter.setPen(pen)
        self.y += 8
        self.painter.drawLine(MARGIN, round(self.y), WIDTH - MARGIN, round(self.y))
        self.y += 12

    def qr(self, text: str) -> None:
        matrix = qr_matrix(text)
        side = max(3, min(7, (WIDTH - 2 * MARGIN) // (len(matrix) + 8)))
        whole = side * len(matrix)
        left = (WIDTH - whole) // 2
        self.y += 4 * side
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                if dark:
                    area = QRectF(left + column * side, round(self.y) + row * side, side, side)
                    self.painter.fillRect(area, QColor("black"))
        self.y += whole + 4 * side

    def star(self, size: int = 56) -> None:
        """The emblem's place: a star in a ring. To be replaced by the official emblem."""
        middle, centre = WIDTH / 2, self.y + size / 2
        self.painter.setPen(QPen(QColor("black"), 3))
        self.painter.drawEllipse(QRectF(middle - size / 2, self.y, size, size))
        points = []
        for corner in range(10):
            reach = size * (0.38 if corner % 2 == 0 else 0.16)
            angle = -pi / 2 + corner * pi / 5
            points.append((middle + reach * cos(angle), centre + reach * sin(angle)))
        self.painter.setBrush(QColor("black"))
        self.painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.y += size + 8


def render_slip(view: ReceivedView, office: Office, strings: Strings) -> Strip:
    """The slip in the person's language, with the official titles in Vietnamese; English lines are added in small."""

    def write(pen: SlipPen) -> None:
        _head(pen, view, office)
        _code(pen, view, strings)
        _facts(pen, view, strings)
        _foot(pen, view, office, strings)

    return written_strip(write, f"slip {view.code}")


def written_strip(write: Callable[[SlipPen], None], title: str) -> Strip:
    """A strip as long as what ``write`` puts on it. ``title`` shows up in the spool: nothing of anybody's."""
    load_fonts()
    canvas = QImage(WIDTH, TALLEST, QImage.Format.Format_RGB32)
    canvas.fill(QColor("white"))
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    pen = SlipPen(painter)
    write(pen)
    painter.end()
    height = min(TALLEST, round(pen.y) + 24)
    bits = canvas.copy(0, 0, WIDTH, height).convertToFormat(
        QImage.Format.Format_Mono, Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.ThresholdDither
    )
    return Strip(_png(bits), DPI, title=title)


def _head(pen: SlipPen, view: ReceivedView, office: Office) -> None:
    vietnamese, english = Strings("vi"), Strings("en")
    pen.star()
    pen.text(office.full_name, 26, 700, centre=True, gap=0)
    pen.text(office.province, 22, 500, centre=True)
    pen.rule()
    if view.answer or view.order:
        key = "slip.answer_title" if view.answer else "slip.order_title"
        first, second = vietnamese.say(key), english.say(key)
    else:
        first, second = (f"{one.say('slip.title')} {one.say('slip.temporary')}" for one in (vietnamese, english))
    pen.text(first, 34, 800, centre=True, gap=0)
    pen.text(second, 19, 500, centre=True)


def _code(pen: SlipPen, view: ReceivedView, strings: Strings) -> None:
    pen.text(_both(strings, "slip.code"), 22, 500, centre=True, gap=0)
    pen.line(view.code, 76, 800)
    if view.official:
        pen.text(view.official, 28, 700, centre=True)
    pen.qr(view.receipt)
    pen.text(strings.say("slip.scan_kept" if view.nothing_back else "slip.scan"), 21, 500, centre=True)


def _facts(pen: SlipPen, view: ReceivedView, strings: Strings) -> None:
    papers = [strings.say("slip.pages", name=fill(strings, name), n=pages) for name, pages in view.documents] or [
        strings.say("slip.in_words" if view.answer else "slip.no_papers")
    ]
    own = view.subject.casefold() == view.applicant.casefold()  # named once, and as little
    facts = (
        ("slip.come", "" if view.answer or view.order else _when(view, strings), 36),
        ("slip.half_day", str(spoken_times.half_day(strings, *view.half_day)) if view.half_day else "", 36),
        ("slip.procedure", f"{fill(strings, view.procedure)}: {discreet(view.subject) if own else view.subject}", 28),
        ("slip.for_whom", "" if own else discreet(view.applicant), 28),
        ("slip.linked", "\n".join(f"{fill(strings, name)}: {code}" for name, code in view.linked), 26),
        ("slip.added" if view.answer else "slip.papers", "" if view.order else "\n".join(papers), 26),
        ("slip.fee", "" if view.answer else _fee(view, strings), 28),
        ("slip.at", str(spoken_times.moment_on_slip(strings, view.filed_at)), 28),
    )
    pen.rule(dashed=True)
    for key, value, size in facts:
        if value:
            pen.text(_both(strings, key), 21, 500, gap=0)
            pen.text(value, size, 700, gap=8)
    if not view.answer and not view.order and not view.nothing_back:
        pen.text(_where(view, strings), 24, 600)


def _where(view: ReceivedView, strings: Strings) -> str:
    if view.way is not None:
        return strings.say("slip.way", way=fill(strings, view.way))
    return strings.say("slip.where", place=view.place)


def _fee(view: ReceivedView, strings: Strings) -> str:
    """The sum, and where it is paid; that it was is said only after the office has said so."""
    if view.fee_settled:
        return strings.say("slip.paid")
    words = sum_words(strings, view.charges)
    where = "slip.pay_order" if view.order else "slip.pay"
    return f"{words}\n{strings.say(where)}" if total(view.charges) else words


def _when(view: ReceivedView, strings: Strings) -> str:
    return strings.say("slip.nothing") if view.nothing_back else str(spoken_times.by_hour(strings, view.due_at))


def _foot(pen: SlipPen, view: ReceivedView, office: Office, strings: Strings) -> None:
    pen.rule(dashed=True)
    following = "slip.answer_next" if view.answer else "slip.order_next" if view.order else "slip.next"
    pen.text(strings.say(following), 25, 600)
    if not view.nothing_back and not view.order and view.way is None:
        pen.text(strings.say("slip.bring"), 25, 600)
    pen.text(strings.say("slip.hotline", number=office.hotline), 30, 800, centre=True)


def _both(strings: Strings, key: str) -> str:
    """The label in Vietnamese and English: the officer reads one, a guest the other."""
    return f"{Strings('vi').say(key)} / {Strings('en').say(key)}"


def discreet(name: str) -> str:
    """Family name as a letter: the slip may be lost on the way home. Vàng Thị Mỷ is V. Thị Mỷ; where the family's name
    comes last, after Y or H' as in the Central Highlands, Y Bliă Niê Kdăm is Y Bliă N. K."""
    words = name.split()
    own = _own_words(words)
    if len(words) <= 1 or own >= len(words):
        return name
    if own:
        return " ".join([*words[:own], *(f"{word[0]}." for word in words[own:])])
    return " ".join([f"{words[0][0]}.", *words[1:]])


def _own_words(words: list[str]) -> int:
    """How many words stand before the family's name: Y and a man's own, or a woman's own, which begins with H'."""
    first = words[0].upper() if words else ""
    return 2 if first == "Y" else 1 if first[:2] in ("H'", "H’") else 0


def _png(image: QImage) -> bytes:
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    buffer_bytes = QByteArray()
    buffer = QBuffer(buffer_bytes)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer_bytes.data())
