"""Ending this program so that another one begins: for a technician at the screen, a command, the night.

Looked at and ended on the thread that paints: between the two nobody begins a visit.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

import kiosk
from kiosk.app.launch import BUILD, launched
from kiosk.app.services import AppServices
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.restarting import RestartKind, RestartObstacle, RestartRecord
from kiosk.errors import KioskError
from kiosk.resources import catalogue_version
from kiosk.services.maintenance.update_desk import UpdateDesk
from kiosk.services.restart_requests import (
    RestartAnswer,
    RestartRequest,
    answer_restart,
    asked_restart,
    forget_requests,
)
from kiosk.services.restarting import RestartDesk
from kiosk.ui.tasks import Tasks

log = logging.getLogger(__name__)

LOOKS = 1000  # ms between two looks at whether a command asks


def restart_desk(config: Config, rooms: AppServices, updates: UpdateDesk | None = None) -> RestartDesk:
    known = updates or UpdateDesk(rooms.services.config, rooms.store, running)
    power = rooms.hardware.power
    return RestartDesk(config, rooms.store, power, office_time, versions, attended=launched(), updates=known.facts)


def running() -> dict[str, str]:
    return {"program": os.environ.get(BUILD, ""), "catalogue": catalogue_version()}


def versions() -> Mapping[str, str]:
    return {"program": kiosk.__version__, "catalogue": catalogue_version() or "0"}


class Restarts(QObject):
    """``obstacle``: what stands in the way of a command or of the night. ``came_up``: the restart that a person asked
    for before this start."""

    came_up = Signal(object)

    def __init__(
        self,
        config: Config,
        rooms: AppServices,
        bug: Callable[[BaseException], None],
        obstacle: Callable[[], RestartObstacle | None],
        end: Callable[[], None] = QCoreApplication.quit,
    ) -> None:
        super().__init__()
        self._folder, self._obstacle, self.quit = config.data, obstacle, end
        self.desk = restart_desk(config, rooms)
        self._tasks = Tasks(bug, self)
        self._looks = QTimer(self, interval=LOOKS)
        self._looks.timeout.connect(self.look)

    def open(self) -> None:
        """The window is there."""
        forget_requests(self._folder)
        self._looks.start()
        self._tasks.run("store", lambda _: self.desk.came_up(), done=self._tell, failed=_nothing)

    def close(self) -> None:
        self._looks.stop()
        self._tasks.close()

    def end(self, way: str) -> None:
        """Noted for ``way``, and ended. A disk that takes no note keeps nothing running."""
        ended = lambda _: self.quit()  # noqa: E731
        self._tasks.run("store", lambda _: self.desk.note(RestartKind.PROGRAM, way), done=ended, failed=ended)

    def look(self) -> None:
        """Whether a command asks: it is answered, and what it wishes is done where nothing stands in the way."""
        if (request := asked_restart(self._folder)) is not None:
            self._meet(request)

    def _tell(self, record: RestartRecord | None) -> None:
        if record is not None:
            self.came_up.emit(record)

    # --- a command's wish ---

    def _meet(self, request: RestartRequest) -> None:
        if (obstacle := self._obstacle()) is not None:
            self._answer(request, obstacle)
        elif request.kind is RestartKind.PROGRAM:
            self._prepared(request, None if self.desk.attended else RestartObstacle.UNATTENDED)
        else:
            self._tasks.run(
                "reading",
                lambda _: self.desk.may_restart_machine(),
                done=lambda may: self._prepared(request, None if may else RestartObstacle.MACHINE),
            )

    def _prepared(self, request: RestartRequest, obstacle: RestartObstacle | None) -> None:
        if obstacle is not None or request.look:
            self._answer(request, obstacle)
            return
        if request.kind is RestartKind.PROGRAM:
            noted = lambda _: self._noted(request)  # noqa: E731
            self._tasks.run("store", lambda _: self.desk.note(request.kind, "command"), done=noted, failed=noted)
            return
        self._tasks.run(
            "reading",
            lambda _: self.desk.restart_machine("command"),
            done=lambda _: self._answer(request, None),
            failed=lambda _: answer_restart(self._folder, RestartAnswer(request.key, failed=True)),
        )

    def _noted(self, request: RestartRequest) -> None:
        """Somebody may have come meanwhile: then nothing ends."""
        obstacle = self._obstacle()
        self._answer(request, obstacle)
        if obstacle is None:
            self.quit()
        else:
            self._tasks.run("store", lambda _: self.desk.take_back(), failed=_nothing)

    def _answer(self, request: RestartRequest, obstacle: RestartObstacle | None) -> None:
        answer_restart(self._folder, RestartAnswer(request.key, obstacle))


def _nothing(error: KioskError) -> None:
    log.info("restart: %s", error.code)
