"""The demo's machine: it says that it was started anew, and is not."""

from __future__ import annotations

from kiosk.errors import MachineNotRestarted


class SimulatedPower:
    """``allowed``: whether the system would let the program."""

    def __init__(self, *, allowed: bool = False) -> None:
        self.allowed, self.restarts = allowed, 0

    def may_restart(self) -> bool:
        return self.allowed

    def restart(self) -> None:
        if not self.allowed:
            raise MachineNotRestarted("simulated")
        self.restarts += 1
