"""A dossier as the counter has it: a row of a list, what may be asked of lists, and why somebody should look at it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import date

from kiosk.domain.citizen import CardVerdict
from kiosk.domain.submission import ALIKE, CLOCK, Filing, Legal, Sync


class WorkQueue(enum.Enum):
    """What waits for an officer, in the order the counter shows it first."""

    DUE = "due"  # promised for today, or for a day that has passed
    RETURNED = "returned"  # the portal refused it, or the office asks for more
    LOOK = "look"
    CASH = "cash"
    ORDERS = "orders"  # for the counter alone: who asked for it stands there, or soon will
    UNSENT = "unsent"
    READY = "ready"
    SUPPORT = "support"
    CALL_BACK = "call-back"
    NOTICE = "notice"  # begun for somebody, and not filed: incomplete notices among them


_OTHERS = (WorkQueue.SUPPORT, WorkQueue.CALL_BACK, WorkQueue.NOTICE)
DOSSIER_QUEUES = tuple(queue for queue in WorkQueue if queue not in _OTHERS)
"""The queues whose items are dossiers."""


class LookReason(enum.Enum):
    """Why an officer should look at a dossier before the rest."""

    ALIKE = "alike"  # it looks like another
    RULE = "rule"  # an answer that a rule of the procedure remarks on
    CARD = "card"  # the card is doubtful, or has ended
    PICTURE = "picture"  # kept against advice
    PAPER = "paper"  # one cannot be had, as the person says
    CLOCK = "clock"  # the day was not sure
    RETURNED = "returned"  # the chief gave an act back


PICTURE_NOTE = "picture"
"""The key of the note about a picture that was kept against advice."""

PAPER_NOTE = "paper"
"""The key of the note about a paper that cannot be had."""

EXCEPTION_NOTE = "paper-exception"
"""The key of the note about a paper that an officer let be absent: nobody has to look at that again."""

CLOSED = frozenset({Legal.NOT_ACCEPTED, Legal.WITHDRAWN, Legal.STOPPED, Legal.FINISHED, Legal.HANDED_OVER})
"""Nothing is due any more: the office has done its part."""

_BY_NOTE = {
    ALIKE: LookReason.ALIKE,
    CLOCK: LookReason.CLOCK,
    PICTURE_NOTE: LookReason.PICTURE,
    PAPER_NOTE: LookReason.PAPER,
}


def look_reasons(filing: Filing) -> tuple[LookReason, ...]:
    """What was noted when it was handed in; each reason once, in the enum's order."""
    reasons = {_BY_NOTE.get(note.key, LookReason.RULE) for note in filing.notes if note.key != EXCEPTION_NOTE}
    if filing.applicant.standing == CardVerdict.DOUBTFUL.value or filing.applicant.card_expired:
        reasons.add(LookReason.CARD)
    return tuple(reason for reason in LookReason if reason in reasons)


@dataclass(frozen=True)
class QueueFacts:
    """What makes the queues urgent; nobody's name. ``late``: past their day, the first of them since ``late_since``.
    ``owed``: đồng, all together."""

    late: int = 0
    late_since: date | None = None
    owed: int = 0

    def __add__(self, other: QueueFacts) -> QueueFacts:
        since = min((one for one in (self.late_since, other.late_since) if one is not None), default=None)
        return QueueFacts(self.late + other.late, since, self.owed + other.owed)


@dataclass(frozen=True)
class DossierRow:
    """One dossier in a list. ``number`` is the store's own, newer ones higher; a sealed one has no names in it."""

    number: int
    code: str
    official: str
    procedure: str
    applicant: str
    subject: str
    filed: date
    due: date
    sync: Sync
    legal: Legal | None
    reason: str  # why it waits or is parked
    look: tuple[LookReason, ...]
    owed: int  # đồng, to be taken at the counter
    sealed: bool
    holder: int  # the account that has it open; 0: nobody

    def veiled(self) -> DossierRow:
        """For who may not see sealed dossiers: that it is there, and nobody's name."""
        return replace(self, applicant="", subject="", reason="") if self.sealed else self


@dataclass(frozen=True)
class DossierQuery:
    """What a list is of. Everything that is set must hold; nothing set: all, the newest first.

    ``words`` are ``dossier_terms.query_terms``; ``cursor`` is the last page's, empty for the first.
    """

    words: tuple[str, ...] = ()
    code: str = ""  # provisional or official, whole
    ending: str = ""  # how an official number ends: 261008-0975
    queue: WorkQueue | None = None
    procedure: str = ""
    sync: Sync | None = None
    since: date | None = None
    until: date | None = None
    holder: int = 0
    cursor: str = ""
    limit: int = 50


@dataclass(frozen=True)
class DossierPage:
    rows: tuple[DossierRow, ...]
    cursor: str = ""  # asks for the next page; empty: this is the last


@dataclass(frozen=True)
class DossierTally:
    """Of one matter: how many were filed, are open, are finished, are open and past their day."""

    procedure: str
    filed: int
    open: int
    done: int
    late: int
