"""Papers at the counter, over the kiosk's devices: pages from camera, scanner, stick or store; cut, and bound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.devices.ports import Shot
from kiosk.domain.paper import ScannedDocument, Tray
from kiosk.errors import KioskError, StickGone
from kiosk.scan.geometry import Corners
from kiosk.services.visit_services import VisitServices
from kiosk.ui.capturing import Capturing
from kiosk.ui.presenters.bringing import LARGEST, newest
from kiosk.ui.tasks import Attempts, Tasks, Work

_DEEP, _SEARCHED = 3, 2000


class DeskPapers(QObject):
    """One paper at a time. ``came``: a tuple of Shots. ``files``: names on sticks."""

    previewed = Signal(object)  # Preview
    came = Signal(object)
    cut = Signal(object)  # Shot
    files = Signal(object)
    failed = Signal(object)  # KioskError
    back = Signal()  # the camera, which was gone, is there again

    def __init__(self, services: VisitServices, tasks: Tasks) -> None:
        super().__init__()
        self._services, self._tasks = services, tasks
        self._attempts = Attempts(tasks)
        self._binding: list[threading.Event] = []  # papers that are being bound; set: nobody is told
        self._left = False  # nothing was begun since the dossier was left
        self._eyes = Capturing(services, tasks, self)
        self._eyes.preview.connect(self.previewed)
        self._eyes.taken.connect(lambda shot: self.came.emit((shot,)))
        self._eyes.failed.connect(self.failed)
        self._eyes.back.connect(self.back)
        self._files: Sequence[Any] = ()

    @property
    def has_scanner(self) -> bool:
        return self._services.scanner is not None

    @property
    def has_sticks(self) -> bool:
        return self._services.sticks is not None

    def photograph(self) -> None:
        """The live picture, until a page is taken."""
        self.stop()
        self._eyes.start()

    def take_now(self) -> None:
        self._eyes.take_now()

    def scan(self) -> None:
        """What lies on the scanner's glass, or in its feeder."""
        scanner, station = self._services.scanner, self._services.station
        assert scanner is not None

        def work(work: Work) -> tuple[Shot, ...]:
            trays = scanner.trays()
            tray = Tray.FLATBED if Tray.FLATBED in trays else trays[0]
            return tuple(station.shot_of(side) for side in scanner.pages(tray, work.cancel))

        self._run("scanner", work, self.came.emit)

    def look_at_sticks(self) -> None:
        """The newest files that may be papers."""
        sticks = self._services.sticks
        assert sticks is not None

        def work(work: Work) -> Sequence[Any]:
            if not (media := [sticks.open(one) for one in sticks.sticks()]):
                raise StickGone("none is plugged in")
            return newest([(one, one.files(depth=_DEEP, most=_SEARCHED)) for one in media])

        def show(files: Sequence[Any]) -> None:
            self._files = files
            self.files.emit([one.file.name.rpartition("/")[2][:60] for one in files])

        self._run("stick", work, show)

    def take_file(self, index: int) -> None:
        one = self._files[index]
        self._run("stick", lambda work: self._shots(one.medium.read_file(one.file.name, LARGEST), work), self.came.emit)

    def open_stored(self, read: Callable[[], bytes]) -> None:
        """The pages of a paper that lies in the store; ``read`` gives its PDF."""
        self._run("reading", lambda work: self._shots(read(), work), self.came.emit)

    def cut_anew(self, shot: Shot, corners: Corners) -> None:
        """The page between these corners of the photograph it was made from."""
        station = self._services.station
        self._run("camera", lambda _: station.cut(shot, corners), self.cut.emit)

    def bind(
        self, shots: Iterable[Shot], done: Callable[[ScannedDocument], None], failed: Callable[[KioskError], None]
    ) -> None:
        """One PDF of the pages, told whatever is begun meanwhile."""
        self.stop()
        pages, station = tuple(shots), self._services.station

        def ended(then: Callable[[Any], None]) -> Callable[[Any], None]:
            def answered(value: Any) -> None:
                cancel.set()
                if self._left:
                    self._forget()
                then(value)

            return answered

        cancel = self._tasks.run("camera", lambda _: station.bind(pages), done=ended(done), failed=ended(failed))
        self._binding.append(cancel)

    def stop(self) -> None:
        """Whatever is under way ends, and is not told; what is being bound is bound."""
        self._left = False
        self._attempts.stop()
        self._eyes.stop()

    def forget(self) -> None:
        """The dossier is left: what has seen its papers ends, once all that was to be bound is."""
        self.stop()
        self._files = ()
        self._left = True
        self._forget()

    def _forget(self) -> None:
        self._binding = [one for one in self._binding if not one.is_set()]
        if not self._binding:
            self._services.station.forget()

    def _shots(self, data: bytes, work: Work) -> tuple[Shot, ...]:
        shots = []
        for shot in self._services.station.shots_in(data):
            if work.cancel.is_set():
                break
            shots.append(shot)
        return tuple(shots)

    def _run(self, lane: str, work: Callable[[Work], Any], done: Callable[[Any], object]) -> None:
        def tell(value: Any) -> None:
            done(value)

        self.stop()
        self._attempts.run(lane, work, tell, self.failed.emit)
