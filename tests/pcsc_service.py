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
from typing import ClassVar

import pytest

from kiosk.devices import pcsc
from kiosk.devices.simulated import vpcd
from kiosk.errors import NoReader

READER = "Virtual PCD 00 00"
STARTUP = 60.0  # seconds: a slow machine under load is no fault
# The driver's usual port lies where the kernel takes its own for outgoing connections, and whoever has it keeps the
# reader from coming up. Ours lies below, in none of Linux' default range (32768 to 60999).
OUR_PORT = 21963
CONFIG = """FRIENDLYNAME "Virtual PCD"
DEVICENAME   /dev/null:{port:#06X}
LIBPATH      {driver}
CHANNELID    {port:#06X}
"""
DRIVERS = Path("/usr/lib/pcsc/drivers/serial")


def vpcd_port(slot: int = 0) -> int:
    """Where the card of a slot of the reader connects to: the service of the tests listens apart from the machine's."""
    return Service.port + slot


def _lacking() -> str:
    """What this machine lacks for these tests; empty when nothing."""
    try:
        from smartcard import scard  # noqa: F401
    except ImportError:
        return "pyscard is not installed"
    if shutil.which("pcscd") is None:
        return "pcscd is not installed"
    return "" if _driver() else "the vpcd reader driver (vsmartcard-vpcd) is not installed"


def _driver() -> Path | None:
    return next(DRIVERS.glob("libifdvpcd.so*"), None)


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

    port: ClassVar[int] = vpcd.PORT  # of the first slot, at the service that runs now

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-tests-pcscd-"))

    @property
    def ours(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        Service.port = OUR_PORT
        config, said = self._folder / "reader.conf", self._folder / "said.txt"
        config.write_text(CONFIG.format(port=OUR_PORT, driver=_driver()))
        with said.open("ab") as log:
            command = ["pcscd", "--foreground", "--info", "--config", str(config)]
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        end, pause = time.monotonic() + STARTUP, threading.Event()
        while not _reader_is_there():
            if time.monotonic() > end or self._process.poll() is not None:
                self.stop()
                pytest.fail(
                    f"pcscd did not come up with the vpcd reader:\n{said.read_text('utf-8', 'replace')[-2000:]}"
                )
            pause.wait(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(STARTUP)
            self._process = None

    def close(self) -> None:
        self.stop()
        Service.port = vpcd.PORT
        shutil.rmtree(self._folder)


@pytest.fixture
def pcscd() -> Iterator[Service]:
    """A running pcscd with vpcd: the machine's own if one runs, else one for this test. Tests in several processes
    take turns, since the driver listens on one fixed port."""
    reason = _lacking()
    if reason:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with (Path(tempfile.gettempdir()) / "kiosk-tests-pcscd.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        service = Service()
        if not _service_runs():
            service.start()
        elif not _reader_is_there():
            pytest.fail("a pcscd without the vpcd reader runs on this machine")
        try:
            yield service
        finally:
            service.close()
