"""One process that works on pictures, seen from outside: told something, waited for, ended."""

from __future__ import annotations

import fcntl
import json
import os
import select
import subprocess
import time
from dataclasses import asdict, dataclass
from typing import Any

from kiosk.bounded import OutOfBounds, read_object
from kiosk.devices.imaging.arena import Arena
from kiosk.devices.imaging.protocol import MOST_LINE, Setup
from kiosk.devices.simulated.camera_hands import CameraScene
from kiosk.own_python import bare_surroundings, command, processor_seconds

_SURROUNDINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # each thread's own heap would keep what its largest picture took
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",  # seconds that a camera may leave one waiting; ten by default
    "OPENCV_FFMPEG_THREADS": "1",  # a process is shut in while it has one thread
}
_SLICE = 0.2  # seconds between two looks at the worker's processor time


@dataclass(frozen=True)
class Patience:
    """How long one call may take: seconds of processor time, and on the clock whatever else the machine does."""

    cpu: float
    clock: float


STARTING = Patience(30.0, 90.0)
LOOKING = Patience(5.0, 15.0)
"""For a frame, and what is seen in it."""

WORKING = Patience(20.0, 60.0)
"""For a page; decoded, cleaned and packed it takes one second of a slow machine."""


class WorkerGone(Exception):
    """The worker died, or spoke oddly and was ended."""


class WorkerHung(Exception):
    """It took too long, and was ended."""


class WorkerProcess:
    """One process. Not for two threads at once."""

    def __init__(self, setup: Setup, arena: Arena) -> None:
        words = command("kiosk.devices.imaging.worker", json.dumps(asdict(setup)), str(arena.fd))
        pipe, given = subprocess.PIPE, bare_surroundings(_SURROUNDINGS)
        self._process = subprocess.Popen(
            words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=given, pass_fds=(arena.fd,)
        )
        assert self._process.stdin is not None
        fcntl.fcntl(self._process.stdin, fcntl.F_SETPIPE_SZ, MOST_LINE)  # nobody waits until a call is taken
        self._read = b""
        self.ready = False  # has said that it is
        self.used = False  # has seen a picture, and shut itself in
        self.opened = False  # has the camera
        self.scene: CameraScene | None = None  # as it was last told

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def say(self, words: dict[str, Any]) -> None:
        """Raises WorkerGone."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerGone("no input") from error

    def answer(self, patience: Patience) -> dict[str, Any]:
        """Its next line. Raises WorkerGone, WorkerHung."""
        ends, spent = time.monotonic() + patience.clock, processor_seconds(self.pid)
        while b"\n" not in self._read:
            self._more()
            if time.monotonic() > ends or processor_seconds(self.pid) - spent > patience.cpu:
                raise WorkerHung("took too long")
        line, _, self._read = self._read.partition(b"\n")
        try:
            return read_object(line, MOST_LINE)
        except OutOfBounds as error:
            raise WorkerGone("spoke oddly") from error

    def _more(self) -> None:
        out = self._process.stdout
        assert out is not None
        if select.select([out], [], [], _SLICE)[0]:
            chunk = os.read(out.fileno(), 1 << 20)
            if not chunk or len(self._read) > MOST_LINE:
                raise WorkerGone("ended")
            self._read += chunk

    def end(self) -> None:
        self._process.kill()
        with self._process:
            pass
