"""The hands at a simulated camera: what lies under it and how it is lit, wherever the camera itself is.

Nothing here works on pixels: a picture is the bytes of its file.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from kiosk.resources import demo_asset


def paper(name: str) -> Path:
    """One of the pictures the sandbox brings: ``birth-notice``, ``birth-notice-blurred``, ``empty-desk`` and so on."""
    return demo_asset("papers", f"{name}.jpg")


class PaperHands(Protocol):
    """What a person does under the camera."""

    def put(self, picture: Path | str | bytes) -> None:
        """Lay a paper under the camera: a picture of it, as a file or as its bytes."""

    def hold(self, shake: float) -> None:
        """The paper is held in a hand that trembles by ``shake`` pixels of a live frame; 0 lays it down."""

    def set_light(self, light: float) -> None:
        """The lamp: 1 as photographed, 0 off, above 1 brighter."""

    def take_away(self) -> None:
        """An empty desk again."""

    def show_code(self, text: str) -> None:
        """Hold a card with this QR code under the camera."""

    def unplug(self) -> None:
        """As if the cable were pulled."""

    def plug(self) -> None: ...


@dataclass(frozen=True)
class CameraScene:
    """What a simulated camera sees. ``laid`` grows whenever something is laid down; with a ``code`` it is a card."""

    laid: int = 0
    picture: bytes = field(default=b"", repr=False)
    code: str = field(default="", repr=False)
    shake: float = 0.0
    light: float = 1.0
    plugged: bool = True


class CameraHands:
    """Keeps the scene for a camera in another process. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scene = CameraScene(picture=paper("empty-desk").read_bytes())

    @property
    def scene(self) -> CameraScene:
        return self._scene

    def put(self, picture: Path | str | bytes) -> None:
        self._lay(picture if isinstance(picture, bytes) else Path(picture).read_bytes(), "")

    def take_away(self) -> None:
        self.put(paper("empty-desk"))

    def show_code(self, text: str) -> None:
        self._lay(b"", text)

    def hold(self, shake: float) -> None:
        with self._lock:
            self._scene = replace(self._scene, shake=shake)

    def set_light(self, light: float) -> None:
        with self._lock:
            self._scene = replace(self._scene, light=light)

    def unplug(self) -> None:
        with self._lock:
            self._scene = replace(self._scene, plugged=False)

    def plug(self) -> None:
        with self._lock:
            self._scene = replace(self._scene, plugged=True)

    def _lay(self, picture: bytes, code: str) -> None:
        with self._lock:
            self._scene = replace(self._scene, laid=self._scene.laid + 1, picture=picture, code=code)
