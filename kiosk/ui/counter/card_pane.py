"""Where a card goes at the counter, and how far it has come."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from kiosk.ui.counter.parts import StaffKit, dressed
from kiosk.ui.widgets.illustrations import Illustration, IllustrationKind
from kiosk.ui.widgets.rooted import RootedShowing

PICTURE = 300
"""px of a window 1080 high: the reader, and the card on it."""


class CardStage(enum.Enum):
    """How far a card at the counter has come; words under ``counter.card.VALUE``."""

    WAITING = "waiting"
    LIES = "lies"  # and its key is not known yet
    SEEN = "seen"  # its code was seen, and it does not lie there
    READING = "reading"
    READ = "read"
    FAILED = "failed"


class CardPane(RootedShowing, QFrame):
    """Where the card goes, and what is the matter with it. ``digits``: six of them were typed."""

    digits = Signal(str)

    def __init__(self, kit: StaffKit, title: str) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("role", "card")
        box = kit.column(self, margin=20)
        if title:
            box.addWidget(kit.label(title, "h3"))
        box.addStretch(1)
        box.addWidget(Illustration(kit.look, IllustrationKind.READER, height=PICTURE, field=False))
        self.title, self.line = kit.label("", "h2"), kit.label("", "second")
        for part in (self.title, self.line):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(part)
        box.addStretch(1)
        self._can = QLineEdit()
        self._can.setPlaceholderText(kit.strings.say("counter.card.can"))
        self._can.setMaxLength(6)
        self._can.textEdited.connect(self._typed)
        box.addWidget(self._can)
        self.state = kit.label("", "chip-ok")
        box.addWidget(self.state, 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_stage(CardStage.WAITING)

    def show_stage(self, stage: CardStage, person: str = "") -> None:
        """``person``: whose card it is, once that is known."""
        say = self._kit.strings.say
        self.title.setText(say(f"counter.card.{stage.value}", person=person))
        self.line.setText(say(f"counter.card.{stage.value}_line"))
        self._can.setVisible(stage in (CardStage.LIES, CardStage.FAILED))
        self._mark("ok" if stage is CardStage.READ else "info", say(f"counter.card.{stage.value}_state"))
        if stage is CardStage.LIES:
            self._can.clear()

    def show_fault(self, text: str, line: str) -> None:
        """The card is there, and will not do."""
        self.title.setText(text)
        self.line.setText(line)
        self._mark("err", self._kit.strings.say("counter.card.failed_state"))

    def _mark(self, tone: str, text: str) -> None:
        dressed(self.state, f"chip-{tone}")
        self.state.setText(text)

    def _typed(self, text: str) -> None:
        if len(text) == 6 and text.isdecimal():
            self.digits.emit(text)
