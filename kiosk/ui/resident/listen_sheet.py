"""How one is read to: by what, how loud and fast, with names or without, with the screen off; and the small sounds."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.speech import SpeechOutput
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import Overlay
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import CENTRE, Button, ButtonKind, Label

SOUNDS = ("click", "success", "attention")


class ListenSheet(Overlay):
    """``outputChosen(SpeechOutput)``, ``tuned(rate, volume)`` by one step, ``personalAsked(bool)``,
    ``soundAsked(name, heard)``."""

    outputChosen = Signal(object)  # noqa: N815
    tuned = Signal(int, int)
    personalAsked = Signal(bool)  # noqa: N815
    screenAsked = Signal()  # noqa: N815
    stopped = Signal()
    soundAsked = Signal(str, bool)  # noqa: N815
    closed = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings)
        self.outputs = {one: self._choice(one.value) for one in SpeechOutput}
        for output, button in self.outputs.items():
            button.clicked.connect(lambda output=output: self.outputChosen.emit(output))
        self.tuning = {name: self._choice(name) for name in ("slower", "faster", "softer", "louder")}
        for name, by in {"slower": (-1, 0), "faster": (1, 0), "softer": (0, -1), "louder": (0, 1)}.items():
            self.tuning[name].repeats = True
            self.tuning[name].clicked.connect(lambda by=by: self.tuned.emit(*by))
        self.personal = self._choice("personal")
        self.personal.clicked.connect(lambda: self.personalAsked.emit(not self.personal.selected))
        self.sounds = {name: self._choice(f"sound_{name}") for name in SOUNDS}
        for name, button in self.sounds.items():
            button.clicked.connect(lambda name=name, button=button: self.soundAsked.emit(name, not button.selected))
        self._fill()

    def _choice(self, name: str) -> Button:
        return Button(self.look, self.say(f"listen.sheet.{name}"), ButtonKind.CHOICE)

    def _fill(self) -> None:
        screen = self.button("listen.sheet.screen", ButtonKind.QUIET, self.screenAsked, "moon")
        stop = self.button("listen.sheet.stop", ButtonKind.QUIET, self.stopped, "player-pause")
        close = self.button("screen.done", ButtonKind.PRIMARY, self.closed, "check")
        sounds = Label(self.look, self.say("listen.sheet.sounds"), TextRole.TITLE, align=CENTRE)
        self.fill(
            "volume",
            self.say("listen.sheet.title"),
            "",
            LeafRow(tuple(self.outputs.values()), columns=2, wide=2, large=2),
            LeafRow(tuple(self.tuning.values()), columns=2, wide=4, large=2),
            self.personal,
            LeafRow((screen, stop), columns=2, wide=2),
            LeafRow((sounds,), keep=True),
            LeafRow(tuple(self.sounds.values()), columns=3, wide=3),
            close,
        )

    def show_state(self, output: SpeechOutput, *, personal: bool, heard: dict[str, bool]) -> None:
        for one, button in self.outputs.items():
            button.set_selected(one is output)
        self.personal.set_selected(personal and output is SpeechOutput.LOUDSPEAKER)
        self.personal.setEnabled(output is SpeechOutput.LOUDSPEAKER)
        for name, button in self.sounds.items():
            button.set_selected(heard[name])
