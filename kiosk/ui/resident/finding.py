"""A procedure out of several: those of a life event, or those that everyday words find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from kiosk.domain.procedure import Text as ProcedureText
from kiosk.domain.visit import VisitStep
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.resident.choose import ICONS
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.overlays import OfficerOnlyOverlay
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import AnswerField, Button, ButtonKind, Label, ListCard

MOST_TYPED = 60


@dataclass(frozen=True)
class FoundProcedure:
    """``phrase``: the words of it that were meant by what was typed; ``before``: the person filed it here already."""

    code: str
    event: str
    name: ProcedureText
    line: ProcedureText
    phrase: str = ""
    before: bool = False


class _ProcedureCards(Screen):
    chosen = Signal(str)

    def card(self, one: FoundProcedure, mark: Text = "") -> ListCard:
        line: Text = live_text(self.strings, one.line)
        if one.phrase and not mark:
            line = self.say("find.because", phrase=one.phrase, line=line)
        icon = ICONS.get(one.event, "file-text")
        card = ListCard(self.look, icon, live_text(self.strings, one.name), line, mark)
        card.clicked.connect(lambda: self.chosen.emit(one.code))
        return card


class EventScreen(_ProcedureCards):
    """What can be done here when something has happened."""

    step = VisitStep.EVENT
    findAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "")
        self.cards: dict[str, ListCard] = {}
        other = Button(look, self.say("choose.find.title"), ButtonKind.ALTERNATIVE, "search")
        other.clicked.connect(self.findAsked)
        self.set_footer(other, self.say("widget.back"))

    def offer(self, event: str, procedures: Sequence[FoundProcedure]) -> None:
        self.head.set_words(self.say(f"choose.event.{event}.title"), self.say("find.one_of"))
        before = self.say("find.before")
        self.cards = {one.code: self.card(one, before if one.before else "") for one in procedures}
        self.put(LeafRow(tuple(self.cards.values()), grow=1.5))

    def wipe(self) -> None:
        self.cards = {}
        super().wipe()


class FindScreen(_ProcedureCards):
    """Words are typed, with marks or without; below stands what they may mean: as much of it as the keyboard leaves
    room for, and all of it once that is put away."""

    step = VisitStep.FIND
    typed = Signal(str)
    officerAsked = Signal()  # noqa: N815
    overlayAsked = Signal(object)  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("find.title"))
        self.cards: dict[str, ListCard] = {}
        self._offers: tuple[FoundProcedure, ...] = ()
        self.keyboard = Keyboard(look, strings)
        self.bottom.addWidget(self.keyboard)
        self.field: AnswerField | None = None
        self.none = Button(look, self.say("find.none_of_these"), ButtonKind.ALTERNATIVE, "bell")
        self.none.clicked.connect(self._ask_officer)
        self.show_all = Button(look, self.say("find.show"), icon="arrow-right")
        self.show_all.clicked.connect(lambda: self.write(False))

    def show_found(self, typed: str, offers: Sequence[FoundProcedure]) -> None:
        """``typed`` is what was searched for: another field where it is not what stands there."""
        self._offers = tuple(offers)
        if self.field is None or self.field.value != typed:
            self._begin(typed)
        self._build()

    def _begin(self, typed: str) -> None:
        hint, most = self.say("find.hint"), MOST_TYPED
        self.field = AnswerField(self.look, self.strings, value=typed, placeholder=hint, icon="search", limit=most)
        self.field.edited.connect(self.typed)
        self.field.submitted.connect(lambda: self.write(False))
        self.field.clicked.connect(lambda: self.write(True))
        self._take_keyboard(True)

    def write(self, on: bool) -> None:
        """Bring the keyboard, or put it away and show all that was found."""
        if self.field is not None and self.field.editing is not on:
            self._take_keyboard(on)
            self._build()

    def _take_keyboard(self, on: bool) -> None:
        assert self.field is not None
        self.field.set_editing(on)
        self.keyboard.setVisible(on)
        self.keyboard.attach(self.field if on else None)

    def _build(self) -> None:
        field = self.field
        assert field is not None
        best = self.say("find.best") if field.value.strip() and len(self._offers) > 1 else ""
        marks = [self.say("find.before") if one.before else "" if at else best for at, one in enumerate(self._offers)]
        self.cards = {one.code: self.card(one, mark) for one, mark in zip(self._offers, marks, strict=True)}
        words = Label(self.look, self._summary(field.value), TextRole.LABEL, "ink2")
        summary = LeafRow((words,), optional=True, first_to_go=True)
        few = field.editing or len(self.cards) <= 4  # long names and the reason of a hit want the whole width
        self.put(
            field, summary, LeafRow(tuple(self.cards.values()), wide=1 if few else 2, optional=field.editing, grow=1.3)
        )
        self._foot()

    def _foot(self) -> None:
        writing = self.field is not None and self.field.editing
        self.set_footer(self.show_all if writing and self._offers else self.none, self.say("widget.back"))

    def _summary(self, typed: str) -> Text:
        if not typed.strip():
            return self.say("find.all")
        return self.say("find.found", n=len(self._offers)) if self._offers else self.say("find.nothing")

    def _ask_officer(self) -> None:
        note = OfficerOnlyOverlay(self.look, self.strings, self.say("find.none_of_these"))
        note.officerAsked.connect(self.officerAsked)
        self.overlayAsked.emit(note)

    def wipe(self) -> None:
        self.keyboard.wipe()
        self.cards, self.field, self._offers = {}, None, ()
        super().wipe()
