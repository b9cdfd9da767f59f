"""A correction's presenter: the registered dossier, what is put before the chief, and back to the dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.ui.counter.correction_page import CorrectionPage, TypedCorrection
from kiosk.ui.counter.paper_presenter import PaperPresenter
from kiosk.ui.counter.stage import CounterStage


class CorrectionPresenter:
    """``done``: back to the dossier, as it is then."""

    def __init__(self, stage: CounterStage, papers: PaperPresenter, done: Callable[[], object]) -> None:
        self._stage, self._papers, self._done = stage, papers, done
        self.page = CorrectionPage(stage.kit)
        self.page.back.connect(self.leave)
        self.page.asked.connect(self._ask)
        self.page.scanned.connect(self.scan)

    def open(self, code: str, typed: TypedCorrection | None = None) -> None:
        """NotRegistered and CorrectionWaits are said above the dossier. ``typed``: what was written before."""
        desk = self._stage.desks.corrections

        def work(session: StaffSession) -> Any:
            return desk.open(session, code), desk.grounds(session), desk.choices(session, code)

        def show(known: Any) -> None:
            self._stage.show(self.page, "dossiers")
            self.page.show_sheet(*known)
            if typed is not None:
                self.page.put_back(typed)

        self._stage.open(work, show)

    def scan(self) -> None:
        """The paper that shows what is right, as one of the dossier's own; what was written comes back after it."""
        if (sheet := self.page.sheet) is not None and self._papers.can:
            code, typed = sheet.head.code, self.page.typed
            self._papers.open(sheet, done=lambda: self.open(code, typed))

    def _ask(self, changes: Mapping[str, str], ground: str, paper: str, reason: str) -> None:
        sheet, ask = self.page.sheet, self._stage.desks.corrections.ask
        if sheet is None:
            return
        head = sheet.head

        def work(session: StaffSession) -> DossierSheet:
            return ask(session, head.code, head.revision, changes, ground=ground, paper=paper, reason=reason)

        def done(_: DossierSheet) -> None:
            self.leave()
            self._stage.say_after(self._stage.kit.strings.say("counter.correct.asked"))

        self._stage.change(work, done)

    def leave(self) -> None:
        self.page.wipe()
        self._done()
