"""A printer whose paper is a folder of PDFs."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.devices.strip_pdf import strip_pdf
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.domain.strip import Strip
from kiosk.errors import PaperOut, PrinterGone


class PaperPrinter:
    """Writes each slip to ``folder`` as ``slip-0001.pdf`` and on. ``last`` is the newest one's path.

    ``out_of_paper`` and ``unplugged`` are switches for the demo and the tests.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._printed = 0
        self.last: Path | None = None
        self.out_of_paper = False
        self.unplugged = False

    def health(self) -> DeviceHealth:
        if self.unplugged:
            return DeviceHealth(State.MISSING, "error.device.printer.remedy")
        if self.out_of_paper:
            return DeviceHealth(State.DEGRADED, "error.device.paper.remedy")
        return DeviceHealth(State.READY)

    def print_strip(self, strip: Strip) -> None:
        """The slip appears whole or not at all."""
        if self.unplugged:
            raise PrinterGone("unplugged")
        if self.out_of_paper:
            raise PaperOut("switched so")
        self.put(strip_pdf(strip))

    def put(self, pdf: bytes) -> None:
        """One more sheet in the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._next()
        half = path.with_suffix(".part")
        half.write_bytes(pdf)
        half.replace(path)
        self.last = path

    def _next(self) -> Path:
        """The first free number: a folder used before is gone on with, never written over."""
        while True:
            self._printed += 1
            path = self._folder / f"slip-{self._printed:04}.pdf"
            if not os.path.lexists(path):
                return path
