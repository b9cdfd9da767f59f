"""What is dear to make and the same each time is made once in a run, for all its processes.

The folder is made and thrown away by the process that starts the others; a script of its own makes what it needs.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

FOLDER = "KIOSK_TEST_CACHE"

Made = TypeVar("Made")


def begin() -> Path | None:
    """The folder, if this process is the one that made it."""
    if FOLDER in os.environ:
        return None
    made = tempfile.mkdtemp(prefix="kiosk-tests-")
    os.environ[FOLDER] = made
    return Path(made)


def end(folder: Path) -> None:
    os.environ.pop(FOLDER, None)
    shutil.rmtree(folder, ignore_errors=True)


def tree_digest(folder: Path) -> str:
    """SHA-256 of all names and contents below ``folder``: of what a pure look at it depends on."""
    told = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            told.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return told.hexdigest()


def once(name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, which must be a plain value. Two that begin at the same time make the same."""
    if FOLDER not in os.environ:
        return make()
    path = Path(os.environ[FOLDER]) / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        value = make()
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            pickle.dump(value, file)
        Path(file.name).rename(path)
        return value
    made: Made = pickle.loads(path.read_bytes())
    return made
