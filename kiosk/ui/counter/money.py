"""The drawer: a dossier's bill, what is given, and what is given back."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from kiosk.domain.cash import CashKind, CashReceipt, typed_sum
from kiosk.services.counter.cash import CashBill
from kiosk.ui.counter.drawer import Drawer
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.table import StaffTable
from kiosk.ui.widgets.rooted import Rooted


class CashPage(Rooted):
    """``taken``: how much was given. ``exempted``: a charge's key, reason, ground."""

    taken = Signal(int)
    exempted = Signal(str, str, str)
    closing = Signal()
    refunded = Signal(str, int)  # a receipt's name, and what is left of it
    printed = Signal(object)  # a receipt, once more

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self.bill: CashBill | None = None
        page = kit.page(self)
        heads = kit.bar(gap=16)
        heads.addWidget(kit.label(kit.say("cash"), "h1"))
        self._who = kit.label("", "second")
        heads.addWidget(self._who)
        heads.addStretch(1)
        say = kit.strings.say
        self._refund = kit.button(say("counter.refund.ask"), self.refund, key="F8", picture="arrow-back-up")
        self._again = kit.button(say("counter.receipt.again"), self.print_again, key="F9", picture="printer")
        for button in (self._refund, self._again):
            heads.addWidget(button)
        heads.addWidget(kit.button(kit.say("to_closing"), self.closing.emit, picture="list"))
        page.addLayout(heads)
        body = kit.split(gap=22)
        page.addLayout(body, 1)
        left = kit.column(gap=18)
        body.addLayout(left, 1)
        columns = [kit.say(one) for one in ("col_charge", "col_count", "col_each", "col_sum")]
        self.table = StaffTable(kit, columns, (0, 130, 150, 190), lines=("{0}|{3}", "{1} × {2}"), sums=(1, 2, 3))
        left.addWidget(self.table, 3)
        self._exemption = self._lay_exemption()
        left.addWidget(self._exemption, 2)
        side, self._side = kit.card()
        kit.fix_width(side, 520)
        body.addWidget(side)
        self._due = kit.label("", "money")
        self._drawer = Drawer(kit)
        self.entry = self._drawer.entry
        self.entry.textChanged.connect(self._weigh)
        self._drawer.exact.clicked.connect(self._exact)
        self._settled = kit.label(kit.say("settled"), "word")
        self._take = kit.button(kit.say("take_print"), self.take, role="primary", key="Ctrl+Enter")
        self._lay_side()

    def _lay_exemption(self) -> QFrame:
        kit = self._kit
        card, box = kit.card()
        box.addWidget(kit.label(kit.say("exemption"), "h3"))
        box.addWidget(kit.label(kit.say("exempt_why"), "second"))
        self.reason = QLineEdit()
        box.addWidget(self.reason)
        box.addWidget(kit.label(kit.say("exempt_ground"), "second"))
        self.ground = QLineEdit()
        self.ground.returnPressed.connect(self._exempt)
        box.addWidget(self.ground)
        line = kit.row()
        line.addStretch(1)
        line.addWidget(kit.button(kit.say("exempt"), self._exempt, key="Enter", picture="check"))
        box.addLayout(line)
        box.addStretch(1)
        return card

    def _lay_side(self) -> None:
        kit, side = self._kit, self._side
        line = kit.row()
        line.addWidget(kit.label(kit.say("to_pay"), "second"))
        line.addStretch(1)
        line.addWidget(self._due)
        side.addLayout(line)
        side.addWidget(self._drawer)
        side.addWidget(self._settled)
        side.addStretch(1)
        side.addWidget(self._take)

    def show_bill(self, bill: CashBill) -> None:
        kit, self.bill = self._kit, bill
        theme = kit.look.theme
        self._who.setText(f"{bill.payer} · {bill.code}")
        rows = []
        for one in bill.charges:
            total = kit.sum(one.amount)
            if one.exempt:
                total = f"<b style='color:{theme.ok}'>0 đ</b><br><s>{kit.sum(one.full)}</s>"
            note = f"<br><span style='color:{theme.ok}'>{escape(one.exempt)}</span>" if one.exempt else ""
            rows.append((f"<b>{escape(one.name)}</b>{note}", str(one.count), kit.sum(one.each), f"<b>{total}</b>"))
        way = kit.strings.say
        rows += [
            (
                f"<b>{escape(one.name)}</b> {escape(way(f'counter.way.{one.kind.value}'))} {one.at:%H:%M %d/%m}",
                "",
                "",
                f"{'-' if one.kind is CashKind.REFUND else ''}{kit.sum(one.amount)}",
            )
            for one in bill.paid
        ]
        self._refund.setVisible(bill.refundable is not None)
        self._again.setVisible(bool(bill.paid))
        tints = ["ok_tint" if one.exempt else "" for one in bill.charges]
        self.table.fill(rows, [*tints, *("warn_tint" if one.kind is CashKind.REFUND else "" for one in bill.paid)])
        self._due.setText(kit.sum(bill.amount))
        owes = bool(bill.charges)
        for part in (self._take, self._drawer, self._exemption):
            part.setVisible(owes)
        self._settled.setVisible(not owes)
        self.entry.clear()
        self._weigh()
        (self.entry if owes else self.table).setFocus()

    def take(self) -> None:
        amount = self._amount()
        if self.bill is not None and self.bill.charges and amount is not None:
            self.taken.emit(amount)

    def refund(self) -> None:
        """Of the receipt that is chosen, or the last that has something left."""
        if self.bill is not None and (left := self.bill.refundable) is not None:
            chosen = self._chosen()
            name, amount = (self.bill.left_of(chosen.name) if chosen is not None else None) or left
            self.refunded.emit(name, amount)

    def print_again(self) -> None:
        """The receipt that is chosen, or the last."""
        if self.bill is not None and self.bill.paid:
            self.printed.emit(self._chosen() or self.bill.paid[-1])

    def _chosen(self) -> CashReceipt | None:
        at = self.table.currentRow() - len(self.bill.charges) if self.bill is not None else -1
        return self.bill.paid[at] if self.bill is not None and 0 <= at < len(self.bill.paid) else None

    def _exact(self) -> None:
        self.entry.setText(self._kit.number(self.bill.amount if self.bill else 0))

    def _exempt(self) -> None:
        if self.bill is not None and self.bill.charges:
            at = max(0, min(self.table.currentRow(), len(self.bill.charges) - 1))
            self.exempted.emit(self.bill.charges[at].key, self.reason.text(), self.ground.text())

    def _amount(self) -> int | None:
        return typed_sum(self.entry.text() or "0", self._kit.strings.words.group)

    def _weigh(self) -> None:
        amount = self._amount()
        right = self._drawer.show_change(self.bill.amount if self.bill else 0, amount)
        self._take.set_waiting(not right)
