"""A dossier without a card: its code, from the slip before the camera or typed, and the day of birth."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.visit import VisitStep
from kiosk.ui.keyboard import Keyboard, Mode
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Banner, Button, ChipTone, Note


class LookupScreen(Screen):
    """``asked(code, birth)``; ``refuse()`` where both do not fit: it says no more than that."""

    step = VisitStep.TRACK
    asked = Signal(str, str)

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("lookup.title"), strings.phrase("lookup.lead"))
        self.keyboard = Keyboard(look, strings)
        self.bottom.addWidget(self.keyboard)
        self.main = Button(look, self.say("lookup.open"), icon="arrow-right")
        self.main.missing.connect(lambda: self.write(self.birth if self.code.value.strip() else self.code))
        self.main.clicked.connect(lambda: self.asked.emit(self.code.value, self.birth.value))
        self.set_footer(self.main, self.say("widget.back"))
        self.begin()

    def begin(self) -> None:
        look = self.look
        self.code = self._field("code", "qrcode", 30)
        self.birth = self._field("birth", "calendar-event", 10)
        self.error = Banner(look, ChipTone.ERR, self.say("lookup.wrong"), icon="alert-triangle")
        self.error.setProperty("folded", True)
        for field in (self.code, self.birth):
            field.clicked.connect(lambda field=field: self.write(field))
            field.edited.connect(lambda _: self._ready())
        self.code.submitted.connect(lambda: self.write(self.birth))
        slip = Note(look, "camera", self.say("lookup.slip"))
        self.head.set_short(True, shorter=True)
        self.put(self.code, self.birth, self.error, LeafRow((slip,), optional=True, first_to_go=True))
        self.write(self.code)

    def _field(self, name: str, icon: str, limit: int) -> AnswerField:
        label, example = self.say(f"lookup.{name}"), self.say(f"lookup.{name}_example")
        words: tuple[Text, Text] = ("", label) if self.look.large else (label, example)
        return AnswerField(self.look, self.strings, words[0], placeholder=words[1], icon=icon, limit=limit)

    def write(self, field: AnswerField) -> None:
        for one in (self.code, self.birth):
            one.set_editing(one is field)
            one.setProperty(
                "folded", self.look.text_percent > 125 and one is not field
            )  # with large letters one at a time
        self.keyboard.show()
        if field is self.code:
            self.keyboard.attach(field)
        else:
            self.keyboard.attach(field, Mode.NUMBERS, extra="/")
        self._ready()

    def take_code(self, code: str) -> None:
        """The slip's code was read: only the day of birth is left."""
        self.code.set_value(code)
        self.write(self.birth)

    def refuse(self, key: str = "lookup.wrong") -> None:
        self.error.set_state(ChipTone.ERR, self.say(key), icon="alert-triangle")
        self.error.setProperty("folded", False)
        if self.look.text_percent > 125:  # it is read first; a touch on the field brings the keyboard again
            self.keyboard.hide()
            self.keyboard.attach(None)
        self.leaves.arrange()

    def _ready(self) -> None:
        missing = not self.code.value.strip() or not self.birth.value.strip()
        self.main.set_waiting(self.say("lookup.missing") if missing else None)
        self.error.setProperty("folded", True)
        self.leaves.arrange()

    def wipe(self) -> None:
        self.keyboard.wipe()
        self.begin()
