"""Tells when this machine gets a network again, as the kernel says it (rtnetlink(7)): an address came, or a link is up.

Elsewhere than on Linux nothing is told, and the line's own look finds it out a little later.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial

from kiosk.closing import close_all

_LINK, _IPV4_ADDRESS, _IPV6_ADDRESS = 0x1, 0x10, 0x100  # RTMGRP_*
_NEW_ADDRESS, _NEW_LINK = 20, 16  # RTM_*
_RUNNING = 0x40  # IFF_RUNNING: the cable is in, the radio has its partner
_HEAD, _INTERFACE = 16, 16  # bytes: struct nlmsghdr, struct ifinfomsg


class Carrier:
    """Calls ``back`` in a thread of its own. ``start`` says whether this system can tell."""

    def __init__(self, back: Callable[[], object]) -> None:
        self._back = back
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="carrier", daemon=True)
        self._ends = os.pipe()
        self._stopped = False

    def start(self) -> bool:
        try:
            self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
            self._socket.bind((0, _LINK | _IPV4_ADDRESS | _IPV6_ADDRESS))
        except (AttributeError, OSError):
            return False
        self._thread.start()
        return True

    def stop(self) -> None:
        """Returns when the thread has ended. Stopping twice is harmless."""
        if self._stopped:
            return
        self._stopped = True
        close_all(self._end_thread, *([self._socket.close] if self._socket is not None else []), self._close_ends)

    def _end_thread(self) -> None:
        os.write(self._ends[1], b".")
        if self._thread.is_alive():
            self._thread.join()

    def _close_ends(self) -> None:
        close_all(*(partial(os.close, end) for end in self._ends))

    def _run(self) -> None:
        assert self._socket is not None
        while True:
            ready, _, _ = select.select([self._socket.fileno(), self._ends[0]], [], [])
            if self._ends[0] in ready:
                return
            message = b""
            with contextlib.suppress(OSError):  # ENOBUFS: so many changes at once that some were not kept
                message = self._socket.recv(65536)
            if not message or any(_is_news(kind, body) for kind, body in messages(message)):
                self._back()


def messages(data: bytes) -> list[tuple[int, bytes]]:
    """Kind and body of each message in a datagram."""
    kinds, at = [], 0
    while at + _HEAD <= len(data):
        length = int.from_bytes(data[at : at + 4], sys.byteorder)
        if length < _HEAD:
            break
        kinds.append((int.from_bytes(data[at + 4 : at + 6], sys.byteorder), data[at + _HEAD : at + length]))
        at += (length + 3) & ~3
    return kinds


def _is_news(kind: int, body: bytes) -> bool:
    if kind == _NEW_ADDRESS:
        return True
    return kind == _NEW_LINK and len(body) >= _INTERFACE and bool(int.from_bytes(body[8:12], sys.byteorder) & _RUNNING)
