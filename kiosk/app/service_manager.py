"""sd_notify(3): what the service manager is told of this process, by datagrams to the socket that it named."""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)

SOCKET, PATIENCE = "NOTIFY_SOCKET", "WATCHDOG_USEC"


class ServiceManager:
    """``address``: a path, or a name in the abstract space behind ``@``; empty where nobody listens."""

    def __init__(self, address: str, patience: float | None = None) -> None:
        """``patience``: seconds after which a process that says nothing is ended; None: it may be silent."""
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.patience = patience if address else None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> ServiceManager:
        """WATCHDOG_PID is not looked at: the manager's own child is the compositor, and the kiosk is that one's child
        (NotifyAccess=all in the unit)."""
        given = environment.get(PATIENCE, "")
        patience = int(given) / 1e6 if given.isdigit() and int(given) else None
        return cls(environment.get(SOCKET, ""), patience)

    def ready(self) -> None:
        """The window is on the screen."""
        self._say("READY=1")

    def alive(self) -> None:
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        """Never waits and never fails: a manager that does not hear ends this process, and that is its right."""
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way:
                way.setblocking(False)
                way.sendto(words.encode("ascii"), self._address)
        except OSError as error:
            log.warning("the service manager was not reached: %s", error.strerror)
