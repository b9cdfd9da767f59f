"""The counter's presenter: the rail, the keys and the way back; the pages have presenters of their own, and so has
coming and going (``entrance.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.closing import close_all
from kiosk.config import Office
from kiosk.domain.dossier import LookReason, WorkQueue
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Sync
from kiosk.errors import KioskError
from kiosk.services.counter.counter import CounterDesks
from kiosk.ui.counter.calls_presenter import CallsPresenter
from kiosk.ui.counter.cash_presenter import CashPresenter
from kiosk.ui.counter.correction_presenter import CorrectionPresenter
from kiosk.ui.counter.devices import DeskDevices
from kiosk.ui.counter.dossier_presenter import DossierPresenter
from kiosk.ui.counter.duplicates_presenter import DuplicatesPresenter
from kiosk.ui.counter.entrance import Entrance
from kiosk.ui.counter.filing_presenter import FilingPresenter
from kiosk.ui.counter.frame import CounterFrame
from kiosk.ui.counter.hand_over_presenter import HandOverPresenter
from kiosk.ui.counter.keys import bind_keys
from kiosk.ui.counter.list_presenter import ListPresenter
from kiosk.ui.counter.paper_presenter import PaperPresenter
from kiosk.ui.counter.parts import LYING, StaffKit
from kiosk.ui.counter.report_presenter import ReportPresenter
from kiosk.ui.counter.review_presenter import ReviewPresenter
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.counter.style import enlarged, style_sheet
from kiosk.ui.counter.talk_presenter import TalkPresenter
from kiosk.ui.staff.errand import StaffErrand
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Look

LINE_LOOKS = 3000  # ms between two looks at the line, which goes and comes by itself


class CounterPresenter(QObject):
    """Made once; ``widget`` is the whole counter. ``left``: back to the start. ``devices``: none in the hall."""

    left = Signal()

    def __init__(
        self,
        desks: CounterDesks,
        tasks: Tasks,
        look: Look,
        strings: Strings,
        office: Office,
        line_up: Callable[[], bool],
        devices: DeskDevices | None = None,
        out_after: float = 1800.0,
        size: QSize = LYING,
        text: int = 100,
    ) -> None:
        """``size``: of its window; ``text``: the size of letters in percent."""
        super().__init__()
        self._errand: StaffErrand | None = None  # who signs in does that in a visit, and sees no page here
        self._line_up, devices = line_up, devices or DeskDevices()
        kit = StaffKit(look, strings, size, text)
        self.stage = CounterStage(desks, tasks, kit, CounterFrame(kit, office.full_name))
        self.lists = ListPresenter(self.stage)
        self.talk = TalkPresenter(self.stage, self.lists.open_now)
        self.dossiers = DossierPresenter(self.stage, self.lists.state_word)
        self.money = CashPresenter(self.stage)
        self.papers = PaperPresenter(self.stage, devices.papers, self.dossiers.reopen)
        self.dossiers.page.may_paper = self.papers.can
        self.calls, self.review = CallsPresenter(self.stage), ReviewPresenter(self.stage)
        self.twice = DuplicatesPresenter(self.stage, self.dossiers.reopen)
        self.reports = ReportPresenter(self.stage, devices.stick)
        self.correcting = CorrectionPresenter(self.stage, self.papers, self.dossiers.reopen)
        self.filings = FilingPresenter(self.stage, devices.card, self.papers, self.dossiers.open_dossier)
        self.giving = HandOverPresenter(self.stage, devices.card, self.dossiers.reopen)
        self.widget = QWidget()
        self.widget.setObjectName("counter")
        self.widget.setStyleSheet(enlarged(style_sheet(look), kit.letters))
        self._stack = QStackedWidget()
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.card, self._desk_papers = devices.card, devices.papers
        self.entrance = Entrance(self.stage, self._stack, office, self.card, out_after)
        self._own((self.stage, self.entrance, self.card, self._desk_papers))
        for part in (*self.entrance.panes, self.stage.frame):
            self._stack.addWidget(part)
        for page in (
            *(self.lists.page_now, self.lists.page_find, self.dossiers.page),
            *(self.dossiers.print, self.money.cash, self.money.closing, self.papers.page, self.giving.page),
            *(self.calls.page, self.review.page, self.reports.page, self.twice.page, self.talk.page),
            *(self.filings.page, self.filings.waiting.page, self.correcting.page),
        ):
            self.stage.frame.pages.addWidget(page)
        self._line_looks = QTimer(self, interval=LINE_LOOKS)
        self._line_looks.timeout.connect(self._show_line)
        self._line_looks.start()
        self._wire()
        self.keys = bind_keys(self)

    def _own(self, parts: Iterable[QObject | None]) -> None:
        """They end with this: what is bound to their signals holds pages and people, for as long as they are there."""
        for part in parts:
            if part is not None:
                part.setParent(self)

    def _wire(self) -> None:
        self.entrance.entered.connect(self._entered)
        self.stage.frame.pages.currentChanged.connect(self._page_changed)
        self.calls.page.opened.connect(self.dossiers.open_dossier)
        self.review.page.opened.connect(self.dossiers.open_dossier)
        self.entrance.left.connect(self.left)
        self.entrance.ended.connect(self._wipe)
        self.stage.frame.locked.connect(self.entrance.lock_now)
        self.stage.frame.section.connect(self.go)
        self.lists.page_now.begun.connect(self.file_for)
        self.lists.page_find.opened.connect(self.dossiers.open_dossier)
        self.dossiers.page.back.connect(self.back)
        self.dossiers.page.paid.connect(self.open_bill)
        self.dossiers.page.added.connect(self.open_paper)
        self.dossiers.page.replaced.connect(self.open_paper)
        self.dossiers.page.given.connect(self.open_giving)
        self.dossiers.page.compared.connect(self.compare)
        self.dossiers.page.corrected.connect(self.correct)
        self.money.closing.back.connect(lambda: self.go("cash"))

    def begin_errand(self, errand: StaffErrand) -> None:
        """The sign-in is for that alone."""
        self._errand = errand
        if errand.about is not None:
            self.entrance.sign_in.why.setText(errand.about(self.stage.kit.strings))

    def _run_errand(self, session: StaffSession, errand: StaffErrand) -> None:
        """Signed out before it is done; who has no right to it reads that at the sign-in."""
        self.entrance.end()
        sessions = self.stage.desks.sessions

        def checked() -> None:
            try:
                sessions.require(session, errand.act)
            finally:
                sessions.sign_out(session)

        def done(_: None) -> None:
            self.left.emit()
            errand.do(session)

        def refused(error: KioskError) -> None:
            self.entrance.open()
            self.entrance.sign_in.show_fault(self.stage.sentence(error))

        self.stage.run(checked, done, refused)

    def _entered(self) -> None:
        session = self.stage.session
        if session is not None and self._errand is not None:
            self._run_errand(session, self._errand)
            return
        if session is not None:
            self.stage.frame.show_sections({"now", *(name for name, act in _WANTS.items() if session.may(act))})
            self.lists.page_now.begin.setVisible(session.may(StaffAct.FILE_FOR))
        self.go("now")

    def go(self, section: str) -> None:
        """One of the rail's, where the person who signed in has a right to it."""
        session = self.stage.session
        if session is None or (section in _WANTS and not session.may(_WANTS[section])):
            return
        self._show_line()
        self.stage.frame.leave_search()
        self.lists.ask_no_more()
        self.dossiers.release()
        pages: dict[str, Callable[[], object]] = {
            "now": self.lists.open_now,
            "dossiers": self.lists.open_list,
            "cash": partial(self.lists.open_queue, WorkQueue.CASH),
            "closing": self.money.open_day,
            "calls": self.calls.open,
            "review": self.review.open,
            "report": self.reports.open,
            "filing": self.filings.open,
        }
        pages[section]()

    def _show_line(self) -> None:
        if self.stage.session is not None:
            up = self._line_up()
            self.stage.frame.show_line(self.stage.kit.say("line_up" if up else "line_down"), up=up)

    def _page_changed(self, _: int) -> None:
        """A dossier is in hand for as long as it, or what is done with it, is shown; then it is its colleagues' too."""
        about = (
            *(self.dossiers.page, self.dossiers.print, self.money.cash, self.papers.page),
            *(self.twice.page, self.giving.page, self.correcting.page),
        )
        page = self.stage.frame.pages.currentWidget()
        if page not in about:
            self.dossiers.release()
        if page is not self.papers.page:
            self.papers.left()
        if self.card is not None and self.card.waits and page not in (self.giving.page, self.filings.page):
            self.card.rest()  # nobody's card is asked for there

    def back(self) -> None:
        """One step: the dialog, the paper, the dossier, the list."""
        if self.stage.frame.end_dialog():
            return
        page = self.stage.frame.pages.currentWidget()
        if page is self.dossiers.page:
            self.lists.search()
        elif page is self.dossiers.print:
            self.dossiers.reopen()
        elif page is self.papers.page:
            self.papers.leave()
        elif page is self.twice.page:
            self.dossiers.reopen()
        elif page is self.giving.page:
            self.giving.leave()
        elif page is self.filings.page:
            self.filings.leave()
        elif page is self.correcting.page:
            self.correcting.leave()
        else:
            self.go("now")

    def close(self) -> None:
        """Nothing of it is looked at, heard or shown any more."""
        papers = [] if self._desk_papers is None else [self._desk_papers.stop]
        close_all(
            self._line_looks.stop, self.entrance.end, self._wipe, *papers, partial(setattr, self.stage, "closed", True)
        )

    def _wipe(self) -> None:
        """Nobody's signature or answers stay on a page that is not shown, nor whom the last officer looked for. Who
        comes next begins with an empty first page, and never with the last officer's."""
        frame, now = self.stage.frame, self.lists.page_now
        pages = self.giving.page.wipe, self.filings.wipe, self.correcting.page.wipe, self.papers.left
        close_all(*pages, frame.search.clear, now.wipe)
        self.stage.show(now, "now")

    def file_for(self) -> None:
        """A form for somebody, where the person who signed in has a right to it."""
        session = self.stage.session
        if session is not None and session.may(StaffAct.FILE_FOR):
            self.filings.waiting.ask_new()

    def open_paper(self, replaces: str = "") -> None:
        if (sheet := self.dossiers.page.sheet) is not None:
            self.papers.open(sheet, replaces)

    def open_giving(self) -> None:
        """What ends a matter at the counter: its result is given, or an order is done."""
        if (sheet := self.dossiers.page.sheet) is None:
            return
        if sheet.submission.sync is Sync.COUNTER:
            self.dossiers.write("serve")
        else:
            self.giving.open(sheet)

    def compare(self) -> None:
        """What is to be looked at: two that look alike side by side; of anything else, what came of it."""
        if (sheet := self.dossiers.page.sheet) is None:
            return
        if sheet.head.look and LookReason.ALIKE not in sheet.head.look:
            self.dossiers.write("looked")
        else:
            self.twice.open(sheet.head.code)

    def correct(self) -> None:
        if (sheet := self.dossiers.page.sheet) is not None:
            self.correcting.open(sheet.head.code)

    def open_bill(self) -> None:
        if (sheet := self.dossiers.page.sheet) is not None:
            self.money.open_bill(sheet.head.code)


_WANTS = {
    "dossiers": StaffAct.FIND,
    "calls": StaffAct.CALL_BACK,
    "cash": StaffAct.FIND,
    "closing": StaffAct.REPORT,
    "review": StaffAct.REVIEW,
    "report": StaffAct.REPORT,
    "filing": StaffAct.FILE_FOR,
}
"""The rail's sections by the right that each wants; the first wants none."""
