"""A unit that was merged into another: its dossiers are handed over with their numbers, and told to the kiosk that
follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.feed import changed
from kiosk_sandbox.tables import Dossier


def hand_over(
    database: PortalDatabase, old: tuple[str, str], new: tuple[str, str], clock: Callable[[], datetime]
) -> int:
    """Every dossier of the kiosk ``old`` (unit, name) belongs to the kiosk ``new`` from now on; how many. Doing it
    again does nothing."""
    mine = (Dossier.unit == old[0]) & (Dossier.kiosk == old[1])
    with database.transaction() as session:
        dossiers = list(session.scalars(select(Dossier).where(mine).order_by(Dossier.number)))
        for one in dossiers:
            one.unit, one.kiosk = new
            changed(session, one, clock())
        return len(dossiers)
