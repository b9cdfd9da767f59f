"""The queue at a running kiosk, for a technician: what waits and why, each act on it, and the office's stick."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.domain.courier import Arrived, Exported, ExportProgress
from kiosk.domain.queue_item import QueueItem
from kiosk.domain.stick import StickInfo
from kiosk.domain.submission import Submission, Sync
from kiosk.errors import CourierNotSet
from kiosk.services import queue
from kiosk.services.counter.counter import procedure_name
from kiosk.services.courier_desk import CourierDesk
from kiosk.services.queue_reader import QueueStatusReader
from kiosk.store import Store
from kiosk.sync.status.queue_status import nameless

_WAITING = (Sync.PARKED, Sync.SENDING, Sync.QUEUED)


class QueueRounds:
    """``way``: the running kiosk's, for papers that go now; ``courier`` is None where no key of the portal's is here.
    Calls block."""

    def __init__(self, store: Store, way: QueueStatusReader, courier: CourierDesk | None) -> None:
        self._store, self._way, self._courier = store, way, courier

    def waiting(self) -> tuple[QueueItem, ...]:
        """What a person must mend first, then what is on its way, then the rest as it was filed."""
        items = [_item(one) for one in self._store.outbox.list(*_WAITING)]
        return tuple(sorted(items, key=lambda one: (_WAITING.index(one.status), one.filed_at)))

    def retry(self, code: str) -> None:
        """UnknownCode, QueueError."""
        queue.retry(self._store, code)
        self._way.try_now()

    def park(self, code: str) -> None:
        queue.park(self._store, code)

    def unpark(self, code: str) -> None:
        queue.unpark(self._store, code)

    def send_papers(self) -> None:
        """Those that wait for their hours or a free line, too."""
        self._way.send_papers()

    def export(self, stick: StickInfo, progress: Callable[[ExportProgress], None], cancel: threading.Event) -> Exported:
        """All that waits, sealed, each file read back from the stick. StickError, CourierError."""
        if self._courier is None:
            raise CourierNotSet("no key of the portal's")
        return self._courier.export(stick, progress, cancel.is_set)

    def bring_home(self, stick: StickInfo) -> Arrived | None:
        """The answers on it; None for a stick that is not the office's. StickError."""
        return self._courier.arrive(stick) if self._courier is not None else None


def _item(one: Submission) -> QueueItem:
    documents = {document.sha256: document.size for document in one.filing.documents}
    by_hand = one.sync is Sync.PARKED and one.reason == queue.PARKED_BY_HAND
    return QueueItem(
        one.code,
        procedure_name(one.filing.procedure),
        one.sync,
        len(documents),
        len(one.filing.canonical()) + sum(documents.values()),
        one.filed_at,
        one.attempts,
        "" if by_hand else nameless(one),
        by_hand,
        one.official or "",
        one.next_try,
    )
