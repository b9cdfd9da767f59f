"""What the filing that was just received costs, and how it may be paid; the portal's word as soon as it comes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk.domain.charges import total
from kiosk.domain.visit import Move, VisitStep
from kiosk.services.tracking import DossierView
from kiosk.ui.flow import Flow
from kiosk.ui.resident import FeeScreen, Screen
from kiosk.ui.resident.fee import FeeView


class FeePresenter(QObject):
    """Step FEE: of a filing that is durable already, whose sum is known here and not nothing."""

    _store_changed = Signal()

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._flow = flow
        self.fee = FeeScreen(flow.look, flow.strings)
        self.fee.understood.connect(lambda: flow.move(Move.FILED))
        self._store_changed.connect(self._look_again)
        flow.services.records.subscribe(self._store_changed.emit)

    def enter(self, step: VisitStep) -> Screen:
        visit = self._flow.visit
        assert visit.task.dossier is not None and visit.walk is not None
        self.fee.show_fee(FeeView(visit.task.dossier.code, visit.walk.filling.charges()))
        self._look_again()
        return self.fee

    def _look_again(self) -> None:
        """Has the portal named the sum, and where it goes?"""
        shown, tracker = self.fee.shown, self._flow.services.tracker
        if shown is None:
            return
        code = shown.code
        self._flow.tasks.run(
            "store", lambda _: tracker.view(tracker.of_code(code)[0], known=True), done=self._portal_said
        )

    def _portal_said(self, dossier: DossierView) -> None:
        """A sum that the portal names otherwise than it is here is the counter's to explain: no code for it."""
        shown = self.fee.shown
        if shown is None or shown.code != dossier.code:
            return
        same = dossier.owed == total(shown.charges)
        news = FeeView(shown.code, shown.charges, dossier.transfer if same else "", dossier.fee_settled)
        if news != shown:
            self.fee.show_fee(news)

    def leave(self, step: VisitStep) -> None:
        """The page keeps nothing once it is left."""
        self.fee.wipe()

    def wipe(self) -> None:
        self.fee.wipe()
