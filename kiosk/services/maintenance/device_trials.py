"""Each device tried alone, with its picture and its numbers; how each came out is kept for the readiness report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from kiosk.devices.ports import CardReader, DocumentStation, Scanner, SlipPrinter
from kiosk.domain.card_reading import CardKey, ReadPart, ReadProgress
from kiosk.domain.card_trial import ApduExchange, CardTrial, steps_of
from kiosk.domain.jobs import JobOutcome, JobRecord
from kiosk.domain.paper import Tray
from kiosk.domain.strip import Strip
from kiosk.errors import CardTimeout, ScannerGone
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.tray_measure import TrayMeasure
from kiosk.services.maintenance.job_book import JobBook

DEVICES = ("touch", "card-reader", "camera", "printer", "scanner", "sound", "colours", "keypad")
"""What can be tried, in the order of what residents lose."""

Code = TypeVar("Code")

_PREFIX = "trial-"
LOOK_EVERY = 0.15  # seconds between two looks for a card's QR
CARD_WAIT = 60.0  # seconds that a technician has to lay the card down


class DeviceTrials:
    """Calls block, each on its device's own worker thread."""

    def __init__(
        self,
        reader: CardReader,
        station: DocumentStation,
        printer: SlipPrinter,
        scanner: Scanner | None,
        book: JobBook,
        key_from_digits: Callable[[str], CardKey],
        key_from_code: Callable[[str], CardKey | None],
    ) -> None:
        self._reader, self._station, self._printer, self._scanner = reader, station, printer, scanner
        self._book, self._key_from_digits, self._key_from_code = book, key_from_digits, key_from_code

    @property
    def has_scanner(self) -> bool:
        return self._scanner is not None

    def read_card(
        self, digits: str, hear: Callable[[ReadProgress | ApduExchange], None], cancel: threading.Event
    ) -> CardTrial:
        """Wait for the card, read all of it, say how it went. ``digits``: the six on it; empty: its QR is looked for
        under the camera. CardError; CardTimeout where none was laid down; CameraGone."""
        key = self._key_from_digits(digits) if digits else self._key_in_view(cancel)
        if not self._reader.wait_for_card(cancel, CARD_WAIT):
            raise CardTimeout("no card")
        exchanges: list[ApduExchange] = []
        marks: dict[ReadPart, float] = {}
        began = time.monotonic()

        def progress(now: ReadProgress) -> None:
            marks.setdefault(now.part, time.monotonic() - began)
            hear(now)

        def exchanged(one: ApduExchange) -> None:
            exchanges.append(one)
            hear(one)

        read = self._reader.watched_read(key, progress, cancel, exchanged)
        whole = time.monotonic() - began
        steps = steps_of(list(marks.items()), exchanges, whole)
        sizes = sum(one.answered for one in exchanges)
        return CardTrial(whole, read.access, read.standing.value, steps, tuple(exchanges), sizes)

    def _key_in_view(self, cancel: threading.Event) -> CardKey:
        return self.code_in_view(self._key_from_code, cancel)

    def code_in_view(self, read: Callable[[str], Code | None], cancel: threading.Event) -> Code:
        """What ``read`` makes of the first code under the camera that says it something. CardTimeout, CameraGone."""
        self._station.open()
        end = time.monotonic() + CARD_WAIT
        while time.monotonic() < end and not cancel.wait(LOOK_EVERY):
            for text in self._station.glimpse().codes:
                if (code := read(text)) is not None:
                    return code
        raise CardTimeout("no code")

    def measure_tray(self) -> TrayMeasure:
        """A sheet of A4 on the tray. CameraGone."""
        self._station.open()
        return self._station.measure()

    def print_strip(self, strip: Strip) -> float:
        """Seconds until the printer had taken it. PrinterGone, PaperOut."""
        began = time.monotonic()
        self._printer.print_strip(strip)
        return time.monotonic() - began

    def scan_page(self, cancel: threading.Event) -> tuple[Bitmap, int, float]:
        """One page, its dots an inch, and the seconds it took. ScannerError; ScannerGone where it was given up."""
        if self._scanner is None:
            raise ScannerGone("none is set")
        began = time.monotonic()
        trays = self._scanner.trays()
        tray = Tray.FLATBED if Tray.FLATBED in trays else trays[0]
        for side in self._scanner.pages(tray, cancel):
            return side.picture, side.dpi, time.monotonic() - began
        raise ScannerGone("cancelled")

    def let_go(self) -> None:
        """What has seen pictures ends."""
        self._station.forget()

    # --- how each came out ---

    def write(self, device: str, outcome: JobOutcome, seconds: float = 0.0, **values: str | int) -> JobRecord:
        """``values`` are numbers and states, nobody's data."""
        return self._book.write(_PREFIX + device, seconds, outcome, device, **values)

    def all(self) -> dict[str, JobRecord | None]:
        return last_trials(self._book)


def last_trials(book: JobBook) -> dict[str, JobRecord | None]:
    """How each device's last test came out; None where it was never tried."""
    return {device: book.last(_PREFIX + device) for device in DEVICES}
