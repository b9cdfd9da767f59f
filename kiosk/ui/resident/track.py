"""My dossiers: which there are, and how one of them has fared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from kiosk.domain.submission import Legal, Sync
from kiosk.domain.visit import VisitStep
from kiosk.services.tracking import AskedView, DossierView
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import WIDE, LeafRow
from kiosk.ui.resident.parts import Screen, fill, live, live_text
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    Banner,
    Button,
    ButtonKind,
    ChipTone,
    IllustrationKind,
    NodeState,
    Note,
    QrView,
    Tile,
    Timeline,
    TimelineNode,
)

_DONE = {Legal.FINISHED, Legal.HANDED_OVER}
_ENDED = {Legal.NOT_ACCEPTED, Legal.WITHDRAWN, Legal.STOPPED}
_ACT = {Legal.SUPPLEMENT, Legal.PAYMENT}


class TrackScreen(Screen):
    step = VisitStep.TRACK
    opened = Signal(str)
    answerAsked = Signal(str)  # noqa: N815 - the code of the dossier
    officerAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("track.title"))
        self._list: tuple[DossierView, ...] = ()
        self._one: DossierView | None = None
        self._wide = False
        look.changed.connect(self._rebuild)
        self.call = Button(look, self.say("track.ask"), ButtonKind.ALTERNATIVE, "bell")
        self.call.clicked.connect(self.officerAsked)
        self.answer = Button(look, self.say("track.answer.papers"), icon="camera")
        self.answer.clicked.connect(lambda: self._one and self.answerAsked.emit(self._one.code))
        self.set_footer(None, self.say("widget.back"))

    def show_list(self, dossiers: Sequence[DossierView]) -> None:
        self._list, self._one = tuple(dossiers), None
        lead = self.say("track.lead" if self._list else "track.none")
        self.head.set_words(self.say("track.title"), lead)
        self.set_footer(None, self.say("widget.back"))
        self.put(LeafRow(tuple(self._tile(dossier) for dossier in self._list), wide=2, grow=1.25))

    def _tile(self, dossier: DossierView) -> Tile:
        when = self.strings.phrase(
            "track.tile",
            code=dossier.official or dossier.code,
            day=spoken_times.day(self.strings, dossier.filed_at),
            state=self._state(dossier),
        )
        name = spoken_times.person(dossier.subject)
        title = self.strings.phrase("track.of", procedure=live_text(self.strings, dossier.procedure), name=name)
        tile = Tile(self.look, "file-text", title, when, flat=True)
        tile.clicked.connect(lambda: self.opened.emit(dossier.code))
        return tile

    def _state(self, dossier: DossierView) -> Text:
        if dossier.asked is not None and dossier.asked.given:
            return self.say(f"track.answer.{dossier.asked.state}")
        if dossier.legal is not None:
            return self.say(f"status.legal_name.{dossier.legal.value}")
        return self.say(f"track.sync.{dossier.sync.value}")

    def show_one(self, dossier: DossierView) -> None:
        """The way of one dossier, as far as it is known here."""
        self._one = dossier
        lead = self.say(
            "track.one_lead", name=spoken_times.person(dossier.subject), code=dossier.official or dossier.code
        )
        self.head.set_words(live_text(self.strings, dossier.procedure), lead)
        self.set_footer(self._main(dossier), self.say("widget.back"))
        self._rebuild()

    def _main(self, dossier: DossierView) -> Button:
        """The next thing to touch: what the office asks for, or somebody to ask."""
        if dossier.asked is None or dossier.asked.state != "open":
            return self.call
        words = dossier.asked.in_words
        self.answer.set_text(
            self.say("track.answer.words" if words else "track.answer.papers"), "pencil" if words else "camera"
        )
        return self.answer

    def _rebuild(self) -> None:
        """One line of nodes; in two columns on a lying page; node by node for letters that fill more than one."""
        self._wide = self.width() > self.look.px(WIDE)
        if self._one is None:
            return
        nodes, pay = self._nodes(self._one), self._pay(self._one)
        first = pay if self._one.legal is Legal.PAYMENT else ()  # what is to be done now stands on top
        last = () if first else pay
        if self.look.text_percent > 125:
            self.put(*first, *(Timeline(self.look, (node,)) for node in nodes), *last)
        elif self._wide:
            halves = Timeline(self.look, nodes[:2]), Timeline(self.look, nodes[2:])
            self.put(*first, LeafRow(halves, wide=2, grow=1.0 if pay else 1.4), *last)
        else:
            self.put(*first, LeafRow((Timeline(self.look, nodes),), grow=1.0 if pay else 1.6), *last)

    def _pay(self, dossier: DossierView) -> tuple[LeafRow, ...]:
        """What is owed, and the code to pay it with. Until the office has seen the money it waits to be matched."""
        if dossier.owed <= 0 or dossier.legal in _ENDED:
            return ()
        amount = spoken_times.money(self.strings, dossier.owed)
        line = self.say("track.transfer" if dossier.transfer else "track.at_counter")
        owed, large = self.say("track.owed", amount=amount), self.look.text_percent > 125
        band = Banner(self.look, ChipTone.WARN, owed, "" if large else line)
        more = (Note(self.look, "info-circle", line),) if large else ()
        if not dossier.transfer:
            return LeafRow((band,)), *map(LeafRow.of, more)
        code = QrView(self.look, dossier.transfer, self.say("track.qr", amount=amount), side=300)
        return (
            (LeafRow.of(band), LeafRow.of(code), *map(LeafRow.of, more))
            if large
            else (LeafRow((band, code), columns=2, wide=2),)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._wide != (self.width() > self.look.px(WIDE)):
            self._rebuild()

    def _nodes(self, dossier: DossierView) -> tuple[TimelineNode, ...]:
        arrived = dossier.sync is Sync.DELIVERED
        filed = TimelineNode(
            NodeState.DONE, self.say("track.filed"), spoken_times.day_and_hour(self.strings, dossier.filed_at)
        )
        sent = TimelineNode(
            NodeState.DONE if arrived else NodeState.NOW,
            self.say("track.sent" if arrived else f"track.sync.{dossier.sync.value}"),
            self.say("track.official", number=dossier.official) if arrived else self.say("track.waits"),
        )
        asked = dossier.asked
        also = asked is not None and asked.given is None and dossier.legal is Legal.PAYMENT
        question = self._asked(asked) if asked is not None and also else ()
        taken, office = self._taken(dossier), (*question, *self._office(dossier), *self._given(dossier))
        if self.look.text_percent > 125 and dossier.legal is not None:  # a leaf or two: what counts now comes first
            return *office, *self._later(dossier), *taken, sent, filed
        return filed, sent, *taken, *office, *self._later(dossier)

    def _taken(self, dossier: DossierView) -> tuple[TimelineNode, ...]:
        """An answer that the office has, before what it said since."""
        if dossier.taken is None:
            return ()
        when = spoken_times.day_and_hour(self.strings, dossier.taken)
        return (TimelineNode(NodeState.DONE, self.say("track.answer.taken"), when),)

    def _given(self, dossier: DossierView) -> tuple[TimelineNode, ...]:
        """An answer that the office waits for, and where it is on its way."""
        asked = dossier.asked
        if asked is None or asked.given is None:
            return ()
        when = spoken_times.day_and_hour(self.strings, asked.given)
        line = self.say(f"track.answer.{asked.state}_line", when=when, note=asked.refused)
        state = {"sent": NodeState.DONE, "refused": NodeState.ACT}.get(asked.state, NodeState.NOW)
        return (TimelineNode(state, self.say(f"track.answer.{asked.state}"), line),)

    def _office(self, dossier: DossierView) -> tuple[TimelineNode, ...]:
        """What the office last said, in plain words."""
        legal, asked = dossier.legal, dossier.asked
        if legal is None:
            return (TimelineNode(NodeState.LATER, self.say("track.look")),)
        if legal is Legal.SUPPLEMENT and asked is not None:
            return self._asked(asked)
        return (self._legal(dossier, legal),)

    def _legal(self, dossier: DossierView, legal: Legal) -> TimelineNode:
        words = self.say(
            f"status.legal.{_wording(dossier, legal)}",
            day=spoken_times.day(self.strings, dossier.handed_over) if dossier.handed_over else "",
            office=dossier.office,
            place=dossier.place,
            hours=dossier.hours,
            note=dossier.note,
            days=dossier.days_left,
            filed=spoken_times.day_and_hour(self.strings, dossier.filed_at),
            due=spoken_times.by_hour(self.strings, dossier.due_at),
        )
        name = self.say(f"status.legal_name.{legal.value}")
        if legal in _ACT and self.look.text_percent > 125:
            return TimelineNode(NodeState.ACT, name, words)
        if legal in _ACT:
            return TimelineNode(NodeState.ACT, name, "", self.say("track.todo"), words)
        state = NodeState.DONE if legal in _DONE else NodeState.ACT if legal in _ENDED else NodeState.NOW
        return TimelineNode(state, name, words)

    def _asked(self, asked: AskedView) -> tuple[TimelineNode, ...]:
        """What is missing, by when, and that the clock stands still meanwhile."""
        name = self.say("status.legal_name.5")
        if asked.given is not None:
            return (TimelineNode(NodeState.DONE, name),)
        line: Text = ""
        if asked.until is not None:
            key = "track.late" if asked.late else "track.before"
            line = self.say(key, day=spoken_times.day(self.strings, asked.until))
        papers = live(self.strings, lambda now: ", ".join(fill(now, name) for name in asked.papers))
        key = "track.asked_papers" if asked.papers else "track.asked"
        words = self.say(key, note=asked.words.rstrip(". "), papers=papers)
        if self.look.text_percent > 125:
            return TimelineNode(NodeState.ACT, name, line), TimelineNode(NodeState.ACT, self.say("track.todo"), words)
        picture = None if self._wide else IllustrationKind.TORN_PAPER
        return (TimelineNode(NodeState.ACT, name, line, self.say("track.todo"), words, picture),)

    def _later(self, dossier: DossierView) -> tuple[TimelineNode, ...]:
        if dossier.legal in _DONE or dossier.legal in _ENDED or dossier.legal is Legal.PAYMENT:
            return ()
        return (
            TimelineNode(NodeState.LATER, self.say("track.sign")),
            TimelineNode(
                NodeState.LATER, self.say("track.collect"), spoken_times.by_hour(self.strings, dossier.due_at)
            ),
        )

    def lists(self, code: str) -> bool:
        """Whether the list that is shown has this dossier."""
        return self._one is None and code in {dossier.code for dossier in self._list}

    def says(self, sentence: str) -> bool:
        """Whether the way of the one dossier that is shown has this sentence."""
        return any(sentence in line.spoken() for line in self.leaves.findChildren(Timeline))

    def go_back(self) -> None:
        if self._one is not None and self._list:
            self.show_list(self._list)
        else:
            super().go_back()

    def wipe(self) -> None:
        self._list, self._one = (), None
        self.head.set_words(self.say("track.title"))
        super().wipe()


def _wording(dossier: DossierView, legal: Legal) -> str:
    """Which of the sentences for a state fits."""
    if legal is Legal.HANDED_OVER and dossier.handed_over:
        return "10_on"
    return "6_counter" if legal is Legal.PAYMENT and not dossier.transfer else legal.value
