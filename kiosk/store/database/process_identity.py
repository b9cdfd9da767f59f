"""Which process is which: a name that no later process of this machine shares, and whether its bearer still lives."""

from __future__ import annotations

import os
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def own_name() -> str:
    """This process, by its start of the machine, its number and its own start."""
    return name_of(os.getpid())


def alive(name: str) -> bool:
    """Whether the process of that name still runs on this machine: not one that got its number later, nor after a
    new start of the machine."""
    parts = name.split("/")
    return len(parts) == 3 and parts[1].isdigit() and name_of(int(parts[1])) == name


def name_of(number: int) -> str:
    """The name of the process of that number; empty where there is none."""
    try:
        began = Path(f"/proc/{number}/stat").read_text("ascii", errors="replace").rsplit(")", 1)[1].split()[19]
        return f"{_BOOT.read_text().strip()}/{number}/{began}"
    except OSError:
        return ""
