"""The portal's word for papers that arrived without one: before it gave any, by an older stick, or its answer was lost.

Asking is creation again: a document that the portal has lost since goes up anew.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.errors import LineError, UnknownDocument
from kiosk.sync.portal import Portal
from kiosk.sync.ports import ArrivalStore
from kiosk.sync.queue.sending import Sender

AT_ONCE = 20  # filings in one round
AGAIN = 3600.0  # seconds: what could not be believed may have been mended by a technician meanwhile


class Proving:
    """Rounds, ``every`` seconds apart. ``mishap`` raises what all must wait for."""

    def __init__(
        self,
        portal: Portal,
        sender: Sender,
        store: ArrivalStore,
        mishap: Callable[[LineError], None],
        every: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._portal = portal
        self._sender = sender
        self._store = store
        self._mishap = mishap
        self._every = every
        self._monotonic = monotonic
        self._next = float("-inf")

    def round(self, papers_go: Callable[[], bool]) -> None:
        """Ask about some, if it is time and papers may travel."""
        now = self._monotonic()
        if now < self._next or not (self._portal.signs_arrivals and self._sender.believes):
            return
        codes = self._store.unproven(AT_ONCE)
        if codes and papers_go():
            believed = [self._proved(code) for code in codes]
            self._next = now + (self._every if all(believed) else AGAIN)

    def _proved(self, code: str) -> bool:
        try:
            return self._sender.prove(code)
        except LineError as error:
            self._mishap(error)
        except UnknownDocument:  # damaged here since: there is nothing left to prove
            pass
        return False
