"""Which submission an act is about: by line and by stick it goes with that one's record."""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.case import Act, Standing
from kiosk.domain.submission import Submission


class Cases(Protocol):
    def case(self, code: str) -> Standing | None: ...


class Outbox(Protocol):
    def get(self, code: str) -> Submission: ...


class Store(Protocol):
    @property
    def cases(self) -> Cases: ...
    @property
    def outbox(self) -> Outbox: ...


def dossier_of(store: Store, act: Act) -> Submission:
    """The submission that ``act`` is about. UnknownCode where it is not here."""
    standing = store.cases.case(act.code)
    return store.outbox.get(standing.case.code if standing and standing.case.code else act.code)
