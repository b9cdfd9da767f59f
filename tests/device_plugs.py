"""Every device of a whole kiosk, pulled and put back: the rows of the unplugging tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.app.window import KioskApp


@dataclass(frozen=True)
class Plug:
    """``cell``: where the overview tells of it; None where nothing is missed."""

    pull: Callable[[KioskApp], object]
    put: Callable[[KioskApp], object]
    cell: str | None


STICK = "USB-KT"


def _pull_stick(house: KioskApp) -> None:
    """One that is not in is put in before."""
    sticks = house.rooms.services.sticks
    sticks.plug(STICK)
    sticks.pull(STICK)


PLUGS = {
    "reader": Plug(lambda h: h.rooms.services.reader.unplug(), lambda h: h.rooms.services.reader.plug(), "card-reader"),
    "camera": Plug(lambda h: h.rooms.bench().camera.unplug(), lambda h: h.rooms.bench().camera.plug(), "camera"),
    "printer": Plug(
        lambda h: setattr(h.rooms.services.printer, "unplugged", True),
        lambda h: setattr(h.rooms.services.printer, "unplugged", False),
        "printer",
    ),
    "paper": Plug(lambda h: h.rooms.bench().set_roll(False), lambda h: h.rooms.bench().set_roll(True), "printer"),
    "scanner": Plug(
        lambda h: setattr(h.rooms.services.scanner, "unplugged", True),
        lambda h: setattr(h.rooms.services.scanner, "unplugged", False),
        "scanner",
    ),
    "stick": Plug(_pull_stick, lambda h: h.rooms.services.sticks.plug(STICK), None),
    "line": Plug(lambda h: h.rooms.bench().set_plugged(False), lambda h: h.rooms.bench().set_plugged(True), "line"),
}
