"""Handing over's presenter: the plan, cards as they are laid down, the signatures, and the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.domain.citizen import CardIdentity, CardVerdict
from kiosk.domain.hand_over import ResultHandOver
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.results import ResultPlan
from kiosk.ui.counter.hand_over import HandOverPage
from kiosk.ui.counter.stage import CounterStage

if TYPE_CHECKING:
    from kiosk.ui.counter.desk_card import DeskCard


class HandOverPresenter:
    """``done``: back to the dossier, as it is then."""

    def __init__(self, stage: CounterStage, card: DeskCard | None, done: Callable[[], object]) -> None:
        self._stage, self._card, self._done = stage, card, done
        self.page = HandOverPage(stage.kit)
        self.page.back.connect(self.leave)
        self.page.given.connect(self._give)
        if card is not None:
            card.read.connect(self._card_read)
            card.lifted.connect(self._next_card)
            card.failed.connect(lambda error: stage.tell(error) if self._open else None)
            card.back.connect(lambda: stage.frame.show_fault("") if self._open else None)

    @property
    def _open(self) -> bool:
        """A card means something while the page is shown, and nothing once another one is."""
        return self._stage.is_shown(self.page) and self.page.plan is not None and self._stage.session is not None

    def open(self, sheet: DossierSheet) -> None:
        """PaperNotReady is said above the dossier where the office has no result yet."""

        def show(plan: ResultPlan) -> None:
            self._stage.show(self.page, "dossiers")
            self.page.show_plan(plan, f"{sheet.head.code} · {sheet.procedure}")
            self._next_card()

        self._stage.open(lambda session: self._stage.desks.results.plan(session, sheet.head.code), show)

    def _next_card(self) -> None:
        if self._open and self._card is not None and self.page.wants_card:
            self._card.start()

    def _card_read(self, identity: CardIdentity) -> None:
        if not self._open:
            return
        citizen, genuine = identity.citizen, identity.standing in (CardVerdict.GENUINE, CardVerdict.INTACT)
        if self.page.show_card(citizen.full_name, citizen.id_number, genuine=genuine):
            self._stage.frame.show_fault("")
        else:
            self._stage.frame.show_fault(self._stage.kit.strings.say("counter.give.card_wrong"))

    def _give(self, given: ResultHandOver) -> None:
        plan = self.page.plan
        if plan is not None:
            give = self._stage.desks.results.hand_over
            self._stage.change(lambda session: give(session, plan.code, plan.revision, given), lambda _: self.leave())

    def leave(self) -> None:
        """Cards and signatures are forgotten."""
        self.page.wipe()
        if self._card is not None:
            self._card.rest()
        self._done()
