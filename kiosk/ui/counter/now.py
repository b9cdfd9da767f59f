"""Now: the kiosk that calls, and every queue with its count, each behind a digit; the tenth behind 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from kiosk.domain.desk_calls import CallKind, DeskCall
from kiosk.domain.dossier import QueueFacts, WorkQueue
from kiosk.services.counter.hall_view import HallKioskView
from kiosk.services.counter.queues import QueueCount, WorkBoard
from kiosk.ui.counter.kiosk_card import KioskActs, KioskCards
from kiosk.ui.counter.parts import StaffKit, emptied
from kiosk.ui.counter.wide_label import chip_name
from kiosk.ui.widgets.rooted import Rooted

PLATES = {"warn": "warn", "err": "err", "ok": "ok", "action_text": "info", "gold_deep": "warn"}
"""The ground that a queue's picture stands on, by its colour."""

PICTURES = {
    WorkQueue.DUE: ("calendar-event", "warn"),
    WorkQueue.RETURNED: ("arrow-back-up", "err"),
    WorkQueue.LOOK: ("alert-triangle", "warn"),
    WorkQueue.CASH: ("coin", "action_text"),
    WorkQueue.ORDERS: ("file-text", "action_text"),
    WorkQueue.UNSENT: ("cloud-up", "gold_deep"),
    WorkQueue.READY: ("circle-check", "ok"),
    WorkQueue.SUPPORT: ("message-2", "action_text"),
    WorkQueue.CALL_BACK: ("phone", "action_text"),
    WorkQueue.NOTICE: ("writing-sign", "warn"),
}

COLUMNS, NARROW = 5, 2
"""Of the queues' tiles, in the order of their digits: in a window that lies, and one that is narrow."""


