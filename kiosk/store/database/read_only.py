"""Read-only access: the store on a disk that takes nothing, full or mounted read-only, can still be looked at.

Beside its database SQLite wants to write an index of the log. Where it cannot, and nobody else has the store open, the
log decides: without one the file is all there is (``immutable``); with one, both are copied into memory's own folder,
still encrypted, and read there.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlite_utils
from sqlcipher3 import dbapi2

from kiosk.closing import close_all
from kiosk.errors import StoreFailed
from kiosk.store.database.connection import BUSY_WAIT, Database, Job, T
from kiosk.store.database.file_keys import unlock
from kiosk.store.database.migrations import migrations, refuse_newer
from kiosk.store.database.process_identity import alive

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it

_NO_INDEX = (dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_READONLY, dbapi2.SQLITE_IOERR)
"""How SQLite says that it could not write the log's index."""


class ReadOnlyDatabase(Database):
    """One encrypted file, looked at. Writing raises StoreFailed."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        super().__init__(path, key)

    def write(self, job: Job[T], *, tell: bool = False) -> T:
        raise StoreFailed("the disk takes nothing")

    def close(self) -> None:
        close_all(super().close, *([self._copy.cleanup] if self._copy is not None else []))

    def _open(self, key: bytes) -> Any:
        self._owner_id = threading.get_ident()
        connection = self._connected(key)
        connection.create_function("alive", 1, alive)
        db = sqlite_utils.Database(connection)
        refuse_newer(db)
        if migrations.pending(db):
            connection.close()
            raise StoreFailed("its shape is an older one, and the disk takes nothing")
        return db

    def _connected(self, key: bytes) -> Any:
        try:
            return _looking(self._path, key, "mode=ro")
        except dbapi2.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) not in _NO_INDEX:
                raise
        log = self._path.with_name(f"{self._path.name}-wal")
        if not log.exists() or not log.stat().st_size:
            return _looking(self._path, key, "mode=ro&immutable=1")
        self._copy = tempfile.TemporaryDirectory(prefix="kiosk-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
        for each in (self._path, log):
            shutil.copyfile(each, Path(self._copy.name) / each.name)
        return _looking(Path(self._copy.name) / self._path.name, key, "mode=rw")


def _looking(path: Path, key: bytes, how: str) -> Any:
    place = f"file:{quote(str(path.absolute()))}?{how}"
    connection = dbapi2.connect(place, isolation_level=None, timeout=BUSY_WAIT, uri=True)
    try:
        unlock(connection, key)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
