"""The line: what leads from this kiosk to the portal, with a plug that can be pulled.

On a kiosk nobody pulls it but the weather: ``pulled`` stays False and the line's only work is to know the live
connections, so that a pass can be stopped at once. In the demo and the tour the plug is a button.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from collections.abc import Callable

from kiosk.domain.line_state import LineState
from kiosk.errors import KioskError, LineDown, NotThePortal, PortalDown, PortalUntrusted, SessionRefused


def state_after(error: KioskError | None) -> LineState:
    """The line's state after an attempt that ended so."""
    match error:
        case NotThePortal():
            return LineState.NOT_PORTAL
        case PortalDown():
            return LineState.PORTAL_DOWN
        case SessionRefused() | PortalUntrusted():
            return LineState.TECHNICIAN
        case LineDown():
            return LineState.DOWN
        case _:
            return LineState.UP


class Line:
    """The plug and the live connections behind it. Safe from any thread."""

    def __init__(self) -> None:
        self._pulled = False
        self._closed = False
        self._lock = threading.Lock()
        self._live: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._listeners: list[Callable[[], None]] = []

    @property
    def pulled(self) -> bool:
        return self._pulled

    @pulled.setter
    def pulled(self, pulled: bool) -> None:
        """Pulling ends every live connection, mid-byte if need be; putting it back only lets new ones begin."""
        self._pulled = pulled
        if pulled:
            self.hang_up()
        for callback in tuple(self._listeners):
            callback()

    def check(self) -> None:
        """LineDown while the plug is pulled or the line closed. Asked before a socket is touched."""
        if self._pulled or self._closed:
            raise LineDown("the plug is pulled" if self._pulled else "the program ends")

    def opened(self, connection: socket.socket) -> None:
        """A connection has begun; it is shut when the plug is pulled."""
        with self._lock:
            self._live.add(connection)
        if self._pulled or self._closed:
            _shut(connection)

    def close(self) -> None:
        """End what is in flight and let nothing begin until ``open``: an upload that was cut would go on at once."""
        self._closed = True
        self.hang_up()

    def open(self) -> None:
        self._closed = False

    def hang_up(self) -> None:
        """End what is in flight; a thread that waits for an answer wakes up with an error."""
        with self._lock:
            live = list(self._live)
            self._live.clear()
        for connection in live:
            _shut(connection)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` whenever the plug moves, in the thread that moved it; the answer ends it, once or twice."""
        self._listeners.append(callback)

        def end() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(callback)

        return end


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it was closed already
        connection.shutdown(socket.SHUT_RDWR)
