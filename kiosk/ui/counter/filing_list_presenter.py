"""The list of what was begun for somebody, and beginning one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.domain.assisted_filing import FilingSource
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.assisted_view import AssistedForm
from kiosk.ui.counter.filing_list import FilingBeginForm, FilingListPage
from kiosk.ui.counter.stage import CounterStage

SECTION = "filing"


class FilingListPresenter:
    """``begun``: takes a new form."""

    def __init__(self, stage: CounterStage, begun: Callable[[AssistedForm], object]) -> None:
        self._stage, self._begun = stage, begun
        self.page = FilingListPage(stage.kit)
        self.page.begun.connect(self.ask_new)

    def open(self, word: str = "") -> None:
        """What waits; the newest first. ``word``: what was just done."""

        def work(session: StaffSession) -> Any:
            return self._stage.desks.filings.waiting(session), self._stage.desks.people()

        def show(known: Any) -> None:
            self._stage.show(self.page, SECTION)
            self.page.show_rows(*known)
            if word:
                self._stage.frame.show_word(word)

        self._stage.open(work, show)

    def ask_new(self) -> None:
        """Ctrl+N: which matter, and from what."""

        def show(procedures: Any) -> None:
            form = FilingBeginForm(self._stage.kit, procedures)
            form.done.connect(self._begin)
            self._stage.ask(form)
            form.procedure.setFocus()

        self._stage.open(self._stage.desks.filings.procedures, show)

    def _begin(self, procedure: str, source: str, giver: str, reason: str) -> None:
        begin, kind = self._stage.desks.filings.begin, FilingSource(source)
        self._stage.change(lambda session: begin(session, procedure, kind, giver=giver, reason=reason), self._begun)
