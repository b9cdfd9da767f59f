"""A flatbed or feeder through SANE.

The driver runs in a child process (``sane_child``): one that hangs is killed, one that crashes is a scanner that is
gone, and the kiosk goes on.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.bounded import OutOfBounds, read_object
from kiosk.devices.ports import ScannedSide
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.domain.paper import Tray
from kiosk.errors import ScannerBusy, ScannerEmpty, ScannerError, ScannerGone, ScannerJammed, ScannerOpen
from kiosk.own_python import command, surroundings
from kiosk.scan.bitmap import Bitmap

DPI = 300
"""What is asked of the scanner: the law wants 200, and print of 8 points is safer with half as much again."""

_ANSWER = 30.0  # seconds: looking for scanners on the network takes ten
_A_PAGE = 120.0  # seconds: an old flatbed in colour needs forty
_LET_GO = 5.0  # seconds in which a cancelled scanner brings its lamp home
_LARGEST = 400_000_000  # bytes of one page: more is a driver that lies
_FAULTS: Mapping[str, type[ScannerError]] = {
    "empty": ScannerEmpty,
    "jammed": ScannerJammed,
    "open": ScannerOpen,
    "busy": ScannerBusy,
    "gone": ScannerGone,
}


class SaneScanner:
    """The scanner ``device`` by its SANE name, or the first that is found. ``environment`` is added to our own."""

    def __init__(
        self,
        device: str = "",
        *,
        dpi: int = DPI,
        environment: Mapping[str, str] | None = None,
        a_page: float = _A_PAGE,
    ) -> None:
        self._device, self._dpi, self._a_page = device, dpi, a_page
        self._environment = {**os.environ, **(environment or {})}

    def health(self) -> DeviceHealth:
        try:
            self.trays()
        except ScannerError:
            return DeviceHealth(State.MISSING, "error.device.scanner.remedy")
        return DeviceHealth(State.READY)

    def trays(self) -> tuple[Tray, ...]:
        with self._child("trays", self._device) as child:
            message = child.message(_ANSWER, threading.Event())
        names = _checked(message).get("trays", ())
        return tuple(tray for tray in Tray if tray.value in names)

    def pages(self, tray: Tray, cancel: threading.Event) -> Iterator[ScannedSide]:
        with self._child("scan", self._device, tray.value, str(self._dpi)) as child:
            while True:
                message = child.message(self._a_page, cancel)
                if message is None or message.get("fault") == "cancelled":
                    if cancel.is_set():
                        return
                    raise ScannerGone("no answer")
                if "end" in _checked(message):
                    return
                width, height = int(message["width"]), int(message["height"])
                raw = child.read(width * height * 3, self._a_page, cancel)
                if raw is None:
                    return
                yield ScannedSide(Bitmap(width, height, raw), int(message["dpi"]))

    @contextlib.contextmanager
    def _child(self, *words: str) -> Iterator[_Child]:
        environment = surroundings(self._environment)
        pipe, line = subprocess.PIPE, command("kiosk.devices.sane_child", *words)
        process = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)
        try:
            yield _Child(process)
        finally:
            _let_go(process)


class _Child:
    """Reads what the child says, never longer than it is given."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._read = b""

    def message(self, patience: float, cancel: threading.Event) -> dict[str, Any] | None:
        """The next message; None when cancelled. ScannerGone when the child died, said nothing or spoke oddly."""
        while b"\n" not in self._read:
            if not self._more(patience, cancel):
                return None
        line, _, self._read = self._read.partition(b"\n")
        try:
            return read_object(line)
        except OutOfBounds as error:
            raise ScannerGone("spoke oddly") from error

    def read(self, size: int, patience: float, cancel: threading.Event) -> bytes | None:
        """That many bytes; None when cancelled."""
        if not 0 < size <= _LARGEST:
            raise ScannerGone("a page of no size")
        parts, have = [self._read], len(self._read)
        while have < size:
            self._read = b""
            if not self._more(patience, cancel):
                return None
            parts.append(self._read)
            have += len(self._read)
        whole = b"".join(parts)
        self._read = whole[size:]
        return whole[:size]

    def _more(self, patience: float, cancel: threading.Event) -> bool:
        """Add what the child says next to what was read. False when cancelled."""
        out = self._process.stdout
        assert out is not None
        ends = time.monotonic() + patience
        while not cancel.is_set():
            if select.select([out], [], [], 0.1)[0]:
                chunk = os.read(out.fileno(), 1 << 20)
                if not chunk:
                    raise ScannerGone("the driver died")
                self._read += chunk
                return True
            if time.monotonic() > ends:
                raise ScannerGone("no answer")
        return False


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """Ask it to cancel, give it a moment to bring the lamp home, then end it."""
    with contextlib.suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    if process.stdout is not None:
        process.stdout.close()
    try:
        process.wait(_LET_GO)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _checked(message: dict[str, Any] | None) -> dict[str, Any]:
    if message is None:
        raise ScannerGone("no answer")
    if (fault := message.get("fault")) is not None:
        raise _FAULTS.get(str(fault), ScannerGone)(str(message.get("detail", "")))
    return message
