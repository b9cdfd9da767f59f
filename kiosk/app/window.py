"""The kiosk on a screen: the window over the rooms, opened and closed in one place."""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Self

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

import kiosk.ui  # noqa: F401 - before all that is large: what it says of imports is for those that follow
from kiosk import heap
from kiosk.app.counter import CounterDoor
from kiosk.app.drivers import EyesAndHands, worker_eyes
from kiosk.app.late_imports import LateImports
from kiosk.app.launch import launched
from kiosk.app.maintenance import MaintenanceDoor
from kiosk.app.offered import Offer, OfferReading
from kiosk.app.restarting import Restarts
from kiosk.app.services import AppServices
from kiosk.clock import office_time
from kiosk.closing import close_all
from kiosk.config import Config
from kiosk.domain.restarting import SCREEN_WAYS, RestartObstacle, RestartRecord
from kiosk.domain.rights import StaffAct
from kiosk.domain.visit import VisitStep
from kiosk.errors import StoreClosed
from kiosk.services.courier_desk import CourierDesk
from kiosk.ui import access_bridge
from kiosk.ui.bell import Bell
from kiosk.ui.carrying import Carrying
from kiosk.ui.demo_panel import WIDTH as DOCK_WIDTH
from kiosk.ui.demo_panel import DemoPanel
from kiosk.ui.first_picture import FirstPicture
from kiosk.ui.flow import Flow
from kiosk.ui.gc_guard import GcGuard
from kiosk.ui.helping import Helping
from kiosk.ui.maintenance.corner import CornerTouches
from kiosk.ui.maintenance.starting_anew import StartingAnew
from kiosk.ui.mirror import Mirror
from kiosk.ui.presenters import acts
from kiosk.ui.shell import Shell
from kiosk.ui.sounds import SoundPlayer
from kiosk.ui.staff.errand import StaffErrand
from kiosk.ui.strings import Strings
from kiosk.ui.tasks import SAVING, Tasks
from kiosk.ui.theme import THEMES, Look, Metrics
from kiosk.ui.window import KioskWindow

log = logging.getLogger(__name__)

COUNTER_KEYS = "Ctrl+Alt+Q"
"""On the officer's keyboard: no key of a resident's, nor of Telex or VNI."""

MAINTENANCE_KEYS = "Ctrl+Alt+B"
"""On the technician's, beside five touches at the upper left corner."""

LOOKS_AT_DAY = 30_000  # ms between two looks at whether another day has begun

PORTRAIT = QSize(1080, 1920)


