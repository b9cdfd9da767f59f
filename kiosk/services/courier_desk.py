"""The office's sticks at a running kiosk: that one comes, what it brings home, the queue onto it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.devices.stick_ports import Sticks
from kiosk.domain.courier import Arrived, Exported, ExportProgress
from kiosk.domain.stick import StickEvent, StickInfo
from kiosk.errors import StickGone
from kiosk.sync.courier.round import Round
from kiosk.sync.courier.stick import CourierStick


class CourierDesk:
    """Calls block: on the worker threads of sticks and store."""

    def __init__(self, sticks: Sticks, courier: Round) -> None:
        self._sticks, self._round = sticks, courier

    def watch(self, report: Callable[[StickEvent], None], cancel: threading.Event) -> None:
        """Tell of the sticks that are there, then of each that comes and goes, until cancelled."""
        self._sticks.watch(report, cancel)

    def arrive(self, stick: StickInfo) -> Arrived | None:
        """Apply the answers that it brings; None for a stick that is not the office's. StickError."""
        return self._round.arrive(self._files(stick))

    def export(
        self, stick: StickInfo, progress: Callable[[ExportProgress], None], stopped: Callable[[], bool]
    ) -> Exported:
        """The queue onto it, the oldest first, until ``stopped``. StickError, CourierError."""
        return self._round.export(self._files(stick), progress, stopped)

    def _files(self, stick: StickInfo) -> CourierStick:
        def free() -> int:
            for one in self._sticks.sticks():
                if one.path == stick.path:
                    return one.free_bytes
            raise StickGone("pulled")

        return CourierStick(self._sticks.open(stick), free)
