"""What a visit writes and asks of the store beside its form: the journal, room on the disk, how a filing stands."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.case import DossierAct
from kiosk.domain.disk_room import Room
from kiosk.domain.events import Entry
from kiosk.domain.submission import Submission
from kiosk.services.move_notes import closed_for_move
from kiosk.store import Store


class VisitRecords:
    """The store as the screens may use it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, entry: Entry) -> None:
        """One line in the journal. StoreError."""
        self._store.journal.append(entry)

    def room(self) -> Room:
        """What the disk still has room for; nothing while the kiosk moves to another unit."""
        return Room.CLOSED if closed_for_move(self._store) else self._store.space.room()

    def need_room_for_paper(self) -> None:
        """DiskFull where one more paper could not be kept."""
        self._store.space.for_document(0)

    def submission(self, code: str) -> Submission:
        """How a filing stands. UnknownCode."""
        return self._store.outbox.get(code)

    def act(self, name: str) -> DossierAct | None:
        """How an answer to the office stands; None where there is none of that name."""
        return self._store.cases.noted(name)

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed``, in whichever thread writes, when a filing stands otherwise; the answer ends it."""
        return self._store.outbox.subscribe(changed)