def _log(error: BaseException) -> None:
    """Where, never what with: an exception's own words may hold a person's."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.critical("bug: %s\n%s", type(error).__name__, frames)


def _too_late(error: BaseException) -> bool:
    """Whether it is only that a store was closed: a timer or a thread of a house that has ended, this one or one before
    it in the process."""
    if isinstance(error, StoreClosed):
        log.info("after the end: %s", error.code)
    return isinstance(error, StoreClosed)


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
        sounds: SoundPlayer | None = None,
        eyes: Callable[[Config], EyesAndHands] = worker_eyes,
    ) -> None:
        heap.keep_small()
        self.app = application()
        access_bridge.install()
        self._report_bug = bug or self._end_visit
        self._worker_told = bug or _log
        self._bell, self._sounds = bell, sounds
        self._closing = contextlib.ExitStack()
        self.sweeper = GcGuard()  # before the first thread, and until after the last
        self._closing.callback(self.sweeper.close)
        with self._closing:
            self.rooms = self._closing.enter_context(AppServices(config, self.worker_bug, eyes))
            self._furnish(config, bench)
            self._closing = self._closing.pop_all()
        self._open(size, windowed=windowed, bench=bench)
        self._corner.watch()
        self._reading = OfferReading(self.rooms.offered, self.tasks, self._worker_told, self.app.exit)
        self._first = FirstPicture(self.window, self._reading.begin)

    def _furnish(self, config: Config, bench: bool) -> None:
        delays = config.delays
        self.look = Look(
            THEMES[config.theme],
            text_percent=config.text,
            debounce=delays.debounce,
            rest=delays.changed_rest,
            glass_mm=config.devices.screen_mm_wide,
        )
        self.strings = Strings(config.language)
        self.window = KioskWindow(closable=bench)
        self.shell = Shell(self.look, self.strings, config.office)
        self.window.row.addWidget(self.shell, 1)
        self.shell.strayed.connect(lambda kind: log.critical("a window of its own: %s", kind))
        self.tasks = Tasks(self.bug)
        self._closing.callback(self.tasks.close)
        self.flow = Flow(self.rooms.services, self.tasks, self.shell, self.strings, self.look, self._bell, self._sounds)
        self.flow.begin_with(acts(self.flow, config.office))
        self._closing.callback(self.flow.close)
        self.counter = CounterDoor(config, self.rooms, self.tasks, self.window.row, self.shell)
        self._closing.callback(self.counter.close)
        QShortcut(QKeySequence(COUNTER_KEYS), self.window, self.open_counter)
        self.restarts = Restarts(config, self.rooms, self.bug, self.restart_obstacle)
        self._closing.callback(self.restarts.close)
        self.restarts.came_up.connect(self._tell_fresh_start)
        anew = lambda: StartingAnew(launched(), self.restarts.end, self._work_obstacle)  # noqa: E731
        self.maintenance = MaintenanceDoor(config, self.rooms, self.bug, self.window.row, self.shell, anew)
        self._closing.callback(self.maintenance.close)
        QShortcut(QKeySequence(MAINTENANCE_KEYS), self.window, self.open_maintenance)
        self._corner = CornerTouches(self.window)
        self._corner.met.connect(self.open_maintenance)
        self.flow.staff_came.connect(self.open_counter)
        self.flow.errand_came.connect(self.open_for_errand)
        self.flow.emptied.connect(self._tidy)
        self.helping, self.mirror = Helping(self.flow), Mirror(self.flow)
        self.carrying: Carrying | None = None
        if self.rooms.services.sticks is not None and self.rooms.courier.is_set:
            self.carrying = Carrying(self.flow, CourierDesk(self.rooms.services.sticks, self.rooms.courier), self.bug)
            self._closing.callback(self.carrying.close)
        self._day = QTimer(self.window, interval=LOOKS_AT_DAY)
        self._day.timeout.connect(self.look_at_day)
        self._day.start()
        self.sweeper.settle()
        self.late = LateImports(lambda: self._at_rest, self.sweeper.settle, self.window)
        self._closing.callback(self.late.close)

    def _open(self, size: QSize | None, *, windowed: bool, bench: bool) -> None:
        self.restarts.open()
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
        """The officer's counter; in the middle of a visit its sign-in alone, for who helps there."""
        if self.maintenance.is_open or self.counter.is_open:
            return
        if self._at_rest:
            self.counter.open(self.shell.size())
        elif self.flow.visit.step is not VisitStep.START:
            self.open_for_errand(StaffErrand(StaffAct.HELP_VISIT, self.helping.begin))

    def open_for_errand(self, errand: StaffErrand) -> None:
        """The counter's sign-in alone, over the visit that it lies in; where nothing of staff's is open."""
        if not (self.maintenance.is_open or self.counter.is_open):
            self.counter.open_for_errand(self.shell.size(), errand)

    def open_maintenance(self) -> None:
        """The technician's screens, where nobody is in the middle of anything."""
        if self._at_rest and not self.counter.is_open:
            self.maintenance.open(self.shell.size())

    def _tidy(self) -> None:
        """The room that a visit took goes back: what it left in circles first, for holes in the heap are no room."""
        self.sweeper.sweep_all()
        heap.give_back()

    @property
    def _at_rest(self) -> bool:
        return self.flow.visit.step is VisitStep.START and self.shell.overlaid is None

    @property
    def may_start_anew(self) -> bool:
        """A newer catalogue or program waits for the next start, it is night, and nobody stands there."""
        at_night = office_time().hour in self.rooms.services.config.keeping.idle_hours
        return self.rooms.renewal.waits and at_night and self.restart_obstacle() is None

    def restart_obstacle(self) -> RestartObstacle | None:
        """Why this program should not end now: somebody stands or works here, or something is being written."""
        if not self._at_rest:
            return RestartObstacle.VISIT
        if self.counter.is_open:
            return RestartObstacle.COUNTER
        return RestartObstacle.MAINTENANCE if self.maintenance.is_open else self._work_obstacle()

    def _work_obstacle(self) -> RestartObstacle | None:
        """The same for who signed in to maintenance, beside whom only machines are at work."""
        carries = self.carrying is not None and self.carrying.busy
        if self.tasks.busy(*SAVING) or self.maintenance.busy(*SAVING) or carries:
            return RestartObstacle.SAVING
        answering = self.rooms.hall is not None and self.rooms.hall.service.busy
        return RestartObstacle.HALL if answering else None

    def _tell_fresh_start(self, record: RestartRecord) -> None:
        if record.way in SCREEN_WAYS and self._at_rest and not self.counter.is_open:
            self.maintenance.tell_fresh_start(self.shell.size(), record)

    def look_at_day(self) -> None:
        """Another day brings other rules, prices and limits into force: taken up while nobody is in the middle of
        anything, and otherwise with the next look."""
        offered = self.rooms.offered
        if offered.is_new_day and self.restart_obstacle() is None:
            self.tasks.run("store", lambda _: offered.read(), done=self._begin_day, failed=lambda _: None)

    def _begin_day(self, offer: Offer) -> None:
        if self._at_rest and not self.counter.is_open:
            self.rooms.offered.put(offer)

    # --- what should not happen ---

    def bug(self, error: BaseException) -> None:
        """The one handler for bugs; may be called from any thread."""
        if not _too_late(error):
            self._report_bug(error)

    def worker_bug(self, error: BaseException) -> None:
        """A bug behind the scenes (sync, housekeeping, updates): told, and never the end of a visit in front. The
        worker rests, and a technician finds an alarm. From any thread."""
        if not _too_late(error):
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
        """Window, workers and rooms, although one of them fails."""
        self.window.closing = True
        close_all(self.window.close, self._closing.close, self.window.deleteLater)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
