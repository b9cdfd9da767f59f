"""A service manager as a seat has it: a real socket that hears, and ends what it has not heard for too long."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

STARTS = 90.0  # seconds until READY


class Seat:
    """Runs one program as ``Type=notify`` with ``WatchdogSec`` does (systemd.service(5))."""

    def __init__(self, ear: socket.socket, program: subprocess.Popen[bytes], patience: float) -> None:
        self._ear, self.program, self._patience = ear, program, patience
        self.heard: list[str] = []

    def hear(self, words: str, within: float = STARTS) -> bool:
        """Wait for ``words``; False when the program says nothing for so long."""
        self._ear.settimeout(within)
        while True:
            try:
                self.heard.append(self._ear.recv(100).decode())
            except TimeoutError:
                return False
            if self.heard[-1] == words:
                return True

    def watch(self) -> int:
        """As the watchdog does: hear until it is silent for too long, then ABRT. How it ended."""
        while self.hear("WATCHDOG=1", self._patience):
            pass
        self.program.send_signal(signal.SIGABRT)
        return self.program.wait(60)


@contextmanager
def seat(folder: Path, words: Sequence[str], place: dict[str, str], patience: float) -> Iterator[Seat]:
    path = folder / "notify"
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.bind(str(path))
    told = {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": str(round(patience * 1e6)), "WATCHDOG_PID": str(os.getpid())}
    program = subprocess.Popen(list(words), env=place | told, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield Seat(ear, program, patience)
    finally:
        if program.poll() is None:
            program.kill()
        program.wait(60)
        ear.close()
