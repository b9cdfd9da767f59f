"""The presenter of what waits and what is found: the board, the queues, the search while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.domain.dossier import DossierQuery, WorkQueue
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import AT_COUNTER
from kiosk.errors import KioskError
from kiosk.services.counter.counter import procedure_name
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.finding import SearchAnswer
from kiosk.services.counter.hall_view import HallKioskView
from kiosk.ui.counter.find import FindPage, state_of
from kiosk.ui.counter.now import NowPage
from kiosk.ui.counter.stage import CounterStage

TYPING = 120  # ms: how long a pause in typing asks


class ListPresenter:
    def __init__(self, stage: CounterStage) -> None:
        self._stage = stage
        self.page_now, self.page_find = NowPage(stage.kit), FindPage(stage.kit)
        self._query, self._text, self._title, self._cursor = DossierQuery(), "", "", ""
        self._names: dict[str, str] = {}
        self._people: dict[int, str] = {}
        self._looks = False
        self.kiosks: Callable[[], Sequence[HallKioskView]] = lambda: ()
        self._typing = QTimer(stage)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(self.search)
        self.page_now.chosen.connect(self.open_queue)
        self.page_now.answered.connect(self.answer_bell)
        self.page_find.more.connect(self.more)
        self.page_find.table.activated.connect(lambda *_: self.page_find.open_chosen())
        stage.locked.connect(self._not_renewed)
        stage.ended.connect(self._not_renewed)
        stage.frame.searched.connect(self.typed)
        stage.frame.search.returnPressed.connect(self._enter)
        self.page_find.opened.connect(lambda _: self.ask_no_more())
        self._awaited = False  # an answer is on its way
        self._opens = False  # as soon as it is here

    def state_word(self, sheet: DossierSheet) -> str:
        """As the list says it, or as the portal last did."""
        row = next((one for one in self.page_find.rows if one.code == sheet.head.code), None)
        legal, sync = sheet.submission.legal, sheet.submission.sync
        known = sync.value if sync in AT_COUNTER else legal.value if legal else "waiting"
        state = state_of(row)[0] if row and sync is row.sync else known
        return self._stage.kit.strings.say(f"counter.state.{state}")

    def open_now(self, fault: str = "") -> None:
        """``fault``: why it is shown, where that is to be said above it. Nobody is held where they were because the
        numbers do not come: the page stands with those of before, and says so."""

        def show(known: Any) -> None:
            come(fault)
            self._show_board(known)

        def come(why: str) -> None:
            self._stage.show(self.page_now, "now")
            self._stage.frame.show_fault(why)

        self._stage.open(self._board, show, lambda error: come(fault or self._stage.sentence(error)))

    def renew_now(self) -> None:
        """The first page looks again, where it is the one that is shown; one look at a time."""
        if self._looks or not self._stage.is_shown(self.page_now):
            return
        self._looks = True

        def show(known: Any) -> None:
            self._looks = False
            if self._stage.is_shown(self.page_now):
                self._show_board(known)

        self._stage.act(self._board, show, self._not_renewed)

    def _not_renewed(self, *_: KioskError) -> None:
        """Nobody asked for it: what is shown stays."""
        self._looks = False

    def _board(self, session: StaffSession) -> Any:
        calls = self._stage.desks.queues.calls(session) if session.may(StaffAct.CALL_BACK) else ()
        return self._stage.desks.queues.board(session), calls, self._stage.desks.people()

    def _show_board(self, known: Any) -> None:
        board, calls, people = known
        self.page_now.show_board(board, calls, self._stage.desks.clock(), people, self.kiosks())

    def open_list(self) -> None:
        self._text, self._query, self._title = "", DossierQuery(), self._stage.kit.say("dossiers")
        self._stage.frame.search.clear()
        self.search()

    def open_queue(self, queue: WorkQueue) -> None:
        """The dossiers that wait in it; calls have a page of their own."""
        if queue in (WorkQueue.SUPPORT, WorkQueue.CALL_BACK):
            self._stage.frame.section.emit("calls")
            return
        if queue is WorkQueue.NOTICE:
            self._stage.frame.section.emit("filing")
            return
        self._text, self._query = "", DossierQuery(queue=queue)
        self._title = self._stage.kit.say(f"queue.{queue.value}")
        self.search()

    def typed(self, text: str) -> None:
        self._opens = False
        self._text, self._query, self._title = text, DossierQuery(), self._stage.kit.say("dossiers")
        self._typing.start()

    def _enter(self) -> None:
        """Open what is found: where the answer to what was typed is not here yet, once it is."""
        if self._typing.isActive() or self._awaited:
            self._typing.stop()
            self._opens = True
            self.search()
        else:
            self.page_find.open_chosen()

    def ask_no_more(self) -> None:
        """Another page was asked for: a list that comes late does not lie over it."""
        self._typing.stop()
        self._awaited = self._opens = False

    def search(self) -> None:
        self._awaited = True
        text, query = self._text, self._query

        def work(session: StaffSession) -> SearchAnswer:
            answer = self._stage.desks.finder.find(session, text, query)
            self._names |= {one.procedure: procedure_name(one.procedure) for one in answer.rows}
            self._people = self._stage.desks.people()
            return answer

        def show(answer: SearchAnswer) -> None:
            self._stage.show(self.page_find, "dossiers")
            self.page_find.show_answer(answer, self._title, self._names, self._people)
            self._cursor, self._awaited = answer.cursor, False
            if self._opens:
                self._opens = False
                self.page_find.open_chosen()

        self._stage.open(work, show)

    def beside(self, step: int) -> str:
        """The code of the row after the chosen one, or before it; it is chosen then. Empty at either end."""
        table, rows = self.page_find.table, self.page_find.rows
        at = table.currentRow() + step
        if not 0 <= at < len(rows):
            return ""
        table.selectRow(at)
        return rows[at].code

    def more(self) -> None:
        """The next page of what was found, where there is one."""
        if not self._cursor:
            return
        self._query = replace(self._query, cursor=self._cursor)
        self.search()

    def digit(self, digit: int) -> None:
        if self._stage.is_shown(self.page_now) and digit <= len(self.page_now.queues):
            self.open_queue(self.page_now.queues[digit - 1])

    def answer_bell(self) -> None:
        self._stage.act(self._stage.desks.queues.answer_bell, lambda _: self.renew_now())
