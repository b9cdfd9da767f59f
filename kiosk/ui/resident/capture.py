"""A paper live under the camera."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance

from kiosk.devices.ports import Preview
from kiosk.domain.paper import Hint
from kiosk.domain.procedure import Text as Told
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.pages import side_of
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Banner, Button, ButtonKind, ChipTone, LivePicture

_LINES = {Hint.HOLD_STILL: "capture.seen", Hint.READY: "capture.seen"}


class CaptureScreen(Screen):
    step = VisitStep.CAPTURE
    shootAsked = Signal()  # noqa: N815
    skipAsked = Signal()  # noqa: N815
    absentAsked = Signal()  # noqa: N815
    continueAsked = Signal()  # noqa: N815
    paperTouched = Signal(object)  # noqa: N815 - where, in fractions of the picture
    scannerAsked = Signal()  # noqa: N815
    stickAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "", strings.phrase("capture.lead"))
        self.live = LivePicture(look, self.say("capture.live"))
        self.live.touchedAt.connect(lambda x, y: self.paperTouched.emit((x, y)))
        self.trouble = Banner(look, ChipTone.WARN, "")
        self.trouble.setProperty("folded", True)
        self.skip = Button(look, self.say("capture.skip"), ButtonKind.SECONDARY, height=104, role=TextRole.QUIET_BUTTON)
        self.skip.clicked.connect(self.skipAsked)
        self.skip.setProperty("folded", True)
        self.absent = Button(look, self.say("capture.absent"), ButtonKind.QUIET, height=104, role=TextRole.QUIET_BUTTON)
        self.absent.clicked.connect(self.absentAsked)
        self.absent.setProperty("folded", True)
        self.scanner = self._other("capture.scanner", "scan", self.scannerAsked)
        self.stick = self._other("capture.stick", "usb", self.stickAsked)
        self.main = Button(look, self.say("capture.now"), icon="camera")
        self.main.clicked.connect(self._take)
        self.on = Button(look, self.say("capture.without_camera"), icon="arrow-right")
        self.on.clicked.connect(self.continueAsked)
        self.head.set_short(True)
        self.set_footer(self.main, self.say("widget.back"))
        others = LeafRow((self.scanner, self.stick), columns=2, wide=2)
        self.put(
            self.trouble,
            LeafRow((self.live,), least=430, grow=9.0),
            others,
            LeafRow((self.skip, self.absent), columns=2, wide=2),
        )

    def _take(self) -> None:
        """Said at once, however long the camera takes for it."""
        self.main.set_waiting(self.say("capture.taking"))
        self.shootAsked.emit()

    def _other(self, key: str, icon: str, signal: SignalInstance) -> Button:
        """Another way than the camera, offered where there is one."""
        button = Button(self.look, self.say(key), ButtonKind.SECONDARY, icon, height=104, role=TextRole.QUIET_BUTTON)
        button.clicked.connect(signal)
        button.setProperty("folded", True)
        return button

    def set_others(self, scanner: bool, stick: bool) -> None:
        """Whether a scanner is there, and a USB stick."""
        if (scanner, stick) != (not self.scanner.property("folded"), not self.stick.property("folded")):
            self.scanner.setProperty("folded", not scanner)
            self.stick.setProperty("folded", not stick)
            self.leaves.arrange()

    def begin(self, name: Told, page: int, papers: int = 1, paper: int = 1, sides: int = 1) -> None:
        """``page`` of this paper, which is number ``paper`` of ``papers``; all counted from 1."""
        self.live.clear()
        self.main.set_waiting(None)
        self.live.setProperty("folded", False)
        self.trouble.setProperty("folded", True)
        lead = "capture.lead_back" if sides == 2 and page == 2 else "capture.lead"
        self.head.set_words(self.say("capture.title", name=live_text(self.strings, name)), self.say(lead))
        named = page > 1 or sides == 2
        badge = side_of(self, sides, page) if named else self.say("capture.paper", n=paper, total=papers)
        self.head.set_badge(badge)
        self.live.set_hint(self.say("capture.hint.no-paper"))
        self.set_footer(self.main, self.say("widget.back"))
        self.leaves.arrange()

    def set_preview(self, preview: Preview) -> None:
        """One frame with what was seen in it; about 15 a second."""
        self.live.set_frame(preview.frame)
        self.live.set_corners(preview.corners, whole=preview.hint is not Hint.WHOLE_PAPER)
        self.live.set_others(preview.others)
        line = self.say(_LINES[preview.hint]) if preview.hint in _LINES else ""
        if preview.others:
            line = self.say("capture.several", n=len(preview.others) + 1)
        self.live.set_hint(self.say(f"capture.hint.{preview.hint.value}"), line)
        count = 3 - min(2, int(preview.steady * 3)) if preview.steady > 0 else 0
        self.live.set_count(count, preview.steady)

    def no_page(self) -> None:
        """A touch asked for a picture, and there is no paper."""
        self.main.set_waiting(None)
        self.live.set_hint(self.say("capture.hint.no-paper"), self.say("capture.touched"))

    def lost(self, message: str, remedy: str) -> None:
        """The picture that was taken came to nothing: said on the live picture, which goes on."""
        self.main.set_waiting(None)
        self.live.set_hint(message, remedy)
        self.live.set_count(0, 0.0)

    def set_can_skip(self, can: bool, absent: bool = False) -> None:
        """Whether this paper may be brought to the counter instead; ``absent``: or may not be there at all."""
        self.skip.setProperty("folded", not can)
        self.absent.setProperty("folded", not (can and absent))
        self.leaves.arrange()

    def broken(self, message: str, remedy: str) -> None:
        """The camera is gone: it takes away this step, not the visit."""
        self.live.clear()
        self.live.setProperty("folded", True)
        self.trouble.set_state(ChipTone.WARN, message, remedy)
        self.trouble.setProperty("folded", False)
        self.set_footer(self.on, self.say("widget.back"))
        self.leaves.arrange()

    def mended(self) -> None:
        """The camera is there again."""
        self.main.set_waiting(None)
        self.live.setProperty("folded", False)
        self.trouble.setProperty("folded", True)
        self.set_footer(self.main, self.say("widget.back"))
        self.leaves.arrange()

    def wipe(self) -> None:
        self.live.clear()