class NowPage(Rooted):
    """``chosen``: a queue. ``answered``: an officer goes to the kiosk that calls. ``begun``: a form for somebody."""

    chosen = Signal(object)
    answered = Signal()
    begun = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._kit = kit
        self.queues: list[WorkQueue] = []
        page = kit.page(self, gap=18)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.label(kit.say("now"), "h1"))
        self.when = kit.label("", "second")
        heads.addWidget(self.when)
        heads.addStretch(1)
        self.begin = kit.button(kit.say("file_for"), self.begun.emit, key="Ctrl+N", picture="file-plus")
        heads.addWidget(self.begin)
        page.addLayout(heads)
        self.cards: KioskCards | None = None  # in a hall
        self._ticks = QTimer(self, interval=1000)
        self._shown_at: datetime | None = None
        self._since = QElapsedTimer()
        self._known: tuple[object, ...] = ()
        self._ticks.timeout.connect(self._tick)
        self._top = kit.split()
        page.addLayout(self._top, 3 if not kit.narrow else 1)
        middle = kit.bar(gap=16)
        middle.addWidget(kit.label(kit.say("queues"), "h2"))
        middle.addWidget(kit.label(kit.say("queues_how"), "second"))
        middle.addStretch(1)
        page.addLayout(middle)
        self._grid = QGridLayout()
        self._grid.setSpacing(kit.px(20))
        page.addLayout(self._grid, 5 if not kit.narrow else 3)

    def use_hall(self, acts: KioskActs) -> None:
        """Each kiosk of the hall has a card of its own, in the place of the one kiosk's bell."""
        self.cards = KioskCards(self._kit, acts)
        self._top.addWidget(self.cards, 3)
        self._ticks.start()

    def _tick(self) -> None:
        """A bell is told by its seconds."""
        if self.cards is not None and self._shown_at is not None:
            self.cards.tick(self._shown_at + timedelta(milliseconds=self._since.elapsed()))

    def wipe(self) -> None:
        """Nothing of what the last officer saw."""
        self.queues, self._known = [], ()
        if self.cards is not None:
            self._top.removeWidget(self.cards)
        emptied(self._top)
        emptied(self._grid)
        if self.cards is not None:
            self._top.addWidget(self.cards, 3)

    def show_board(
        self,
        board: WorkBoard,
        calls: tuple[DeskCall, ...],
        now: datetime,
        people: Mapping[int, str],
        kiosks: Sequence[HallKioskView] = (),
    ) -> None:
        kit = self._kit
        self.when.setText(kit.say("when", at=f"{now:%H:%M}", day=f"{now:%d/%m/%Y}"))
        self.queues = [one.queue for one in board.queues]
        self._shown_at = now
        self._since.start()
        if self.cards is not None:
            self.cards.show_kiosks(kiosks, now)
            if (board.queues, board.facts, calls) == self._known:
                return  # what is the same stays as it is, and keeps the keys' focus
            self._known = board.queues, board.facts, calls
            self._top.removeWidget(self.cards)
        emptied(self._top)
        if self.cards is None:
            self._top.addWidget(self._bell(board, now, people), 3)
        else:
            self._top.addWidget(self.cards, 4 if len(kiosks) > 1 else 3)
        self._top.addWidget(self._calls(calls), 1 if len(kiosks) > 1 else 2)
        emptied(self._grid)
        columns = COLUMNS if not kit.narrow else NARROW
        facts = self._facts(board.facts, [one for one in calls if one.due.date() <= now.date()])
        for place, one in enumerate(board.queues):
            tile = self._tile(one, place + 1, facts.get(one.queue, ("", "")))
            self._grid.addWidget(tile, place // columns, place % columns)

    def _facts(self, facts: QueueFacts, calls: Sequence[DeskCall]) -> dict[WorkQueue, tuple[str, str]]:
        """What makes a queue urgent now, and the role it is said in; ``calls``: those of today."""
        say, urgent = self._kit.say, dict[WorkQueue, tuple[str, str]]()
        if facts.late and facts.late_since is not None:
            urgent[WorkQueue.DUE] = say("queue_late", count=facts.late, day=f"{facts.late_since:%d/%m}"), "late"
        if facts.owed:
            urgent[WorkQueue.CASH] = say("queue_owed", sum=self._kit.number(facts.owed)), ""
        if first := next((one for one in calls if one.kind is CallKind.CALL_BACK), None):
            urgent[WorkQueue.CALL_BACK] = f"{first.due:%H:%M}  {chip_name(first.person)}", ""
        return urgent

    def _bell(self, board: WorkBoard, now: datetime, people: Mapping[int, str]) -> QFrame:
        kit, bell = self._kit, board.bell
        frame, box = kit.card(role="ringing" if bell else "card")
        line = kit.row(gap=16)
        line.addWidget(kit.picture("bell", 40, "warn" if bell else "ok"))
        line.addWidget(kit.label(kit.say("kiosk"), "h2"))
        line.addStretch(1)
        line.addWidget(kit.label(kit.say("ringing" if bell else "quiet"), "chip-warn" if bell else "chip-ok"))
        box.addLayout(line)
        if bell is None:
            box.addWidget(kit.label(kit.say("nobody_calls"), ""))
            if (last := board.answered) is not None:
                who = people.get(last.by, "")
                box.addWidget(kit.label(kit.say("answered_by", person=who, at=f"{last.at:%H:%M}"), "second"))
            box.addStretch(1)
            return frame
        waited = max(0, int((now - bell.since).total_seconds()))
        line = kit.row(gap=16)
        line.addWidget(kit.label(f"{waited // 60}:{waited % 60:02d}", "figure"))
        line.addWidget(kit.label(kit.say("rings_since", at=f"{bell.since:%H:%M}"), "second"))
        line.addStretch(1)
        box.addLayout(line)
        box.addStretch(1)
        box.addWidget(
            kit.button(kit.say("i_help"), self.answered.emit, role="primary", key="F4", picture="hand-finger")
        )
        return frame

    def _calls(self, calls: tuple[DeskCall, ...]) -> QFrame:
        kit = self._kit
        frame, box = kit.card()
        box.addWidget(kit.label(kit.say("next_calls"), "h3"))
        for one in calls[:4]:
            box.addWidget(kit.rule())
            box.addLayout(kit.pair(f"{one.due:%H:%M}  {one.about}", one.person))
        if not calls:
            box.addWidget(kit.label(kit.say("no_calls"), "second"))
        box.addStretch(1)
        return frame

    def _tile(self, one: QueueCount, digit: int, fact: tuple[str, str]) -> QPushButton:
        """``fact``: what is urgent in it, and in which role; empty: what the queue is."""
        kit = self._kit
        tile = QPushButton()
        tile.setProperty("role", "queue")
        tile.setMinimumHeight(kit.tall(150))
        name = kit.say(f"queue.{one.queue.value}")
        tile.setAccessibleName(f"{name}: {one.count}")
        tile.setSizePolicy(tile.sizePolicy().Policy.Expanding, tile.sizePolicy().Policy.Expanding)
        box = kit.column(tile, margin=20, gap=6)
        box.addStretch(int(kit.narrow))
        line = kit.row()
        picture, colour = PICTURES[one.queue]
        plate = kit.picture(picture, 32, colour)
        plate.setProperty("role", f"plate-{PLATES[colour]}")
        line.addWidget(plate)
        line.addStretch(1)
        line.addWidget(kit.label(str(one.count), "figure" if one.count else "figure-none"))
        box.addLayout(line)
        beneath = kit.row()
        beneath.addWidget(kit.label(name, "h3"))
        beneath.addStretch(1)
        beneath.addWidget(kit.label(str(digit % 10), "kbd"))
        box.addLayout(beneath)
        text, role = fact
        box.addWidget(kit.label(text or kit.say(f"queue_fact.{one.queue.value}"), role or "second"))
        box.addStretch(1)
        tile.clicked.connect(lambda _=False: self.chosen.emit(one.queue))
        return tile
