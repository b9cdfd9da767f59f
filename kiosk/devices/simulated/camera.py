"""A camera that sees what it is given: the demo's dock and the tests lay papers under it and take them away."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from kiosk.devices.simulated.camera_hands import CameraScene, paper
from kiosk.devices.simulated.card_on_desk import card_with_code
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.errors import CameraGone
from kiosk.scan.decode import decode
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

_LIVE_SIDE = 1080  # pixels of a live frame's longer side
_SHAKE = 14.0  # pixels a hand trembles as it lays the paper down
_CALMS = 0.30  # seconds in which the trembling falls to a third


class SimulatedCamera:
    """Safe to be used from any thread. ``fps`` 0: as fast as it is asked."""

    def __init__(
        self,
        *,
        fps: float = 20.0,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fps = fps
        self._clock = clock
        self._pause = pause
        self._lock = threading.Lock()
        self._open = False
        self._plugged = True
        self._still = b""
        self._live: Frame | None = None
        self._since = float("-inf")
        self._last = float("-inf")
        self._shake, self._light = 0.0, 1.0

    def arrange(self, before: CameraScene | None, scene: CameraScene) -> None:
        """The scene as the hands have it now, after what it was when this was last called."""
        if before is None or scene.laid != before.laid:
            self.show_code(scene.code) if scene.code else self.put(scene.picture)
        if before is None or scene.shake != before.shake:
            self.hold(scene.shake)
        self.set_light(scene.light)
        if before is None or scene.plugged != before.plugged:
            self.plug() if scene.plugged else self.unplug()

    def put(self, picture: Path | str | Frame | bytes) -> None:
        """Lay a paper under the camera: a picture of it, as a file, as bytes, or as an array."""
        self._lay(picture if isinstance(picture, bytes) else _bytes_of(picture), over=True)

    def _lay(self, data: bytes, *, over: bool) -> None:
        """``over``: in the place of what lies there, which a hand may have laid down just now."""
        live = _live(data)
        with self._lock:
            if over or self._live is None:
                self._still, self._live, self._since = data, live, self._clock()

    def hold(self, shake: float) -> None:
        """The paper is held in a hand that trembles by ``shake`` pixels of a live frame; 0 lays it down."""
        with self._lock:
            self._shake, self._since = shake, self._clock()

    def set_light(self, light: float) -> None:
        """The lamp: 1 as photographed, 0 off, above 1 brighter."""
        with self._lock:
            self._light = light

    def take_away(self) -> None:
        """An empty desk again."""
        self.put(paper("empty-desk"))

    def show_code(self, text: str) -> None:
        """Hold a card with this QR code under the camera."""
        self.put(_card(text))

    def unplug(self) -> None:
        """As if the cable were pulled."""
        with self._lock:
            self._plugged = self._open = False

    def plug(self) -> None:
        with self._lock:
            self._plugged = True

    def health(self) -> DeviceHealth:
        with self._lock:
            return (
                DeviceHealth(State.READY)
                if self._plugged
                else DeviceHealth(State.MISSING, "error.device.camera.remedy")
            )

    def open(self) -> None:
        with self._lock:
            if not self._plugged:
                raise CameraGone("unplugged")
            self._open = True
        self._lay(_bytes_of(paper("empty-desk")), over=False)

    def frame(self) -> Frame:
        self._keep_pace()
        live, _ = self._view()
        shift = self._tremble()
        height, width = live.shape[:2]
        by = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
        moved = cv2.warpAffine(live, by, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        return self._lit(np.asarray(moved, np.uint8))

    def still(self) -> bytes:
        """What the paper's own picture is; under another light, or in a hand, it is taken anew."""
        live, data = self._view()
        if self._light == 1.0 and not self._shake:
            return data
        picture = decode(data)
        stroke = round(self._shake * max(picture.shape[:2]) / max(live.shape[:2]))
        return _bytes_of(self._lit(_dragged(picture, stroke)))

    def _lit(self, picture: Frame) -> Frame:
        return picture if self._light == 1.0 else np.asarray(cv2.convertScaleAbs(picture, alpha=self._light), np.uint8)

    def close(self) -> None:
        with self._lock:
            self._open = False

    def _view(self) -> tuple[Frame, bytes]:
        with self._lock:
            if not self._open or self._live is None:
                raise CameraGone("unplugged" if not self._plugged else "not open")
            return self._live, self._still

    def _tremble(self) -> tuple[float, float]:
        """A hand's tremor that calms down; after a second the paper lies still."""
        age = self._clock() - self._since
        if self._shake:
            return self._shake * math.sin(age * 19), self._shake * math.cos(age * 23)
        if not 0 <= age < 1.2:
            return 0.0, 0.0
        reach = _SHAKE * math.exp(-age / _CALMS)
        return reach * math.sin(age * 19), reach * math.cos(age * 23)

    def _keep_pace(self) -> None:
        if self._fps <= 0:
            return
        wait = self._last + 1 / self._fps - self._clock()
        if wait > 0:
            self._pause(wait)
        self._last = self._clock()


def _bytes_of(picture: Path | str | Frame) -> bytes:
    if isinstance(picture, Path | str):
        return Path(picture).read_bytes()
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1])


def _dragged(picture: Frame, stroke: int) -> Frame:
    """Moved by ``stroke`` pixels, slanting, while the shutter was open."""
    if stroke < 2:
        return picture
    kernel = np.zeros((stroke, stroke), np.float32)
    cv2.line(kernel, (0, stroke * 2 // 3), (stroke - 1, stroke // 3), 1.0, 1, cv2.LINE_AA)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


@lru_cache(maxsize=8)  # a visit lays the same few under it again and again
def _live(data: bytes) -> Frame:
    picture = decode(data)
    scale = min(1.0, _LIVE_SIDE / max(picture.shape[:2]))
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


@lru_cache(maxsize=8)  # drawn in a second, on 8 million pixels
def _card(text: str) -> bytes:
    return _bytes_of(card_with_code(text, decode(paper("empty-desk").read_bytes())))
