"""Bytes of one connection within bounds: so many at most, and all of them by a moment, however slowly they come."""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Callable
from time import monotonic
from typing import Any

from kiosk.errors import HallTooLarge

_PIECE = 64 << 10


class BoundedReader(io.RawIOBase):
    """``allow`` says how much may come next, and within how many seconds. TimeoutError, HallTooLarge."""

    def __init__(self, connection: ssl.SSLSocket, running: Callable[[], float] = monotonic) -> None:
        self._connection, self._running = connection, running
        self._left, self._until = 0, 0.0

    def allow(self, most: int, seconds: float) -> None:
        self._left, self._until = most, self._running() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._left <= 0:
            raise HallTooLarge("more than was allowed")
        remaining = self._until - self._running()
        if remaining <= 0:
            raise TimeoutError
        self._connection.settimeout(remaining)
        view = memoryview(buffer)[: self._left]
        count = self._connection.recv_into(view)
        self._left -= count
        return count


def linger(connection: ssl.SSLSocket, seconds: float = 0.5) -> None:
    """Say the end, and take in for a moment what still comes: else the answer, or the alert why there is none, is lost
    in the reset that unread bytes cause (RFC 9112 §9.6)."""
    until = monotonic() + seconds
    try:
        socket.socket.shutdown(connection, socket.SHUT_WR)
        for _ in range(16):
            connection.settimeout(max(0.01, until - monotonic()))
            if not socket.socket.recv(connection, _PIECE):
                return
    except (OSError, ValueError):
        return


def send_all(connection: ssl.SSLSocket, data: bytes, seconds: float, running: Callable[[], float] = monotonic) -> None:
    """TimeoutError where the other end does not take them in time."""
    until = running() + seconds
    for start in range(0, len(data), _PIECE):
        remaining = until - running()
        if remaining <= 0:
            raise TimeoutError
        connection.settimeout(remaining)
        connection.sendall(data[start : start + _PIECE])
