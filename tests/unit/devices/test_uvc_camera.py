"""What a UVC camera is told, and in which order. There is no such camera here: this stands in for the driver alone."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest

from kiosk.devices.camera import UvcCamera
from kiosk.errors import CameraGone
from kiosk.scan.opencv import cv2

JPEG = cv2.imencode(".jpg", np.full((480, 640, 3), 200, np.uint8))[1]


class Driver:
    """``cv2.VideoCapture`` as a UVC camera with one frame in its buffer: what is set, and what is grabbed."""

    calls: ClassVar[list[tuple[str, Any]]] = []
    there = True

    def __init__(self, source: int | str, api: int) -> None:
        self.calls.append(("open", api))

    def isOpened(self) -> bool:
        return self.there

    def set(self, prop: int, value: float) -> bool:
        self.calls.append((NAMES[prop], value))
        return True

    def grab(self) -> bool:
        self.calls.append(("grab", None))
        return self.there

    def retrieve(self) -> tuple[bool, Any]:
        self.calls.append(("retrieve", None))
        return True, JPEG

    def release(self) -> None:
        self.calls.append(("release", None))


NAMES = {
    cv2.CAP_PROP_FOURCC: "fourcc",
    cv2.CAP_PROP_FRAME_WIDTH: "width",
    cv2.CAP_PROP_FRAME_HEIGHT: "height",
    cv2.CAP_PROP_BUFFERSIZE: "buffersize",
    cv2.CAP_PROP_CONVERT_RGB: "convert",
    cv2.CAP_PROP_AUTOFOCUS: "autofocus",
}


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> UvcCamera:
    monkeypatch.setattr(cv2, "VideoCapture", Driver)
    monkeypatch.setattr(Driver, "there", True)
    Driver.calls.clear()
    return UvcCamera("/dev/video0", clock=lambda: 0.0)


def test_the_pixel_format_is_set_before_the_size_and_one_frame_is_buffered(camera: UvcCamera) -> None:
    camera.open()
    names = [name for name, _ in Driver.calls]
    assert Driver.calls[0] == ("open", cv2.CAP_V4L2)
    assert names.index("fourcc") < names.index("width") < names.index("height")
    assert ("fourcc", cv2.VideoWriter.fourcc(*"MJPG")) in Driver.calls
    assert ("buffersize", 1) in Driver.calls and ("convert", 0) in Driver.calls


def test_the_focus_is_locked_and_stale_frames_are_let_go_before_the_shot(camera: UvcCamera) -> None:
    camera.open()
    Driver.calls.clear()
    assert camera.still() == JPEG.tobytes(), "the camera's own bytes"
    shot = [name for name, _ in Driver.calls]
    assert Driver.calls[0] == ("autofocus", 0) and Driver.calls[-1] == ("autofocus", 1)
    assert shot.count("grab") >= 2, "the frame from before the lock is let go"
    assert shot[-2] == "retrieve"


def test_a_camera_pulled_during_the_shot_is_gone_and_opens_again_later(
    camera: UvcCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera.open()
    monkeypatch.setattr(Driver, "there", False)
    with pytest.raises(CameraGone):
        camera.still()
    with pytest.raises(CameraGone):
        camera.open()
    monkeypatch.setattr(Driver, "there", True)
    camera.open()
    assert camera.frame().shape == (240, 320, 3), "a large camera's frames are decoded at half their size"
