"""Now: the kiosk that calls, and every queue with its count, each behind a digit."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from kiosk.domain.desk_calls import DeskCall
from kiosk.domain.dossier import WorkQueue
from kiosk.services.counter.queues import QueueCount, WorkBoard
from kiosk.ui.counter.parts import StaffKit, emptied
from kiosk.ui.widgets.rooted import Rooted

PICTURES = {
    WorkQueue.DUE: ("calendar-event", "warn"),
    WorkQueue.RETURNED: ("arrow-back-up", "err"),
    WorkQueue.LOOK: ("alert-triangle", "warn"),
    WorkQueue.CASH: ("coin", "action_text"),
    WorkQueue.UNSENT: ("cloud-up", "gold_deep"),
    WorkQueue.READY: ("circle-check", "ok"),
    WorkQueue.SUPPORT: ("message-2", "action_text"),
    WorkQueue.CALL_BACK: ("phone", "action_text"),
}


class NowPage(Rooted):
    """``chosen``: a queue. ``answered``: an officer goes to the kiosk that calls."""

    chosen = Signal(object)
    answered = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._kit = kit
        self.queues: list[WorkQueue] = []
        page = kit.column(self, margin=28, gap=18)
        heads = kit.row(gap=16)
        heads.addWidget(kit.label(kit.say("now"), "h1"))
        self.when = kit.label("", "second")
        heads.addWidget(self.when)
        heads.addStretch(1)
        page.addLayout(heads)
        self._top = kit.row(gap=20)
        page.addLayout(self._top, 4)
        middle = kit.row(gap=16)
        middle.addWidget(kit.label(kit.say("queues"), "h2"))
        middle.addWidget(kit.label(kit.say("queues_how"), "second"))
        middle.addStretch(1)
        page.addLayout(middle)
        self._grid = QGridLayout()
        self._grid.setSpacing(kit.px(20))
        page.addLayout(self._grid, 5)

    def show_board(self, board: WorkBoard, calls: tuple[DeskCall, ...], now: datetime) -> None:
        kit = self._kit
        self.when.setText(kit.say("when", at=f"{now:%H:%M}", day=f"{now:%d/%m/%Y}"))
        self.queues = [one.queue for one in board.queues]
        emptied(self._top)
        self._top.addWidget(self._bell(board, now), 3)
        self._top.addWidget(self._calls(calls), 2)
        emptied(self._grid)
        for place, one in enumerate(board.queues):
            self._grid.addWidget(self._tile(one, place + 1), place // 4, place % 4)

    def _bell(self, board: WorkBoard, now: datetime) -> QFrame:
        kit, bell = self._kit, board.bell
        frame, box = kit.card(role="ringing" if bell else "card")
        line = kit.row(gap=16)
        line.addWidget(kit.picture("bell", 40, "warn" if bell else "ok"))
        line.addWidget(kit.label(kit.say("kiosk"), "h2"))
        line.addStretch(1)
        line.addWidget(kit.label(kit.say("ringing" if bell else "quiet"), "chip-warn" if bell else "chip-ok"))
        box.addLayout(line)
        if bell is None:
            box.addWidget(kit.label(kit.say("nobody_calls"), "", wrap=True))
            box.addStretch(1)
            return frame
        waited = max(0, int((now - bell.since).total_seconds()))
        box.addWidget(kit.label(f"{waited // 60}:{waited % 60:02d}", "figure"))
        box.addWidget(kit.label(kit.say("rings_since", at=f"{bell.since:%H:%M}"), "second"))
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

    def _tile(self, one: QueueCount, digit: int) -> QPushButton:
        kit = self._kit
        tile = QPushButton()
        tile.setProperty("role", "queue")
        tile.setMinimumHeight(kit.px(150))
        name = kit.say(f"queue.{one.queue.value}")
        tile.setAccessibleName(f"{name}: {one.count}")
        tile.setSizePolicy(tile.sizePolicy().Policy.Expanding, tile.sizePolicy().Policy.Expanding)
        box = kit.column(tile, margin=20, gap=6)
        line = kit.row()
        line.addWidget(kit.picture(PICTURES[one.queue][0], 34, PICTURES[one.queue][1]))
        line.addStretch(1)
        line.addWidget(kit.label(str(one.count), "figure"))
        box.addLayout(line)
        beneath = kit.row()
        beneath.addWidget(kit.label(name, "h3"))
        beneath.addStretch(1)
        beneath.addWidget(kit.label(str(digit), "kbd"))
        box.addLayout(beneath)
        box.addWidget(kit.label(kit.say(f"queue_fact.{one.queue.value}"), "second"))
        tile.clicked.connect(lambda _=False: self.chosen.emit(one.queue))
        return tile
