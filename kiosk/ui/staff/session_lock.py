"""The lock of a staff's session: a sign-in that rests, a desk that nobody touches, the PIN that opens it again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kiosk.domain.staff_session import StaffSession
from kiosk.errors import SessionEnded, SessionLocked
from kiosk.services.counter.sessions import StaffSessions
from kiosk.ui.counter.veiled import PinPage, VeiledFrame
from kiosk.ui.staff.stage import StaffStage

TICK = 1000  # ms: how often the lock is looked at
REST = 120_000  # ms at the sign-in, after which the glass is the residents' again


class Wakefulness(QObject):
    """Hears every touch and key of the window, so that a desk where somebody works does not lock itself."""

    touched = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self.touched.emit()
        return False


class SessionLock(QObject):
    """``ended``: the session is to end, by hand, by too long a lock, or by the sessions' own word. ``rested``: nobody
    signed in for two minutes."""

    ended = Signal()
    rested = Signal()

    def __init__(
        self,
        stage: StaffStage,
        sessions: StaffSessions,
        stack: QStackedWidget,
        pages: tuple[VeiledFrame, PinPage],
        out_after: float,
    ) -> None:
        """``stack`` shows ``pages``, the window and the page of the lock, or a child of it that holds the page.
        ``out_after``: seconds a lock stands before the session ends.
        """
        super().__init__()
        self._stage, self._sessions, self._stack = stage, sessions, stack
        self._frame, self._page = pages
        self._tick = self._timer(TICK, self._look, once=False)
        self._out = self._timer(round(out_after * 1000), self.ended.emit)
        self._rest = self._timer(REST, self.rested.emit)
        self._awake = Wakefulness(self)
        self._awake.touched.connect(self._touch)
        self._page.opened.connect(self._unlock)
        self._page.left.connect(self.ended)
        stage.locked.connect(self._show)
        stage.ended.connect(self.ended)

    def _timer(self, interval: int, act: Callable[[], object], *, once: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(once)
        timer.timeout.connect(act)
        return timer

    def wait(self) -> None:
        """The sign-in is shown, or somebody does something there."""
        self._rest.start()

    def stop_waiting(self) -> None:
        self._rest.stop()

    def begin(self, session: StaffSession) -> None:
        """Somebody signed in: the window is shown, and is watched from now on."""
        self._stage.session = session
        self._rest.stop()
        self._stack.setCurrentWidget(self._frame)
        self._tick.start()
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self._awake)

    def end(self) -> StaffSession | None:
        """Nothing is looked at or heard any more; who was signed in."""
        session, self._stage.session = self._stage.session, None
        for timer in (self._tick, self._out, self._rest):
            timer.stop()
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self._awake)
        return session

    def lock_now(self) -> None:
        if (session := self._stage.session) is not None:
            self._stage.run(lambda: self._sessions.lock(session), lambda _: self._show())

    def _unlock(self, secret: str) -> None:
        if (session := self._stage.session) is None:
            return
        self._stage.run(
            lambda: self._sessions.unlock(session, secret),
            lambda _: self._opened(),
            lambda error: self._page.show_fault(self._stage.sentence(error)),
        )

    def _opened(self) -> None:
        self._out.stop()
        self._stack.setCurrentWidget(self._frame)

    def _look(self) -> None:
        if self._stage.session is not None and self._sessions.is_locked(self._stage.session):
            self._show()

    def _show(self) -> None:
        if self._stage.session is not None and (pane := self._pane()) is not self._stack.currentWidget():
            self._page.show_person(self._stage.kit.say("locked_why", person=self._stage.session.person))
            self._stack.setCurrentWidget(pane)
            self._out.start()

    def _pane(self) -> QWidget:
        """The child of the stack that holds the page."""
        children = (self._stack.widget(at) for at in range(self._stack.count()))
        return next(one for one in children if one is not None and (one is self._page or one.isAncestorOf(self._page)))

    def _touch(self) -> None:
        if self._stage.session is not None and self._stack.currentWidget() is self._frame:
            try:
                self._sessions.touch(self._stage.session)
            except (SessionLocked, SessionEnded):
                self._look()
