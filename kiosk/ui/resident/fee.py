"""What a filing costs, once it is received: fee by fee, the sum in figures and words, and two ways to pay it.

Nothing here says that anything was paid, unless the office has: a code that was scanned is no proof of a payment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from kiosk.domain.charges import FeeCharge, saved, total
from kiosk.domain.money import Money
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import spoken_times
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live, live_text
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import (
    RIGHT,
    Banner,
    Button,
    CardSurface,
    ChipTone,
    InfoBlock,
    Label,
    PaperText,
    QrView,
    Row,
    Rule,
)

LETTERS = 125
"""Per cent from which on the sum and the code have the first leaf for themselves."""


@dataclass(frozen=True)
class FeeView:
    """``transfer``: a VietQR's text, once the portal has named the sum and where it goes. ``settled``: the office has
    seen the money."""

    code: str
    charges: Sequence[FeeCharge]
    transfer: str = ""
    settled: bool = False


class FeeScreen(Screen):
    step = VisitStep.FEE
    understood = Signal()

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, strings.phrase("fee.title"))
        self._view: FeeView | None = None
        self.main = Button(look, self.say("fee.to_receipt"), icon="arrow-right")
        self.main.clicked.connect(self.understood)
        self.set_footer(self.main)
        look.changed.connect(self._rebuild)

    def show_fee(self, view: FeeView) -> None:
        self._view = view
        self._rebuild()

    @property
    def shown(self) -> FeeView | None:
        return self._view

    def _rebuild(self) -> None:
        if self._view is None:
            return
        view, bill, counter = self._view, self._bill(self._view), self._at_counter()
        transfer = self._by_transfer()
        remarks = (LeafRow((one,), optional=one is not self._no_code) for one in self._remarks(view))
        if view.settled:
            self.put(*bill, self._settled(), *remarks)
        elif self.look.text_percent > LETTERS:
            self.put(*bill, counter, *transfer, *remarks)
        else:  # on a lying page the code stands beside the sum
            self.put(LeafRow((*bill, *transfer), wide=1 + len(transfer)), counter, *remarks)

    # --- the sum ---

    def _bill(self, view: FeeView) -> tuple[CardSurface, ...]:
        """One card; with large letters one for each line, so that none is higher than a leaf: first the sum, and
        beneath it the code with which it is paid."""
        lines = [
            self._line(live_text(self.strings, one.name), self._amount(one))
            for one in view.charges
            if one.amount or one.exempt
        ]
        if less := saved(view.charges):
            lines.append(self._line(self.say("fee.saved"), self.say("fee.less", amount=self._money(less)), "ok"))
        if self.look.text_percent > LETTERS:
            return self._surface(*self._sum(view), *self._scan(view)), *(self._surface(*line) for line in lines)
        return (self._surface(*(item for line in lines for item in (*line, Rule(self.look))), *self._sum(view)),)

    def _surface(self, *items: QWidget | QLayout) -> CardSurface:
        card = CardSurface(self.look, spacing=14, padding=(38, 26, 38, 26))
        card.body.put(*items)
        return card

    def _sum(self, view: FeeView) -> tuple[QWidget | QLayout, ...]:
        amount = total(view.charges) or 0
        words = live(self.strings, lambda now: Money(amount).in_words(now.language))
        dong = self.say("fee.dong", amount=self._money(amount))
        line = self._line(self.say("fee.sum"), dong, role=TextRole.H1)
        return *line, Label(self.look, words, TextRole.LEAD, "ink2", RIGHT)

    def _line(
        self, name: Text, amount: Text, colour: str = "ink", role: TextRole = TextRole.VALUE
    ) -> tuple[Row | Label, ...]:
        """Beside each other; with large letters one above the other, for a sum is never broken."""
        label = Label(self.look, name, TextRole.BODY if role is TextRole.VALUE else TextRole.VALUE)
        figures = Label(self.look, amount, role, colour, RIGHT)
        if self.look.large:
            return label, figures
        row = Row(self.look, spacing=20)
        row.addWidget(label, 3)
        row.addWidget(figures, 3)
        return (row,)

    def _amount(self, one: FeeCharge) -> Text:
        return (
            self.say("review.fee_exempt") if one.exempt else self.say("fee.dong", amount=self._money(one.amount or 0))
        )

    def _money(self, amount: int) -> Text:
        return spoken_times.money(self.strings, amount)

    # --- the ways ---

    def _at_counter(self) -> CardSurface:
        assert self._view is not None
        line = self.say("fee.counter_line", code=self._view.code)
        return self._card(PaperText(title=self.say("fee.counter"), lines=(line,)), "coin")

    def _by_transfer(self) -> tuple[CardSurface, ...]:
        """Only with what the portal has given; the code pays by itself nothing."""
        assert self._view is not None
        if not self._view.transfer:
            return ()
        card = self._card(PaperText(title=self.say("fee.transfer"), lines=(self.say("fee.transfer_line"),)), "")
        if self.look.text_percent <= LETTERS:
            card.body.put(self._code(self._view))
        return (card,)

    def _scan(self, view: FeeView) -> tuple[QWidget | QLayout, ...]:
        """The code beside what is done with it."""
        if not view.transfer:
            return ()
        row = Row(self.look, spacing=20)
        row.addWidget(Label(self.look, self.say("fee.transfer"), TextRole.VALUE), 1)
        row.addWidget(self._code(view))
        return (row,)

    def _code(self, view: FeeView) -> QrView:
        amount = self._money(total(view.charges) or 0)
        return QrView(self.look, view.transfer, self.say("track.qr", amount=amount), side=300)

    def _card(self, text: PaperText, icon: str) -> CardSurface:
        card = CardSurface(self.look, spacing=16, padding=(34, 28, 34, 28), edge="action_text")
        card.body.put(InfoBlock(self.look, text, icon))
        return card

    def _settled(self) -> LeafRow:
        return LeafRow((Banner(self.look, ChipTone.OK, self.say("fee.settled"), icon="check"),))

    def _remarks(self, view: FeeView) -> list[Banner]:
        """What is not known yet, and what may be less: said, never promised."""
        self._no_code = Banner(self.look, ChipTone.NETWORK, self.say("fee.no_code"), icon="info-circle")
        remarks = [] if view.transfer or view.settled else [self._no_code]
        if any(one.maybe and one.amount for one in view.charges) and not view.settled:
            remarks.append(Banner(self.look, ChipTone.ACTION, self.say("fee.maybe"), icon="heart-handshake"))
        return remarks

    def wipe(self) -> None:
        self._view = None
        super().wipe()
