"""One writer per upload, over every worker that serves the same folder. Who comes later has the line: a half-open
predecessor gives way at once, in this process by an event, in another because a bell is rung there.

The upload's own file is locked (flock) as long as somebody writes, so that a worker that dies holds nothing. Bells are
datagram sockets, one a worker, in a folder beside the uploads.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from kiosk.closing import close_all

PATIENCE = 20.0  # seconds; a worker that does not give way within them is hung, and its upload is refused meanwhile
_SOONEST, _LATEST = 0.002, 0.05  # seconds between two looks at a lock that another worker is about to leave


class Busy(Exception):
    """Another worker holds the upload and does not give way."""


class UploadLocks:
    """``path`` finds the file of an upload; ValueError for a name that is none."""

    def __init__(self, bells: Path, path: Callable[[str], Path]) -> None:
        bells.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._place = bells
        self._path = path
        self._folder = os.open(bells, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._own = secrets.token_hex(8)
        self._bell: socket.socket | None = None
        self._leave: dict[str, asyncio.Event] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._holders: dict[str, int] = {}

    async def take(self, name: str) -> asyncio.Event:
        """Returns when the upload is ours, with the event that tells us to give way. Busy."""
        self._listen()
        if name in self._leave:
            self._leave[name].set()
        mine = self._leave[name] = asyncio.Event()
        await self._locks.setdefault(name, asyncio.Lock()).acquire()
        try:
            await self._hold(name)
        except BaseException:
            self.give(name, mine)
            raise
        return mine

    def give(self, name: str, mine: asyncio.Event) -> None:
        if (handle := self._holders.pop(name, None)) is not None:
            os.close(handle)
        self._locks[name].release()
        if self._leave.get(name) is mine:
            del self._leave[name], self._locks[name]

    def close(self) -> None:
        """Nobody rings here any more. Closing twice is harmless."""
        folder, self._folder = self._folder, -1
        bell = [] if self._bell is None else [self._bell.close, self._take_bell_down]
        close_all(*bell, *([partial(os.close, folder)] if folder >= 0 else []))

    def _take_bell_down(self) -> None:
        (self._place / self._own).unlink(missing_ok=True)

    # --- over processes -------------------------------------------------------------------------------------------

    async def _hold(self, name: str) -> None:
        """Lock the upload's file, ringing at the other workers until it is ours; nothing where there is none."""
        try:
            handle = os.open(self._path(name), os.O_RDONLY | os.O_CLOEXEC)
        except (ValueError, FileNotFoundError):
            return
        try:
            await self._locked(handle, name)
        except BaseException:
            os.close(handle)
            raise
        self._holders[name] = handle

    async def _locked(self, handle: int, name: str) -> None:
        pause, until = _SOONEST, asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if asyncio.get_running_loop().time() > until:
                    raise Busy(name) from None
            self._ring(name)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LATEST)

    def _ring(self, name: str) -> None:
        assert self._bell is not None
        for other in [bell.name for bell in self._place.iterdir() if bell.name != self._own]:
            try:
                self._bell.sendto(name.encode(), self._address(other))
            except ConnectionRefusedError:  # its worker died
                with suppress(FileNotFoundError):
                    os.unlink(other, dir_fd=self._folder)
            except OSError:  # gone, or rung so often already that its queue is full
                continue

    def _listen(self) -> None:
        if self._bell is None:
            self._bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            self._bell.bind(self._address(self._own))
            asyncio.get_running_loop().add_reader(self._bell, self._rung)

    def _rung(self) -> None:
        assert self._bell is not None
        with suppress(BlockingIOError):
            while True:
                if event := self._leave.get(self._bell.recv(200).decode("ascii", errors="replace")):
                    event.set()

    def _address(self, bell: str) -> str:
        """Short, however deep the folder lies: the name of a socket has 107 bytes at most."""
        return f"/proc/self/fd/{self._folder}/{bell}"
