"""The line and the queue for whoever shows them in a running kiosk, and what an officer can do about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from kiosk.domain.line_state import LineState
from kiosk.domain.queue_status import QueueStatus, QueueSummary, WaitReason
from kiosk.domain.submission import Sync
from kiosk.sync.ports import SyncStore
from kiosk.sync.status.link_history import LinkHistory
from kiosk.sync.status.queue_status import standing
from kiosk.sync.status.trusted_time import TrustedTime

_WAITING = (Sync.QUEUED, Sync.SENDING, Sync.PARKED)


class Passes(Protocol):
    """What is asked of the engine, or of who runs it. Everything from any thread."""

    @property
    def sending_papers(self) -> bool: ...
    @property
    def wait_reason(self) -> WaitReason | None: ...
    @property
    def history(self) -> LinkHistory | None: ...
    def try_now(self) -> None: ...
    def send_off(self, codes: Iterable[str]) -> None: ...


class QueueStatusReader:
    """What an officer sees of the line and can do about it. From any thread; what reads the store takes a moment."""

    def __init__(self, store: SyncStore, passes: Passes, floor: TrustedTime, clock: Callable[[], datetime]) -> None:
        self._store, self._passes, self._floor = store, passes, floor
        self.clock = clock

    def glance(self) -> QueueSummary:
        """Without reading a filing."""
        history, waiting = self._passes.history, self._store.outbox.pending_count()
        line = history.line if history else LineState.DOWN
        return QueueSummary(
            line, history.reached if history else None, waiting, history.following if history and waiting else None
        )

    def standing(self) -> QueueStatus:
        passes, waiting = self._passes, self._store.outbox.list(*_WAITING)
        alarms = self._store.alarms.all()
        return standing(waiting, passes.history, passes.wait_reason, self._floor, passes.sending_papers, alarms)

    def try_now(self) -> None:
        """Try the line at once, and what waits for it."""
        self._passes.try_now()

    def send_papers(self) -> None:
        """The papers of all that waits now go, whatever the hour and whoever pays for the line."""
        self._passes.send_off(item.code for item in self._store.outbox.list(*_WAITING))
        self._passes.try_now()
