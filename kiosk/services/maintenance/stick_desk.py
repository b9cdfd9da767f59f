"""The sticks that are plugged in, for a technician: which there are, and a few files onto one of them, read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.devices.stick_ports import Sticks
from kiosk.domain.stick import StickInfo
from kiosk.errors import NoStickIn


class StickDesk:
    """``sticks`` is None where the settings close the sockets. Calls block; every failure is a StickError."""

    def __init__(self, sticks: Sticks | None) -> None:
        self._sticks = sticks

    def all(self) -> tuple[StickInfo, ...]:
        return self._sticks.sticks() if self._sticks is not None else ()

    def first(self, label: str = "") -> StickInfo:
        """The one of that name, or the first there is. NoStickIn."""
        for one in self.all():
            if label in ("", one.label):
                return one
        raise NoStickIn("none")

    def folder(self, label: str = "") -> Path:
        return self.first(label).path

    def write(self, files: Mapping[str, bytes], label: str = "") -> StickInfo:
        """Each whole and read back, or no trace of it. Where they are."""
        stick = self.first(label)
        if self._sticks is None:
            raise NoStickIn("closed")
        medium = self._sticks.open(stick)
        for name, data in files.items():
            medium.write_file(name, data)
        return stick
