"""Overview: can it serve and what to mend first, and every part at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from kiosk.domain.machine_health import CellState, HealthBoard, HealthCell
from kiosk.ui.counter.flow_row import FlowRow
from kiosk.ui.counter.parts import StaffButton, emptied
from kiosk.ui.maintenance.kit import TINTS, LaidButton, MaintenanceKit, grown
from kiosk.ui.maintenance.page import MaintenancePage
from kiosk.ui.widgets.rooted import Rooted

ICONS: Mapping[str, str] = {
    "screen": "hand-finger",
    "card-reader": "nfc",
    "camera": "camera",
    "printer": "printer",
    "scanner": "scan",
    "sticks": "usb",
    "sound": "volume",
    "disk": "server",
    "memory": "cpu",
    "clock": "clock",
    "line": "antenna-bars-5",
    "portal": "building-bank",
    "certificate": "certificate",
    "key": "key",
    "store": "database",
    "backup": "database-export",
    "journal": "book",
    "catalogue": "files",
    "program": "package",
    "alarms": "bell",
}
_CELL_ROLES = {
    CellState.GOOD: "cell",
    CellState.LOOK: "cell-warn",
    CellState.BROKEN: "cell-err",
    CellState.ABSENT: "cell-plain",
}
MOST_MENDS = 3
"""Things to mend that are shown at once beside the cells, which show all; one more where they lie above them."""


class StateBar(Rooted):
    """How many are well, to look at, broken, not fitted: lengths, with their words beside."""

    def __init__(self, kit: MaintenanceKit, board: HealthBoard) -> None:
        super().__init__()
        self._kit, self._counts = kit, board.counts
        self.setFixedHeight(kit.px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        parts = [(state, count) for state, count in self._counts.items() if count]
        gap, total = self._kit.px(5), sum(count for _, count in parts) or 1
        room, x = self.width() - gap * (len(parts) - 1), 0.0
        for state, count in parts:
            colour = {"plain": "line2"}.get(TINTS[state][0], TINTS[state][0])
            wide = room * count / total
            painter.setBrush(self._kit.look.colour(colour))
            painter.drawRoundedRect(QRectF(x, 0, wide, self.height()), self.height() / 2, self.height() / 2)
            x += wide + gap


class HomePage(MaintenancePage):
    """``opened``: a cell's key. ``refreshed``: look at all again. ``reported``: the readiness report."""

    command = "kiosk doctor --json"
    opened = Signal(str)
    refreshed = Signal()
    reported = Signal()

    def __init__(self, kit: MaintenanceKit) -> None:
        super().__init__(kit, kit.say("home"))
        self.again = kit.button(kit.say("look_again"), self.refreshed.emit, picture="refresh")
        self.report = kit.button(kit.say("report"), self.reported.emit, picture="file-certificate")
        self.acts.addWidget(self.again)
        self.acts.addWidget(self.report)
        self._sides = kit.split()
        self.body.addLayout(self._sides, 1)
        self.cells: dict[str, QPushButton] = {}
        self.board: HealthBoard | None = None

    def show_waiting(self) -> None:
        """Devices and portal are being asked."""
        self.line.setText(self.kit.say("looking"))
        self.again.setEnabled(False)

    def show_board(self, board: HealthBoard) -> None:
        self.board = board
        kit, days = self.kit, round(board.running) // 86_400
        hours = round(board.running) // 3600 % 24
        at = kit.strings.say("maintenance.when", at=f"{board.at:%H:%M}", day=f"{board.at:%d/%m/%Y}")
        self.line.setText(kit.say("looked_at", at=at, days=days, hours=hours))
        self.again.setEnabled(True)
        emptied(self._sides)
        self._sides.addWidget(self._verdict(board), 0 if kit.narrow else 5)
        self._sides.addWidget(self._grid(board), 0 if kit.narrow else 8)
        if kit.narrow:
            self._sides.addStretch(1)

    def _verdict(self, board: HealthBoard) -> QWidget:
        kit = self.kit
        side = QWidget()
        column = kit.column(side, gap=16)
        card, box, _ = self.card()
        count = len(board.to_mend)
        key = "verdict_down" if not board.serves else "verdict_some" if count else "verdict_good"
        state = CellState.BROKEN if not board.serves else CellState.LOOK if count else CellState.GOOD
        line = kit.row(gap=16)
        line.addWidget(kit.plate(TINTS[state][1], 68, TINTS[state][0]), 0, Qt.AlignmentFlag.AlignTop)
        words = kit.column(gap=2)
        words.addWidget(kit.label(kit.say(key, count=count), "h2"))
        words.addWidget(kit.label(kit.say(f"{key}_line", count=count), "second"))
        line.addLayout(words, 1)
        box.addLayout(line)
        box.addWidget(StateBar(kit, board))
        box.addLayout(self._counts(board))
        column.addWidget(card)
        most = MOST_MENDS + int(kit.narrow)
        if board.to_mend:
            column.addWidget(kit.label(kit.say("mend_order"), "h2"))
        for place, cell in enumerate(board.to_mend[:most], start=1):
            column.addWidget(self._first(cell) if place == 1 else self._next(place, cell))
        if (more := len(board.to_mend) - most) > 0:
            column.addWidget(kit.label(kit.say("mend_more", count=more), "second"))
        column.addStretch(1)
        return side

    def _counts(self, board: HealthBoard) -> FlowRow:
        row = self.kit.bar(gap=8)
        for state, count in board.counts.items():
            if count:
                text = self.kit.strings.say(f"maintenance.count.{state.value}", count=count)
                row.addWidget(self.kit.chip(text, *TINTS[state]))
        return row

    def _first(self, cell: HealthCell) -> QWidget:
        """What to mend first, in full, with the page's one primary."""
        kit = self.kit
        frame, box = kit.card(role="wrong" if cell.state is CellState.BROKEN else "card")
        head = kit.row(gap=14)
        head.addWidget(kit.label("1", "h1"), 0, Qt.AlignmentFlag.AlignTop)
        words = kit.column(gap=2)
        words.addWidget(kit.label(_name(cell, kit), "h2"))
        words.addWidget(kit.label(_sentence(cell, cell.detail, kit)))
        head.addLayout(words, 1)
        head.addWidget(kit.state(cell.state), 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        remedy = kit.label(cell.remedy, "second")
        line = kit.row()
        (line if kit.letters == 1 else box).addWidget(remedy, 1)
        line.addStretch(0 if kit.letters == 1 else 1)
        line.addWidget(self._act(cell, "primary"))
        box.addLayout(line)
        return frame

    def _next(self, place: int, cell: HealthCell) -> QWidget:
        """What comes after: its name, and its state with a few words, beside the way to it."""
        kit = self.kit
        frame, box = kit.card()
        line = kit.row(gap=14)
        line.addWidget(kit.label(str(place), "h1"))
        words = kit.column(gap=2)
        words.addWidget(kit.label(_name(cell, kit), "h2"))
        tint, picture = TINTS[cell.state]
        state = kit.row(gap=6)
        state.addWidget(kit.picture(picture, 22, tint), 0, Qt.AlignmentFlag.AlignTop)
        word = kit.strings.say(f"maintenance.state.{cell.state.value}")
        colour, short = kit.look.colour(tint).name(), escape(_sentence(cell, cell.short, kit))
        state.addWidget(kit.marked(f"<b style='color:{colour}'>{word}</b> · {short}", "second"), 1)
        words.addLayout(state)
        line.addLayout(words, 1)
        box.addLayout(line)
        if kit.letters == 1:
            line.addWidget(self._act(cell))
        else:
            box.addWidget(self._act(cell), 0, Qt.AlignmentFlag.AlignRight)
        return frame

    def _act(self, cell: HealthCell, role: str = "") -> StaffButton:
        return self.kit.button(self.kit.say("see_part"), lambda: self.opened.emit(cell.key), role=role)

    def _grid(self, board: HealthBoard) -> QWidget:
        kit = self.kit
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(kit.px(14))
        wide = (2 if kit.upright else 3) if kit.letters > 1.3 else 4 if not kit.upright else 3
        self.cells = {}
        for place, cell in enumerate(board.cells):
            grid.addWidget(self._cell(cell), place // wide, place % wide)
        for column in range(wide):
            grid.setColumnStretch(column, 1)
        return holder

    def _cell(self, cell: HealthCell) -> QPushButton:
        kit = self.kit
        button = LaidButton(_CELL_ROLES[cell.state])
        button.setMinimumHeight(kit.tall(132))
        name = _name(cell, kit)
        button.setAccessibleName(f"{name}: {kit.strings.say(f'maintenance.state.{cell.state.value}')}. {cell.detail}")
        box = kit.column(button, margin=14, gap=2)
        head = kit.row()
        head.addWidget(kit.plate(ICONS[cell.key], 44))
        head.addStretch(1)
        head.addWidget(kit.state(cell.state))
        box.addLayout(head)
        box.addStretch(1)
        box.addWidget(kit.label(name, "cell-name"))
        box.addWidget(kit.label(cell.short, "cell-detail"))
        grown(button)
        button.seal()
        button.clicked.connect(lambda _=False: self.opened.emit(cell.key))
        self.cells[cell.key] = button
        return button


def _name(cell: HealthCell, kit: MaintenanceKit) -> str:
    return kit.strings.say(f"maintenance.cell.{cell.key}")


def _sentence(cell: HealthCell, words: str, kit: MaintenanceKit) -> str:
    """With the moment since when it is so."""
    return words if cell.since is None else f"{words} · {kit.say('since', at=moment(cell.since))}"


def moment(at: datetime) -> str:
    return f"{at:%H:%M}\u00a0{at:%d/%m}"  # held together by a no-break space
