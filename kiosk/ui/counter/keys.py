"""The counter's keys: one table, and what a key means on the page that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.ui.counter.dialogs import DialogForm
from kiosk.ui.counter.frame import SECTIONS

if TYPE_CHECKING:
    from kiosk.ui.counter.calls_presenter import CallsPresenter
    from kiosk.ui.counter.cash_presenter import CashPresenter
    from kiosk.ui.counter.correction_presenter import CorrectionPresenter
    from kiosk.ui.counter.dossier_presenter import DossierPresenter
    from kiosk.ui.counter.duplicates_presenter import DuplicatesPresenter
    from kiosk.ui.counter.entrance import Entrance
    from kiosk.ui.counter.filing_presenter import FilingPresenter
    from kiosk.ui.counter.hand_over_presenter import HandOverPresenter
    from kiosk.ui.counter.list_presenter import ListPresenter
    from kiosk.ui.counter.paper_presenter import PaperPresenter
    from kiosk.ui.counter.report_presenter import ReportPresenter
    from kiosk.ui.counter.review_presenter import ReviewPresenter
    from kiosk.ui.counter.stage import CounterStage
    from kiosk.ui.counter.talk_presenter import TalkPresenter

Act = Callable[[], object]

OVER_DIALOGS = frozenset({"Esc", "Ctrl+Return", "Ctrl+Enter", "Ctrl+L"})
"""Keys that a dialog leaves as they are: to leave it, to do it, to lock the desk over it."""


class CounterPages(Protocol):
    """What keys reach: the pages' presenters, and what is done across them."""

    stage: CounterStage
    entrance: Entrance
    lists: ListPresenter
    dossiers: DossierPresenter
    money: CashPresenter
    papers: PaperPresenter
    calls: CallsPresenter
    review: ReviewPresenter
    twice: DuplicatesPresenter
    reports: ReportPresenter
    filings: FilingPresenter
    correcting: CorrectionPresenter
    giving: HandOverPresenter
    talk: TalkPresenter

    def go(self, section: str) -> None: ...
    def back(self) -> None: ...
    def file_for(self) -> None: ...
    def open_bill(self) -> None: ...
    def open_giving(self) -> None: ...
    def compare(self) -> None: ...
    def correct(self) -> None: ...


def bind_keys(counter: CounterPages) -> CounterKeys:
    """Bare digits are keys where nothing is typed; none clashes with Telex or VNI."""
    keys = CounterKeys(counter)
    for key, act in keys.table().items():
        counter.stage.frame.bind(key, act, over=key in OVER_DIALOGS)
    return keys


