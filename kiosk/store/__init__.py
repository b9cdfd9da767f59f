"""What must never be lost. The only room that knows SQL."""

from kiosk.store.drafts import Draft
from kiosk.store.space import Reserve
from kiosk.store.store import Store

__all__ = ["Draft", "Reserve", "Store"]
