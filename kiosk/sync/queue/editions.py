"""The procedure that a filing was made under: as it was kept with the filing, never as it reads today."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.catalogue import read_procedure
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Submission
from kiosk.errors import EditionLost, FormError
from kiosk.sync.ports import SyncStore

Today = Callable[[str], Procedure]
"""The procedure of a code that is in force; UnknownProcedure."""


class FiledEditions:
    """``today`` serves filings from before editions were kept, where it is still the same version."""

    def __init__(self, store: SyncStore, today: Today) -> None:
        self._editions = store.editions
        self._today = today
        self._read: dict[str, Procedure] = {}

    def of(self, submission: Submission) -> Procedure:
        """EditionLost where neither the filing's edition nor its version is here; UnknownProcedure where even its code
        is not."""
        if submission.edition:
            return self._of(submission.edition, submission)
        today = self._today(submission.filing.procedure)
        if today.version != submission.filing.version:
            raise _lost(submission)
        return today

    def known(self, submission: Submission) -> Procedure | None:
        """As ``of``; None where it is gone, for whoever shows what is left."""
        try:
            return self.of(submission)
        except FormError:
            return None

    def _of(self, digest: str, submission: Submission) -> Procedure:
        if digest not in self._read:
            content = self._editions.content(digest)
            if not content:
                raise _lost(submission)
            try:
                self._read[digest] = read_procedure(content, submission.filed_at.date())
            except (ValueError, KeyError, TypeError, AttributeError) as error:  # of a shape that is read no more
                raise _lost(submission) from error
        return self._read[digest]


def _lost(submission: Submission) -> EditionLost:
    filing = submission.filing
    return EditionLost(f"{filing.procedure} {filing.version}", procedure=filing.procedure, version=filing.version)
