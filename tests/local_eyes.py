"""Pictures worked on in the tests' own process: quicker to start, and watched by ``every_page``."""

from __future__ import annotations

from typing import Any

import numpy as np

from kiosk.app.drivers import EyesAndHands
from kiosk.config import Config
from kiosk.devices.camera_port import Camera
from kiosk.devices.document_station import CameraStation
from kiosk.devices.imaging.local import LocalImaging
from kiosk.devices.page_texts import PageTexts
from kiosk.devices.simulated.camera import SimulatedCamera
from kiosk.scan.bitmap import Bitmap
from kiosk.scan.page_picture import PagePicture
from kiosk.scan.picture import frame_of


def local_eyes(config: Config) -> EyesAndHands:
    """As ``drivers.worker_eyes``, without a worker."""
    camera = SimulatedCamera()
    return EyesAndHands(LocalImaging(camera, steady=config.delays.steady, view_mm=config.scan.view_mm), camera)


def local_station(camera: Camera | None = None, texts: PageTexts | None = None, **how: Any) -> CameraStation:
    return CameraStation(LocalImaging(camera or SimulatedCamera(), **how), texts)


def pixels(picture: Bitmap | PagePicture | None) -> np.ndarray:
    """The picture as it lies, to be looked at: height x width x 3, BGR."""
    assert picture is not None
    if isinstance(picture, PagePicture):
        return np.rot90(frame_of(picture.bitmap()), -picture.turns)
    return frame_of(picture)
