"""The calls' presenter: lists, words to say, outcomes; a message that is queued for the portal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kiosk.domain.desk_calls import CallChannel, CallKind, CallOutcome, DeskCall
from kiosk.domain.staff_session import StaffSession
from kiosk.ui.counter.call_form import CallForm
from kiosk.ui.counter.calls import CallsPage
from kiosk.ui.counter.stage import CounterStage

ASKED_FOR_HELP = frozenset({CallChannel.HOTLINE, CallChannel.KIOSK, CallChannel.LETTER})


class CallsPresenter:
    def __init__(self, stage: CounterStage) -> None:
        self._stage = stage
        self.page = CallsPage(stage.kit)
        self.page.chosen.connect(self._words)
        self.page.called.connect(self._called)
        self.page.logging.connect(self.ask)

    def open(self) -> None:
        def work(session: StaffSession) -> Any:
            return self._stage.desks.queues.call_lists(session), self._stage.desks.people()

        def show(known: Any) -> None:
            self._stage.show(self.page, "calls")
            self.page.show_lists(known[0], known[1], self._stage.desks.clock)

        self._stage.open(work, show)

    def _words(self, call: DeskCall) -> None:
        if call.code:
            fitting = self._stage.desks.messages.fitting
            self._stage.act(
                lambda session: fitting(session, call.code),
                lambda messages: self.page.show_messages(call, messages),
                lambda _: None,  # sealed, or erased since: the call itself can still be made
            )

    def _called(self, number: int, outcome: CallOutcome, again: datetime | None, message: str, language: str) -> None:
        call, remark = self.page.call, self.page.remark.text()

        def work(session: StaffSession) -> None:
            if message and call is not None:  # before the call, which would be booked twice where this is refused
                self._stage.desks.messages.tell(session, call.code, message, language, read_out=False)
            self._stage.desks.queues.called(session, number, outcome, remark, again)

        self._stage.change(work, lambda _: self.open(), of=number)

    def ask(self) -> None:
        """Somebody called in."""
        form = CallForm(self._stage.kit)
        form.done.connect(self._log)
        self._stage.ask(form)
        form.entries[0].setFocus()

    def _log(self, channel: str, person: str, phone: str, about: str, code: str) -> None:
        kind = CallKind.SUPPORT if CallChannel(channel) in ASKED_FOR_HELP else CallKind.CALL_BACK
        log, now = self._stage.desks.queues.log_call, self._stage.desks.clock()
        self._stage.change(
            lambda session: log(
                session, kind, person=person, phone=phone, about=about, due=now, code=code, channel=CallChannel(channel)
            ),
            lambda _: self.open(),
        )
