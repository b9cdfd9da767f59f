"""The same durable put by well-known Python queues on SQLite. Run by ``bench/received.py --queues PYTHON``.

    PYTHON -m pip install persist-queue litequeue huey     # in an environment of their own; the kiosk needs none
    PYTHON bench/queues.py NAME FOLDER COUNT BYTES

Prints the milliseconds of each put, one JSON list. Every queue is set to synchronise at each put (its default is said
where it does not): WAL and synchronous=FULL.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

Put = Callable[[bytes], object]


def persist_queue(folder: Path) -> Put:
    import persistqueue  # type: ignore[import-not-found,unused-ignore]

    return persistqueue.SQLiteQueue(str(folder), auto_commit=True).put  # type: ignore[no-any-return,unused-ignore]


def litequeue(folder: Path) -> Put:
    """Text only, so the bytes go as hexadecimal; its own default is synchronous=OFF or NORMAL."""
    from litequeue import LiteQueue  # type: ignore[import-not-found,unused-ignore]

    queue = LiteQueue(str(folder / "q.db"))
    queue.conn.execute("PRAGMA journal_mode=WAL")
    queue.conn.execute("PRAGMA synchronous=FULL")
    return lambda data: queue.put(data.hex())


def huey(folder: Path) -> Put:
    from huey.storage import SqliteStorage  # type: ignore[import-not-found,unused-ignore]

    return SqliteStorage("q", filename=str(folder / "q.db"), fsync=True).enqueue  # type: ignore[no-any-return,unused-ignore]


def main() -> None:
    name, folder, count, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    folder.mkdir(parents=True)
    put = {"persist-queue": persist_queue, "litequeue": litequeue, "huey": huey}[name](folder)
    taken = []
    for _ in range(count):
        data = os.urandom(size)
        begun = time.perf_counter()
        put(data)
        taken.append((time.perf_counter() - begun) * 1000)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
