"""The store as the rest of the house meets it: one object, opened once, closed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from kiosk.closing import close_all
from kiosk.domain.events import Entry, EventKind
from kiosk.durable import alone_in
from kiosk.errors import StoreDamaged
from kiosk.store.alarms import Alarms
from kiosk.store.counter.call_book import CallBook
from kiosk.store.counter.cash_book import CashBook
from kiosk.store.counter.desk_form_book import DeskFormBook
from kiosk.store.counter.dossier_book import DossierBook
from kiosk.store.counter.dossier_index import DossierIndex
from kiosk.store.counter.report_book import ReportBook
from kiosk.store.counter.review_book import ReviewBook
from kiosk.store.database import replacing
from kiosk.store.database.connection import Checkpoint, Database, known_failures, nothing
from kiosk.store.database.file_keys import first_bad_page
from kiosk.store.database.key_values import Notes
from kiosk.store.database.opening import (
    BEFORE,
    DATABASE,
    InUse,
    has_database,
    key_of,
    make_folder,
    mark,
    need_database,
    write_mark,
)
from kiosk.store.database.process_identity import own_name
from kiosk.store.database.read_only import ReadOnlyDatabase
from kiosk.store.database.reserve_file import ReserveFile
from kiosk.store.database.space import Reserve, Space
from kiosk.store.filings.bundles import Carriage
from kiosk.store.filings.cases import Cases
from kiosk.store.filings.documents import Documents
from kiosk.store.filings.drafts import Drafts
from kiosk.store.filings.editions import Editions
from kiosk.store.filings.outbox import Outbox
from kiosk.store.filings.reconciling import Reconciling
from kiosk.store.filings.retention import Retention
from kiosk.store.filings.upload_receipts import UploadReceipts
from kiosk.store.journal.hash_chain import Journal
from kiosk.store.journal.integrity import first_fault
from kiosk.store.keys.keyring import KeyFile, Keyring, KeySource
from kiosk.store.line_book import LineBook
from kiosk.store.recovery import salvage
from kiosk.store.recovery.salvage import Salvage
from kiosk.store.staff import Staff

PUBLIC = "public"
"""The folder of the trusted kiosks' public keys, below the store's."""


class Store:
    """What must never be lost, in one folder.

    ``store.db`` is the encrypted database; ``store.id`` tells that it must be there, and under which key;
    ``keys/store.key`` is that key where no hardware keeps it; ``public/KIOSK.pub`` are the keys that receipts are
    verified with.
    """

    def __init__(
        self, database: Database, folder: Path, clock: Callable[[], datetime], reserve: Reserve, hold: InUse
    ) -> None:
        space = Space(folder, reserve)
        self._database = database
        self._hold = hold
        self.salvaged: Salvage | None = None
        self.folder = folder
        self.space = space
        self.keys = Keyring(database, folder / PUBLIC)
        self.journal = Journal(database, clock, self.keys)
        self.documents = Documents(database, space)
        self.arrivals = UploadReceipts(database, self.journal)
        self.drafts = Drafts(database, self.keys, space)
        self.outbox = Outbox(database, self.journal, self.keys, space, clock, own_name())
        self.alarms = Alarms(database, self.journal, clock)
        self.cases = Cases(database, self.journal, space, clock, self.alarms)
        self.carriage = Carriage(database, self.journal, clock, self.alarms)
        self.notes = Notes(database)
        self.editions = Editions(database)
        self.reconciling = Reconciling(database, self.journal, self.alarms)
        self.dossiers = DossierIndex(database, clock)
        self.dossier_book = DossierBook(database, self.journal, self.keys, clock)
        self.desk_forms = DeskFormBook(database, self.journal, space)
        self.figures = ReportBook(database)
        self.reviews = ReviewBook(database, self.dossier_book)
        self.cash = CashBook(database, self.journal, self.dossier_book, clock)
        self.calls = CallBook(database, clock)
        self.staff = Staff(database, self.journal, self.keys, clock)
        self.line_book = LineBook(database)
        self.retention = Retention(database, self.journal, clock)

    @classmethod
    def open(
        cls,
        folder: Path,
        clock: Callable[[], datetime],
        keys: KeySource | None = None,
        *,
        reserve: Reserve | None = None,
        checkpoint: Checkpoint = nothing,
        thorough: bool = False,
    ) -> Self:
        """Open the store in ``folder``, or make it. ``clock`` gives aware times in the office's zone.

        ``thorough`` reads every page first: for the kiosk's start. Raises KeyMissing, WrongStoreKey, StoreDamaged,
        StoreTooNew, DiskFull, StoreBusy or StoreFailed; none of them changes what is there.
        """
        with known_failures(folder):
            make_folder(folder)
            ReserveFile(folder).give_up_if_full()
            with alone_in(folder):  # two first starts at once must not make two keys
                replacing.finish(folder)
                hold = InUse(folder)
                try:
                    return cls._opened(
                        folder, clock, keys or KeyFile(folder / "keys"), reserve, checkpoint, thorough, hold
                    )
                except BaseException:
                    hold.release()
                    raise

    @classmethod
    def look(cls, folder: Path, clock: Callable[[], datetime], keys: KeySource | None = None) -> Self:
        """Open the store for reading where the disk takes nothing. Raises as ``open``; every write, StoreFailed."""
        with known_failures(folder):
            hold = InUse(folder, looking=True)
            try:
                key = key_of(folder, keys or KeyFile(folder / "keys"))
                need_database(folder)
                return cls(ReadOnlyDatabase(folder / DATABASE, key), folder, clock, Reserve(), hold)
            except BaseException:
                hold.release()
                raise

    @classmethod
    def start(
        cls,
        folder: Path,
        clock: Callable[[], datetime],
        keys: KeySource | None = None,
        *,
        reserve: Reserve | None = None,
        checkpoint: Checkpoint = nothing,
    ) -> Self:
        """Open it for the kiosk's day: every page read, and what is damaged quarantined and salvaged (``salvaged``).

        Raises as ``open`` does; StoreDamaged now means that nothing could be saved, and StoreBusy that the damage was
        found while another process has the store open.
        """
        source = keys or KeyFile(folder / "keys")
        with known_failures(folder):
            make_folder(folder)
            try:
                if not salvage.interrupted(folder):
                    before = (folder / BEFORE).exists()
                    store = cls.open(folder, clock, source, reserve=reserve, checkpoint=checkpoint, thorough=True)
                    if before:  # of a change of shape that has held for a day: people's data are not kept twice
                        (folder / BEFORE).unlink(missing_ok=True)
                    store.space.room()
                    return store
            except StoreDamaged:
                if not has_database(folder):
                    raise
            with alone_in(folder), InUse(folder, alone=True):
                saved = salvage.rescue(folder, key_of(folder, source))
                write_mark(folder, key_of(folder, source))
            store = cls.open(folder, clock, source, reserve=reserve, checkpoint=checkpoint, thorough=True)
        store.salvaged = saved
        store.journal.append(Entry(EventKind.STORE_SALVAGED, saved.place, saved.facts()))
        return store

    @classmethod
    def _opened(
        cls,
        folder: Path,
        clock: Callable[[], datetime],
        keys: KeySource,
        reserve: Reserve | None,
        checkpoint: Checkpoint,
        thorough: bool,
        hold: InUse,
    ) -> Self:
        key = key_of(folder, keys)
        need_database(folder)
        database = Database(folder / DATABASE, key, checkpoint)
        try:
            if thorough and (fault := database.outside(first_bad_page)):
                raise StoreDamaged(fault)
            mark(folder, key)
            return cls(database, folder, clock, reserve or Reserve(), hold)
        except BaseException:
            database.close()
            raise

    def check(self) -> None:
        """Read all and compare: pages, references, contents, the journal. StoreDamaged names the first fault."""
        fault = self._database.outside(first_bad_page) or self._database.read(first_fault)
        if fault:
            raise StoreDamaged(fault)
        broken = self.journal.audit()
        if broken is not None:
            raise StoreDamaged(f"journal {broken.why} {broken.number}")

    @contextmanager
    def rekeyed(self) -> Iterator[Callable[[bytes, bytes], None]]:
        """What puts the open database under another key (the present one, the next one), for as long as nobody else
        has the folder open. StoreBusy."""
        with self._hold.alone():
            yield self._database.change_key

    def copy_to(self, copy: Callable[[Any], None]) -> None:
        """Have ``copy`` take a copy of the open database; readers and writers wait."""
        self._database.outside(copy)

    def close(self) -> None:
        close_all(self._database.close, self._hold.release)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
