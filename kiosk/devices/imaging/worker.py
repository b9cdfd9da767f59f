"""The process that works on pictures: it opens the camera, shuts itself in, and does one thing after another.

Run as ``python -m kiosk.devices.imaging.worker SETUP FD``: how it is to work, as JSON, and the arena that it shares.
Each line on standard input is a call of ``port.Imaging``, each on standard output its answer. It ends with its input.

All that is loaded on first use is loaded by doing the whole way once on a made-up sheet; only then it says that it is
ready. From the first picture on it opens no file but Python's own, runs no program and makes no socket
(``kiosk.confinement``).
"""

from __future__ import annotations

import _strptime  # type: ignore[import-not-found]  # noqa: F401 - of datetime, on first use
import json
import logging
import os
import resource
import sys
import sysconfig
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.fft  # loaded by numpy on first use, which would be too late
import numpy.random

from kiosk import heap
from kiosk.bounded import read_object
from kiosk.confinement import CellRefused, shut_in
from kiosk.devices import card_mrz
from kiosk.devices.camera import UvcCamera
from kiosk.devices.camera_port import Camera
from kiosk.devices.imaging.arena import Arena
from kiosk.devices.imaging.local import LocalImaging
from kiosk.devices.imaging.protocol import ARRANGE, MOST_LINE, Setup
from kiosk.devices.imaging.wire import Incoming, Outgoing, signature
from kiosk.devices.simulated.camera import SimulatedCamera
from kiosk.devices.simulated.camera_hands import CameraScene
from kiosk.errors import KioskError
from kiosk.resources import ASSETS, demo_asset
from kiosk.scan.opencv import cv2
from kiosk.scan.page.document import page_of
from kiosk.scan.pdf import pdfa
from kiosk.scan.reading import codes
from kiosk.scan.reading.words import PageText, PageWord

CODE = tuple(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
"""What may be read in the cell: a module of Python's that is imported late. No code is mapped, so none of C's is."""

_MEMORY = 700_000_000  # bytes beyond what is loaded: a picture of 12 megapixels takes half of it
_HEAD = 40  # bytes of a call in which its name stands
_LAST_TO_LIVE = 800  # of 1000: where memory runs out this process goes, and the visit stays (proc_pid_oom_score_adj(5))


@dataclass
class ImagingServer:
    """One call after another, until there are no more."""

    imaging: LocalImaging
    camera: Camera
    arena: Arena
    readable: Sequence[Path] = ()
    sealed: bool = False
    scene: CameraScene | None = None
    threads: int = 1  # of OpenCV, once the process is shut in

    def serve(self, source: IO[bytes], out: IO[bytes]) -> None:
        while line := source.readline(MOST_LINE):
            out.write(json.dumps(self._answer(line)).encode() + b"\n")
            out.flush()
            if b'"look"' not in line[:_HEAD]:
                heap.give_back()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            call = read_object(line, MOST_LINE)
            if call["op"] == ARRANGE:
                self._arrange(call["args"])
                return {"answer": None}
            return {"answer": self._called(call["op"], call["args"], call["end"])}
        except KioskError as error:
            return {"fault": error.code}
        except Exception as error:  # of whatever library: it costs what was asked for
            return {"bug": type(error).__name__, "at": "".join(traceback.format_tb(error.__traceback__))[-4000:]}

    def _called(self, name: str, given: Sequence[Any], end: int) -> Any:
        kinds, _ = signature(name)
        incoming = Incoming(self.arena, copies=False)
        values = [incoming.decoded(kind, data) for kind, data in zip(kinds, given, strict=True)]
        if name != "open":
            self._shut_in()
        answer = getattr(self.imaging, name)(*values)
        if name == "open":
            self.imaging.look()  # whatever a camera does on its first frame only, it does before
            self.imaging.forget()
            self._shut_in()
        return Outgoing(self.arena, end).encoded(answer)

    def _arrange(self, given: Sequence[Any]) -> None:
        scene = Incoming(self.arena, copies=True).decoded(CameraScene, given[0])
        if isinstance(self.camera, SimulatedCamera):
            self.camera.arrange(self.scene, scene)
        self.scene = scene

    def _shut_in(self) -> None:
        """A kernel that cannot leaves it as free as the kiosk itself is; files from outside are decoded elsewhere."""
        if not self.sealed:
            self.sealed = True
            with suppress(CellRefused):
                shut_in(self.readable, works=True)
            cv2.setNumThreads(self.threads)


def main() -> None:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints does not come between
    logging.disable()
    setup = Setup(**json.loads(sys.argv[1]))
    camera: Camera = SimulatedCamera() if setup.camera == "simulated" else UvcCamera(setup.camera)
    readable = (*CODE, ASSETS / "fonts", demo_asset("papers")) if setup.camera == "simulated" else CODE
    imaging = LocalImaging(camera, steady=setup.steady, view_mm=setup.view_mm)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)  # a process is shut in while it has one thread
    warm_up()
    heap.give_back()
    limit()
    out.write(b'{"ready": true}\n')
    out.flush()
    ImagingServer(imaging, camera, Arena(int(sys.argv[2])), readable, threads=threads).serve(sys.stdin.buffer, out)


def warm_up() -> None:
    """The whole way once: fonts, weights, machine code and whatever else is read when it is first needed."""
    desk = np.full((1200, 1000, 3), (60, 90, 130), np.uint8)
    desk[100:1100, 150:850] = 245
    for row in range(12):
        cv2.putText(desk, "So 001", (220, 220 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 2, cv2.LINE_AA)
    desk[900:1060, 300:460] = np.kron(np.indices((20, 20)).sum(0) % 2 * 200, np.ones((8, 8), int))[:, :, None]
    page = page_of(desk, meanwhile=lambda picture: pdfa.packed(picture, (210.0, 297.0)))
    assert page.packed is not None
    words = PageText(((PageWord("So", (220, 200, 300, 240)),),), (1654, 2339))
    pdfa.bind([replace(page.packed, text=words)])
    codes.texts(desk)
    card_mrz.key_from_picture(desk)
    cv2.imdecode(cv2.imencode(".jpg", desk)[1], cv2.IMREAD_COLOR)


def limit() -> None:
    """So much memory and no more, no file of its own, no picture in a core dump; the first to go where memory ends."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_LAST_TO_LIVE))
    most = _data() + _MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _data() -> int:
    """Bytes that count against RLIMIT_DATA (proc_pid_statm(5))."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()


if __name__ == "__main__":
    main()
