"""How much of each room the tests walk, branches counted, against a floor. ``python -m scripts.branch_coverage``

``scripts/test --all`` measures (coverage.py, ``[tool.coverage]`` in pyproject.toml) and asks here. A room's share is
statements and branches together: (lines run + ways taken) / (lines + ways). The floors stand in
``[tool.kiosk.coverage]`` and are raised by hand when a room has grown well above its own; what runs in a process that
dies by a kill, or in a cell that may write nothing, is not counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def shares(report: Mapping[str, Any]) -> dict[str, float]:
    """Per cent of each room below ``kiosk/``, from coverage's JSON report."""
    walked: dict[str, list[int]] = {}
    for name, file in report["files"].items():
        parts = Path(name).parts
        room = parts[parts.index("kiosk") + 1 :]
        if len(room) < 2:
            continue  # a module beside the rooms
        told = file["summary"]
        sums = walked.setdefault(room[0], [0, 0])
        sums[0] += told["covered_lines"] + told["covered_branches"]
        sums[1] += told["num_statements"] + told["num_branches"]
    return {room: 100 * done / whole for room, (done, whole) in sorted(walked.items()) if whole}


def faults(found: Mapping[str, float], floors: Mapping[str, float]) -> Iterator[str]:
    """A room below its floor, or a floor without a room. A room without a floor is measured, and shown without one."""
    for room in sorted(floors):
        if room not in found:
            yield f"coverage: {room} has a floor and was not measured"
        elif found[room] < floors[room]:
            yield f"coverage: {room} is at {found[room]:.1f} %, its floor at {floors[room]:g}"


def main() -> int:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["kiosk"]["coverage"]
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=True)
    # Tests make programs of their own, gone by now, and kill processes that were writing: neither is a fault.
    asked = [*coverage, "json", "--quiet", "--ignore-errors", "-o", "-"]
    told = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    found = shares(json.loads(told.stdout))
    for room, share in found.items():
        sys.stdout.write(f"{room:12} {share:5.1f} %  floor {settings.get(room, 'none yet')}\n")
    bad = list(faults(found, settings))
    sys.stderr.write("".join(f"{line}\n" for line in bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
