"""What a camera is to the room that works on its pictures."""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.device_health import DeviceHealth
from kiosk.scan.picture import Frame


class Camera(Protocol):
    """A camera that looks down on the paper tray."""

    def health(self) -> DeviceHealth: ...

    def open(self) -> None:
        """Start it. CameraGone if there is none; opening twice is harmless."""

    def frame(self) -> Frame:
        """The newest frame (stale ones are dropped). CameraGone if it was unplugged."""

    def still(self) -> bytes:
        """One picture at full size: the JPEG bytes as the camera made them."""

    def close(self) -> None: ...
