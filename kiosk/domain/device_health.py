"""How a device stands."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class State(enum.Enum):
    """A device's health, as the doctor says it."""

    READY = "ready"
    DEGRADED = "degraded"
    MISSING = "missing"


@dataclass(frozen=True)
class DeviceHealth:
    """State, and a word key with what to do about it (empty when ready)."""

    state: State
    detail: str = ""
