"""The card is being read; and what to do when it could not be."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.devices.ports import Part, ReadProgress
from kiosk.domain.visit import Step
from kiosk.ui.resident.leaves import Block
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets import (
    CENTRE,
    Banner,
    Bar,
    Button,
    Illustration,
    Kind,
    Label,
    Picture,
    ReadingList,
    ReadState,
    Tone,
)


class ReadingScreen(Screen):
    step = Step.READING
    stopAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("reading.title"), strings.phrase("reading.lead"))
        self.parts = ReadingList(look, strings, [self.say(f"reading.part.{part.value}") for part in Part])
        self.bar = Bar(look)
        picture = Illustration(look, Picture.READER, self.say("reading.picture"), moving=True)
        self.put(Block((picture,), optional=True), Block((self.bar,), optional=True), self.parts)
        self.set_footer(None, self.say("reading.stop"), "x")
        self.begin()

    def begin(self) -> None:
        """Nothing is read yet."""
        self.set_progress(ReadProgress((), Part.OPEN, 0.0))

    def set_progress(self, progress: ReadProgress) -> None:
        for index, part in enumerate(Part):
            done, now = part in progress.done, part is progress.part
            state = ReadState.DONE if done else ReadState.NOW if now else ReadState.WAITING
            if self.parts.states()[index] is not state:
                self.parts.set_state(index, state)
        made = len(progress.done) + (progress.fraction if progress.part not in progress.done else 0.0)
        self.bar.set_fraction(made / len(Part))
        self.bar.set_words(self.say("reading.count", n=len(progress.done), total=len(Part)))

    def go_back(self) -> None:
        self.stopAsked.emit()

    def wipe(self) -> None:
        self.begin()


class TroubleScreen(Screen):
    """What happened, in one sentence; what to do, in one; and every way on that there is."""

    step = Step.TROUBLE
    again = Signal()
    typeDigits = Signal()  # noqa: N815
    withoutCard = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("trouble.title"))
        self.banner = Banner(look, Tone.WARN, "")
        self.picture = Illustration(look, Picture.READER, self.say("reading.picture"), height=340)
        self.code = Label(look, "", Role.FLOOR, "ink2", CENTRE)
        ways = (
            ("trouble.digits", "keyboard", self.typeDigits),
            ("trouble.without", "pencil", self.withoutCard),
            ("trouble.officer", "bell", self.officerAsked),
        )
        self.ways = [self._way(*way) for way in ways]
        main = Button(look, self.say("trouble.again"), icon="refresh")
        main.clicked.connect(self.again)
        self.set_footer(main, self.say("widget.back"))
        choose = Label(look, self.say("trouble.ways"), Role.H2)
        self.put(
            self.banner,
            Block((self.picture,), optional=True),
            Block((choose,), keep=True, air=8),
            *self.ways,
            Block((self.code,), optional=True),
        )

    def _way(self, key: str, icon: str, signal: object) -> Button:
        button = Button(self.look, self.say(key), Kind.ALTERNATIVE, icon, height=116, role=Role.SMALL_BUTTON)
        button.clicked.connect(signal)
        return button

    def show_error(self, code: str, message: str, remedy: str) -> None:
        """``code`` is for the technician: small, at the foot."""
        self.banner.set_state(Tone.WARN, message, remedy)
        self.code.set_text(self.say("trouble.code", code=code))
        self.leaves.turn(0)

    def wipe(self) -> None:
        self.banner.set_state(Tone.WARN, "")
