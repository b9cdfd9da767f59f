"""What must never be lost. The only room that knows SQL."""

from kiosk.domain.draft import Draft
from kiosk.store.counter.queue_rows import QueueEntry
from kiosk.store.database.space import Reserve
from kiosk.store.filings.likeness import LikeFiling
from kiosk.store.filings.retention import Terms, Wish
from kiosk.store.recovery.salvage import Salvage
from kiosk.store.store import Store

__all__ = ["Draft", "LikeFiling", "QueueEntry", "Reserve", "Salvage", "Store", "Terms", "Wish"]
