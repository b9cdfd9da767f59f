"""The kiosk on a screen: the window over the rooms, opened and closed in one place."""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Self

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from kiosk.app.counter import CounterDoor
from kiosk.app.drivers import EyesAndHands, worker_eyes
from kiosk.app.services import AppServices
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.visit import VisitStep
from kiosk.services.courier_desk import CourierDesk
from kiosk.ui.bell import Bell
from kiosk.ui.carrying import Carrying
from kiosk.ui.demo_panel import WIDTH as DOCK_WIDTH
from kiosk.ui.demo_panel import DemoPanel
from kiosk.ui.flow import Flow
from kiosk.ui.gc_guard import GcGuard
from kiosk.ui.presenters import acts
from kiosk.ui.shell import Shell
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import THEMES, Look, Metrics
from kiosk.ui.window import KioskWindow

log = logging.getLogger(__name__)

COUNTER_KEYS = "Ctrl+Alt+Q"
"""On the officer's keyboard: no key of a resident's, nor of Telex or VNI."""

PORTRAIT = QSize(1080, 1920)


def _log(error: BaseException) -> None:
    """Where, never what with: an exception's own words may hold a person's."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.critical("bug: %s\n%s", type(error).__name__, frames)


def application() -> QApplication:
    """The one QApplication of the process."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication(sys.argv[:1])
    app.setApplicationName("kiosk")
    return app


class KioskApp:
    """Rooms and window, running. ``bug`` is told of what should not happen; else it is logged and the visit ends."""

    def __init__(
        self,
        config: Config,
        *,
        size: QSize | None = None,
        windowed: bool = False,
        bench: bool = False,
        bug: Callable[[BaseException], None] | None = None,
        bell: Bell | None = None,
        eyes: Callable[[Config], EyesAndHands] = worker_eyes,
    ) -> None:
        self.app = application()
        self._report_bug = bug or self._end_visit
        self._worker_told = bug or _log
        self._bell = bell
        self._closing = contextlib.ExitStack()
        self.sweeper = GcGuard()  # before the first thread, and until after the last
        self._closing.callback(self.sweeper.close)
        with self._closing:
            self.rooms = self._closing.enter_context(AppServices(config, self.worker_bug, eyes))
            self._furnish(config, bench)
            self._closing = self._closing.pop_all()
        self._open(size, windowed=windowed, bench=bench)

    def _furnish(self, config: Config, bench: bool) -> None:
        delays = config.delays
        self.look = Look(
            THEMES[config.theme], text_percent=config.text, debounce=delays.debounce, rest=delays.changed_rest
        )
        self.strings = Strings(config.language)
        self.window = KioskWindow(closable=bench)
        self.shell = Shell(self.look, self.strings, config.office)
        self.window.row.addWidget(self.shell, 1)
        self.shell.strayed.connect(lambda kind: log.critical("a window of its own: %s", kind))
        self.tasks = Tasks(self.bug)
        self._closing.callback(self.tasks.close)
        self.flow = Flow(self.rooms.services, self.tasks, self.shell, self.strings, self.look, self._bell)
        self.flow.begin_with(acts(self.flow, config.office))
        self.counter = CounterDoor(config, self.rooms, self.tasks, self.window.row, self.shell)
        self._closing.callback(self.counter.close)
        QShortcut(QKeySequence(COUNTER_KEYS), self.window, self.open_counter)
        self.carrying: Carrying | None = None
        if self.rooms.services.sticks is not None and self.rooms.courier.is_set:
            self.carrying = Carrying(self.flow, CourierDesk(self.rooms.services.sticks, self.rooms.courier), self.bug)
            self._closing.callback(self.carrying.close)
        self.sweeper.settle()

    def _open(self, size: QSize | None, *, windowed: bool, bench: bool) -> None:
        if size is None and not windowed:
            self.window.cover()
            return
        wanted = size or self._fitting(bench)
        dock_width = self._add_dock(wanted.height()) if bench else 0
        self.window.appear(QSize(wanted.width() + dock_width, wanted.height()))

    def _fitting(self, bench: bool) -> QSize:
        """An upright kiosk as high as this screen allows."""
        screen = QGuiApplication.primaryScreen().availableSize()
        height = min(PORTRAIT.height(), round(screen.height() * 0.92))
        return QSize(PORTRAIT.width() * height // PORTRAIT.height(), height)

    def _add_dock(self, height: int) -> int:
        scale = Metrics.scale_for(QSize(round(height * 0.5625), height))
        look = Look(scale=scale)
        self.window.row.addWidget(DemoPanel(look, self.strings, self.rooms.bench()))
        return look.px(DOCK_WIDTH)

    def open_counter(self) -> None:
        """The officer's counter, where nobody is in the middle of a visit."""
        if self.flow.visit.step is VisitStep.START and self.shell.overlaid is None:
            self.counter.open(self.shell.size())

    @property
    def may_start_anew(self) -> bool:
        """A newer catalogue or program waits for the next start, it is night, and nobody stands there."""
        at_night = office_time().hour in self.rooms.services.config.keeping.idle_hours
        at_rest = self.flow.visit.step is VisitStep.START and self.shell.overlaid is None
        return self.rooms.renewal.waits and at_night and at_rest

    # --- what should not happen ---

    def bug(self, error: BaseException) -> None:
        """The one handler for bugs; may be called from any thread."""
        self._report_bug(error)

    def worker_bug(self, error: BaseException) -> None:
        """A bug behind the scenes (sync, housekeeping, updates): told, and never the end of a visit in front. The
        worker rests, and a technician finds an alarm. From any thread."""
        self._worker_told(error)

    def _end_visit(self, error: BaseException) -> None:
        _log(error)
        self.flow.bugged.emit()

    def watch_for_bugs(self) -> None:
        """Have what escapes a slot come to the handler too."""

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            self.bug(error)

        before, sys.excepthook = sys.excepthook, hook
        self._closing.callback(setattr, sys, "excepthook", before)

    def run(self) -> int:
        """Until the window is closed."""
        self.window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
        return self.app.exec()

    def close(self) -> None:
        self.window.closing = True
        self.window.close()
        self._closing.close()
        self.window.deleteLater()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
