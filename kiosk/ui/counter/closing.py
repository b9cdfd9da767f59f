"""The day's closing: every receipt in one run, the drawer counted note by note, and the book must agree."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QVBoxLayout

from kiosk.domain.cash import NOTES, CashDay, CashKind
from kiosk.ui.counter.entries import NumberEntry
from kiosk.ui.counter.parts import MOST_BESIDE, StaffKit, dressed, emptied
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.widgets.rooted import Rooted

LINES = ("{0} · {1}|{4}", "{2}|{3}")
"""Of a receipt, in a list of one column."""


class ClosingPage(Rooted):
    """``closed``: what lay there in the morning, and the notes."""

    closed = Signal(int, object)
    back = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.day: CashDay | None = None
        page = kit.page(self)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.button(kit.say("back"), self.back.emit, key="Esc", picture="arrow-left"))
        self._title = kit.label("", "h1")
        heads.addWidget(self._title)
        heads.addStretch(1)
        self._state = kit.label("", "chip-info")
        heads.addWidget(self._state)
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        self._lay_body(body)

    def _lay_body(self, body: QBoxLayout) -> None:
        kit = self._kit
        columns = ("col_number", "col_hour", "col_code", "col_way", "col_sum")
        self.table = StaffTable(kit, [kit.say(one) for one in columns], (110, 110, 0, 190, 190), 60, LINES, sums=(4,))
        body.addWidget(self.table, 1)
        side = kit.column(gap=18)
        body.addLayout(side)
        self.counts: dict[int, NumberEntry] = {}
        self._parts: dict[int, QLabel] = {}  # what the notes of a kind come to
        self._lay_notes(side)
        card, self._sums = kit.card()
        side.addWidget(card, 1)
        self.opening = NumberEntry(kit, 8, 500_000, self._sum)
        self.opening.setFixedWidth(kit.tall(220))
        self._lay_sums()

    def _lay_notes(self, side: QVBoxLayout) -> None:
        kit = self._kit
        card, box = kit.card()
        kit.fix_width(card, 740)
        side.addWidget(card)
        box.addWidget(kit.label(kit.say("count_drawer"), "h3"))
        grid = QGridLayout()
        grid.setSpacing(kit.px(8))
        grid.setColumnStretch(3, 1)
        rows = 5 if kit.letters <= MOST_BESIDE else len(NOTES)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, note in enumerate(NOTES):
            entry = NumberEntry(kit, 4, 0, self._sum)
            entry.setFixedWidth(kit.tall(80))
            entry.setAccessibleName(kit.sum(note))
            self.counts[note], self._parts[note] = entry, kit.label("0", "second")
            row, column = place % rows, 4 * (place // rows)
            name = kit.label(f"{kit.number(note)} ×", "strong")
            for part in (name, self._parts[note]):
                part.setAlignment(right)
                part.setWordWrap(False)
            self._parts[note].setMinimumWidth(kit.tall(108))
            for step, widget in enumerate((name, entry, self._parts[note])):
                grid.addWidget(widget, row, column + step)
        box.addLayout(grid)

    def _lay_sums(self) -> None:
        kit = self._kit
        line = kit.row()
        line.addWidget(kit.label(kit.say("opening"), "second"))
        line.addStretch(1)
        line.addWidget(self.opening)
        self._sums.addLayout(line)
        self._book = kit.column(gap=6)
        self._sums.addLayout(self._book)
        self._verdict = kit.label("", "word")
        self._sums.addWidget(self._verdict)
        self._sums.addStretch(1)
        self._close = kit.button(kit.say("close_day"), self.close_day, role="primary", key="Ctrl+Enter")
        self._sums.addWidget(self._close)

    def show_day(self, day: CashDay, people: dict[int, str]) -> None:
        kit, self.day = self._kit, day
        self._title.setText(kit.say("closing_of", desk=day.desk, day=f"{day.day:%d/%m/%Y}"))
        closing = day.closing
        state = "open" if closing is None else "signed" if closing.chief else "to_sign"
        self._state.setText(kit.say(f"closing_{state}", person=people.get(closing.chief if closing else 0, "")))
        rows = []
        for one in day.receipts:
            sign = "-" if one.kind is CashKind.REFUND else ""
            way = kit.strings.say(f"counter.way.{one.kind.value}")
            rows.append(
                (f"<b>{one.sequence:04d}</b>", f"{one.at:%H:%M}", one.code, way, f"<b>{sign}{kit.sum(one.amount)}</b>")
            )
        self.table.fill(rows, ["warn_tint" if one.kind is CashKind.REFUND else "" for one in day.receipts])
        self._close.setVisible(closing is None)
        for entry in (self.opening, *self.counts.values()):
            entry.setEnabled(closing is None)
        if closing is not None:
            self.opening.set_value(closing.opening)
            for note, entry in self.counts.items():
                entry.set_value(closing.notes.get(note, 0))
        self._sum()

    @property
    def notes(self) -> dict[int, int]:
        return {note: entry.value() for note, entry in self.counts.items()}

    def close_day(self) -> None:
        if self.day is not None and self.day.closing is None:
            self.closed.emit(self.opening.value(), self.notes)

    def _sum(self) -> None:
        kit, day = self._kit, self.day
        if day is None:
            return
        emptied(self._book)
        expected = day.expected(self.opening.value())
        count = sum(note * number for note, number in self.notes.items())
        for note, number in self.notes.items():
            self._parts[note].setText(kit.number(note * number))
        lines = (("taken", day.taken), ("refunded", -day.refunded), ("expected", expected), ("counted_sum", count))
        for key, amount in lines:
            self._book.addLayout(kit.pair(kit.say(key), kit.sum(amount)))
        same = count == expected
        word = kit.say("balances") if same else kit.say("differs", sum=kit.sum(count - expected))
        self._close.set_waiting(not same)
        self._close.set_text(kit.say("close_day") if same else word)
        self._verdict.setText(word)
        dressed(self._verdict, "word" if same else "fault")
