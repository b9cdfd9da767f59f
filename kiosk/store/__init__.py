"""What must never be lost. The only room that knows SQL."""

from kiosk.store.drafts import Draft
from kiosk.store.retention import Terms, Wish
from kiosk.store.salvage import Salvage
from kiosk.store.space import Reserve, Room
from kiosk.store.store import Store

__all__ = ["Draft", "Reserve", "Room", "Salvage", "Store", "Terms", "Wish"]
