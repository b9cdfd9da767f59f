"""The counter's presenter: who is signed in, the lock, the rail and the keys; the pages have presenters of their own.

A session that has locked itself shows the lock; one that has ended, the sign-in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from kiosk.config import Office
from kiosk.domain.dossier import WorkQueue
from kiosk.domain.staff_session import StaffSession
from kiosk.errors import KioskError, SessionEnded, SessionLocked
from kiosk.services.counter.counter import CounterDesks
from kiosk.ui.counter.cash_presenter import CashPresenter
from kiosk.ui.counter.dossier import MendForm
from kiosk.ui.counter.dossier_presenter import DossierPresenter
from kiosk.ui.counter.frame import CounterFrame, Wakefulness
from kiosk.ui.counter.list_presenter import ListPresenter
from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.counter.sign_in import LockPage, SignInPage
from kiosk.ui.counter.stage import CounterStage
from kiosk.ui.counter.style import style_sheet
from kiosk.ui.counter.writing import WordsForm
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Look

TICK = 1000  # ms: how often the lock is looked at
REST = 120_000  # ms at the sign-in, after which the glass is the residents' again


class CounterPresenter(QObject):
    """Made once; ``widget`` is the whole counter. ``left``: back to the kiosk's start."""

    left = Signal()

    def __init__(
        self,
        desks: CounterDesks,
        tasks: Tasks,
        look: Look,
        strings: Strings,
        office: Office,
        line_up: Callable[[], bool],
        out_after: float = 1800.0,
    ) -> None:
        super().__init__()
        self._line_up = line_up
        kit = StaffKit(look, strings)
        self.stage = CounterStage(desks, tasks, kit, CounterFrame(kit, office.full_name))
        self.lists = ListPresenter(self.stage)
        self.dossiers = DossierPresenter(self.stage, self.lists.state_word)
        self.money = CashPresenter(self.stage)
        self.sign_in, self.lock = SignInPage(kit, office.authority, office.commune), LockPage(kit)
        self.widget = QWidget()
        self.widget.setObjectName("counter")
        self.widget.setStyleSheet(style_sheet(look))
        self._stack = QStackedWidget()
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for part in (self.sign_in, self.lock, self.stage.frame):
            self._stack.addWidget(part)
        for page in (
            *(self.lists.page_now, self.lists.page_find, self.dossiers.page),
            *(self.dossiers.print, self.money.cash, self.money.closing),
        ):
            self.stage.frame.pages.addWidget(page)
        self._tick, self._out, self._rest = QTimer(self), QTimer(self), QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.close)
        self._tick.setInterval(TICK)
        self._tick.timeout.connect(self._look_at_lock)
        self._out.setSingleShot(True)
        self._out.setInterval(round(out_after * 1000))
        self._out.timeout.connect(self.sign_out)
        self._awake = Wakefulness(self)
        self._awake.touched.connect(self._touch)
        self._wire()
        self._bind()

    def _wire(self) -> None:
        self.sign_in.signed.connect(self._sign_in)
        self.sign_in.bootstrapped.connect(self._bootstrap)
        self.sign_in.left.connect(self.close)
        self.lock.opened.connect(self._unlock)
        self.lock.left.connect(self.sign_out)
        self.stage.locked.connect(self._show_lock)
        self.stage.ended.connect(self.sign_out)
        self.stage.frame.section.connect(self.go)
        self.stage.frame.locked.connect(self.lock_now)
        self.lists.page_find.opened.connect(self.dossiers.open_dossier)
        self.dossiers.page.back.connect(self.back)
        self.dossiers.page.paid.connect(self._open_bill)
        self.money.closing.back.connect(lambda: self.go("cash"))

    def _bind(self) -> None:
        frame, on_page = self.stage.frame, self.dossiers.on_page
        keys: dict[str, Callable[[], object]] = {
            "F1": frame.show_keys,
            "F2": lambda: on_page(lambda: self.dossiers.mend("")),
            "F3": frame.search.setFocus,
            "F4": self.lists.answer_bell,
            "F6": lambda: on_page(lambda: self.dossiers.write("remark")),
            "F7": lambda: on_page(self._open_bill),
            "F9": lambda: on_page(self.dossiers.open_print),
            "Ctrl+L": self.lock_now,
            "Esc": self.back,
            "Ctrl+Return": self._primary,
            "Ctrl+Enter": self._primary,
            **{f"Ctrl+{place}": partial(self.go, name) for place, name in enumerate(_RAIL, start=1)},
            **{str(digit): partial(self.lists.digit, digit) for digit in range(1, 9)},
        }
        for key, act in keys.items():
            frame.bind(key, act)

    def go(self, section: str) -> None:
        """One of the rail's."""
        up = self._line_up()
        self.stage.frame.show_line(self.stage.kit.say("line_up" if up else "line_down"), up=up)
        pages: dict[str, Callable[[], object]] = {
            "now": self.lists.open_now,
            "dossiers": self.lists.open_list,
            "cash": partial(self.lists.open_queue, WorkQueue.CASH),
            "closing": self.money.open_day,
        }
        pages[section]()

    def back(self) -> None:
        """One step: the dialog, the paper, the dossier, the list."""
        if self.stage.frame.end_dialog():
            return
        page = self.stage.frame.pages.currentWidget()
        if page is self.dossiers.page:
            self.dossiers.release()
            self.lists.search()
        elif page is self.dossiers.print:
            self.dossiers.reopen()
        else:
            self.go("now")

    def _open_bill(self) -> None:
        if (sheet := self.dossiers.page.sheet) is not None:
            self.money.open_bill(sheet.head.code)

    def _primary(self) -> None:
        """The page's one primary act, or the dialog's."""
        dialog = self.stage.frame.dialog
        if dialog is not None:
            for form in dialog.findChildren(MendForm):
                form.save()
            for words in dialog.findChildren(WordsForm):
                words.save()
            return
        page = self.stage.frame.pages.currentWidget()
        acts: dict[QWidget, Callable[[], object]] = {
            self.money.cash: self.money.cash.take,
            self.money.closing: self.money.closing.close_day,
            self.dossiers.print: self.dossiers.print.print,
            self.lists.page_find: self.lists.page_find.open_chosen,
        }
        if page in acts:
            acts[page]()

    # --- coming and going ---

    def open(self) -> None:
        """Show the sign-in; the first account's where there is none."""
        self._stack.setCurrentWidget(self.sign_in)
        now = self.stage.desks.clock()
        part = "morning" if now.hour < 11 else "noon" if now.hour < 13 else "afternoon" if now.hour < 18 else "evening"
        self.sign_in.field.greeting = self.stage.kit.say(f"good_{part}")
        self.sign_in.field.beneath = self.stage.kit.say("when", at=f"{now:%H:%M}", day=f"{now:%d/%m/%Y}")
        self.sign_in.show_fault("")
        self.stage.run(
            lambda: (self.stage.desks.sessions.first_run, self.stage.desks.sessions.names()), self._show_sign_in
        )

    def close(self) -> None:
        """Back to the kiosk."""
        self._rest.stop()
        self.left.emit()

    def _show_sign_in(self, known: Any) -> None:
        first, names = known
        roles = {one: self.stage.kit.strings.say(f"staff.role.{one}") for one in ("officer", "chief", "technician")}
        if first:
            self.sign_in.show_first_run()
        else:
            self.sign_in.show_names(names, roles)

    def _sign_in(self, name: str, secret: str) -> None:
        self.stage.run(lambda: self.stage.desks.sessions.sign_in(secret, name=name), self._enter, self._refuse_sign_in)

    def _bootstrap(self, code: str, name: str, person: str, secret: str) -> None:
        make = self.stage.desks.sessions.bootstrap
        self.stage.run(lambda: make(code, name, person, secret), self._enter, self._refuse_sign_in)

    def _refuse_sign_in(self, error: KioskError) -> None:
        self.sign_in.show_fault(self.stage.sentence(error))

    def _enter(self, session: StaffSession) -> None:
        self.stage.session = session
        self._rest.stop()
        role = self.stage.kit.strings.say(f"staff.role.{session.role.value}")
        self.stage.frame.show_person(session.person, role, self.stage.kit.say("desk", desk=session.desk))
        self._stack.setCurrentWidget(self.stage.frame)
        self._tick.start()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self._awake)
        self.go("now")

    def end(self) -> StaffSession | None:
        """Nothing is looked at or heard any more; who was signed in."""
        session, self.stage.session = self.stage.session, None
        for timer in (self._tick, self._out, self._rest):
            timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self._awake)
        return session

    def sign_out(self) -> None:
        """Everything that was open is let go."""
        session = self.end()
        self.stage.frame.end_dialog()
        if session is not None:
            self.stage.run(lambda: self._let_go(session), lambda _: self.open())
        else:
            self.open()

    def _let_go(self, session: StaffSession) -> None:
        self.stage.desks.dossiers.let_go(session)
        self.stage.desks.sessions.sign_out(session)

    def lock_now(self) -> None:
        if (session := self.stage.session) is not None:
            self.stage.run(lambda: self.stage.desks.sessions.lock(session), lambda _: self._show_lock())

    def _unlock(self, secret: str) -> None:
        if (session := self.stage.session) is None:
            return
        self.stage.run(
            lambda: self.stage.desks.sessions.unlock(session, secret),
            lambda _: self._opened(),
            lambda error: self.lock.show_fault(self.stage.sentence(error)),
        )

    def _opened(self) -> None:
        self._out.stop()
        self._stack.setCurrentWidget(self.stage.frame)

    def _look_at_lock(self) -> None:
        if self.stage.session is not None and self.stage.desks.sessions.is_locked(self.stage.session):
            self._show_lock()

    def _show_lock(self) -> None:
        if self.stage.session is not None and self._stack.currentWidget() is not self.lock:
            self.stage.frame.end_dialog()
            self.lock.show_person(self.stage.kit.say("locked_why", person=self.stage.session.person))
            self._stack.setCurrentWidget(self.lock)
            self._out.start()

    def _touch(self) -> None:
        if self.stage.session is not None and self._stack.currentWidget() is self.stage.frame:
            try:
                self.stage.desks.sessions.touch(self.stage.session)
            except (SessionLocked, SessionEnded):
                self._look_at_lock()


_RAIL = ("now", "dossiers", "cash", "closing")
