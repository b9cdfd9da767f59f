"""One dossier's presenter: read, held, mended, written on; its papers shown and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.page_pictures import first_page
from kiosk.ui.counter.dossier import DossierScreen, MendForm
from kiosk.ui.counter.papers import PrintPage
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.counter.writing import WordsForm

PAGE_WIDE = 900  # pixels of a paper's picture


class DossierPresenter:
    """``state_of`` words a dossier's state."""

    def __init__(self, stage: CounterStage, state_of: Callable[[DossierSheet], str]) -> None:
        self._stage, self._state_word = stage, state_of
        self.page, self.print = DossierScreen(stage.kit), PrintPage(stage.kit)
        self.page.mended.connect(self.mend)
        self.page.remarked.connect(lambda: self.write("remark"))
        self.page.looked.connect(lambda: self.write("looked"))
        self.page.printed.connect(self.open_print)
        self.page.paper.connect(self.show_paper)
        self.print.shown.connect(self.preview)
        self.print.printed.connect(self.print_copies)
        self.print.back.connect(self.reopen)

    def open_dossier(self, code: str) -> None:
        """Read it, and have it in hand where no colleague has."""

        def work(session: StaffSession) -> Any:
            sheet = self._stage.desks.dossiers.open(session, code)
            if sheet.head.holder == 0:
                sheet = self._stage.desks.dossiers.hold(session, code)
            return sheet, self._picture(session, sheet, "")

        self._stage.act(work, lambda known: self.show_sheet(*known))

    def release(self) -> None:
        """Let go of it for colleagues."""
        if (sheet := self.page.sheet) is not None:
            release = self._stage.desks.dossiers.release
            self._stage.act(lambda session: release(session, sheet.head.code), lambda _: None)

    def reopen(self) -> None:
        if self.page.sheet is not None:
            self.open_dossier(self.page.sheet.head.code)

    def _picture(self, session: StaffSession, sheet: DossierSheet, sha256: str) -> bytes:
        papers = [one.sha256 for one in sheet.papers if not one.replaced]
        wanted = sha256 or next(iter(papers), "")
        if not wanted:
            return b""
        try:
            return first_page(self._stage.desks.dossiers.paper(session, sheet.head.code, wanted), PAGE_WIDE)
        except KioskError:  # erased since: the rest can still be read
            return b""

    def show_sheet(self, sheet: DossierSheet, png: bytes) -> None:
        self._stage.show(self.page, "dossiers")
        self.page.show_sheet(sheet, self._state_word(sheet))
        self.page.show_picture(png)

    def show_paper(self, sha256: str) -> None:
        sheet = self.page.sheet
        if sheet is not None:
            self._stage.act(lambda session: self._picture(session, sheet, sha256), self.page.show_picture)

    def on_page(self, act: Callable[[], object]) -> None:
        if self._stage.frame.pages.currentWidget() is self.page and self.page.sheet is not None:
            act()

    def mend(self, key: str) -> None:
        sheet = self.page.sheet
        mendable = [one for one in sheet.fields if one.mendable and one.value] if sheet else []
        line = next((one for one in mendable if one.key == key), mendable[0] if mendable else None)
        if sheet is None or line is None:
            return
        form = MendForm(self._stage.kit, line)
        form.dropped.connect(self._stage.frame.end_dialog)
        form.done.connect(lambda value, reason, ground: self._mended(sheet, line.key, value, reason, ground))
        self._stage.frame.show_dialog(form)
        form.value.setFocus()

    def _mended(self, sheet: DossierSheet, key: str, value: str, reason: str, ground: str) -> None:
        head, mend = sheet.head, self._stage.desks.dossiers.mend
        self._changed(
            lambda session: mend(session, head.code, head.revision, key=key, value=value, reason=reason, ground=ground)
        )

    def write(self, act: str) -> None:
        sheet = self.page.sheet
        if sheet is None:
            return
        form = WordsForm(self._stage.kit, self._stage.kit.say(act))
        form.dropped.connect(self._stage.frame.end_dialog)
        desk = getattr(self._stage.desks.dossiers, act)
        head = sheet.head
        form.done.connect(lambda text: self._changed(lambda session: desk(session, head.code, head.revision, text)))
        self._stage.frame.show_dialog(form)

    def _changed(self, work: Callable[[StaffSession], DossierSheet]) -> None:
        """An act that gives the dossier as it is then."""

        def both(session: StaffSession) -> Any:
            sheet = work(session)
            return sheet, self._picture(session, sheet, "")

        def show(known: Any) -> None:
            self._stage.frame.end_dialog()
            self.show_sheet(*known)

        self._stage.act(both, show)

    # --- papers ---

    def open_print(self) -> None:
        sheet = self.page.sheet
        if sheet is not None and self._stage.session is not None:
            self._stage.show(self.print, "dossiers")
            who = f"{sheet.head.code} · {sheet.submission.filing.applicant.full_name}"
            self.print.show_forms(
                self._stage.desks.papers.forms(), who, may_refuse=self._stage.session.may(StaffAct.REFUSE)
            )

    def preview(self, form: str, details: Any) -> None:
        sheet = self.page.sheet
        if sheet is None:
            return
        code = sheet.head.code

        def work(session: StaffSession) -> Any:
            pdf = self._stage.desks.papers.preview(session, code, form, details)
            return first_page(pdf, PAGE_WIDE), self._stage.desks.papers.copies(code, form)

        self._stage.act(
            work,
            lambda known: self.print.show_page(*known),
            lambda error: self.print.show_lacking(self._stage.sentence(error)),
        )

    def print_copies(self, form: str, details: Any, copies: int) -> None:
        sheet = self.page.sheet
        if sheet is None:
            return
        code, papers = sheet.head.code, self._stage.desks.papers
        self._stage.act(
            lambda session: papers.print(session, code, form, copies, details), lambda _: self.preview(form, details)
        )
