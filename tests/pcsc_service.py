"""A pcscd of the tests' own, with the vpcd reader driver. Fixtures for conftest files to import."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices import pcsc
from kiosk.errors import NoReader

READER = "Virtual PCD 00 00"
STARTUP = 10.0


def _lacking() -> str:
    """What this machine lacks for these tests; empty when nothing."""
    try:
        from smartcard import scard  # noqa: F401
    except ImportError:
        return "pyscard is not installed"
    if shutil.which("pcscd") is None:
        return "pcscd is not installed"
    driver = any(Path("/usr/lib/pcsc/drivers/serial").glob("libifdvpcd*"))
    return "" if driver else "the vpcd reader driver (vsmartcard-vpcd) is not installed"


def _reader_is_there() -> bool:
    try:
        with pcsc.Context() as context:
            return bool(context.slots(READER))
    except NoReader:
        return False


def _service_runs() -> bool:
    try:
        with pcsc.Context():
            return True
    except NoReader:
        return False


class Service:
    """A pcscd that can be stopped and started; it ends only the process it started."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def ours(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["pcscd", "--foreground"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end, pause = time.monotonic() + STARTUP, threading.Event()
        while not _reader_is_there():
            if time.monotonic() > end or self._process.poll() is not None:
                self.stop()
                pytest.fail("pcscd did not come up with the vpcd reader")
            pause.wait(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(STARTUP)
            self._process = None


@pytest.fixture
def pcscd() -> Iterator[Service]:
    """A running pcscd with vpcd: the machine's own if one runs, else one for this test. Tests in several processes
    take turns, since the driver listens on one fixed port."""
    reason = _lacking()
    if reason:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    service = Service()
    with (Path(tempfile.gettempdir()) / "kiosk-tests-pcscd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _service_runs():
            service.start()
        elif not _reader_is_there():
            pytest.fail("a pcscd without the vpcd reader runs on this machine")
        try:
            yield service
        finally:
            service.stop()
