"""My dossiers: which there are, and how one of them has fared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from kiosk.domain.submission import AT_COUNTER, Legal, Sync
from kiosk.domain.visit import VisitStep
from kiosk.services.tracking import AskedView, DossierView
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import WIDE, LeafRow
from kiosk.ui.resident.order_nodes import objection_nodes, order_nodes
from kiosk.ui.resident.owed import owed_rows
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
    Tile,
    Timeline,
    TimelineNode,
)

_DONE = {Legal.FINISHED, Legal.HANDED_OVER}
_ENDED = {Legal.NOT_ACCEPTED, Legal.WITHDRAWN, Legal.STOPPED}
_ACT = {Legal.SUPPLEMENT, Legal.PAYMENT}

_Note = tuple[ChipTone, Text, Text]  # how it went, what became of it, what can be done


class TrackScreen(Screen):
    step = VisitStep.TRACK
    opened = Signal(str)
    answerAsked = Signal(str)  # noqa: N815 - the code of the dossier
    officerAsked = Signal()  # noqa: N815
    slipAsked = Signal(str)  # noqa: N815
    helpAsked = Signal(str)  # noqa: N815
    withdrawAsked = Signal(str)  # noqa: N815
    objectionAsked = Signal(str)  # noqa: N815

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
        self._note: _Note | None = None
        self._waiting: dict[str, _Note] = {}  # by the code of the dossier, for when it is opened
        self.prints = False  # whether a slip can come out at all
        self.set_footer(None, self.say("widget.back"))

    def show_list(self, dossiers: Sequence[DossierView]) -> None:
        self._list, self._one = tuple(dossiers), None
        self.head.set_short(bool(self._list))
        self.head.set_words(self.say("track.title"), self.say("track.lead" if self._list else "track.none"))
        self.set_footer(None, self.say("widget.back"))
        self.put(LeafRow(tuple(self._tile(dossier) for dossier in self._list), wide=2, grow=1.25))

    def _tile(self, dossier: DossierView) -> Tile:
        code, day = dossier.official or dossier.code, spoken_times.day(self.strings, dossier.filed_at)
        when = self.strings.phrase("track.tile", code=code, day=day, state=self._state(dossier))
        what, whose = live_text(self.strings, dossier.procedure), spoken_times.person(dossier.subject)
        title = self.strings.phrase("track.of", procedure=what, name=whose)
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
        self._one, self._note = dossier, self._waiting.pop(dossier.code, None)
        self.head.set_short(True)
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

    def tell(self, code: str, title: Text, line: Text = "", *, well: bool = True) -> None:
        """What became of what was asked for about a dossier: above all else there, and nowhere else. Where it is not
        the one that is shown now, it is said when that is opened."""
        note = ChipTone.OK if well else ChipTone.WARN, title, line
        if self._one is None or self._one.code != code:
            self._waiting[code] = note
            return
        self._note = note
        self._rebuild()

    def _rebuild(self) -> None:
        """One line of nodes; in two columns on a lying page; node by node for letters that fill more than one."""
        self._wide = self.width() > self.look.px(WIDE)
        if self._one is None:
            return
        nodes, pay = self._nodes(self._one), self._pay(self._one)
        first, last = (pay, ()) if self._one.legal is Legal.PAYMENT else ((), pay)  # what is to be done now is on top
        acts = LeafRow(self._acts(self._one), columns=2, wide=4, low=True)
        news = (LeafRow((Banner(self.look, *self._note),)),) if self._note is not None else ()
        single = (LeafRow((Timeline(self.look, (node,)),)) for node in nodes)
        if self.look.text_percent > 125:
            steps = tuple(single)
        elif self._wide and len(nodes) > 2:
            parts = Timeline(self.look, nodes[:2]), Timeline(self.look, nodes[2:])
            steps = (LeafRow(parts, wide=2, grow=1.0 if pay else 1.4),)
        else:
            steps = (LeafRow((Timeline(self.look, nodes),), grow=1.0 if pay else 1.6),)
        self.put(*news, *first, *steps, *last, acts)
        if self.leaves.crowded and self.look.text_percent <= 125:
            self.put(*news, *first, *single, *last, acts)

    def _acts(self, dossier: DossierView) -> tuple[Button, ...]:
        """What can be asked for besides."""
        ended = dossier.legal in _ENDED or dossier.legal in _DONE
        acts = {
            "slip": (self.slipAsked, "printer", self.prints),
            "help": (self.helpAsked, "phone", True),
            "object": (self.objectionAsked, "message-2", dossier.legal is Legal.NOT_ACCEPTED),
            "withdraw": (self.withdrawAsked, "arrow-back-up", not ended and dossier.sync not in AT_COUNTER),
        }
        buttons = []
        for name, (signal, icon, offered) in acts.items():
            if offered:
                button = Button(self.look, self.say(f"track.act.{name}"), ButtonKind.QUIET, icon)
                button.clicked.connect(lambda signal=signal: signal.emit(dossier.code))
                buttons.append(button)
        return tuple(buttons)

    def _pay(self, dossier: DossierView) -> tuple[LeafRow, ...]:
        if dossier.owed <= 0 or dossier.legal in _ENDED:
            return ()
        return owed_rows(self.look, self.strings, dossier)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._wide != (self.width() > self.look.px(WIDE)):
            self._rebuild()

    def _nodes(self, dossier: DossierView) -> tuple[TimelineNode, ...]:
        arrived = dossier.sync is Sync.DELIVERED
        if dossier.sync in AT_COUNTER:
            return order_nodes(self.strings, dossier)
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
        return self._legal(dossier, legal), *objection_nodes(self.strings, dossier)

    def _legal(self, dossier: DossierView, legal: Legal) -> TimelineNode:
        values = {
            "day": spoken_times.day(self.strings, dossier.handed_over) if dossier.handed_over else "",
            "office": dossier.office,
            "place": dossier.place,
            "hours": dossier.hours,
            "note": dossier.note,
            "days": dossier.days_left,
            "filed": spoken_times.day_and_hour(self.strings, dossier.filed_at),
            "due": spoken_times.by_hour(self.strings, dossier.due_at),
        }
        own = live(self.strings, lambda now: _filled(fill(now, dossier.words), values))
        words = own if dossier.words else self.say(f"status.legal.{_wording(dossier, legal)}", **values)
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
            free = "" if self._one is not None and self._one.owed else self.say("track.free")
            parts = tuple(filter(str, (line, words, free)))
            todo = live(self.strings, lambda _: ". ".join(str(part).rstrip(".") for part in parts) + ".")
            return (TimelineNode(NodeState.ACT, self.say("track.todo"), todo),)  # all of it on the first leaf
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
        self._list, self._one, self._note = (), None, None
        self._waiting.clear()
        self.head.set_words(self.say("track.title"))
        super().wipe()


def _filled(sentence: str, values: Mapping[str, object]) -> str:
    """A procedure's own sentence with what is known of the dossier in it."""
    return re.sub(r"\{(\w+)\}", lambda name: str(values.get(name[1], "")), sentence)


def _wording(dossier: DossierView, legal: Legal) -> str:
    """Which of the sentences for a state fits."""
    if legal is Legal.HANDED_OVER and dossier.handed_over:
        return "10_on"
    return "6_counter" if legal is Legal.PAYMENT and not dossier.transfer else legal.value
