"""The oath, and a signature on the glass: one person a time, over what they have just looked through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal

from kiosk.domain.procedure import Text as ProcedureText
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import CENTRE, Button, ButtonKind, CardSurface, Label, Note, SignaturePad


class SignScreen(Screen):
    """``signed(strokes)``: as they were drawn; none where the person prints a finger at the counter instead.
    ``sheetAsked``: the official sheet is to be seen before."""

    step = VisitStep.SIGN
    signed = Signal(object)
    sheetAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("sign.title"))
        self.main = Button(look, "", icon="signature")
        self.main.clicked.connect(lambda: self.signed.emit(self.pad.strokes))
        self.set_footer(self.main, self.say("widget.back"))
        self._begin()

    def _begin(self) -> None:
        """A pad on which nobody has signed; the last one has gone with its page."""
        self.pad = SignaturePad(self.look, self.say("sign.hint"), height=300)
        self.pad.signed.connect(self._wait)
        self.again = self._quiet("sign.again", "refresh", self._clear)
        self.finger = self._quiet("sign.finger", "hand-finger", self._by_finger)

    def _quiet(self, key: str, icon: str, act: object) -> Button:
        button = Button(self.look, self.say(key), ButtonKind.QUIET, icon, height=104, role=TextRole.SMALL_BUTTON)
        button.clicked.connect(act)
        return button

    def ask(self, oath: ProcedureText, party: Text, who: str, *, last: bool) -> None:
        """``party`` in a sentence, ``who`` with the day, as it stands beneath the line; ``last``: it is filed then."""
        self.pad.clear()
        self.head.set_words(self.say("sign.title"), self.say("sign.who", party=party))
        card = CardSurface(self.look, spacing=22, padding=(38, 30, 38, 30))
        card.body.put(Note(self.look, "writing-sign", live_text(self.strings, oath)))
        beneath = Label(self.look, who, TextRole.BODY, "ink2", CENTRE)
        see = self._quiet("sign.see", "file-text", self.sheetAsked.emit)
        self.put(
            LeafRow((card,), optional=True),
            LeafRow((see,)),
            LeafRow((self.pad,), grow=5),
            LeafRow((beneath,)),
            LeafRow((self.again, self.finger), columns=2, wide=2),
        )
        self.main.set_text(self.say("sign.file" if last else "sign.done"), "send" if last else "arrow-right")
        self._wait()

    def _wait(self) -> None:
        self.main.set_waiting(self.say("sign.waiting") if self.pad.empty else None)

    def _clear(self) -> None:
        self.pad.clear()
        self._wait()

    def _by_finger(self) -> None:
        nothing: Sequence[Sequence[QPointF]] = ()
        self.signed.emit(nothing)

    def wipe(self) -> None:
        super().wipe()
        self._begin()
