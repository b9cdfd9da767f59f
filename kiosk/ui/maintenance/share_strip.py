"""A share of the recovery key as a slip: to be handed to its keeper, and read back by a camera."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.key_facts import PrintedKey
from kiosk.domain.strip import Strip
from kiosk.ui.maintenance.kit import MaintenanceKit
from kiosk.ui.slip import SlipPen, written_strip

GROUPS = 4
"""Groups of four signs in a line."""


def share_strip(kit: MaintenanceKit, office: str, key: PrintedKey, place: int, at: datetime) -> Strip:
    """``place``: which share, from 1."""
    text, count, needed = key.texts[place - 1], len(key.texts), key.needed
    groups = text.split("-")
    lines = ["-".join(groups[first : first + GROUPS]) for first in range(0, len(groups), GROUPS)]

    def write(pen: SlipPen) -> None:
        pen.text(kit.say("share_title"), 34, 800, centre=True)
        pen.text(office, 24, 600, centre=True)
        pen.text(kit.say("share_which", place=place, count=count), 44, 800, centre=True, gap=8)
        pen.qr(text)
        for line in lines:
            pen.text(line, 30, 700, centre=True, gap=0)
        pen.rule(dashed=True)
        pen.text(kit.say("share_keep", needed=needed, count=count), 24, 600)
        pen.text(f"{at:%H:%M %d/%m/%Y}", 24, 600)

    return written_strip(write, "recovery share")
