"""A UVC camera over the paper tray.

Also takes the path or address of a film (a recorded visit, an MJPEG stream), so that the whole way can be tried where
no camera is: that is the same class, not a stand-in.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from kiosk.domain.device_health import DeviceHealth, State
from kiosk.errors import CameraGone
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

FULL_SIZE = (3264, 2448)  # asked for; a camera that cannot gives its nearest
_STALE = 0.2  # seconds: a frame that waited longer in the driver shows what was
_BUFFERED = 1  # frames that a driver holds back at BUFFERSIZE 1: taken before the focus was locked
_PATIENCE_MS = 3000  # for a stream that stalls
_PREVIEW_WIDTH = 2000  # frames wider than this are decoded at half size: twice as fast, and still more than a screen


class Capture(Protocol):
    """What is used of ``cv2.VideoCapture``."""

    def isOpened(self) -> bool: ...  # noqa: N802
    def grab(self) -> bool: ...
    def retrieve(self) -> tuple[bool, Any]: ...
    def set(self, prop: int, value: float) -> bool: ...
    def release(self) -> None: ...


class UvcCamera:
    """The camera behind ``source``: an index ("0"), a device ("/dev/video0"), a film's path, or an address."""

    def __init__(
        self,
        source: str,
        *,
        size: tuple[int, int] = FULL_SIZE,
        capture: Callable[[str], Capture] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._size = size
        self._make = capture or self._capture
        self._clock = clock
        self._device: Capture | None = None
        self._read_at = float("-inf")

    def health(self) -> DeviceHealth:
        """Ready when it gives a frame. Opens it for the moment if need be."""
        was_open = self._device is not None
        try:
            self.open()
            self._raw()
        except CameraGone:
            return DeviceHealth(State.MISSING, "error.device.camera.remedy")
        finally:
            if not was_open:
                self.close()
        return DeviceHealth(State.READY)

    def open(self) -> None:
        if self._device is not None:
            return
        device = self._make(self._source)
        if not device.isOpened():
            device.release()
            raise CameraGone(f"{_kind(self._source)} does not open")
        self._device = device

    def frame(self) -> Frame:
        raw = self._raw()
        if not _is_jpeg(raw):
            return np.asarray(raw, np.uint8)
        half = self._size[0] > _PREVIEW_WIDTH
        return _decoded(raw, cv2.IMREAD_REDUCED_COLOR_2 if half else cv2.IMREAD_COLOR)

    def still(self) -> bytes:
        """The camera's own JPEG where it gives one; a film's frame is encoded with next to no loss.

        The focus stays where it is while the picture is taken, and what lay in the driver's buffer is let go.
        """
        raw = self._held_still()
        if _is_jpeg(raw):
            return bytes(raw.tobytes())
        return bytes(cv2.imencode(".jpg", raw, [cv2.IMWRITE_JPEG_QUALITY, 95])[1])

    def close(self) -> None:
        if self._device is not None:
            self._device.release()
            self._device = None

    def _held_still(self) -> Any:
        device = self._device
        if device is None or not self._is_live():
            return self._raw()
        device.set(cv2.CAP_PROP_AUTOFOCUS, 0)
        try:
            for _ in range(_BUFFERED):
                device.grab()
            return self._raw()
        finally:
            device.set(cv2.CAP_PROP_AUTOFOCUS, 1)

    def _raw(self) -> Any:
        """The newest frame as the driver has it: a picture, or the bytes of a JPEG."""
        if self._device is None:
            raise CameraGone("not open")
        if self._is_live() and self._clock() - self._read_at > _STALE:
            self._device.grab()
        there, raw = self._device.retrieve() if self._device.grab() else (False, None)
        self._read_at = self._clock()
        if not there or raw is None or not raw.size:
            self.close()
            raise CameraGone(f"{_kind(self._source)} gives no more frames")
        return raw

    def _is_live(self) -> bool:
        return self._source.isdigit() or self._source.startswith("/dev/")

    def _capture(self, source: str) -> Capture:
        if not self._is_live():
            patience = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _PATIENCE_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _PATIENCE_MS]
            film: Capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, patience)
            return film
        device: Capture = cv2.VideoCapture(int(source) if source.isdigit() else source, cv2.CAP_V4L2)
        # The order matters: the size is chosen among those of the pixel format set before it.
        device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        device.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        device.set(cv2.CAP_PROP_CONVERT_RGB, 0)
        device.set(cv2.CAP_PROP_AUTOFOCUS, 1)
        return device


def _kind(source: str) -> str:
    """The source without its path or address: those may hold names."""
    return "address" if "://" in source else f"camera {source}" if source.isdigit() else "device or film"


def _is_jpeg(raw: Any) -> bool:
    """A row of bytes, in however many dimensions this OpenCV gives it."""
    return bool(raw.size == max(raw.shape) and raw.dtype == np.uint8 and raw.ravel()[:2].tolist() == [0xFF, 0xD8])


def _decoded(raw: Any, how: int) -> Frame:
    picture = cv2.imdecode(raw.ravel(), how)
    if picture is None:
        raise CameraGone("a frame that is no picture")
    return np.asarray(picture, np.uint8)
