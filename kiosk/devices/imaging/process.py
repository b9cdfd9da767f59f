"""The worker from outside: started ahead, asked one thing after another, replaced when it dies, ended with the visit.

What a person has in hand lies on this side as plain bytes; the worker holds nothing that is not made again. So one that
dies is replaced and asked once more, and one that hangs or breaks down twice costs what was asked for, not the visit.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from kiosk.closing import close_all
from kiosk.devices.imaging.arena import Arena, ArenaFull
from kiosk.devices.imaging.port import FinishedPage, StillPicture
from kiosk.devices.imaging.protocol import ARRANGE, FAULTS, Setup
from kiosk.devices.imaging.wire import Incoming, Outgoing, WireFault, signature
from kiosk.devices.imaging.worker_process import (
    LOOKING,
    STARTING,
    WORKING,
    Patience,
    WorkerGone,
    WorkerHung,
    WorkerProcess,
)
from kiosk.devices.ports import Corners, Glimpse, Preview
from kiosk.devices.simulated.camera_hands import CameraHands
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.errors import CameraGone, ImagingLost, PictureTooLarge
from kiosk.scan.bitmap import Bitmap, GreyBitmap
from kiosk.scan.geometry import Point
from kiosk.scan.pdf.page_parts import PdfPage
from kiosk.scan.tray_measure import TrayMeasure

log = logging.getLogger(__name__)


_T = TypeVar("_T")


class ImagingProcess:
    """``port.Imaging`` in a process of its own. ``hands`` are those at a simulated camera. Safe from any thread."""

    def __init__(self, setup: Setup, hands: CameraHands | None = None) -> None:
        self._setup, self._hands = setup, hands
        self._lock = threading.Lock()
        self._arena = Arena.create()
        self._worker: WorkerProcess | None = None
        self._opened = False  # the camera is wanted: the next worker opens it as well
        self._closed = False
        self._starting: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """The worker's, where there is one."""
        worker = self._worker
        return worker.pid if worker is not None else None

    def prepare(self) -> None:
        """Start the worker ahead, beside whoever calls."""
        self._starting = threading.Thread(target=self._start_ahead, name="kiosk-imaging", daemon=True)
        self._starting.start()

    # --- the port ---

    def health(self) -> DeviceHealth:
        if not self._may_be_there():
            return DeviceHealth(State.MISSING, "error.device.camera.remedy")
        try:
            self.open()
        except CameraGone:
            return DeviceHealth(State.MISSING, "error.device.camera.remedy")
        return DeviceHealth(State.READY)

    def open(self) -> None:
        with self._lock:
            self._opened = False
            try:
                self._twice(self._open_camera)
            except (WorkerGone, WorkerHung) as error:
                raise CameraGone("the worker does not come up") from error
            self._opened = True

    def look(self) -> Preview:
        return cast(Preview, self._by_camera("look"))

    def choose(self, at: Point) -> None:
        self._by_camera("choose", at)

    def glimpse(self, back: bool) -> Glimpse:
        return cast(Glimpse, self._by_camera("glimpse", back))

    def still(self) -> StillPicture:
        return cast(StillPicture, self._by_camera("still"))

    def measure(self) -> TrayMeasure:
        return cast(TrayMeasure, self._by_camera("measure"))

    def photographed(self, still: StillPicture) -> FinishedPage:
        return cast(FinishedPage, self._done("photographed", still))

    def scanned(self, side: Bitmap, dpi: int) -> FinishedPage:
        return cast(FinishedPage, self._done("scanned", side, dpi))

    def filed(self, picture: Bitmap, size_mm: tuple[float, float] | None, partial: bool) -> FinishedPage:
        return cast(FinishedPage, self._done("filed", picture, size_mm, partial))

    def cut(self, original: bytes, corners: Corners) -> FinishedPage:
        return cast(FinishedPage, self._done("cut", original, corners))

    def pack(self, page: Bitmap, turns: int) -> PdfPage:
        return cast(PdfPage, self._done("pack", page, turns))

    def paint(self, page: PdfPage) -> Bitmap:
        return cast(Bitmap, self._done("paint", page))

    def bind(self, pages: Sequence[PdfPage]) -> bytes:
        return cast(bytes, self._done("bind", pages))

    def grey(self, page: Bitmap, turns: int) -> GreyBitmap:
        return cast(GreyBitmap, self._done("grey", page, turns))

    def forget(self) -> None:
        """The worker that has seen the visit's pictures ends, and the next one is begun beside whoever calls."""
        with self._lock:
            worker = self._worker
            self._opened = False
            if worker is None or not worker.used:
                return
            self._end()
        self.prepare()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            close_all(self._end, self._arena.close)

    # --- one call ---

    def _by_camera(self, name: str, *given: object) -> Any:
        """A call that needs the camera: one that dies in it, and its successor too, is a camera that is gone."""
        try:
            return self._done(name, *given, patience=LOOKING)
        except ImagingLost as error:
            raise CameraGone("the worker does not hold") from error

    def _done(self, name: str, *given: object, patience: Patience = WORKING) -> Any:
        with self._lock:
            try:
                return self._twice(lambda worker: self._exchange(worker, name, given, patience))
            except (WorkerGone, WorkerHung) as error:
                raise ImagingLost(f"{name}: {error}") from error
            finally:
                if patience is WORKING:
                    self._arena.wipe()

    def _twice(self, call: Callable[[WorkerProcess], _T]) -> _T:
        """A worker that died is replaced and asked again, for it may have died of something else. One that hung, or
        whose successor dies too, has met something that it cannot do."""
        try:
            return self._with_worker(call)
        except WorkerGone as error:
            log.warning("the worker for pictures is replaced: %s", error)
        return self._with_worker(call)

    def _with_worker(self, call: Callable[[WorkerProcess], _T]) -> _T:
        try:
            return call(self._ready_worker())
        except (WorkerGone, WorkerHung, OSError) as error:
            self._end()
            if isinstance(error, OSError):
                raise WorkerGone("no process") from error
            raise

    def _ready_worker(self) -> WorkerProcess:
        """Where the last one had the camera, this one has it too, before it shuts itself in."""
        worker = self._started()
        if self._opened and not worker.opened and not worker.used:
            with suppress(CameraGone):  # whoever needs it is told by the call itself
                self._open_camera(worker)
        return self._started()

    def _started(self) -> WorkerProcess:
        if self._closed:
            raise WorkerGone("closed")
        if self._worker is None or not self._worker.alive:
            self._end()
            self._worker = WorkerProcess(self._setup, self._arena)
        if not self._worker.ready:
            self._worker.answer(STARTING)
            self._worker.ready = True
        return self._worker

    def _open_camera(self, worker: WorkerProcess) -> None:
        """A worker that has shut itself in opens no camera any more: where one came back, another opens it."""
        sealed = worker.used
        try:
            self._exchange(worker, "open", (), LOOKING)
        except CameraGone:
            if not sealed or self._hands is not None or not self._may_be_there():
                raise
            self._end()
            worker = self._started()
            self._exchange(worker, "open", (), LOOKING)
        worker.opened = worker.used = True

    def _exchange(self, worker: WorkerProcess, name: str, given: Sequence[object], patience: Patience) -> Any:
        self._arrange(worker)
        out = Outgoing(self._arena)
        try:
            args = [out.encoded(value) for value in given]
        except ArenaFull as error:
            raise PictureTooLarge(str(error)) from error
        worker.used = worker.used or name != "open"
        worker.say({"op": name, "args": args, "end": out.end})
        return self._answered(worker, signature(name)[1], patience)

    def _arrange(self, worker: WorkerProcess) -> None:
        """Tell a simulated camera what lies under it now."""
        if self._hands is None or worker.scene is (scene := self._hands.scene):
            return
        out = Outgoing(self._arena)
        worker.say({"op": ARRANGE, "args": [out.encoded(scene)], "end": out.end})
        self._answered(worker, type(None), LOOKING)
        worker.scene = scene

    def _answered(self, worker: WorkerProcess, kind: Any, patience: Patience) -> Any:
        words = worker.answer(patience)
        if (fault := FAULTS.get(str(words.get("fault")))) is not None:
            if fault is CameraGone:
                worker.opened = self._opened = False
            raise fault("in the worker")
        if "answer" not in words:
            log.critical("bug in the worker for pictures: %s\n%s", words.get("bug"), words.get("at", ""))
            raise WorkerHung(str(words.get("bug")))
        try:
            return Incoming(self._arena, copies=True).decoded(kind, words["answer"])
        except WireFault as error:
            raise WorkerGone("spoke oddly") from error

    # --- its life ---

    def _start_ahead(self) -> None:
        with self._lock:
            try:
                self._started()
            except (WorkerGone, WorkerHung, OSError) as error:
                log.warning("the worker for pictures does not come up: %s", error)
                self._end()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()
        if not self._closed:
            self._arena.wipe()

    def _may_be_there(self) -> bool:
        """A camera that no one can find is not looked for by a process of its own."""
        source = self._setup.camera
        if self._hands is not None or "://" in source:
            return True
        with suppress(OSError):  # a name longer than any is
            return Path(f"/dev/video{source}" if source.isdigit() else source).exists()
        return False
