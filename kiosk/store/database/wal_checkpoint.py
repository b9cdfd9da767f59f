"""The log folded into the database beside the writers, so that no commit waits for it.

SQLite folds its log in (a checkpoint) at the commit that makes it long: megabytes and two syncs, at the moment when
somebody waits for "received". A passive checkpoint from a connection of its own does the same while others write on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

PAGES = 4000  # 16 MB of log
_FRAME = 4096 + 24  # bytes of a page in the log

_log = logging.getLogger(__name__)


class Folding:
    """``connect`` opens one more connection; only once the log has grown long for the first time."""

    def __init__(self, log: Path, connect: Callable[[], Any]) -> None:
        self._file = log
        self._connect = connect
        self._due = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self.alone = threading.Lock()
        """Held while the log is being folded: SQLite refuses a second checkpoint meanwhile, without waiting."""

    def look(self) -> None:
        """Something was written. Costs a system call."""
        if self._stopping or not self._file.exists() or self._file.stat().st_size < PAGES * _FRAME:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="store-log", daemon=True)
            self._thread.start()
        self._due.set()

    def stop(self) -> None:
        self._stopping = True
        if self._thread is not None:
            self._due.set()
            self._thread.join()

    def _run(self) -> None:
        connection = None
        while self._due.wait() and not self._stopping:
            self._due.clear()
            try:
                connection = connection or self._connect()
                with self.alone:
                    _fold(connection)
            except (dbapi2.Error, OSError) as error:  # a full disk, say: the log goes on growing, and commits tell
                _log.warning("the log was not folded in: %s", getattr(error, "sqlite_errorname", type(error).__name__))
        if connection is not None:
            connection.close()


def _fold(connection: Any) -> None:
    _, pages, folded = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    if pages - folded >= PAGES:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
