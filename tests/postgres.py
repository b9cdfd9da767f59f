"""A PostgreSQL of our own for one test: a fresh cluster in a folder, a socket in it, gone afterwards.

It refuses to run as root, so root lends it the user ``nobody``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


def programs() -> Path | None:
    """Where ``initdb`` and ``pg_ctl`` lie: Debian keeps them away from the path. None where there is no server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


@contextmanager
def postgres() -> Iterator[str]:
    """A running server; its SQLAlchemy URL. Without syncs to the disk: what is tested is order, not power cuts."""
    bin_ = programs()
    assert bin_ is not None
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:  # a short path for its socket
        lent = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        if lent:
            os.chown(folder, NOBODY, NOBODY)
        cluster = Path(folder) / "data"

        def run(*words: str) -> None:
            subprocess.run(words, check=True, capture_output=True, cwd=folder, **lent)  # type: ignore[call-overload]

        run(str(bin_ / "initdb"), "-D", str(cluster), "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        control = str(bin_ / "pg_ctl")
        run(control, "start", "-w", "-D", str(cluster), "-o", options, "-l", f"{folder}/log")
        try:
            yield f"postgresql+pg8000://portal@/postgres?unix_sock={folder}/.s.PGSQL.5432"
        finally:
            run(control, "stop", "-w", "-m", "immediate", "-D", str(cluster))
