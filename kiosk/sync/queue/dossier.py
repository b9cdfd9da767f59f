"""Which submission an act is about: by line and by stick it goes with that one's record."""

from __future__ import annotations

from kiosk.domain.case import DossierAct
from kiosk.domain.submission import Submission
from kiosk.sync.ports import SyncStore


def dossier_of(store: SyncStore, act: DossierAct) -> Submission:
    """The submission that ``act`` is about. UnknownCode where it is not here."""
    standing = store.cases.case(act.code)
    return store.outbox.get(standing.case.code if standing and standing.case.code else act.code)
