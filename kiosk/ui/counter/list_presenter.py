"""The presenter of what waits and what is found: the board, the queues, the search while it is typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.domain.dossier import DossierQuery, WorkQueue
from kiosk.domain.rights import StaffAct
from kiosk.domain.staff_session import StaffSession
from kiosk.services.counter.counter import procedure_name
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.finding import SearchAnswer
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
        self._typing = QTimer(stage)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING)
        self._typing.timeout.connect(self.search)
        self.page_now.chosen.connect(self.open_queue)
        self.page_now.answered.connect(self.answer_bell)
        self.page_find.more.connect(self._more)
        self.page_find.table.activated.connect(lambda *_: self.page_find.open_chosen())
        stage.frame.searched.connect(self.typed)
        stage.frame.search.returnPressed.connect(self.page_find.open_chosen)

    def state_word(self, sheet: DossierSheet) -> str:
        """As the list says it, or as the portal last did."""
        row = next((one for one in self.page_find.rows if one.code == sheet.head.code), None)
        legal = sheet.submission.legal
        state = state_of(row)[0] if row else legal.value if legal else "waiting"
        return self._stage.kit.strings.say(f"counter.state.{state}")

    def open_now(self) -> None:
        def work(session: StaffSession) -> Any:
            calls = self._stage.desks.queues.calls(session) if session.may(StaffAct.CALL_BACK) else ()
            return self._stage.desks.queues.board(session), calls

        def show(known: Any) -> None:
            self._stage.show(self.page_now, "now")
            self.page_now.show_board(known[0], known[1], self._stage.desks.clock())

        self._stage.act(work, show)

    def open_list(self) -> None:
        self._text, self._query, self._title = "", DossierQuery(), self._stage.kit.say("dossiers")
        self._stage.frame.search.clear()
        self.search()

    def open_queue(self, queue: WorkQueue) -> None:
        """The dossiers that wait in it; calls stay on the first page."""
        if queue in (WorkQueue.SUPPORT, WorkQueue.CALL_BACK):
            return
        self._text, self._query = "", DossierQuery(queue=queue)
        self._title = self._stage.kit.say(f"queue.{queue.value}")
        self.search()

    def typed(self, text: str) -> None:
        self._text, self._query, self._title = text, DossierQuery(), self._stage.kit.say("dossiers")
        self._typing.start()

    def search(self) -> None:
        text, query = self._text, self._query

        def work(session: StaffSession) -> SearchAnswer:
            answer = self._stage.desks.finder.find(session, text, query)
            self._names |= {one.procedure: procedure_name(one.procedure) for one in answer.rows}
            self._people = self._stage.desks.people()
            return answer

        def show(answer: SearchAnswer) -> None:
            if text == self._text:  # what was typed since asks for itself
                self._stage.show(self.page_find, "dossiers")
                self.page_find.show_answer(answer, self._title, self._names, self._people)
                self._cursor = answer.cursor

        self._stage.act(work, show)

    def _more(self) -> None:
        self._query = replace(self._query, cursor=self._cursor)
        self.search()

    def digit(self, digit: int) -> None:
        if self._stage.frame.pages.currentWidget() is self.page_now and digit <= len(self.page_now.queues):
            self.open_queue(self.page_now.queues[digit - 1])

    def answer_bell(self) -> None:
        self._stage.act(self._stage.desks.queues.answer_bell, lambda _: self.open_now())
