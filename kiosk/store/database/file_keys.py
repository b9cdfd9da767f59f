"""The file of the database and its key: what opens it, a change to another, a verified copy, its bad pages."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from kiosk.durable import make_durable
from kiosk.errors import StoreDamaged, StoreFailed


def unlock(connection: Any, key: bytes) -> None:
    """Give a fresh connection its raw key."""
    connection.execute("PRAGMA cipher_log_level=NONE")  # it would write to standard error; we raise
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")


def opens(path: Path, key: bytes) -> bool:
    """Whether the database at ``path`` opens with ``key``. A change that was cut short is rolled back by it."""
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        unlock(connection, key)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except dbapi2.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) != dbapi2.SQLITE_NOTADB:
                raise
            return False
    return True


def rekey(path: Path, key: bytes, following: bytes) -> None:
    """Write every page of the database anew under another key, as one transaction. Nobody else may have it open."""
    with closing(dbapi2.connect(str(path), isolation_level=None)) as connection:
        unlock(connection, key)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA journal_mode=DELETE")  # a log would hold pages of both keys
        try:
            connection.execute(f"PRAGMA rekey=\"x'{following.hex()}'\"")
        except dbapi2.OperationalError as error:  # SQLCipher says the same of whatever went wrong
            raise StoreFailed("rekey") from error


def copy_verified(connection: Any, key: bytes, target: Path) -> None:
    """Copy the open database to ``target`` under the same key, while it is in use, and read all of it back.

    StoreDamaged if the copy does not hold; nothing is left at ``target`` then.
    """
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(dbapi2.connect(str(target), isolation_level=None)) as copy:
            unlock(copy, key)
            connection.backup(copy)
        sync_file(target)
        with closing(dbapi2.connect(f"file:{quote(str(target))}?immutable=1", isolation_level=None, uri=True)) as copy:
            unlock(copy, key)
            if fault := first_bad_page(copy):
                raise StoreDamaged(f"the copy: {fault}")
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    make_durable(target.parent)


def first_bad_page(connection: Any) -> str:
    """What SQLCipher and SQLite find wrong with the file; empty if nothing.

    The log is folded in first: SQLCipher looks at the file alone, and a page that a cut tore there while it was being
    folded in is whole in the log.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for pragma in ("cipher_integrity_check", "quick_check"):
        for row in connection.execute(f"PRAGMA {pragma}"):
            if row[0] != "ok":
                return f"{pragma}: {row[0]}"
    return ""


def sync_file(path: Path) -> None:
    """Make the file's bytes durable, and let the next reader take them from the disk and not from memory."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)
