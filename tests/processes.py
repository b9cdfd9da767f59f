"""Other processes, as the kernel shows them."""

from __future__ import annotations

import os
from pathlib import Path

MOST_LOOKS = 100_000


def environment_of(pid: int | None) -> bytes:
    """What a process was given. For the moment in which it becomes its program there is nothing to be read."""
    place = Path(f"/proc/{pid}/environ")
    return next((data for data in (place.read_bytes() for _ in range(MOST_LOOKS)) if data), b"")


def unmeasured() -> dict[str, str]:
    """The environment of a process whose own doings are looked at: where coverage is measured, it is not in there."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
