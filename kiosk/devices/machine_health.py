"""Checks of the machine itself beside its devices: memory, warmth, and whether anything could be heard."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from kiosk.devices.health import Finding
from kiosk.domain.device_health import State

MEMORY_LOW = 300  # megabytes: a picture of twelve megapixels takes a part of it
HOT = 85  # degrees Celsius: most boards slow themselves down here


def memory(proc: Path = Path("/proc/meminfo"), zones: Path = Path("/sys/class/thermal")) -> Finding:
    """Free memory and the warmest zone. A machine that tells neither is not called ill for it."""
    finding = partial(Finding, "memory", needed=False)
    free, warm = _available(proc), _warmest(zones)
    values: dict[str, str | int] = {
        "free": free if free is not None else "?",
        "warm": warm if warm is not None else "?",
    }
    if free is not None and free < MEMORY_LOW:
        return finding(State.DEGRADED, "low", values=values)
    if warm is not None and warm >= HOT:
        return finding(State.DEGRADED, "hot", values=values)
    return finding(State.READY, "ready" if warm is not None else "cool", values=values)


def sound(place: Path | None = None) -> Finding:
    """Whether a sound server listens for this account: without it the bell is light alone."""
    folder = place or Path(os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}"))
    there = (folder / "pulse" / "native").exists()
    return Finding("sound", State.READY if there else State.DEGRADED, "ready" if there else "silent", needed=False)


def running(proc: Path = Path("/proc/uptime")) -> float:
    """Seconds since the machine was switched on; 0 where it does not say."""
    try:
        return float(proc.read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0


def _available(proc: Path) -> int | None:
    try:
        lines = proc.read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")) // 1000
    except (OSError, ValueError, StopIteration, IndexError):
        return None


def _warmest(zones: Path) -> int | None:
    degrees = []
    for file in zones.glob("thermal_zone*/temp"):
        try:
            degrees.append(int(file.read_text("ascii")) // 1000)
        except (OSError, ValueError):
            continue
    return max(degrees, default=None)
