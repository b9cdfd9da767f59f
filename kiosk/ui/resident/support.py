"""Help with a dossier that was filed: the office calls back, a message is left, an answer comes by e-mail, a refusal is
objected to. What is sent is kept at once, with or without a line."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence

from PySide6.QtCore import Signal

from kiosk.domain.visit import VisitStep
from kiosk.services.dossier_requests import MOST_LETTERS, CallTime
from kiosk.ui.keyboard import Keyboard, Mode
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Banner, Button, ButtonKind, ChipTone, Note, Tile

_PHONE = re.compile(r"\+?\d{9,12}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


class SupportKind(enum.Enum):
    """Words below ``help_desk.``."""

    CALL = "call"
    MESSAGE = "message"
    MAIL = "mail"
    OBJECTION = "objection"


class SupportScreen(Screen):
    """``sent(kind, text, CallTime | None)``: a number, a message, an address, a reason. ``left``: back to the
    dossier."""

    step = VisitStep.TRACK
    sent = Signal(object, str, object)
    left = Signal()

    def __init__(self, look: Look, strings: Strings, hotline: str) -> None:
        super().__init__(look, strings, "")
        self._hotline, self._times = hotline, tuple[CallTime, ...]()
        self._code, self._phone = "", ""
        self.field = AnswerField(look, strings)
        self.kind = SupportKind.CALL
        self.time: CallTime | None = None
        self.keyboard = Keyboard(look, strings)
        self.bottom.addWidget(self.keyboard)
        self.main = Button(look, "", icon="send")
        self.main.clicked.connect(lambda: self.sent.emit(self.kind, self.field.value.strip(), self.time))
        self.times: dict[str, Tile] = {}

    def begin(self, kind: SupportKind, code: str, phone: str, times: Sequence[CallTime]) -> None:
        self.kind, self._code, self._phone, self._times = kind, code, phone, tuple(times)
        self.time = self._times[0] if self._times else None
        words = kind.value
        self.head.set_words(self.say(f"help_desk.{words}.title"), self.say("help_desk.about", code=code))
        value = phone if kind is SupportKind.CALL else ""
        limit = 16 if kind is SupportKind.CALL else MOST_LETTERS
        hint = self.say(f"help_desk.{words}.hint")
        icon = {SupportKind.CALL: "phone", SupportKind.MAIL: "mail"}.get(kind, "message-2")
        label: Text = "" if self.look.large else self.say(f"help_desk.{words}.label")  # the title says it too
        self.head.set_short(True, shorter=True)
        self.field = AnswerField(self.look, self.strings, label, value, hint, icon, limit=limit)
        self.field.edited.connect(lambda _: self._ready())
        self.field.clicked.connect(lambda: self.write(True))
        self.field.submitted.connect(lambda: self.write(False))
        self.main.set_text(self.say(f"help_desk.{words}.send"))
        self.write(not value)

    def write(self, on: bool) -> None:
        """Bring the keyboard, or put it away."""
        self.field.set_editing(on)
        self.keyboard.setVisible(on)
        mode = Mode.NUMBERS if self.kind is SupportKind.CALL else Mode.LETTERS
        self.keyboard.attach(self.field if on else None, mode)
        self._build()

    def _build(self) -> None:
        blocks, writing = [LeafRow((self.field,))], self.field.editing
        if self.kind is SupportKind.CALL:
            self.times = {one.key: self._tile(one) for one in self._times}
            cells = tuple(self.times.values())
            blocks.append(LeafRow(cells, columns=2, wide=2, optional=writing, first_to_go=True))
        warning = self.say("help_desk.warning"), self.say("help_desk.warning_line")
        band = Banner(self.look, ChipTone.WARN, *warning, icon="shield")
        blocks.append(LeafRow((band,), optional=True, first_to_go=writing))
        if self.kind is SupportKind.CALL:
            blocks.append(LeafRow(self._others(), columns=2, wide=2, optional=writing))
        line = Note(self.look, "phone", self.say("help_desk.hotline", number=self._hotline))
        blocks.append(LeafRow((line,), optional=True, first_to_go=True))
        self.put(*blocks)
        self._ready()

    def _tile(self, one: CallTime) -> Tile:
        title = self.say(f"help_desk.time.{one.key}", day=spoken_times.day(self.strings, one.due))
        icon = "clock"
        tile = Tile(self.look, icon, title, self.say(f"help_desk.time.{one.key}_line"), flat=True)
        tile.set_selected(one is self.time)
        tile.clicked.connect(lambda: self._take(one))
        return tile

    def _take(self, one: CallTime) -> None:
        self.time = one
        for key, tile in self.times.items():
            tile.set_selected(key == one.key)

    def _others(self) -> tuple[Button, ...]:
        kinds = {SupportKind.MESSAGE: "message-2", SupportKind.MAIL: "mail"}
        buttons = []
        for kind, icon in kinds.items():
            button = Button(self.look, self.say(f"help_desk.{kind.value}.title"), ButtonKind.QUIET, icon)
            button.clicked.connect(lambda kind=kind: self.begin(kind, self._code, self._phone, self._times))
            buttons.append(button)
        return tuple(buttons)

    def _ready(self) -> None:
        text = self.field.value.replace(" ", "")
        shapes = {SupportKind.CALL: _PHONE, SupportKind.MAIL: _MAIL}
        shape = shapes.get(self.kind)
        good = shape.fullmatch(text) is not None if shape else len(text) >= 2
        self.main.set_waiting(None if good else self.say(f"help_desk.{self.kind.value}.missing"))
        self.set_footer(self.main, self.say("widget.back"))

    def thank(self) -> None:
        """It is kept: what happens now."""
        self.keyboard.hide()
        self.keyboard.attach(None)
        line = self.say(f"help_desk.{self.kind.value}.kept_line")
        self.head.set_words(self.say("help_desk.kept"), self.say("help_desk.about", code=self._code))
        band = Banner(self.look, ChipTone.OK, self.say(f"help_desk.{self.kind.value}.kept"), line, icon="circle-check")
        warning = self.say("help_desk.warning"), self.say("help_desk.warning_line")
        self.put(band, LeafRow((Banner(self.look, ChipTone.WARN, *warning, icon="shield"),)))
        self.set_footer(None, self.say("help_desk.done"))

    def fail(self, message: str, remedy: str) -> None:
        self.put(self.field, Banner(self.look, ChipTone.ERR, message, remedy, icon="alert-triangle"))

    def go_back(self) -> None:
        self.left.emit()

    def wipe(self) -> None:
        self.keyboard.wipe()
        self._code = self._phone = ""
        self.field = AnswerField(self.look, self.strings)
        super().wipe()


class WithdrawOverlay(Overlay):
    """Asks once more before the office is asked to let a dossier rest."""

    withdrawn = Signal()
    stayed = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings)
        stay = self.button("withdraw.stay", ButtonKind.PRIMARY, self.stayed)
        ask = self.button("withdraw.ask", ButtonKind.DESTRUCTIVE, self.withdrawn, "arrow-back-up")
        self.fill("file-text", self.say("withdraw.title"), self.say("withdraw.line"), stay, ask)
