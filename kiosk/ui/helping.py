"""An officer helps in the middle of a visit, at the glass or from a counter: the resident reads who, and whether they
see the screen; the journal knows; and the visit is given back by whoever wants to."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout

from kiosk.domain.events import EventKind
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.visit import VisitStep
from kiosk.services.visit_help import HelpOffer, VisitHelper
from kiosk.ui.flow import Flow
from kiosk.ui.resident.help_offer import HelpOfferOverlay
from kiosk.ui.resident.overlays import IdleOverlay
from kiosk.ui.sounds import SoundKind
from kiosk.ui.widgets import HoldButton

PATIENCE = 60  # seconds that an offer waits on the glass


class Helping(QObject):
    """A bar over the visit that says who helps. Kept down, it gives the visit back; a visit that ends does too."""

    _changed = Signal()  # from any thread

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._flow, self._help = flow, flow.services.help
        self._helper: VisitHelper | None = None
        self._offer: HelpOffer | None = None
        self._waited = 0
        self.bar = HoldButton(flow.look, "", "hand-finger")
        self.bar.hide()
        column = flow.shell.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(0, self.bar)
        self.bar.completed.connect(self.end)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self.tick)
        self._changed.connect(self._show)
        self._help.subscribe(self._changed.emit)
        flow.entered.connect(self._entered)

    @property
    def by(self) -> str:
        """The account that helps, as the journal names it; empty: nobody."""
        return self._helper.about if self._helper is not None else ""

    def begin(self, session: StaffSession) -> None:
        """That officer, before the glass, takes the visit over and answers the call that is open."""
        self._help.begin(session.about, session.person, "")
        self._flow.calling.answer()

    def end(self) -> None:
        """The resident goes on alone."""
        self._help.end()

    def tick(self) -> None:
        """Once a second while somebody helps or offers to: who is gone is not said to look any more."""
        self._help.rest()
        if self._offer is not None:
            self._waited += 1
            if self._waited >= PATIENCE:
                self._help.reply(agreed=False)
        self._show()

    def _show(self) -> None:
        standing = self._help.standing
        self._note_change(standing.helper)
        self._ask(standing.offer)
        helper = standing.helper
        if helper is not None:
            self.bar.set_text(self._flow.strings.phrase(f"officer.{self._how(helper)}", person=helper.person))
        self.bar.setVisible(helper is not None)
        if standing.offer is not None or (helper is not None and helper.desk):
            self._clock.start() if not self._clock.isActive() else None
        else:
            self._clock.stop()

    def _how(self, helper: VisitHelper) -> str:
        if not helper.desk:
            return "helps"
        if not self._help.watched:
            return "helps_afar"
        return "touches" if helper.touches else "watches"

    def _note_change(self, helper: VisitHelper | None) -> None:
        before, self._helper = self._helper, helper
        if before == helper:
            return
        if before is not None:
            self._note("given-back", before)
        if helper is not None:
            self._note("touching" if helper.touches else "watching" if helper.desk else "taken", helper)

    def _ask(self, offer: HelpOffer | None) -> None:
        """The offer stands over everything but the question whether anyone is there."""
        shell = self._flow.shell
        if offer != self._offer:
            self._offer, self._waited = offer, 0
            if isinstance(shell.overlaid, HelpOfferOverlay):
                shell.ask_over(None)
        if offer is not None and not isinstance(shell.overlaid, HelpOfferOverlay | IdleOverlay):
            overlay = HelpOfferOverlay(self._flow.look, self._flow.strings, offer.person, touches=offer.touches)
            overlay.agreed.connect(lambda: self._help.reply(agreed=True))
            overlay.declined.connect(lambda: self._help.reply(agreed=False))
            shell.ask_over(overlay)
            self._flow.sounds.play(SoundKind.ATTENTION)

    def _note(self, how: str, helper: VisitHelper) -> None:
        self._flow.note(EventKind.VISIT_HELPED, by=helper.about, how=how, step=self._flow.visit.step.value)

    def _entered(self, step: VisitStep) -> None:
        self._help.at(step.value)
