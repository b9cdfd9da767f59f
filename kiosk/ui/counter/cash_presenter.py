"""The drawer's presenter: bills, receipts, the day's closing."""

from __future__ import annotations

from typing import Any

from kiosk.domain.cash import CashReceipt
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import CashUnlikely, KioskError
from kiosk.services.counter.cash import CashBill, Exemption
from kiosk.ui.counter.closing import ClosingPage
from kiosk.ui.counter.dialogs import AskForm, RefundForm
from kiosk.ui.counter.money import CashPage
from kiosk.ui.counter.stage import CounterStage


class CashPresenter:
    def __init__(self, stage: CounterStage) -> None:
        self._stage = stage
        self._exemptions: list[Exemption] = []
        self.cash, self.closing = CashPage(stage.kit), ClosingPage(stage.kit)
        self.cash.taken.connect(self._take)
        self.cash.exempted.connect(self._exempt)
        self.cash.refunded.connect(self._ask_refund)
        self.cash.printed.connect(self._print)
        self.cash.closing.connect(self.open_day)
        self.closing.closed.connect(self._close_day)

    def open_bill(self, code: str) -> None:
        """What that dossier owes."""
        self._exemptions = []
        self._show_bill(code)

    def _show_bill(self, code: str) -> None:
        def show(bill: Any) -> None:
            self._stage.show(self.cash, "cash")
            self.cash.show_bill(bill)

        self._stage.open(lambda session: self._stage.desks.cash.bill(session, code, self._exemptions), show)

    def _exempt(self, key: str, reason: str, ground: str) -> None:
        if self.cash.bill is not None:
            self._exemptions = [*(one for one in self._exemptions if one.charge != key), Exemption(key, reason, ground)]
            self._show_bill(self.cash.bill.code)

    def _take(self, tendered: int, *, sure: bool = False) -> None:
        """``sure``: the officer says that so much was given, although it looks like a slip of the hand."""
        bill, exemptions = self.cash.bill, tuple(self._exemptions)
        if bill is None:
            return

        def work(session: StaffSession) -> Any:
            receipt = self._stage.desks.cash.take(
                session, bill.code, bill.revision, tendered=tendered, exemptions=exemptions, sure=sure
            )
            printed = self._stage.desks.papers.try_receipt(session, receipt)
            return self._stage.desks.cash.bill(session, bill.code), receipt, printed

        def show(known: Any) -> None:
            self._exemptions = []  # where nothing was taken, they stand
            self.cash.show_bill(known[0])

        def failed(error: KioskError) -> None:
            if isinstance(error, CashUnlikely):
                self._ask_sure(tendered, error)
            else:
                self._stage.tell(error)

        self._stage.change(work, show, failed, of=bill.code, always=self._tell_unprinted)

    def _ask_sure(self, tendered: int, error: CashUnlikely) -> None:
        say, kit = self._stage.kit.strings.say, self._stage.kit
        sums = {name: kit.number(int(amount)) for name, amount in error.values.items()}
        title = say("counter.unlikely.title", given=sums["given"])
        line = say("counter.unlikely.line", due=sums["due"], change=sums["change"])
        form = AskForm(kit, title, line, say("counter.unlikely.save"))
        form.done.connect(lambda: self._take(tendered, sure=True))
        self._stage.ask(form)

    def _ask_refund(self, name: str, most: int) -> None:
        form = RefundForm(self._stage.kit, name, most)
        form.done.connect(lambda amount, reason: self._refund(name, amount, reason))
        self._stage.ask(form)
        form.reason.setFocus()

    def _refund(self, name: str, amount: int, reason: str) -> None:
        if (bill := self.cash.bill) is None:
            return

        def work(session: StaffSession) -> Any:
            receipt = self._stage.desks.cash.refund(session, name, amount, reason)
            printed = self._stage.desks.papers.try_receipt(session, receipt)
            return self._stage.desks.cash.bill(session, bill.code), receipt, printed

        self._stage.change(work, lambda known: self.cash.show_bill(known[0]), always=self._tell_unprinted)

    def _tell_unprinted(self, known: tuple[CashBill, CashReceipt, bool]) -> None:
        """The money is booked either way; that its paper did not come out is said."""
        _, receipt, printed = known
        if not printed:
            say = self._stage.kit.strings.say
            self._stage.frame.show_fault(say("counter.receipt.unprinted", receipt=receipt.name))

    def _print(self, receipt: CashReceipt) -> None:
        say, papers = self._stage.kit.strings.say, self._stage.desks.papers

        def show(printed: bool) -> None:
            if printed:
                self._stage.frame.show_word(say("counter.receipt.printed", receipt=receipt.name))
            else:
                self._stage.frame.show_fault(say("counter.receipt.unprinted", receipt=receipt.name))

        work = lambda session: papers.try_receipt(session, receipt)  # noqa: E731
        self._stage.change(work, lambda _: None, of=receipt.name, always=show)

    def open_day(self) -> None:
        def work(session: StaffSession) -> Any:
            return self._stage.desks.cash.day(session), self._stage.desks.people()

        def show(known: Any) -> None:
            self._stage.show(self.closing, "closing")
            self.closing.show_day(*known)

        self._stage.open(work, show)

    def _close_day(self, opening: int, notes: dict[int, int]) -> None:
        close = self._stage.desks.cash.close
        self._stage.change(lambda session: close(session, opening, notes), lambda _: self.open_day())
