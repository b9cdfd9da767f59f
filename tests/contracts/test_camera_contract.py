"""What every camera promises: the simulated one, and the real class on a film and on a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from mjpeg_stream import Stream
from scan_scenes import as_jpeg, scene

from kiosk.devices.camera import UvcCamera
from kiosk.devices.camera_port import Camera
from kiosk.devices.simulated.camera import SimulatedCamera
from kiosk.domain.device_health import State
from kiosk.errors import CameraGone
from kiosk.scan.decode import decode
from kiosk.scan.opencv import cv2


@dataclass(frozen=True)
class Rig:
    camera: Camera
    unplug: Callable[[], object]
    plug: Callable[[], object]


def simulated(_: Path) -> Iterator[Rig]:
    camera = SimulatedCamera(fps=0)
    camera.put(scene())
    yield Rig(camera, camera.unplug, camera.plug)


def film(folder: Path) -> Iterator[Rig]:
    """A film of six frames: when it ends, the camera is gone; its file taken away, there is none."""
    path = folder / "visit.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (900, 1200))
    for _ in range(6):
        writer.write(scene())
    writer.release()
    away = folder / "away.avi"
    yield Rig(UvcCamera(str(path)), lambda: path.rename(away), lambda: away.rename(path))


def stream(_: Path) -> Iterator[Rig]:
    served = Stream(as_jpeg(scene()))
    yield Rig(UvcCamera(served.url), served.unplug, served.plug)
    served.unplug()


@pytest.fixture(params=[simulated, film, stream], ids=lambda make: str(make.__name__))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    for made in request.param(tmp_path):
        yield made
        made.camera.close()


def test_a_frame_is_a_colour_picture(rig: Rig) -> None:
    rig.camera.open()
    frame = rig.camera.frame()
    assert frame.ndim == 3
    assert frame.shape[2] == 3
    assert frame.dtype == np.uint8
    assert frame.std() > 5


def test_a_still_is_a_jpeg_no_smaller_than_the_frame(rig: Rig) -> None:
    rig.camera.open()
    frame, still = rig.camera.frame(), rig.camera.still()
    assert still[:2] == b"\xff\xd8"
    assert decode(still).shape >= frame.shape


def test_opening_twice_and_closing_twice_is_harmless(rig: Rig) -> None:
    rig.camera.open()
    rig.camera.open()
    assert rig.camera.frame().size
    rig.camera.close()
    rig.camera.close()


def test_a_closed_camera_gives_no_frame_and_opens_again(rig: Rig) -> None:
    rig.camera.open()
    rig.camera.close()
    with pytest.raises(CameraGone):
        rig.camera.frame()
    rig.camera.open()
    assert rig.camera.frame().size


def test_health_tells_whether_it_is_there(rig: Rig) -> None:
    assert rig.camera.health().state is State.READY
    rig.unplug()
    assert rig.camera.health().state is State.MISSING
    assert rig.camera.health().detail
    rig.plug()
    assert rig.camera.health().state is State.READY


def test_a_camera_that_is_not_there_does_not_open(rig: Rig) -> None:
    rig.unplug()
    with pytest.raises(CameraGone):
        rig.camera.open()


def test_unplugged_in_the_middle_it_says_so_and_comes_back(rig: Rig) -> None:
    rig.camera.open()
    rig.camera.frame()
    rig.unplug()
    with pytest.raises(CameraGone):
        for _ in range(400):  # what the driver still holds may come first
            rig.camera.frame()
    rig.plug()
    rig.camera.open()
    assert rig.camera.frame().size


def test_no_path_or_address_stands_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(CameraGone) as caught:
        UvcCamera(str(tmp_path / "Giàng Thị Say.avi")).open()
    assert "Say" not in str(caught.value)
