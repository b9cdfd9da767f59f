"""A scanner whose glass and feeder hold pictures."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence

from kiosk.devices.ports import ScannedSide
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.domain.paper import Tray
from kiosk.errors import ScannerEmpty, ScannerError, ScannerGone
from kiosk.own_python import command, surroundings
from kiosk.scan.bitmap import Bitmap


class SimulatedScanner:
    """Put sides on it with ``lay`` and ``feed``. ``fault`` comes after ``fault_after`` pages; ``pause`` seconds a page.

    Safe to be used from any thread.
    """

    def __init__(
        self,
        trays: Sequence[Tray] = (Tray.FLATBED, Tray.FEEDER, Tray.DUPLEX),
        *,
        dpi: int = 300,
        pause: float = 0.0,
        glass: Callable[[], ScannedSide] | None = None,
    ) -> None:
        """``glass`` makes what lies on it until something else does; drawn when it is first scanned."""
        self._trays, self._dpi = tuple(trays), dpi
        self.pause = pause
        self.unplugged = False
        self.fault: type[ScannerError] | None = None
        self.fault_after = 0
        self._drawn = glass
        self._glass: Bitmap | None = None
        self._stack: list[Bitmap] = []

    # --- the hands ---

    def lay(self, side: Bitmap | None) -> None:
        """On the glass; None takes it away."""
        self._glass, self._drawn = side, None

    def feed(self, sides: Sequence[Bitmap]) -> None:
        """Into the feeder: each sheet's front and back in turn."""
        self._stack = list(sides)

    # --- the port ---

    def health(self) -> DeviceHealth:
        return (
            DeviceHealth(State.MISSING, "error.device.scanner.remedy") if self.unplugged else DeviceHealth(State.READY)
        )

    def trays(self) -> tuple[Tray, ...]:
        if self.unplugged:
            raise ScannerGone("unplugged")
        return self._trays

    def pages(self, tray: Tray, cancel: threading.Event) -> Iterator[ScannedSide]:
        if self.unplugged or tray not in self._trays:
            raise ScannerGone("unplugged")
        sides = self._taken(tray)
        if not sides and self.fault is None:
            raise ScannerEmpty("nothing there")
        for number, side in enumerate([*sides, None]):
            if self.fault is not None and number >= self.fault_after:
                raise self.fault("switched so")
            if cancel.wait(self.pause) or side is None:
                return
            if self.unplugged:
                raise ScannerGone("unplugged")
            yield ScannedSide(side, self._dpi)

    def _taken(self, tray: Tray) -> list[Bitmap]:
        """What comes through; the feeder is empty afterwards."""
        if tray is Tray.FLATBED and self._drawn is not None:
            side, self._drawn = self._drawn(), None
            self._glass, self._dpi = side.picture, side.dpi
        if tray is Tray.FLATBED:
            return [self._glass] if self._glass is not None else []
        sides, self._stack = self._stack, []
        return sides if tray is Tray.DUPLEX else sides[::2]


def sample() -> ScannedSide:
    """The project's own birth notice, as a flatbed gives it: drawn by a process of its own."""
    words = command("kiosk.devices.simulated.sample_side")
    ran = subprocess.run(words, capture_output=True, check=True, env=surroundings(os.environ))
    head, _, pixels = ran.stdout.partition(b"\n")
    width, height, dpi = map(int, head.split())
    return ScannedSide(Bitmap(width, height, pixels), dpi)
