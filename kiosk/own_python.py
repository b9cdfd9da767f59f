"""Python begun anew by this program: from this program's own code, and never from where somebody happens to stand.

``python -m`` puts the working folder before everything else it imports from. Whoever works on a stick, or in any folder
that others may write, would run what lies there under the name of a library; and the home of a service's user is its
data folder, whose site packages Python would take as well. So every child is started here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent
"""The folder that this program was imported from."""


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
