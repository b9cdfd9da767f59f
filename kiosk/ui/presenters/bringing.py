"""Pages from a scanner or a stick: offered where there is one, brought, and handed to the paper in hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.devices.ports import Shot
from kiosk.devices.stick_ports import StickMedium
from kiosk.domain.paper import Tray
from kiosk.domain.stick import StickEvent, StickFile
from kiosk.errors import KioskError, ScanError, StickFileOdd, StickFileTooLarge
from kiosk.scan.bitmap import Bitmap
from kiosk.ui.flow import Flow
from kiosk.ui.resident.bringing import FilesScreen, FileView, ScanScreen
from kiosk.ui.tasks import Attempts, Work
from kiosk.ui.visiting import PaperInHand
from kiosk.ui.widgets import image_of

KINDS = (
    *(".jpg", ".jpeg", ".mpo", ".png", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".gif", ".pdf"),
    *(".heic", ".heif"),  # not taken: but whoever brings one is told why, instead of not finding it
)
LARGEST = 64_000_000  # bytes: a phone's picture has 4 MB, a scanned file of twenty pages some 20
SHOWN = 24  # files: the newest; somebody who brings more knows which folder, and the officer has a mouse
_SEARCHED = 2000
_DEEP = 3  # folders: a camera's DCIM/100ABC, a phone's Pictures/Zalo
_LONGEST = 60  # letters of a name that are shown


@dataclass(frozen=True)
class _Found:
    """One file that may be taken."""

    medium: StickMedium
    file: StickFile


@dataclass(frozen=True)
class _Preview:
    """What is in one of them, small; None where nothing can be shown."""

    index: int
    frame: Bitmap | None


class Bringing(QObject):
    """The screens for both, and the work behind them. ``came`` carries the pages, at least one."""

    offered = Signal(bool, bool)  # whether there is a scanner, and a stick
    came = Signal(object, bool)  # tuple[Shot, ...]; whether from a stick
    left = Signal()  # nothing was brought

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._flow = flow
        self.scan, self.files = ScanScreen(flow.look, flow.strings), FilesScreen(flow.look, flow.strings)
        self._trays: tuple[Tray, ...] = ()
        self._sticks: set[object] = set()
        self._files: tuple[_Found, ...] = ()
        self._attempts = Attempts(flow.tasks)
        self.scan.scanAsked.connect(self._scan)
        self.scan.stopAsked.connect(self._stop_scan)
        self.scan.left.connect(self._leave)
        self.files.chosen.connect(self._take)
        self.files.left.connect(self._leave)

    # --- what there is ---

    def look(self) -> None:
        """Tell what is there, now and whenever it changes."""
        self.stop()
        services = self._flow.services
        self._sticks.clear()
        if services.scanner is not None:
            scanner = services.scanner
            self._attempts.run("scanner", lambda _: scanner.trays(), self._has_trays, lambda _: self._has_trays(()))
        if services.sticks is not None:
            sticks = services.sticks
            self._attempts.run("stick", lambda work: sticks.watch(work.tell, work.cancel), _done, _done, self._stick)
        self._offer()

    def stop(self) -> None:
        """End whatever is under way; what comes too late is not told."""
        self._attempts.stop()

    def _has_trays(self, trays: tuple[Tray, ...]) -> None:
        self._trays = trays
        self._offer()

    def _stick(self, event: StickEvent) -> None:
        change = self._sticks.add if event.arrived else self._sticks.discard
        change((event.stick.path, event.stick.marks))
        self._offer()

    def _offer(self) -> None:
        self.offered.emit(bool(self._trays), bool(self._sticks))

    # --- a scanner ---

    def open_scanner(self, paper: PaperInHand) -> None:
        self.stop()
        self.scan.begin(paper.document.name, self._trays)
        self._flow.shell.show_screen(self.scan, True)

    def _scan(self, tray: Tray) -> None:
        services = self._flow.services
        scanner, station = services.scanner, services.station
        assert scanner is not None
        came: list[Shot] = []

        def work(work: Work) -> None:
            for side in scanner.pages(tray, work.cancel):
                came.append(_of_tray(station.shot_of(side), tray))
                work.tell(len(came))

        self.stop()
        self.scan.scanning(0)
        failed = partial(self._not_scanned, came)
        self._attempts.run("scanner", work, lambda _: self._scanned(came), failed, self._counted)

    def _counted(self, pages: int) -> None:
        self._flow.shell.touched.emit()  # somebody stands there and watches the paper go through
        self.scan.scanning(pages)

    def _stop_scan(self) -> None:
        self.stop()
        self.scan.rest()

    def _scanned(self, came: Sequence[Shot]) -> None:
        if came:
            self.came.emit(tuple(came), False)
        else:
            self.scan.rest()

    def _not_scanned(self, came: Sequence[Shot], error: KioskError) -> None:
        """What came before the fault is good; only when there is nothing the fault keeps one here."""
        if came:
            self.came.emit(tuple(came), False)
            return
        _, message, remedy = self._flow.error_words(error)
        self.scan.rest(message, remedy)

    # --- a stick ---

    def open_stick(self) -> None:
        """Show the newest files of all sticks, then their pictures as they are made."""
        self.stop()
        self.files.begin()
        self._flow.shell.show_screen(self.files, True)
        services = self._flow.services
        sticks = services.sticks
        assert sticks is not None

        def work(work: Work) -> None:
            media = [sticks.open(stick) for stick in sticks.sticks()]
            files = newest([(medium, medium.files(depth=_DEEP, most=_SEARCHED)) for medium in media])
            work.tell(files)
            for index, one in enumerate(files):
                if work.cancel.is_set():
                    return
                work.tell(_Preview(index, self._preview(one)))

        self._attempts.run("stick", work, _done, self._no_files, self._heard_of_files)

    def _preview(self, file: _Found) -> Bitmap | None:
        try:
            return self._flow.services.station.preview_of(file.medium.read_file(file.file.name, LARGEST))
        except (ScanError, StickFileTooLarge, StickFileOdd):
            return None

    def _heard_of_files(self, news: tuple[_Found, ...] | _Preview) -> None:
        if isinstance(news, _Preview):
            self.files.set_image(news.index, image_of(news.frame) if news.frame is not None else None)
            return
        self._files = news
        self.files.show_files([view_of(one.file) for one in self._files])

    def _no_files(self, error: KioskError) -> None:
        _, message, remedy = self._flow.error_words(error)
        self.files.rest(message, remedy)

    def _take(self, index: int) -> None:
        file, station = self._files[index], self._flow.services.station

        def work(work: Work) -> tuple[Shot, ...]:
            came = []
            for shot in station.shots_in(file.medium.read_file(file.file.name, LARGEST)):
                if work.cancel.is_set():
                    break
                came.append(shot)
                work.tell(len(came))
            return tuple(came)

        self.stop()
        self.files.opening(0)
        self._attempts.run("stick", work, lambda came: self.came.emit(came, True), self._no_files, self.files.opening)

    def _leave(self) -> None:
        self.stop()
        self.left.emit()

    def wipe(self) -> None:
        self.stop()
        self._files = ()
        for screen in (self.scan, self.files):
            screen.wipe()


def newest(listed: Sequence[tuple[StickMedium, Sequence[StickFile]]]) -> tuple[_Found, ...]:
    """The files that may be papers, newest first."""
    offered = [_Found(medium, file) for medium, files in listed for file in files if _may_be(file)]
    offered.sort(key=lambda one: (-one.file.modified, one.file.name))
    return tuple(offered[:SHOWN])


def _may_be(file: StickFile) -> bool:
    """A picture or PDF by its name, not hidden (macOS leaves a ``._`` beside each), and not too large to be read."""
    leaf = file.name.rpartition("/")[2]
    return leaf.lower().endswith(KINDS) and not leaf.startswith(".") and 0 < file.size <= LARGEST


def view_of(file: StickFile) -> FileView:
    """A name may hold anything: what steers the line, hides or turns letters is left out, and a long one is cut."""
    leaf = file.name.rpartition("/")[2].encode("utf-8", "replace").decode()
    shown = "".join(mark for mark in leaf if not unicodedata.category(mark).startswith("C"))[:_LONGEST]
    try:
        day = datetime.fromtimestamp(file.modified).astimezone().strftime("%d/%m/%Y")
    except (OverflowError, OSError, ValueError):
        day = ""
    return FileView(shown, day, leaf.lower().endswith(".pdf"))


def _of_tray(shot: Shot, tray: Tray) -> Shot:
    """Only where both sides of each sheet come is an empty one its bare back; any other was laid there to be kept."""
    return shot if tray is Tray.DUPLEX else replace(shot, blank=False)


def _done(_: object) -> None:
    """Nothing more is to be said."""
