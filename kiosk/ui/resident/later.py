"""What one of two has said is kept until the other comes: to whose card it shall open, and that it is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.visit import VisitStep
from kiosk.ui.keyboard import Keyboard, Mode, figure
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Banner, Button, ChipTone, Illustration, IllustrationKind, Note

DIGITS = 12


class LaterScreen(Screen):
    """The other one's number may be left out: then it opens to who began it alone."""

    step = VisitStep.LATER
    keepAsked = Signal(str)  # noqa: N815 - twelve digits, or nothing

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "")
        self.problem = Banner(look, ChipTone.WARN, "")
        self.field = AnswerField(look, strings, placeholder=self.say("later.hint"), limit=DIGITS, accepts=figure)
        self.field.edited.connect(self._wait)
        self.keyboard = Keyboard(look, strings)
        self.bottom.addWidget(self.keyboard)
        self.main = Button(look, "", icon="check")
        self.main.clicked.connect(lambda: self.keepAsked.emit(self.field.value))
        self.set_footer(self.main, self.say("widget.back"))
        self._note = Note(look, "info-circle", self.say("later.note"))
        self.put(self.problem, self.field, LeafRow((self._note,), optional=True))

    def ask(self, party: Text) -> None:
        self.problem.setProperty("folded", True)
        self.head.set_words(self.say("later.title", party=party), self.say("later.lead", party=party))
        self.field.set_value("")
        self.field.set_editing(True)
        self.keyboard.attach(self.field, Mode.NUMBERS)
        self._wait()

    def show_problem(self, message: str, remedy: str) -> None:
        self.problem.set_state(ChipTone.WARN, message, remedy)
        self.problem.setProperty("folded", False)
        self.leaves.arrange()

    def _wait(self) -> None:
        left = DIGITS - len(self.field.value)
        self.main.set_text(self.say("later.keep" if self.field.value else "later.keep_alone"), "check")
        self.main.set_waiting(self.say("identify.digits_left", n=left) if 0 < left < DIGITS else None)

    def wipe(self) -> None:
        self.field.set_value("")
        self.keyboard.wipe()
        self.head.set_words("")


class KeptScreen(Screen):
    """It is kept, and for what it waits: said as it is, for nothing has been filed."""

    step = VisitStep.KEPT
    finishAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "")
        main = Button(look, self.say("received.finish"), icon="logout")
        main.clicked.connect(self.finishAsked)
        self.set_footer(main, None)

    def show_kept(self, party: Text, *, opens: bool, days: int) -> None:
        """``opens``: to the other one's card as well; ``days`` that it is kept without a touch."""
        self.head.set_words(self.say("kept.title", party=party))
        picture = Illustration(self.look, IllustrationKind.ENVELOPE, self.say("kept.title", party=party), height=420)
        state = Banner(
            self.look, ChipTone.NETWORK, self.say("kept.state"), self.say("kept.state_line", party=party), "clock"
        )
        who = "kept.opens" if opens else "kept.alone"
        self.put(
            LeafRow((picture,), optional=True),
            state,
            Note(self.look, "id", self.say(who, party=party)),
            Note(self.look, "calendar-event", self.say("kept.days", n=days)),
        )

    def go_back(self) -> None:
        """It is kept: one finishes, or begins anew another time."""

    def wipe(self) -> None:
        self.head.set_words("")
        super().wipe()
