"""Which submission an act is about: by line and by stick it goes with that one's record."""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.case import CaseStatus, DossierAct
from kiosk.domain.submission import Submission


class CaseLookup(Protocol):
    def case(self, code: str) -> CaseStatus | None: ...


class SubmissionLookup(Protocol):
    def get(self, code: str) -> Submission: ...


class DossierStore(Protocol):
    @property
    def cases(self) -> CaseLookup: ...
    @property
    def outbox(self) -> SubmissionLookup: ...


def dossier_of(store: DossierStore, act: DossierAct) -> Submission:
    """The submission that ``act`` is about. UnknownCode where it is not here."""
    standing = store.cases.case(act.code)
    return store.outbox.get(standing.case.code if standing and standing.case.code else act.code)
