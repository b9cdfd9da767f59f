"""The store at a running kiosk: its numbers, what lies in quarantine, how far a backup is, the journal to a stick."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.config import Config
from kiosk.domain.store_facts import SalvageNote, SizePoint, StoreFacts
from kiosk.errors import NoRecoveryKey
from kiosk.services import journal
from kiosk.services.maintenance.size_history import SizeHistory, database_size
from kiosk.services.maintenance.stick_desk import StickDesk
from kiosk.store import Store
from kiosk.store.keys import recovery_keys
from kiosk.store.recovery.salvage import reports


class StoreDesk:
    """Calls block; none of them reads a filing."""

    def __init__(self, config: Config, store: Store, sticks: StickDesk, clock: Callable[[], datetime]) -> None:
        self._config, self._store, self._sticks, self._clock = config, store, sticks, clock

    def facts(self) -> StoreFacts:
        store, folder = self._store, self._store.folder
        salvages = tuple(
            SalvageNote(one.place, one.pages_lost, one.submissions, one.submissions_lost, one.parked)
            for one in reversed(reports(folder))
        )
        size, filings, today = database_size(folder), store.dossiers.total(), self._clock().date()
        past = (one for one in SizeHistory(store.notes).points() if one.day < today)
        return StoreFacts(
            size,
            shutil.disk_usage(folder).free,
            filings,
            store.outbox.pending_count(),
            store.journal.head().number,
            _recoverable(folder),
            salvages,
            (*past, SizePoint(today, size, filings)),
        )

    def backup_done(self) -> float:
        """How much of a backup under way is on the stick, 0 to 1."""
        drafts = [draft for one in self._sticks.all() for draft in one.path.glob(".kiosk-*.part")]
        written = sum(file.stat().st_size for draft in drafts for file in draft.rglob("*") if file.is_file())
        return min(1.0, written / max(1, database_size(self._store.folder)))

    def export_journal(self) -> tuple[str, int]:
        """Every entry as a line of JSON, and the signed head last, onto the stick; its name, how many. StickError."""
        office = self._config.office
        name = f"nhat-ky-{office.kiosk}-{self._clock():%Y%m%d-%H%M}.jsonl"
        self._sticks.first()
        with TemporaryDirectory(dir=self._store.folder) as folder:
            file = Path(folder) / name
            count, _ = journal.export(self._store, file)
            self._sticks.write({name: file.read_bytes()})
        return name, count


def _recoverable(folder: Path) -> bool:
    try:
        recovery_keys.public(folder / "keys")
    except NoRecoveryKey:
        return False
    return True
