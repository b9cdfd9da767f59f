"""Checks that work on pixels, or open the camera: for the doctor, never within the window's process."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.config import Config
from kiosk.devices.health import Check, Finding, answers, is_there
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.errors import FinderBroken


def pixel_checks(config: Config) -> tuple[Check, ...]:
    return (partial(camera, config.devices.camera), finder, partial(page_text, config.scan.text_layer))


def camera(setting: str, devices: Path = Path("/dev"), look: Callable[[str], DeviceHealth] | None = None) -> Finding:
    """``setting`` as in the configuration: an index, a path, an address, or ``simulated``. Ready means: it gave a
    picture just now; a camera that the running kiosk holds gives none to anybody else."""
    finding = partial(Finding, "camera", needed=True, values={"where": setting})
    if setting == "simulated":
        return finding(State.READY, "simulated")
    place = devices / f"video{setting}" if setting.isdigit() else Path(setting)
    if not (answers(setting) if "://" in setting else is_there(place)):
        return finding(State.MISSING, "missing")
    if is_there(place) and not os.access(place, os.R_OK):
        return finding(State.MISSING, "forbidden")
    if (look or _picture)(setting).state is not State.READY:
        return finding(State.DEGRADED, "no-picture")
    return finding(State.READY, "ready")


def finder() -> Finding:
    """The learned eyes for papers. Without them the classical finder works on, and sees less."""
    from kiosk.scan.finder.network import network  # numpy and cv2: 300 ms

    try:
        network()
    except FinderBroken as error:
        return Finding("finder", State.DEGRADED, "broken", False, error.values)
    return Finding("finder", State.READY, "ready", False)


def page_text(setting: str, look: Callable[[], bool] | None = None) -> Finding:
    """The reader behind pages that can be searched. Without it they are sent as pictures alone."""
    finding = partial(Finding, "page-text", needed=False)
    if setting == "off":
        return finding(State.READY, "off")
    from kiosk.scan.reading.words import can_read  # numpy and cv2: 300 ms

    return finding(State.READY, "ready") if (look or can_read)() else finding(State.DEGRADED, "missing")


def _picture(source: str) -> DeviceHealth:
    from kiosk.devices.camera import UvcCamera  # numpy and cv2: 300 ms

    return UvcCamera(source).health()
