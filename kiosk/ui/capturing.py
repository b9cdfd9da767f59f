"""From a paper under the camera to a page: the live picture, the moment it lies still, the judgement on it."""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QObject, Signal

from kiosk.devices.ports import Preview, Shot
from kiosk.domain.device_health import State
from kiosk.domain.paper import ScannedDocument
from kiosk.errors import CameraGone, DiskFull, ImagingLost, KioskError, NoPage
from kiosk.scan.page_picture import PagePicture
from kiosk.services.visit_services import VisitServices
from kiosk.ui.tasks import Attempts, Tasks, Work

LOOK_AGAIN = 1.0  # seconds between two tries to find a camera that went away
SAID = 2.0  # seconds that it stays on the live picture that a page was lost
FRAME = 1 / 15  # seconds a live frame: fluent to the eye, under one core


class _Look:
    """One look for a page, from its start until the page is taken or the person goes elsewhere. What is touched
    meanwhile counts for that page alone."""

    def __init__(self) -> None:
        self.now = threading.Event()  # "Chụp ngay"
        self.at: tuple[float, float] | None = None  # one of several papers, in fractions of the picture
        self.painted = threading.Event()  # no frame waits to be painted
        self.painted.set()


class Capturing(QObject):
    """Watches the paper tray and takes pages. All signals on the painting thread."""

    preview = Signal(object)  # Preview
    taken = Signal(object)  # Shot, good or not
    no_page = Signal()  # asked to take one where none is seen
    lost = Signal(object)  # ImagingLost: this picture came to nothing, and another is taken
    repainted = Signal(object)  # tuple[PagePicture, PagePicture]: a page, and how it is seen in its document
    bound = Signal(object)  # ScannedDocument
    not_bound = Signal()  # the pages are all there, and may be bound again
    failed = Signal(object)  # KioskError: the camera is gone, or no page more could be kept
    back = Signal()  # the camera is there again

    def __init__(self, services: VisitServices, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._tasks = tasks
        self._watches, self._binds = Attempts(tasks), Attempts(tasks)
        self._look = _Look()
        self._binding = False

    def start(self) -> None:
        """Show the live picture and take the page by itself once it lies still and sharp."""
        self.stop()
        try:
            self._services.records.need_room_for_paper()
        except DiskFull as full:  # said before the picture is taken, and not when it cannot be kept
            self.failed.emit(full)
            return
        look = self._look = _Look()
        self._watches.run(
            "camera",
            lambda work: self._watch(work, look),
            self._ended,
            self.failed.emit,
            lambda news: self._news(look, news),
        )

    def stop(self) -> None:
        """Neither look on nor tell of pages that are being bound; a picture that is being taken is nobody's."""
        self._watches.stop()
        self.unbind()

    def take_now(self) -> None:
        """The person touched "Chụp ngay"."""
        self._look.now.set()

    def choose(self, at: tuple[float, float]) -> None:
        """The person touched one of several papers, at a point in fractions of the picture."""
        self._look.at = at

    def bind(self, shots: tuple[Shot, ...]) -> None:
        """Make one PDF of the pages. Asked again meanwhile, by an impatient finger, it is made once."""
        if not self._binding:
            self._binding, station = True, self._services.station
            self._binds.run("camera", lambda _: station.bind(shots), self._bound, self._not_bound)

    def unbind(self) -> None:
        """The pages are other ones now: what is being bound of them is not told, and ``bind`` begins anew."""
        self._binds.stop()
        self._binding = False

    def paint_anew(self, page: PagePicture) -> None:
        """The page was turned: how it is seen then. What cannot be painted is shown as it was, turned."""
        station = self._services.station
        self._tasks.run(
            "camera",
            lambda _: (page, station.repainted(page)),
            done=self.repainted.emit,
            failed=lambda _: None,
        )

    def _watch(self, work: Work, look: _Look) -> Shot | None:
        """Until a page is taken. A camera that goes away is told, and waited for."""
        while not work.cancel.is_set():
            try:
                self._services.station.open()
                return self._look_on(work, look)
            except CameraGone as error:
                work.tell(error)
                if self._returned(work):
                    work.tell(None)
        return None

    def _returned(self, work: Work) -> bool:
        while not work.cancel.wait(LOOK_AGAIN):
            if self._services.station.health().state is State.READY:
                return True
        return False

    def _look_on(self, work: Work, look: _Look) -> Shot | None:
        station = self._services.station
        while not work.cancel.is_set():
            began = time.monotonic()
            at, look.at = look.at, None
            if at is not None:
                station.choose(at)
            preview = station.preview()
            _show(work, look, preview)
            if look.now.is_set() or preview.steady >= 1.0:
                look.now.clear()
                shot = self._shoot(work)
                if shot is not None:
                    return shot
            work.cancel.wait(max(0.0, FRAME - (time.monotonic() - began)))
        return None

    def _shoot(self, work: Work) -> Shot | None:
        """The page, or None when a touch asked for one and there is none to see."""
        try:
            return self._services.station.shoot()
        except NoPage as error:
            work.tell(error)
        except ImagingLost as error:
            work.tell(error)
            work.cancel.wait(SAID)
        return None

    def _news(self, look: _Look, news: Preview | KioskError | None) -> None:
        if isinstance(news, Preview):
            self.preview.emit(news)
            look.painted.set()
        elif isinstance(news, NoPage):
            self.no_page.emit()
        elif isinstance(news, ImagingLost):
            self.lost.emit(news)
        elif news is None:
            self.back.emit()
        else:
            self.failed.emit(news)

    def _ended(self, shot: Shot | None) -> None:
        if shot is not None:
            self.taken.emit(shot)

    def _bound(self, document: ScannedDocument) -> None:
        self._binding = False
        self.bound.emit(document)

    def _not_bound(self, _: KioskError) -> None:
        self._binding = False
        self.not_bound.emit()


def _show(work: Work, look: _Look, preview: Preview) -> None:
    """Never queue a second frame behind one that is not painted yet."""
    if look.painted.is_set():
        look.painted.clear()
        work.tell(preview)
