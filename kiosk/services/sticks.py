"""A folder that is a stick, for whoever names it instead of plugging it in."""

from __future__ import annotations

from pathlib import Path

from kiosk.devices.removable import stick_at
from kiosk.devices.stick_files import FolderMedium
from kiosk.domain.stick import StickInfo
from kiosk.errors import StickGone
from kiosk.sync.courier.stick import CourierStick


def stick_in(folder: Path) -> CourierStick:
    """The folder as a stick. StickGone if it is not there."""

    def plugged() -> StickInfo:
        stick = stick_at(folder)
        if stick is None:
            raise StickGone("no such folder")
        return stick

    return CourierStick(FolderMedium(plugged()), lambda: plugged().free_bytes)
