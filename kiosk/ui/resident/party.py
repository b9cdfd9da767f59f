"""Another person at the glass: whether they let their card be read, in words of their own, and then the card."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.hello import HelloScreen
from kiosk.ui.resident.identify import IdentifyScreen
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen
from kiosk.ui.resident.reading import ReadingScreen, TroubleScreen
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import (
    Banner,
    Button,
    ButtonKind,
    CardSurface,
    ChipTone,
    ChoicePair,
    Facts,
    InfoBlock,
    KnownValue,
    Note,
    PaperText,
)


class PartyScreen(Screen):
    """Nothing is read before this is answered, and a no costs nothing. The quiet ways out say nothing on any other
    page: who is pressed finds an officer without a word."""

    step = VisitStep.PARTY
    agreed = Signal(bool)
    officerAsked = Signal()  # noqa: N815
    stopAsked = Signal()  # noqa: N815
    laterAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "")
        self.pair: ChoicePair | None = None
        self.main = Button(look, self.say("screen.next"), icon="arrow-right")
        self.main.clicked.connect(self._give)
        self.set_footer(self.main, self.say("widget.back"))
        self._name: Text = ""
        self._words: InfoBlock | None = None
        self._line: Note | None = None
        look.changed.connect(self._fit)

    def invite(self, name: Text, visitor: str, *, owns: bool) -> None:
        """``name`` of the party; ``visitor``: who stands here already; ``owns``: it is the matter of both."""
        pair = self.pair = ChoicePair(self.look, self.strings)
        pair.chosen.connect(self._wait)
        self._wait()
        self._name = name
        self._words = InfoBlock(self.look, PaperText(), "id")
        self._line = Note(self.look, "info-circle", self.say("party.read_line", party=name))
        self.head.set_words(self.say("party.title", party=name), self.say("party.lead", party=name))
        self._fit()
        self.put(
            *(self._both(visitor) if owns else ()),
            self._card(self._words, pair),
            self._line,
            *self._quiet(name if owns and visitor else None),
        )

    def _both(self, visitor: str) -> list[LeafRow]:
        known = [KnownValue(self.say("party.here"), visitor, from_card=True)] if visitor else []
        facts = [LeafRow((Facts(self.look, self.strings, known, compact=True),), optional=True)] if known else []
        mutual = Banner(self.look, ChipTone.NETWORK, self.say("party.both"), self.say("party.both_line"), "users")
        return [*facts, LeafRow((mutual,))]

    def _card(self, words: InfoBlock, pair: ChoicePair) -> CardSurface:
        card = CardSurface(self.look, padding=(38, 34, 38, 34))
        card.body.put(words, None, pair)
        return card

    def _fit(self) -> None:
        """Large, the question with its answers is all that a leaf holds: what follows from them stands after it."""
        if self._words is None or self._line is None:
            return
        large, line = self.look.large, self.say("party.read_line", party=self._name)
        self._words.set_text(PaperText(title=self.say("party.read", party=self._name), lines=() if large else (line,)))
        self._line.setProperty("folded", not large)

    def _quiet(self, later: Text | None) -> list[LeafRow]:
        """``later``: who may come another day; None where that cannot be."""
        officer = self._way("party.officer", "user-heart", self.officerAsked)
        stop = self._way("party.stop", "trash", self.stopAsked)
        rows = [LeafRow((officer, stop), columns=2, wide=2, large=1, low=True)]
        if later is not None:
            come = Button(self.look, self.say("party.later", party=later), ButtonKind.ALTERNATIVE, "clock", height=104)
            come.clicked.connect(self.laterAsked)
            rows.insert(0, LeafRow((come,), low=True))
        return rows

    def _way(self, key: str, icon: str, signal: object) -> Button:
        button = Button(self.look, self.say(key), ButtonKind.QUIET, icon, height=104, role=TextRole.SMALL_BUTTON)
        button.clicked.connect(signal)
        return button

    def _wait(self) -> None:
        open_ = self.pair is None or self.pair.value is None
        self.main.set_waiting(self.say("party.waiting") if open_ else None)

    def _give(self) -> None:
        self.agreed.emit(self.pair is not None and bool(self.pair.value))

    def wipe(self) -> None:
        super().wipe()
        self.head.set_words("")
        self.pair = self._words = self._line = None  # they have gone with their page
        self._name = ""


class PartyCardScreen(IdentifyScreen):
    step = VisitStep.PARTY_CARD

    def __init__(self, look: Look, strings: Strings) -> None:
        self._name: Text = ""
        super().__init__(look, strings)
        self.without.set_text(self.say("party.without"))

    def invite(self, name: Text) -> None:
        self._name = name
        self._fold()

    def _title(self, key: str) -> Text:
        return self.say("party.card", party=self._name) if key == "title" else super()._title(key)


class PartyReadingScreen(ReadingScreen):
    step = VisitStep.PARTY_READING


class PartyTroubleScreen(TroubleScreen):
    step = VisitStep.PARTY_TROUBLE


class PartyHelloScreen(HelloScreen):
    step = VisitStep.PARTY_HELLO
