"""The card is being read; and what to do when it could not be."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.card_reading import ReadPart, ReadProgress
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import (
    CENTRE,
    Banner,
    Bar,
    Button,
    ButtonKind,
    ChipTone,
    Illustration,
    IllustrationKind,
    Label,
    ReadingList,
    ReadState,
)


class ReadingScreen(Screen):
    step = VisitStep.READING
    stopAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("reading.title"), strings.phrase("reading.lead"))
        self.parts = ReadingList(look, strings, [self.say(f"reading.part.{part.value}") for part in ReadPart])
        self.bar = Bar(look)
        picture = Illustration(look, IllustrationKind.READER, self.say("reading.picture"), moving=True)
        self.put(LeafRow((picture,), optional=True), LeafRow((self.bar,), optional=True), self.parts)
        self.set_footer(None, self.say("reading.stop"), "x")
        self.begin()

    def begin(self) -> None:
        """Nothing is read yet."""
        self.set_progress(ReadProgress((), ReadPart.OPEN, 0.0))

    def set_progress(self, progress: ReadProgress) -> None:
        for index, part in enumerate(ReadPart):
            done, now = part in progress.done, part is progress.part
            state = ReadState.DONE if done else ReadState.NOW if now else ReadState.WAITING
            if self.parts.states()[index] is not state:
                self.parts.set_state(index, state)
        share = len(progress.done) + (progress.fraction if progress.part not in progress.done else 0.0)
        self.bar.set_fraction(share / len(ReadPart))
        self.bar.set_words(self._words(progress))

    def _words(self, progress: ReadProgress) -> Text:
        """Who the card belongs to stands there while its photograph still comes."""
        if progress.lifted:
            return self.say("reading.lifted")
        count = {"n": len(progress.done), "total": len(ReadPart)}
        if progress.so_far is None:
            return self.say("reading.count", **count)
        return self.say("reading.found", name=progress.so_far.citizen.full_name, **count)

    def go_back(self) -> None:
        self.stopAsked.emit()

    def wipe(self) -> None:
        self.begin()


class TroubleScreen(Screen):
    """What happened, in one sentence; what to do, in one; and every way on that there is."""

    step = VisitStep.TROUBLE
    again = Signal()
    typeDigits = Signal()  # noqa: N815
    withoutCard = Signal()  # noqa: N815
    officerAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("trouble.title"))
        self.banner = Banner(look, ChipTone.WARN, "")
        self.picture = Illustration(look, IllustrationKind.READER, self.say("reading.picture"), height=340)
        self.code = Label(look, "", TextRole.FLOOR, "ink2", CENTRE)
        ways = (
            ("trouble.digits", "keyboard", self.typeDigits),
            ("trouble.without", "pencil", self.withoutCard),
            ("trouble.officer", "bell", self.officerAsked),
        )
        self.ways = [self._way(*way) for way in ways]
        main = Button(look, self.say("trouble.again"), icon="refresh")
        main.clicked.connect(self.again)
        self.set_footer(main, self.say("widget.back"))
        choose = Label(look, self.say("trouble.ways"), TextRole.H2)
        self.put(
            self.banner,
            LeafRow((self.picture,), optional=True),
            LeafRow((choose,), keep=True, air=8),
            *self.ways,
            LeafRow((self.code,), optional=True),
        )

    def _way(self, key: str, icon: str, signal: object) -> Button:
        button = Button(self.look, self.say(key), ButtonKind.ALTERNATIVE, icon, height=116, role=TextRole.SMALL_BUTTON)
        button.clicked.connect(signal)
        return button

    def show_error(self, code: str, message: str, remedy: str) -> None:
        """``code`` is for the technician: small, at the foot."""
        self.banner.set_state(ChipTone.WARN, message, remedy)
        self.code.set_text(self.say("trouble.code", code=code))
        self.leaves.turn(0)

    def wipe(self) -> None:
        self.banner.set_state(ChipTone.WARN, "")
