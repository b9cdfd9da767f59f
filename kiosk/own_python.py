"""Python begun anew by this program: from this program's own code, and never from where somebody happens to stand.

``python -m`` puts the working folder before everything else it imports from. Whoever works on a stick, or in any folder
that others may write, would run what lies there under the name of a library; and the home of a service's user is its
data folder, whose site packages Python would take as well. So every child is started here.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent
"""The folder that this program was imported from."""

_NEEDED = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL")


def command(module: str, *words: str) -> list[str]:
    """The command line of ``python -m module words``."""
    return [sys.executable, "-P", "-s", "-m", module, *words]


def surroundings(given: Mapping[str, str], program: Path = PROGRAM) -> dict[str, str]:
    """The environment ``given``, with ``program`` as the first place of code, and no place named by its relative path:
    an empty name in PYTHONPATH is the working folder too. Where this program leaves no bytecode, its children leave
    none: beside signed files nothing else may lie."""
    others = [place for place in given.get("PYTHONPATH", "").split(os.pathsep) if Path(place).is_absolute()]
    places = dict.fromkeys([str(program), *others])
    quiet = {"PYTHONDONTWRITEBYTECODE": "1"} if sys.dont_write_bytecode else {}
    return {**given, **quiet, "PYTHONPATH": os.pathsep.join(places), "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}


def bare_surroundings(more: Mapping[str, str]) -> dict[str, str]:
    """Those of a child that works on what strangers made: no more of this process's environment than Python needs, and
    ``more``. What else lies in it stays here."""
    return surroundings({name: os.environ[name] for name in _NEEDED if name in os.environ} | dict(more))


def processor_seconds(pid: int) -> float:
    """What a process of this machine has taken so far (clock_getcpuclockid(3)); 0 once it has ended."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
