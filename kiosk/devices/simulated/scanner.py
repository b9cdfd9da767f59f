"""A scanner whose glass and feeder hold pictures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from kiosk.devices.ports import DeviceHealth, Frame, ScannedSide, State, Tray
from kiosk.errors import ScannerEmpty, ScannerError, ScannerGone


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
        self._glass: Frame | None = None
        self._stack: list[Frame] = []

    # --- the hands ---

    def lay(self, side: Frame | None) -> None:
        """On the glass; None takes it away."""
        self._glass, self._drawn = side, None

    def feed(self, sides: Sequence[Frame]) -> None:
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

    def _taken(self, tray: Tray) -> list[Frame]:
        """What comes through; the feeder is empty afterwards."""
        if tray is Tray.FLATBED and self._drawn is not None:
            side, self._drawn = self._drawn(), None
            self._glass, self._dpi = side.picture, side.dpi
        if tray is Tray.FLATBED:
            return [self._glass] if self._glass is not None else []
        sides, self._stack = self._stack, []
        return sides if tray is Tray.DUPLEX else sides[::2]


def sample() -> ScannedSide:
    """The project's own birth notice, as a flatbed gives it."""
    from kiosk.devices.simulated.paper import birth_notice

    return ScannedSide(np.ascontiguousarray(np.asarray(birth_notice().convert("RGB"), np.uint8)[:, :, ::-1]), 300)
