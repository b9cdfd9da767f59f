"""The camera that the demo and the tests lay papers under, from two threads."""

from __future__ import annotations

import pytest

from kiosk.devices.simulated import camera as room
from kiosk.devices.simulated.camera import SimulatedCamera, paper
from kiosk.scan.picture import Frame


def test_a_paper_that_is_laid_down_while_the_camera_opens_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    camera, shrunk, hands = SimulatedCamera(fps=0), room._live, [paper("birth-notice")]

    def meanwhile(data: bytes) -> Frame:
        while hands:
            camera.put(hands.pop())
        return shrunk(data)

    monkeypatch.setattr(room, "_live", meanwhile)
    camera.open()
    assert camera.still() == paper("birth-notice").read_bytes()
