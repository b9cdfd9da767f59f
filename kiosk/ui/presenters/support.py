"""What is asked of the office about one dossier: calls, messages, a withdrawal, an objection; and its slip again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.charges import FeeCharge
from kiosk.domain.desk_calls import DeskCall
from kiosk.domain.device_health import State
from kiosk.domain.submission import Legal, Submission
from kiosk.errors import KioskError
from kiosk.services.dossier_requests import CallTime
from kiosk.services.filed_charges import filed_charges
from kiosk.services.tracking import DossierView
from kiosk.ui.filed_view import filed_view
from kiosk.ui.flow import Flow
from kiosk.ui.resident import ReceivedView, TrackScreen
from kiosk.ui.resident.support import SupportKind, SupportScreen, WithdrawOverlay
from kiosk.ui.tasks import Attempts

_ABOUT = {
    SupportKind.CALL: "Xin gọi lại về hồ sơ đã nộp.",
    SupportKind.MESSAGE: "Lời nhắn: {text}",
    SupportKind.MAIL: "Xin trả lời qua thư điện tử: {text}",
    SupportKind.OBJECTION: "Không đồng ý việc từ chối: {text}",
}
"""What the officer reads, in the office's language whatever the person's is."""
_NO_FEE = frozenset({Legal.NOT_ACCEPTED, Legal.WITHDRAWN, Legal.STOPPED, Legal.HANDED_OVER})
"""Nothing is owed any more of such a dossier, unless the office says so."""
WITHDRAWAL = "Người nộp xin rút hồ sơ. Gọi lại để xác nhận trước khi rút."


class SupportPresenter:
    """Screens within step TRACK; ``back`` shows the dossier again, on ``track``. What becomes of a request is said
    where it was sent; once that is left, on its dossier."""

    def __init__(self, flow: Flow, track: TrackScreen, back: Callable[[], None]) -> None:
        self._flow, self._track, self._back = flow, track, back
        self._requests = flow.services.tracker.requests
        self._attempts = Attempts(flow.tasks)
        self._dossier: Submission | None = None
        self._opened = 0  # counted, so that what was asked for before is told from what is asked for now
        self.screen = SupportScreen(flow.look, flow.strings, flow.services.config.office.hotline)
        self.screen.sent.connect(self._send)
        self.screen.left.connect(self._leave)

    def open(self, dossier: Submission, kind: SupportKind) -> None:
        self._dossier = dossier
        self._opened += 1
        phone = dossier.filing.applicant.phone
        self.screen.begin(kind, dossier.official or dossier.code, phone, self._requests.times())
        self._flow.shell.show_screen(self.screen)
        self._flow.listening.entered(None)

    def _leave(self) -> None:
        """What was sent is kept all the same."""
        self._opened += 1
        self._back()

    def _send(self, kind: SupportKind, text: str, when: CallTime | None) -> None:
        dossier, requests = self._dossier, self._requests
        assert dossier is not None
        about = _ABOUT[kind].format(text=text)
        if kind is SupportKind.CALL and when is not None:
            self._run(kind, lambda: requests.call_back(dossier, text, when.due, about))
        elif kind is SupportKind.OBJECTION:
            self._run(kind, lambda: requests.object_to(dossier, about))
        else:
            self._run(kind, lambda: requests.ask(dossier, about))

    def _run(self, kind: SupportKind, work: Callable[[], DeskCall]) -> None:
        dossier, opened = self._dossier, self._opened
        assert dossier is not None

        def there() -> bool:
            """Whether this request is still the one on the screen."""
            return opened == self._opened and kind is self.screen.kind

        def thank(_: DeskCall) -> None:
            say = self._flow.strings.phrase
            if there():
                self.screen.thank()
            else:
                self._track.tell(dossier.code, say(f"help_desk.{kind.value}.kept"))

        def fail(error: KioskError) -> None:
            if there():
                _, message, remedy = self._flow.error_words(error)
                self.screen.fail(message, remedy)
            else:
                self._tell_failed(dossier, error)

        self._attempts.run("store", lambda _: work(), thank, fail)

    def _tell_failed(self, dossier: Submission, error: KioskError) -> None:
        _, message, remedy = self._flow.error_words(error)
        self._track.tell(dossier.code, message, remedy, well=False)

    # --- taking it back ---

    def ask_withdrawal(self, dossier: Submission) -> None:
        """Once more, before it is asked for; the office does it, and only then it is so."""
        flow = self._flow
        overlay = WithdrawOverlay(flow.look, flow.strings)
        overlay.stayed.connect(lambda: flow.shell.overlay(None))
        overlay.withdrawn.connect(lambda: self._withdraw(dossier))
        flow.shell.overlay(overlay)

    def _withdraw(self, dossier: Submission) -> None:
        flow, requests = self._flow, self._requests
        flow.shell.overlay(None)
        self._attempts.run(
            "store",
            lambda _: requests.withdraw(dossier, WITHDRAWAL),
            lambda _: self._track.tell(dossier.code, flow.strings.phrase("withdraw.kept")),
            lambda error: self._tell_failed(dossier, error),
        )

    # --- its slip ---

    def slip_view(self, dossier: Submission, shown: DossierView) -> ReceivedView:
        """What its slip says now: of a fee what the office says; before that, what was said when it was handed in."""
        services = self._flow.services
        procedure = services.made_under(dossier)
        view = filed_view(dossier, procedure, services.config.office)
        if shown.fee_settled:
            return replace(view, fee_settled=True)
        if shown.owed:
            return replace(view, charges=(FeeCharge("owed", amount=shown.owed),))
        if dossier.legal in _NO_FEE:
            return view
        now = services.desk.context(self._flow.visit.visitor)
        return replace(view, charges=filed_charges(dossier, procedure, now))

    def can_print(self) -> bool:
        return self._flow.services.printer.health().state is not State.MISSING

    def stop(self) -> None:
        self._attempts.stop()

    def wipe(self) -> None:
        self._dossier = None
        self.screen.wipe()