class CounterKeys:
    def __init__(self, counter: CounterPages) -> None:
        self._counter = counter

    def table(self) -> dict[str, Act]:
        """Every key, and what it does; a key that means something else elsewhere asks which page is shown."""
        counter, on_dossier = self._counter, self._counter.dossiers.on_page
        frame = counter.stage.frame
        return {
            "F1": frame.show_keys,
            "F2": self._mend,
            # as by a shortcut: what was looked for before is marked, and the next letter takes its place
            "F3": lambda: frame.search.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "F4": lambda: None if counter.talk.take_first() else counter.lists.answer_bell(),
            "F5": self._paper,
            "F6": lambda: on_dossier(lambda: counter.dossiers.write("remark")),
            "F7": lambda: on_dossier(counter.open_bill),
            "F8": self._ask_or_refund,
            "F9": self._print,
            "F10": lambda: on_dossier(counter.open_giving),
            "F11": lambda: on_dossier(counter.compare),
            "F12": lambda: on_dossier(counter.correct),
            "Ctrl+E": lambda: on_dossier(counter.dossiers.except_from),
            "Ctrl+K": lambda: on_dossier(counter.dossiers.seal),
            "Ctrl+H": lambda: on_dossier(counter.dossiers.take_over),
            "Ctrl+N": self._new,
            "Ctrl+Up": partial(self._step, -1),
            "Ctrl+Down": partial(self._step, 1),
            "Ctrl+A": self._mark_all,
            "Ctrl+L": counter.entrance.lock_now,
            "Esc": counter.back,
            "Ctrl+Return": self._primary,
            "Ctrl+Enter": self._primary,
            **{f"Ctrl+{place}": partial(counter.go, name) for place, (name, _) in enumerate(SECTIONS, start=1)},
            "PgDown": self._more,
            **{str(digit % 10): partial(self._digit, digit) for digit in range(1, 11)},
        }

    @property
    def _page(self) -> QWidget | None:
        return self._counter.stage.frame.pages.currentWidget()

    def _mend(self) -> None:
        """F2: a field; in a form for somebody, who it is for."""
        if self._page is self._counter.filings.page:
            self._counter.filings.ask_person()
        else:
            self._counter.dossiers.on_page(self._counter.dossiers.page.mend_marked)

    def _paper(self) -> None:
        """F5: the paper that is shown, anew; on its own page the corners; in a form the next that is missing."""
        counter = self._counter
        if self._page is counter.papers.page:
            counter.papers.cut_or_photograph()
        elif self._page is counter.filings.page:
            counter.filings.page.scan_next()
        elif self._page is counter.correcting.page:
            counter.correcting.scan()
        else:
            counter.dossiers.on_page(counter.dossiers.page.replace_shown)

    def _ask_or_refund(self) -> None:
        """F8: at the drawer money is given back; in a dossier more is asked for (Mẫu 02)."""
        counter = self._counter
        if self._page is counter.money.cash:
            counter.money.cash.refund()
        else:
            counter.dossiers.on_page(lambda: counter.dossiers.open_print("mau-02"))

    def _print(self) -> None:
        """F9: at the drawer a receipt once more; in a dossier its papers."""
        counter = self._counter
        if self._page is counter.money.cash:
            counter.money.cash.print_again()
        else:
            counter.dossiers.on_page(counter.dossiers.open_print)

    def _new(self) -> None:
        """Ctrl+N: among calls one more; elsewhere a form for somebody."""
        counter = self._counter
        if self._page is counter.calls.page:
            counter.calls.ask()
        else:
            counter.file_for()

    @property
    def digits(self) -> dict[QWidget, Callable[[int], object]]:
        """On the first page a queue, among calls an outcome, at a paper where it comes from."""
        counter = self._counter
        return {
            counter.lists.page_now: counter.lists.digit,
            counter.dossiers.print: counter.dossiers.print.choose,
            counter.calls.page: counter.calls.page.set_outcome,
            counter.twice.page: counter.twice.page.choose,
            counter.papers.page: counter.papers.source,
            counter.filings.page: counter.filings.page.sheet.choose,
            counter.talk.page: counter.talk.choose,
        }

    @property
    def steps(self) -> dict[QWidget, Callable[[int], object]]:
        """The period before or after, the part of a form, the next pair, or the next dossier of the list."""
        counter = self._counter
        return {
            counter.reports.page: counter.reports.page.step,
            counter.filings.page: counter.filings.page.step,
            counter.twice.page: lambda _: counter.twice.page.turn(),
            counter.dossiers.page: self._beside,
        }

    def means(self, key: str) -> bool:
        """Whether ``key``, as it stands on a button of the page that is shown, does something there."""
        page, dialog = self._page, self._counter.stage.frame.dialog
        if key.isdecimal():
            return page in self.digits
        if key in ("Ctrl+Up", "Ctrl+Down"):
            return page in self.steps
        if key == "Ctrl+Enter":
            return dialog is not None or page in self.primaries
        if key == "PgDown":
            return page is self._counter.lists.page_find
        return key in self.table()

    def _digit(self, digit: int) -> None:
        if (page := self._page) in (digits := self.digits) and page is not None:
            digits[page](digit)

    def _step(self, step: int) -> None:
        if (page := self._page) in (steps := self.steps) and page is not None:
            steps[page](step)

    def _beside(self, step: int) -> None:
        counter = self._counter
        if code := counter.lists.beside(step):
            counter.dossiers.release()
            counter.dossiers.open_dossier(code)

    def _more(self) -> None:
        """The next page of a list that is longer."""
        if self._page is self._counter.lists.page_find:
            self._counter.lists.more()

    def _mark_all(self) -> None:
        if self._page is self._counter.review.page:
            self._counter.review.page.mark_all()

    def _primary(self) -> None:
        """The page's one primary act, or the dialog's."""
        counter = self._counter
        dialog = counter.stage.frame.dialog
        if dialog is not None:
            for form in dialog.findChildren(DialogForm):
                form.save()
            return
        if (page := self._page) in (acts := self.primaries) and page is not None:
            acts[page]()

    @property
    def primaries(self) -> dict[QWidget, Act]:
        """What a page is for."""
        counter = self._counter
        return {
            counter.money.cash: counter.money.cash.take,
            counter.money.closing: counter.money.closing.close_day,
            counter.dossiers.print: counter.dossiers.print.print,
            counter.papers.page: counter.papers.page.use,
            counter.giving.page: counter.giving.page.save,
            counter.lists.page_find: counter.lists.page_find.open_chosen,
            counter.calls.page: counter.calls.page.save,
            counter.review.page: counter.review.page.do,
            counter.reports.page: counter.reports.print,
            counter.twice.page: counter.twice.page.save,
            counter.talk.page: counter.talk.give_back,
            counter.filings.page: counter.filings.page.file,
            counter.correcting.page: counter.correcting.page.save,
            counter.filings.waiting.page: counter.filings.waiting.page.open_chosen,
        }
