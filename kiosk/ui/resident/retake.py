"""What is wrong with a picture: in words, and on the picture itself, beside how a good one looks."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader
from PySide6.QtWidgets import QWidget

from kiosk.devices.ports import Corners, Shot
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import PageView, Screen
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Banner, Button, ButtonKind, ChipTone, Illustration, IllustrationKind, Note

_LOUPE = 0.16  # of the picture's width, that the loupe shows at least


class RetakeScreen(Screen):
    step = VisitStep.RETAKE
    again = Signal()
    keepAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("retake.title"))
        self.banner = Banner(look, ChipTone.WARN, "")
        self.bad = PageView(look, self.say("retake.bad"), edge="warn")
        self.good = Illustration(look, IllustrationKind.PAPER_ON_TABLE, self.say("retake.good"), height=560)
        self.keep = Button(look, self.say("retake.keep"), ButtonKind.SECONDARY, height=104, role=TextRole.SMALL_BUTTON)
        self.keep.clicked.connect(self.keepAsked)
        main = Button(look, self.say("retake.again"), icon="camera")
        main.clicked.connect(self.again)
        self.set_footer(main, self.say("widget.back"))
        self._rest = (self._pictures(), self._words())

    def _pictures(self) -> LeafRow:
        return LeafRow((self.bad, self.good), columns=2, wide=2, large=2, least=300, grow=2.9)

    def _words(self) -> LeafRow:
        bad = Note(self.look, "x", self.say("retake.bad"), "warn", TextRole.LEAD)
        good = Note(self.look, "check", self.say("retake.good"), "ok", TextRole.LEAD)
        return LeafRow((bad, good), columns=2, wide=2, large=1, optional=True)

    def show_shot(self, shot: Shot) -> None:
        """``shot.reasons`` say what is wrong; the first one leads, and ``shot.where`` is framed and magnified."""
        first = shot.reasons[0] if shot.reasons else "blurred"
        self.banner.set_state(ChipTone.WARN, self.say(f"capture.reason.{first}"), self.say(f"capture.fix.{first}"))
        image, size = small(shot.original)
        self.bad.set_image(image)
        self.bad.set_mark(shot.where, (size.width(), size.height()))
        self.bad.set_loupe(close_up(shot.original, shot.where) if shot.where else None)
        notes: list[QWidget | LeafRow] = [
            Note(self.look, "alert-triangle", self.say(f"capture.fix.{reason}"), "ink") for reason in shot.reasons[1:3]
        ]
        if shot.coarse:
            notes.append(Note(self.look, "info-circle", self.say("capture.notice.coarse"), "ink"))
        self.put(self.banner, *self._rest, *notes, LeafRow((self.keep,), low=True))

    def wipe(self) -> None:
        self.bad.clear()


def small(original: bytes, side: int = 1200) -> tuple[QImage, QSize]:
    """A JPEG decoded at about ``side`` pixels, which is quick, and its full size."""
    reader, _buffer = _reader(original)
    full = reader.size()
    reader.setScaledSize(full.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return image, full if (image.width() > image.height()) == (full.width() > full.height()) else full.transposed()


def close_up(original: bytes, where: Corners, side: int = 480) -> QImage:
    """The spot ``where`` of a JPEG and a little around it, as a square of the picture's own pixels."""
    reader, _buffer = _reader(original)
    full = reader.size()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    if turned:
        full = full.transposed()
    left, right = min(x for x, _ in where), max(x for x, _ in where)
    top, bottom = min(y for _, y in where), max(y for _, y in where)
    reach = max(_LOUPE * full.width(), min(right - left, bottom - top))
    square = QRect(round((left + right - reach) / 2), round((top + bottom - reach) / 2), round(reach), round(reach))
    square = square.intersected(QRect(0, 0, full.width(), full.height()))
    if reader.transformation() == QImageIOHandler.Transformation.TransformationNone:
        reader.setClipRect(square)
        image = reader.read()
    else:
        image = reader.read().copy(square)
    return image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _reader(original: bytes) -> tuple[QImageReader, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(original))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    return reader, buffer
