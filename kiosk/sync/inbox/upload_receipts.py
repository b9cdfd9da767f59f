"""The portal's signed words about documents, proved before the store keeps them: only then may bytes be erased here.

A word that cannot be believed stops nothing: the filing goes its way, the bytes stay, and a technician is told
(``kiosk doctor``, ``kiosk sync status``, the health report). So it is with a portal that gives no such words.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from kiosk.config import Office
from kiosk.domain.arrival import SignedArrival, read_arrival
from kiosk.domain.submission import DocumentRef
from kiosk.errors import ArrivalUnproven
from kiosk.sync.inbox.signers import Signers
from kiosk.sync.ports import ArrivalStore

log = logging.getLogger(__name__)


class ReceiptVerifier:
    """``ask`` fetches the successions of the portal's keys, where a word comes in the name of an unknown one."""

    def __init__(
        self, store: ArrivalStore, signers: Signers, office: Office, ask: Callable[[], Sequence[str]] = lambda: ()
    ) -> None:
        self._store = store
        self._office = office
        self._ask = ask
        self.signers = signers

    def keep(self, code: str, texts: Mapping[DocumentRef, str]) -> bool:
        """Keep what is proved, all of it in one transaction; note what is not. Whether nothing had to be refused."""
        proved, wrong = [], {}
        for document, text in texts.items():
            try:
                if text and self.signers.keys:
                    proved.append(self._proved(code, document, text))
            except ArrivalUnproven as error:
                log.warning("arrival: %s, %s", error.code, error.detail)
                wrong[document.sha256] = error.code
        if proved:
            self._store.keep(proved)
        for sha256, reason in wrong.items():
            self._store.refused(code, sha256, reason)
        return not wrong

    def _proved(self, code: str, document: DocumentRef, text: str) -> SignedArrival:
        """ArrivalUnproven names what is wrong with it."""
        try:
            arrival = read_arrival(text)
        except ValueError as error:
            raise ArrivalUnproven(str(error)) from error
        word = arrival.word
        if (word.unit, word.kiosk, word.code) != (self._office.unit, self._office.kiosk, code):
            raise ArrivalUnproven("about another filing")
        if (word.sha256, word.size) != (document.sha256, document.size):
            raise ArrivalUnproven("about another document")
        if not self.signers.know(arrival):
            self.signers.learn(self._ask())
        if not self.signers.vouch(arrival):
            raise ArrivalUnproven("no key that counts signed it")
        return arrival
