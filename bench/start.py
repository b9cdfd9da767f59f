"""What it costs that a program which came by an update is proved at each start, and leaves no bytecode behind.

    python bench/start.py [--rounds N]

Publishes this checkout as an update, takes it, and measures in turns: all of ``kiosk.app.launch``'s proof of it (hashes
and signatures, the TUF library imported before), importing that library, and importing the window's module from the
release with bytecode and without.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kiosk.sync.updates.fetching import FolderFetcher
from kiosk.sync.updates.program import BUILD, NEEDS, ProgramUpdates, names_program
from kiosk.sync.updates.proof import proved
from kiosk_sandbox.publishing import Publisher, program_archive

CHECKOUT = Path(__file__).resolve().parent.parent
TARGET = "program/kiosk.zip"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        updates, root = _taken(folder)
        release = updates.releases.named()[0]
        beside = folder / "beside"  # the same files, with bytecode
        shutil.copytree(release.folder, beside)
        turns: dict[str, Callable[[], object]] = {
            "proof": lambda: proved(release, folder / "updates", root, names_program),
            "import tuf": lambda: _python("import tuf.api.metadata"),
            "import kiosk.app.window, bytecode": lambda: _python("import kiosk.app.window", beside, keep=True),
            "import kiosk.app.window, none": lambda: _python("import kiosk.app.window", release.folder),
            "python alone": lambda: _python("pass"),
        }
        turns["import kiosk.app.window, bytecode"]()
        taken: dict[str, list[float]] = {name: [] for name in turns}
        for _ in range(rounds):
            for name, run in turns.items():
                began = time.perf_counter()
                run()
                taken[name].append((time.perf_counter() - began) * 1000)
    for name, times in taken.items():
        print(f"{name:<30} median {statistics.median(times):6.0f} ms   {min(times):6.0f} to {max(times):.0f}")


def _taken(folder: Path) -> tuple[ProgramUpdates, bytes]:
    now = datetime.now(UTC)
    publisher = Publisher(folder / "feed", folder / "keys")
    archive, signed = program_archive(CHECKOUT)
    publisher.publish({TARGET: archive}, now, custom={TARGET: {BUILD: 1, **signed}})
    updates = ProgramUpdates(folder / "updates", publisher.root, signed[NEEDS], lambda _: "", lambda: now)

    def read(path: str, most: int) -> bytes | None:
        file = folder / "feed" / path.lstrip("/")
        return file.read_bytes() if file.is_file() else None

    assert updates.take(FolderFetcher(read)).new
    return updates, publisher.root


def _python(text: str, folder: Path | None = None, *, keep: bool = False) -> None:
    given = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(folder or "")}
    given |= {} if keep else {"PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", text], cwd=folder, env=given, check=True)


if __name__ == "__main__":
    main()
