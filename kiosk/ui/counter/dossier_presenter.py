"""One dossier's presenter: read, held, mended, written on; its papers shown and printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.domain.dossier_events import DossierHead
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import FieldLocked, KioskError
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.page_pictures import first_page, pages
from kiosk.ui.counter.dialogs import ChoiceForm
from kiosk.ui.counter.dossier import DossierScreen
from kiosk.ui.counter.mending import MendForm
from kiosk.ui.counter.papers import PrintPage
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.counter.writing import WordsForm

PAGE_WIDE = 900  # pixels of a paper's picture
EXCEPTIONS = ("chip", "picture", "paper", "late", "other")
"""What an officer goes on against; words under ``counter.rule.VALUE``."""


class DossierPresenter:
    """``state_of`` words a dossier's state."""

    def __init__(self, stage: CounterStage, state_of: Callable[[DossierSheet], str]) -> None:
        self._stage, self._state_word = stage, state_of
        self._in_hand = ""  # its code, from when it was asked for until it is let go
        self.page, self.print = DossierScreen(stage.kit), PrintPage(stage.kit, stage.desks.clock)
        self.page.mended.connect(self.mend)
        self.page.remarked.connect(lambda: self.write("remark"))
        self.page.looked.connect(lambda: self.write("looked"))
        self.page.served.connect(lambda: self.write("serve"))
        self.page.printed.connect(self.open_print)
        self.page.paper.connect(self.show_paper)
        self.page.excepted.connect(self.except_from)
        self.page.sealed.connect(self.seal)
        self.page.taken_over.connect(self.take_over)
        self.print.shown.connect(self.preview)
        self.print.printed.connect(self.print_copies)
        self.print.back.connect(self.reopen)

    def open_dossier(self, code: str) -> None:
        """Read it, and have it in hand where no colleague has; the one before is let go."""
        if self._in_hand != code:
            self.release()
            self._in_hand = code
        shown = self.page.shown  # where it is this dossier's, it stays the one that is looked at

        def work(session: StaffSession) -> Any:
            sheet = self._stage.desks.dossiers.open(session, code)
            if sheet.head.holder == 0:
                sheet = self._stage.desks.dossiers.hold(session, code)
            return sheet, self._picture(session, sheet, shown)

        self._stage.open(work, lambda known: self.show_sheet(*known))

    def release(self) -> None:
        """Let go of it for colleagues; nothing where none is in hand."""
        code, self._in_hand = self._in_hand, ""
        if code:
            release = self._stage.desks.dossiers.release
            self._stage.act(lambda session: release(session, code), lambda _: None, lambda _: None)

    def reopen(self) -> None:
        if self.page.sheet is not None:
            self.open_dossier(self.page.sheet.head.code)

    def _picture(self, session: StaffSession, sheet: DossierSheet, sha256: str) -> tuple[bytes, str]:
        """The picture of a paper; where there is none, why."""
        papers = [one.sha256 for one in sheet.papers if not one.replaced]
        wanted = sha256 if sha256 in papers else next(iter(papers), "")
        if not wanted:
            return b"", ""
        try:
            return first_page(self._stage.desks.dossiers.paper(session, sheet.head.code, wanted), PAGE_WIDE), ""
        except KioskError as error:  # erased since, or no PDF: the rest can still be read
            return b"", self._stage.sentence(error)

    def show_sheet(self, sheet: DossierSheet, picture: tuple[bytes, str]) -> None:
        self._stage.show(self.page, "dossiers")
        session = self._stage.session
        self.page.may_seal = session is not None and session.may(StaffAct.SEAL)
        self.page.may_take_over = self._is_anothers(sheet) and session is not None and session.may(StaffAct.TAKE_OVER)
        self.page.show_sheet(sheet, self._state_word(sheet))
        self.page.show_picture(*picture)

    def show_paper(self, sha256: str) -> None:
        sheet, self.page.shown = self.page.sheet, sha256
        self.page.await_picture()
        if sheet is not None:
            self._stage.act(
                lambda session: self._picture(session, sheet, sha256), lambda picture: self.page.show_picture(*picture)
            )

    def on_page(self, act: Callable[[], object]) -> None:
        if self._stage.is_shown(self.page) and self.page.sheet is not None:
            act()

    def mend(self, key: str) -> None:
        sheet = self.page.sheet
        mendable = [one for one in sheet.fields if one.mendable and one.value] if sheet else []
        line = next((one for one in mendable if one.key == key), mendable[0] if mendable else None)
        if sheet is None or line is None:
            return
        if sheet.is_closed:
            self._stage.tell(FieldLocked(line.key, field=line.label))
            return
        form = MendForm(self._stage.kit, line)
        form.done.connect(lambda value, reason, ground: self._mended(sheet, line.key, value, reason, ground))
        self._stage.ask(form)
        form.value.setFocus()

    def _mended(self, sheet: DossierSheet, key: str, value: str, reason: str, ground: str) -> None:
        head, mend = self._head(sheet), self._stage.desks.dossiers.mend
        self._changed(
            lambda session: mend(session, head.code, head.revision, key=key, value=value, reason=reason, ground=ground)
        )

    def _head(self, sheet: DossierSheet) -> DossierHead:
        """As the dossier is known by now: what this officer did meanwhile is no colleague's doing."""
        now = self.page.sheet
        return now.head if now is not None and now.head.code == sheet.head.code else sheet.head

    def write(self, act: str) -> None:
        sheet = self.page.sheet
        if sheet is None:
            return
        say = self._stage.kit.strings.say
        form = WordsForm(self._stage.kit, say(f"counter.asks.{act}"), say(f"counter.asks.{act}_line"))
        desk = getattr(self._stage.desks.dossiers, act)

        def done(text: str) -> None:
            head = self._head(sheet)
            self._changed(lambda session: desk(session, head.code, head.revision, text))

        form.done.connect(done)
        self._stage.ask(form)
        form.entry.setFocus()

    def seal(self) -> None:
        """Close it to all but who has the right, or open it again."""
        if (sheet := self.page.sheet) is not None and self.page.may_seal:
            self.write("unseal" if sheet.head.sealed else "seal")

    def _is_anothers(self, sheet: DossierSheet) -> bool:
        session = self._stage.session
        return session is not None and sheet.head.holder not in (0, session.number)

    def take_over(self) -> None:
        """From the colleague who has it in hand."""
        if (sheet := self.page.sheet) is not None and self.page.may_take_over:
            code, hold = sheet.head.code, self._stage.desks.dossiers.hold
            self._changed(lambda session: hold(session, code, over=True))

    def except_from(self) -> None:
        """Go on against a rule: which, and why."""
        if (sheet := self.page.sheet) is None:
            return
        say, act = self._stage.kit.strings.say, self._stage.desks.dossiers.except_from
        options = [(one, say(f"counter.rule.{one}")) for one in EXCEPTIONS]
        title, line, words = (say(f"counter.asks.{one}") for one in ("except", "except_line", "reason"))
        form = ChoiceForm(self._stage.kit, title, line, options, save=self._stage.kit.say("save"), words=words)

        def done(rule: str, reason: str) -> None:
            head, words = self._head(sheet), say(f"counter.rule.{rule}")
            self._changed(lambda session: act(session, head.code, head.revision, rule=words, reason=reason))

        form.done.connect(done)
        self._stage.ask(form)
        form.entry.setFocus()

    def _changed(self, work: Callable[[StaffSession], DossierSheet]) -> None:
        """An act that gives the dossier as it is then."""

        shown = self.page.shown

        def both(session: StaffSession) -> Any:
            sheet = work(session)
            return sheet, self._picture(session, sheet, shown)

        self._stage.change(both, lambda known: self.show_sheet(*known))

    # --- papers ---

    def open_print(self, form: str = "") -> None:
        """``form``: the one that is chosen; empty: the first."""
        sheet = self.page.sheet
        if sheet is not None and self._stage.session is not None:
            self._stage.show(self.print, "dossiers")
            who = f"{sheet.head.code} · {sheet.submission.filing.applicant.full_name}"
            papers, code = self._stage.desks.papers, sheet.head.code
            self.print.show_forms(papers.forms(), who, may_refuse=self._stage.session.may(StaffAct.REFUSE), form=form)
            self._stage.act(
                lambda session: papers.sheets(session, code),
                lambda sheets: self.print.show_sheets(sheets) if self._prints(code) else None,
            )

    def _prints(self, code: str) -> bool:
        """Whether papers of that dossier are what is shown: another one's, that come late, are none of it."""
        return self._stage.is_shown(self.print) and self.page.sheet is not None and self.page.sheet.head.code == code

    def preview(self, form: str, details: Any) -> None:
        sheet = self.page.sheet
        if sheet is None:
            return
        code = sheet.head.code

        def work(session: StaffSession) -> Any:
            pdf = self._stage.desks.papers.preview(session, code, form, details)
            return pages(pdf, PAGE_WIDE), self._stage.desks.papers.copies(code, form)

        def meant() -> bool:
            return self._prints(code) and self.print.form == form

        self._stage.act(
            work,
            lambda known: self.print.show_pages(*known) if meant() else None,
            lambda error: self.print.show_lacking(self._stage.sentence(error)) if meant() else None,
        )

    def print_copies(self, form: str, details: Any, copies: int) -> None:
        sheet = self.page.sheet
        if sheet is None:
            return
        code, papers = sheet.head.code, self._stage.desks.papers
        self._stage.change(
            lambda session: papers.print(session, code, form, copies, details),
            lambda _: self.preview(form, details),
            of=(code, form),
        )
