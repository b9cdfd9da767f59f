"""The encrypted database and the one thread that owns it.

Every read and write runs on the owner thread, one after another; callers wait for the answer. So no connection is
ever shared, no writer waits for another, and a job sees its own transaction only. Several processes may open the same
folder (the kiosk, and a technician's command beside it): SQLite's own locks order them, and who waits longer than
``BUSY_WAIT`` is told StoreBusy.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2

# sqlite-utils looks for SQLite under these names; two SQLite libraries on one file would break each other's locks.
sys.modules.setdefault("pysqlite3", sys.modules["sqlcipher3"])
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

# And it would load numpy for its types, 25 MB that the window's process does without: with None there it cannot.
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
import sqlite_utils  # noqa: E402 - after the names above are set

if sys.modules["numpy"] is None:
    del sys.modules["numpy"]

from kiosk.closing import close_all  # noqa: E402
from kiosk.durable import make_durable  # noqa: E402
from kiosk.errors import DiskFull, KioskError, StoreBusy, StoreClosed, StoreDamaged, StoreFailed  # noqa: E402
from kiosk.store.database.file_keys import copy_verified, opens, rekey, unlock  # noqa: E402
from kiosk.store.database.migrations import migrations, refuse_newer  # noqa: E402
from kiosk.store.database.process_identity import alive  # noqa: E402
from kiosk.store.database.reserve_file import ReserveFile  # noqa: E402
from kiosk.store.database.wal_checkpoint import PAGES, Folding  # noqa: E402

BUSY_WAIT = 5.0  # seconds; a big document's commit from another process takes a fraction of one
WAL_PAGES = 4 * PAGES  # where the log could not be folded in beside the writers, a commit does it
WAL_KEPT = 64 << 20  # bytes; a burst of big documents does not leave its log's size behind

Checkpoint = Callable[[str], None]
"""Called by name between the steps of a write. The kiosk passes nothing; the tests pass a power cut."""

T = TypeVar("T")
Job = Callable[[Any], T]
"""Work on the sqlite-utils database, on the owner thread."""


def nothing(name: str) -> None:
    """The checkpoint that does nothing."""


class Database:
    """One encrypted file. Known failures come out as StoreError; anything else is a bug and comes out as it is."""

    def __init__(self, path: Path, key: bytes, checkpoint: Checkpoint = nothing) -> None:
        """Open ``path`` with the raw 32-byte ``key``, creating it if need be.

        Raises StoreDamaged where the file is no database under this key: the caller knows whether the key is right.
        """
        self._path = path
        self._checkpoint = checkpoint
        self._owner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._owner_id = 0
        self._spare = ReserveFile(path.parent)
        self._folding = self._folded_under(key)
        self._listeners: list[Callable[[], None]] = []
        try:
            self._db = self._run(lambda: self._open(key))
        except BaseException:
            self._owner.shutdown()
            raise

    def read(self, job: Job[T]) -> T:
        """What ``job`` finds, in one consistent view of the database."""
        return self._run(lambda: self._looked_up(job))

    def write(self, job: Job[T], *, tell: bool = False) -> T:
        """Run ``job`` as one transaction that is durable when this returns; ``tell`` the subscribers afterwards."""
        self._spare.give_up_if_full()
        result = self._run(lambda: self._written(job))
        self._folding.look()
        if tell and self._listeners:
            with suppress(StoreFailed):  # closing meanwhile: what was written stands, and nobody is left to be told
                self._queued(self._tell)
        return result

    def reached(self, name: str) -> None:
        """Pass the checkpoint ``name`` inside a write."""
        self._checkpoint(name)

    def outside(self, job: Callable[[Any], T]) -> T:
        """Run ``job`` on the bare connection, on the owner thread, outside any transaction: copies, VACUUM."""
        with self._folding.alone:
            return self._run(lambda: job(self._db.conn))

    def change_key(self, key: bytes, following: bytes) -> None:
        """Write every page anew under another key; readers and writers wait. Nobody else may have the file open.
        Whatever cuts it short, the database is open afterwards under the one that it has."""
        self._folding.stop()
        try:
            self._run(lambda: self._key_changed(key, following))
        finally:
            opening = following if self._run(lambda: opens(self._path, following)) else key
            self._folding = self._folded_under(opening)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called on the owner thread after each told write; the answer ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def close(self) -> None:
        """Whoever reads or writes from now on is told StoreFailed."""
        close_all(self._folding.stop, self._end_owner)

    def _end_owner(self) -> None:
        with suppress(StoreFailed):  # closed before
            closing = self._queued(self._db.conn.close)
            self._owner.shutdown()
            closing.result()

    # --- on the owner thread ---------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], T]) -> T:
        with known_failures(self._path.parent):
            if threading.get_ident() == self._owner_id:
                return work()
            return self._queued(work).result()

    def _queued(self, work: Callable[[], T]) -> Future[T]:
        """A worker that the end of the program could not wait for comes too late: a known failure, never a bug."""
        try:
            return self._owner.submit(work)
        except RuntimeError as error:
            raise StoreClosed("closed") from error

    def _folded_under(self, key: bytes) -> Folding:
        return Folding(self._path.with_name(f"{self._path.name}-wal"), lambda: _beside(self._path, key))

    def _key_changed(self, key: bytes, following: bytes) -> None:
        self._db.conn.close()
        try:
            rekey(self._path, key, following)
        finally:
            self._db = self._open(following if opens(self._path, following) else key)

    def _open(self, key: bytes) -> Any:
        self._owner_id = threading.get_ident()
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        # No implicit transactions: each one here begins and ends in words.
        connection = dbapi2.connect(str(self._path), isolation_level=None, timeout=BUSY_WAIT)
        try:
            return self._prepared(connection, key)
        except BaseException:
            connection.close()
            raise

    def _prepared(self, connection: Any, key: bytes) -> Any:
        unlock(connection, key)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # WAL's default, NORMAL, can lose commits at a power cut
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")  # what a visit wiped is not to be found with the key either
        connection.execute(f"PRAGMA wal_autocheckpoint={WAL_PAGES}")
        connection.execute(f"PRAGMA journal_size_limit={WAL_KEPT}")
        connection.create_function("alive", 1, alive)
        db = sqlite_utils.Database(connection)
        refuse_newer(db)
        if migrations.pending(db):
            if migrations.applied(db):
                copy_verified(connection, key, self._path.with_name(f"{self._path.name}.before"))
            with _transaction(connection, "BEGIN IMMEDIATE"):
                migrations.apply(db)
        make_durable(self._path.parent)  # the names of the database and its log are durable too
        return db

    def _looked_up(self, job: Job[T]) -> T:
        with _transaction(self._db.conn, "BEGIN"):
            return job(self._db)

    def _written(self, job: Job[T]) -> T:
        with _transaction(self._db.conn, "BEGIN IMMEDIATE"):
            result = job(self._db)
            self._checkpoint("before commit")
        self._checkpoint("committed")
        return result

    def _tell(self) -> None:
        for callback in tuple(self._listeners):
            try:
                callback()
            except Exception:  # a listener's bug must not look like a failed write to the one who wrote
                logging.getLogger("kiosk.store").exception("a subscriber failed")


@contextmanager
def _transaction(connection: Any, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may have rolled back already
            connection.execute("ROLLBACK")
        raise


def _beside(path: Path, key: bytes) -> Any:
    """One more connection to a database that is open, for its log."""
    connection = dbapi2.connect(str(path), isolation_level=None, timeout=BUSY_WAIT)
    unlock(connection, key)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


# --- known failures ------------------------------------------------------------------------------------------------

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_IN_WORDS = "database or disk is full"  # a backup tells it so alone, without a code
_CLOSED_IN_WORDS = "Cannot operate on a closed database."  # asked for between the last commit and the end
_NO_ROOM = 1 << 20  # bytes; SQLite says only "disk I/O error" when its shared memory or log cannot grow


@contextmanager
def known_failures(folder: Path) -> Iterator[None]:
    """Name what the disk and SQLite are known to do. ``folder`` tells how full the disk is."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        named = _named(error, folder)
        if named is None:
            raise
        raise named from error
    except OSError as error:
        kind = DiskFull if error.errno in _FULL else StoreFailed
        raise kind(errno.errorcode.get(error.errno or 0, "OSError")) from error


def _named(error: Exception, folder: Path) -> KioskError | None:
    code, detail = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlite_errorname", "")
    if isinstance(error, dbapi2.ProgrammingError) and str(error) == _CLOSED_IN_WORDS:
        return StoreClosed("closed")
    if code == dbapi2.SQLITE_FULL or (code is None and str(error) == _FULL_IN_WORDS):
        return DiskFull(detail)
    if code in (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED):
        return StoreBusy(detail)
    if code in (dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB):
        return StoreDamaged(detail)
    if code in (dbapi2.SQLITE_IOERR, dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_READONLY, dbapi2.SQLITE_PERM):
        return DiskFull(detail) if shutil.disk_usage(folder).free < _NO_ROOM else StoreFailed(detail)
    return None
