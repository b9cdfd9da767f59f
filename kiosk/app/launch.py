"""Starts the newest program that came up, and goes back by itself from one that does not.

    python -m kiosk.app.launch --data DIR [what kiosk takes: run, doctor ...]

This module stands outside every update: it runs from what was set up first, and knows nothing but the pointer. A fresh
program has ``TRIES`` starts to come up; ``came_up`` ends its trial.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.durable import write_durably
from kiosk.sync.updates.releases import Release, Releases

TRIES = 3
BUILD = "KIOSK_BUILD"
"""In the environment of a program that came by an update: which one it is."""

LAUNCHED = "KIOSK_LAUNCHED"
"""In the environment of whatever this module started."""

_TRIAL, _UP = "trial", "up"


def main() -> None:
    data, rest = _data(sys.argv[1:])
    environment = dict(os.environ)
    environment.pop(BUILD, None)
    environment[LAUNCHED] = "1"
    found = chosen(data / "updates" / "program")
    if found is not None:
        environment |= {"PYTHONPATH": str(found.folder), BUILD: str(found.version)}
        os.chdir(found.folder)
    os.execve(sys.executable, [sys.executable, "-m", "kiosk", "--data", str(data), *rest], environment)  # noqa: S606


def chosen(folder: Path) -> Release | None:
    """The program to start now, counted as a try while it has not come up; None: the one that was set up."""
    releases = Releases(folder)
    while (found := releases.current()) is not None:
        if _read(folder / _UP) == [str(found.version)]:
            return found
        tried = _tries(folder, found)
        if tried < TRIES:
            _note(folder / _TRIAL, f"{found.version} {tried + 1}")
            return found
        releases.back()
        _note(folder / _TRIAL, "")
        if (before := releases.current()) is not None:
            _note(folder / _UP, str(before.version))  # it was in force before, so it has come up
    return None


def came_up(data: Path) -> None:
    """This program works: it is no longer on trial. Nothing to do for one that did not come by an update."""
    build = os.environ.get(BUILD, "")
    if build:
        _note(data / "updates" / "program" / _UP, build)


def launched() -> bool:
    """Whether whoever started this program starts it again when it ends: the service, through this module."""
    return LAUNCHED in os.environ


def _tries(folder: Path, release: Release) -> int:
    words = _read(folder / _TRIAL)
    return int(words[1]) if len(words) == 2 and words[0] == str(release.version) and words[1].isdigit() else 0


def _note(path: Path, words: str) -> None:
    write_durably(path, words.encode("ascii"), 0o644)


def _read(path: Path) -> list[str]:
    try:
        return path.read_text("ascii").split()
    except (OSError, ValueError):
        return []


def _data(words: list[str]) -> tuple[Path, list[str]]:
    """The data folder, and the rest of the line."""
    if "--data" in words[:-1]:
        at = words.index("--data")
        return Path(words[at + 1]).absolute(), words[:at] + words[at + 2 :]
    return Path("/var/lib/kiosk"), words


if __name__ == "__main__":
    main()
