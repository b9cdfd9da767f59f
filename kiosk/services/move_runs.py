"""A move with passes of its own, for whoever has no running kiosk around it."""

from __future__ import annotations

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.services.delivery import one_pass
from kiosk.services.moving import MoveDesk
from kiosk.store import Store


def move_desk(config: Config, store: Store) -> MoveDesk:
    return MoveDesk(config, store, office_time, lambda: one_pass(config, store, papers=True))
