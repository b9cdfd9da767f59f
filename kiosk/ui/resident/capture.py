"""The papers: live under the camera, then looked at, then kept or taken again."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QWidget

from kiosk.devices.ports import Frame, Hint, Preview, Shot
from kiosk.domain.procedure import Text as Told
from kiosk.domain.visit import Step
from kiosk.ui.resident.leaves import Block
from kiosk.ui.resident.parts import PageView, Screen, told
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets import (
    Banner,
    Button,
    Illustration,
    Kind,
    LivePicture,
    Note,
    Picture,
    Tone,
    image_of,
)

_LINES = {Hint.HOLD_STILL: "capture.seen", Hint.READY: "capture.seen"}


class CaptureScreen(Screen):
    step = Step.CAPTURE
    shootAsked = Signal()  # noqa: N815
    skipAsked = Signal()  # noqa: N815
    continueAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "", strings.phrase("capture.lead"))
        self.live = LivePicture(look, self.say("capture.live"))
        self.trouble = Banner(look, Tone.WARN, "")
        self.trouble.setProperty("folded", True)
        self.skip = Button(look, self.say("capture.skip"), Kind.SECONDARY, height=104, role=Role.SMALL_BUTTON)
        self.skip.clicked.connect(self.skipAsked)
        self.skip.setProperty("folded", True)
        self.main = Button(look, self.say("capture.now"), icon="camera")
        self.main.clicked.connect(self.shootAsked)
        self.on = Button(look, self.say("capture.without_camera"), icon="arrow-right")
        self.on.clicked.connect(self.continueAsked)
        self.head.set_short(True)
        self.set_footer(self.main, self.say("widget.back"))
        self.put(self.trouble, Block((self.live,), least=430, grow=9.0), self.skip)

    def begin(self, name: Told, page: int, papers: int = 1, paper: int = 1) -> None:
        """``page`` of this paper, which is number ``paper`` of ``papers``; all counted from 1."""
        self.live.clear()
        self.live.setProperty("folded", False)
        self.trouble.setProperty("folded", True)
        self.head.set_words(self.say("capture.title", name=told(self.strings, name)), self.say("capture.lead"))
        badge = self.say("capture.page", n=page) if page > 1 else self.say("capture.paper", n=paper, total=papers)
        self.head.set_badge(badge)
        self.live.set_hint(self.say("capture.hint.no-paper"))
        self.set_footer(self.main, self.say("widget.back"))
        self.leaves.arrange()

    def set_preview(self, preview: Preview) -> None:
        """One frame with what was seen in it; about 15 a second."""
        self.live.set_frame(preview.frame)
        self.live.set_corners(preview.corners, whole=preview.hint is not Hint.WHOLE_PAPER)
        line = self.say(_LINES[preview.hint]) if preview.hint in _LINES else ""
        self.live.set_hint(self.say(f"capture.hint.{preview.hint.value}"), line)
        count = 3 - min(2, int(preview.steady * 3)) if preview.steady > 0 else 0
        self.live.set_count(count, preview.steady)

    def no_page(self) -> None:
        """A touch asked for a picture, and there is no paper."""
        self.live.set_hint(self.say("capture.hint.no-paper"), self.say("capture.touched"))

    def set_can_skip(self, can: bool) -> None:
        """Whether this paper may be brought to the counter instead."""
        self.skip.setProperty("folded", not can)
        self.leaves.arrange()

    def broken(self, message: str, remedy: str) -> None:
        """The camera is gone: it takes away this step, not the visit."""
        self.live.clear()
        self.live.setProperty("folded", True)
        self.trouble.set_state(Tone.WARN, message, remedy)
        self.trouble.setProperty("folded", False)
        self.set_footer(self.on, self.say("widget.back"))
        self.leaves.arrange()

    def wipe(self) -> None:
        self.live.clear()


class ConfirmScreen(Screen):
    """The page as it will be kept: straight and clean. Good, again, or one more page."""

    step = Step.CAPTURE
    used = Signal()
    again = Signal()
    addAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("confirm.title"), strings.phrase("confirm.lead"))
        self.view = PageView(look, self.say("confirm.page"), edge="ok")
        retake = self._second("confirm.again", "refresh", self.again)
        add = self._second("confirm.add", "file-plus", self.addAsked)
        main = Button(look, self.say("confirm.use"), icon="check")
        main.clicked.connect(self.used)
        self.set_footer(main, self.say("widget.back"))
        self.put(Block((self.view,), least=430, grow=9.0), Block((retake, add), columns=2, wide=2))

    def _second(self, key: str, icon: str, signal: object) -> Button:
        button = Button(self.look, self.say(key), Kind.SECONDARY, icon, height=104, role=Role.SMALL_BUTTON)
        button.clicked.connect(signal)
        return button

    def show_page(self, name: Told, page: Frame, number: int) -> None:
        """``number`` counts the pages of this paper, from 1."""
        self.head.set_words(told(self.strings, name), self.say("confirm.lead"))
        self.head.set_badge(self.say("capture.page", n=number))
        self.view.set_image(image_of(page))

    def go_back(self) -> None:
        self.again.emit()

    def wipe(self) -> None:
        self.view.clear()


class RetakeScreen(Screen):
    """What is wrong with the picture, shown beside how a good one looks."""

    step = Step.RETAKE
    again = Signal()
    keepAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("retake.title"))
        self.banner = Banner(look, Tone.WARN, "")
        self.bad = PageView(look, self.say("retake.bad"), edge="warn")
        self.good = Illustration(look, Picture.PAPER_ON_TABLE, self.say("retake.good"), height=560)
        self.keep = Button(look, self.say("retake.keep"), Kind.SECONDARY, height=104, role=Role.SMALL_BUTTON)
        self.keep.clicked.connect(self.keepAsked)
        main = Button(look, self.say("retake.again"), icon="camera")
        main.clicked.connect(self.again)
        self.set_footer(main, self.say("widget.back"))
        self._rest = (self._pictures(), self._words())

    def _pictures(self) -> Block:
        return Block((self.bad, self.good), columns=2, wide=2, large=2, least=300, grow=2.4)

    def _words(self) -> Block:
        bad = Note(self.look, "x", self.say("retake.bad"), "warn", Role.LEAD)
        good = Note(self.look, "check", self.say("retake.good"), "ok", Role.LEAD)
        return Block((bad, good), columns=2, wide=2, large=1, optional=True)

    def show_shot(self, shot: Shot) -> None:
        """``shot.reasons`` say what is wrong; the first one leads."""
        first = shot.reasons[0] if shot.reasons else "blurred"
        self.banner.set_state(Tone.WARN, self.say(f"capture.reason.{first}"), self.say(f"capture.fix.{first}"))
        image, size = small(shot.original)
        self.bad.set_image(image)
        self.bad.set_mark(shot.where, (size.width(), size.height()))
        others = shot.reasons[1:3]
        notes: list[QWidget | Block] = [
            Note(self.look, "alert-triangle", self.say(f"capture.fix.{reason}"), "ink") for reason in others
        ]
        self.put(self.banner, *self._rest, *notes, Block((self.keep,), low=True))

    def wipe(self) -> None:
        self.bad.clear()


def small(original: bytes, side: int = 1200) -> tuple[QImage, QSize]:
    """A JPEG decoded at about ``side`` pixels, which is quick, and its full size."""
    buffer = QBuffer()
    buffer.setData(QByteArray(original))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    full = reader.size()
    reader.setScaledSize(full.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return image, full if (image.width() > image.height()) == (full.width() > full.height()) else full.transposed()
