"""The machine's own power, by way of logind (org.freedesktop.login1): whether it may be started anew, and doing it.

Whoever is active on the seat may, where polkit is installed; logind itself says so (``CanReboot``), and is believed.
"""

from __future__ import annotations

import logging
import subprocess
from typing import Protocol

from kiosk.errors import MachineNotRestarted

log = logging.getLogger(__name__)

BUSCTL = "/usr/bin/busctl"
_PLACE = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_PATIENCE = 10.0  # seconds for an answer of logind's


class MachinePower(Protocol):
    def may_restart(self) -> bool:
        """Without asking anybody for a password. Blocks for some milliseconds."""

    def restart(self) -> None:
        """MachineNotRestarted; otherwise this process is asked to end soon after."""


class LogindPower:
    """``busctl`` is part of systemd; where it is not here, nothing may be started anew."""

    def may_restart(self) -> bool:
        try:
            return self._call("CanReboot").split() == ["s", '"yes"']
        except MachineNotRestarted:
            return False

    def restart(self) -> None:
        self._call("Reboot", "b", "false")  # false: nobody is there to be asked for a password

    def _call(self, method: str, *args: str) -> str:
        words = [BUSCTL, "--system", "call", *_PLACE, method, *args]
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MachineNotRestarted(type(error).__name__) from error
        if done.returncode:
            log.info("logind: %s: %s", method, done.stderr.strip()[:200])
            raise MachineNotRestarted(f"{method}: {done.returncode}")
        return done.stdout
