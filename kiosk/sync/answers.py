"""What was done here about a dossier that the office asked about: sent until the portal has taken it, once.

The answer goes under the office's own name for its question, so that sending it again is harmless.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Protocol

from kiosk.config import Office
from kiosk.domain.case import Act, ActKind, Standing
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import DocumentRef, Submission
from kiosk.errors import ItemRefused, UnknownCode, UnknownDocument
from kiosk.sync import wire
from kiosk.sync.policy import reason_of
from kiosk.sync.portal import Portal
from kiosk.sync.upload import DocumentStore, Uploader

QUESTION = "question"  # in an act's facts: the name of the notice that it answers
PAPER = "paper."  # in its facts, before a document's SHA-256: the procedure's key of that paper


class ActCases(Protocol):
    def case(self, code: str) -> Standing | None: ...
    def unsent(self) -> tuple[Act, ...]: ...
    def taken(self, name: str) -> None: ...
    def refused(self, name: str, reason: str) -> None: ...


class Outbox(Protocol):
    def get(self, code: str) -> Submission: ...


class Store(Protocol):
    @property
    def cases(self) -> ActCases: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def documents(self) -> DocumentStore: ...


class Answers:
    def __init__(
        self, store: Store, uploader: Uploader, *, office: Office, procedure: Callable[[str], Procedure]
    ) -> None:
        self._store = store
        self._uploader = uploader
        self._office = office
        self._procedure = procedure

    def send(self, portal: Portal) -> int:
        """Send what waits; how many the portal took. LineError as the line is; what is refused stays for a person."""
        sent = 0
        for act in self._store.cases.unsent():
            if act.kind is not ActKind.SUPPLEMENT or QUESTION not in act.facts:
                continue
            try:
                submission = self._of(act)
                if submission.official:
                    portal.supplement(self._record(submission, act))
                    self._store.cases.taken(act.name)
                    sent += 1
            except (ItemRefused, UnknownCode, UnknownDocument) as error:
                self._store.cases.refused(act.name, reason_of(error))
        return sent

    def _of(self, act: Act) -> Submission:
        standing = self._store.cases.case(act.code)
        return self._store.outbox.get(standing.case.code if standing and standing.case.code else act.code)

    def _record(self, submission: Submission, act: Act) -> wire.Record:
        papers = [self._paper(act, sha256) for sha256 in act.documents]
        urls = {paper.sha256: self._uploader.deliver(paper) for paper in papers}
        procedure = self._procedure(submission.filing.procedure)
        record = wire.record(submission, procedure, self._office, {})
        return wire.supplement(record, procedure, act.facts[QUESTION], _told(act), papers, urls)

    def _paper(self, act: Act, sha256: str) -> DocumentRef:
        key = act.facts.get(PAPER + sha256, "")
        size = len(self._store.documents.get(sha256))
        return DocumentRef(key, sha256, size, "application/pdf", f"{key or 'bo_sung'}_bo_sung.pdf")


def _told(act: Act) -> str:
    told = {"act": act.name, "facts": dict(act.facts), "documents": list(act.documents)}
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
