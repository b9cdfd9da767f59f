"""The worker for pictures from outside: what it may do, what is believed of it, and what becomes of its memory."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import environment_of
from scan_scenes import scene

from kiosk.devices.imaging import process as imaging_process
from kiosk.devices.imaging.arena import SIZE, Arena, ArenaFull
from kiosk.devices.imaging.port import FinishedPage, StillPicture
from kiosk.devices.imaging.process import ImagingProcess
from kiosk.devices.imaging.protocol import Setup
from kiosk.devices.imaging.wire import Incoming, Outgoing, WireFault, signature
from kiosk.devices.imaging.worker_process import Patience
from kiosk.devices.ports import Preview
from kiosk.devices.simulated.camera_hands import CameraHands
from kiosk.domain.device_health import State
from kiosk.domain.paper import Hint
from kiosk.errors import CameraGone, ImagingLost
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.opencv import cv2
from kiosk.scan.page_picture import PagePicture


@pytest.fixture
def arena() -> Iterator[Arena]:
    made = Arena.create()
    yield made
    made.close()


def crossed(arena: Arena, kind: Any, value: object) -> Any:
    return Incoming(arena, copies=True).decoded(kind, Outgoing(arena).encoded(value))


def test_what_goes_in_comes_out(arena: Arena) -> None:
    corners = ((0.0, 1.0), (2.5, 3.0), (4.0, 5.0), (6.0, 7.0))
    seen = Preview(Bitmap(2, 1, b"abcdef"), corners, Hint.GLARE, 0.5, (corners,))
    came = crossed(arena, Preview, seen)
    assert (came.frame.pixels, came.corners, came.hint, came.others) == (b"abcdef", corners, Hint.GLARE, (corners,))
    assert crossed(arena, StillPicture, StillPicture(b"jpeg", None)) == StillPicture(b"jpeg", None)
    assert signature("filed") == ((Bitmap, tuple[float, float] | None, bool), FinishedPage)


@pytest.mark.parametrize(
    ("kind", "lie"),
    [
        (StillPicture, [[SIZE - 1, 2], None]),
        (StillPicture, [[-1, 4], None]),
        (StillPicture, [[0, 4]]),
        (StillPicture, [[0, 4.5], None]),
        (Bitmap, [2, 1, [0, 5]]),
        (Bitmap, [0, 0, [0, 0]]),
        (Preview, [[2, 1, [0, 6]], None, "no such hint", 0.5, []]),
        (Preview, [[2, 1, [0, 6]], None, "glare", True, []]),
        (tuple[str, ...], "text"),
        (int, True),
        (bool, 1),
        (str, None),
        (type(None), 1),
    ],
)
def test_whatever_is_not_what_was_expected_is_refused(arena: Arena, kind: Any, lie: object) -> None:
    with pytest.raises(WireFault):
        Incoming(arena, copies=True).decoded(kind, lie)


def test_the_arena_cannot_be_shrunk_and_is_empty_once_it_is_wiped(arena: Arena) -> None:
    with pytest.raises(PermissionError):
        os.ftruncate(arena.fd, 4096)
    arena.put(0, b"a face")
    arena.wipe()
    assert bytes(arena.view(0, 6)) == bytes(6)
    with pytest.raises(ArenaFull):
        arena.put(SIZE - 2, b"face")


def test_a_page_in_hand_is_made_small_without_loss_and_turned_by_a_word() -> None:
    page = PagePicture(Bitmap(300, 200, bytes(range(180)) * 1000))
    before = page.bitmap().pixels
    page.turned().shrink()
    assert len(page._pixels._small) < len(before) / 20 and page._pixels._bitmap is None
    assert page.bitmap().pixels == before
    assert (page.turned().size, page.turned().turned().turned().turned().turns) == ((200, 300), 0)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "visit.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (900, 1200))
    for _ in range(6):
        writer.write(scene())
    writer.release()
    return path


def test_the_real_camera_is_opened_before_the_worker_shuts_itself_in(film: Path, tmp_path: Path) -> None:
    """A film stands for it. At its end the camera is gone, and another worker opens it anew: this one cannot."""
    imaging = ImagingProcess(Setup(str(film)))
    try:
        imaging.open()
        first = imaging.pid
        assert imaging.look().corners is not None
        assert "Seccomp:\t2" in Path(f"/proc/{first}/status").read_text()
        with pytest.raises(CameraGone):
            for _ in range(7):
                imaging.look()
        away = film.rename(tmp_path / "away.avi")
        assert imaging.health().state is State.MISSING and imaging.pid == first
        away.rename(film)
        assert imaging.health().state is State.READY and imaging.pid != first
        imaging.look()
    finally:
        imaging.close()


@pytest.fixture
def imaging() -> Iterator[ImagingProcess]:
    made = ImagingProcess(Setup("simulated"), CameraHands())
    yield made
    made.close()


def test_one_that_hangs_over_a_page_costs_the_page(imaging: ImagingProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    imaging.open()
    stopped = imaging.pid
    assert stopped is not None
    monkeypatch.setattr(imaging_process, "WORKING", Patience(5.0, 0.5))
    os.kill(stopped, signal.SIGSTOP)
    page = Bitmap(100, 100, b"\xff" * 30_000)
    with pytest.raises(ImagingLost):
        imaging._done("pack", page, 0, patience=imaging_process.WORKING)
    with pytest.raises(ProcessLookupError):
        os.kill(stopped, 0)
    assert imaging.pack(page, 0).size_mm[0] > 0
    assert imaging.look().hint is Hint.NO_PAPER, "the next one has the camera as well"


def taken(pid: int) -> int:
    """Bytes that count against RLIMIT_DATA. Anyone may read this of a process that has shut itself in."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[5]) * resource.getpagesize()


def test_one_that_swells_over_a_page_costs_the_page(imaging: ImagingProcess) -> None:
    """It has room to say so, and none for the page: with none for anything, it may die, and another is asked."""
    imaging.open()
    imaging.look()  # it gives memory back after its answer to the call before; after this answer it waits
    swollen = imaging.pid
    assert swollen is not None
    most = resource.prlimit(swollen, resource.RLIMIT_DATA)[0]
    assert 0 < most < 1_500_000_000, "it may not take all there is (-1 is no limit)"
    resource.prlimit(swollen, resource.RLIMIT_DATA, (taken(swollen) + (8 << 20), most))  # as if it had taken the rest
    # turned it is copied, 75 MB at once, which no heap has left over: a thread's ends at 64 MB, the main one is at 20
    page = Bitmap(5000, 5000, b"\x80" * 75_000_000)
    with pytest.raises(ImagingLost):
        imaging.pack(page, 1)
    assert imaging.look().hint is Hint.NO_PAPER and imaging.pid != swollen


def test_the_worker_is_given_nothing_of_the_environment_that_it_does_not_need(
    imaging: ImagingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_PIN", "a secret")
    imaging._start_ahead()  # not yet shut in: then nobody could look
    given = environment_of(imaging.pid)
    assert b"PATH=" in given and b"secret" not in given
