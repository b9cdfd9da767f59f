"""What officers do with a dossier, as events that are only ever added: the dossier is its filing and these."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.dossier import LookReason
from kiosk.domain.rights import StaffAct


class DossierEventKind(enum.Enum):
    MENDED = "mended"  # field, before, after, reason, ground
    PAPER = "paper"  # key, sha256, size, pages, replaces (a SHA-256 or empty), reason
    EXCEPTION = "exception"  # rule, reason
    REMARK = "remark"  # text
    LOOKED = "looked"  # what was to look at
    SEALED = "sealed"  # reason
    UNSEALED = "unsealed"  # reason
    PRINTED = "printed"  # form, copies
    PAID = "paid"  # receipt, amount, exempt
    REFUNDED = "refunded"  # receipt, amount, reason
    SERVED = "served"  # text: an order for the counter was done
    HANDED_OVER = "handed-over"  # to, by, results, signatures
    CALLED = "called"  # outcome
    MESSAGED = "messaged"  # template, language, text, way (queued | read)
    REVIEWED = "reviewed"  # event, verdict (approved | back), reason
    FILED_FOR = "filed-for"  # how (paper | notice | counter), by, reason
    CORRECTION_ASKED = "correction-asked"  # cải chính: before.KEY, after.KEY, ground, paper, reason, what
    CORRECTED = "corrected"  # the same, asked (the event), asked_by: a chief approved it
    TAKEN_OVER = "taken-over"  # from whom: the account's number

    @property
    def act(self) -> StaffAct:
        """The right that it wants."""
        return _ACTS[self]


_ACTS = {
    DossierEventKind.MENDED: StaffAct.MEND,
    DossierEventKind.PAPER: StaffAct.PAPERS,
    DossierEventKind.EXCEPTION: StaffAct.EXCEPTION,
    DossierEventKind.REMARK: StaffAct.REMARK,
    DossierEventKind.LOOKED: StaffAct.LOOK,
    DossierEventKind.SEALED: StaffAct.SEAL,
    DossierEventKind.UNSEALED: StaffAct.SEAL,
    DossierEventKind.PRINTED: StaffAct.PRINT,
    DossierEventKind.PAID: StaffAct.TAKE_CASH,
    DossierEventKind.REFUNDED: StaffAct.REFUND,
    DossierEventKind.HANDED_OVER: StaffAct.HAND_OVER,
    DossierEventKind.SERVED: StaffAct.HAND_OVER,
    DossierEventKind.CALLED: StaffAct.CALL_BACK,
    DossierEventKind.MESSAGED: StaffAct.CALL_BACK,
    DossierEventKind.REVIEWED: StaffAct.REVIEW,
    DossierEventKind.FILED_FOR: StaffAct.FILE_FOR,
    DossierEventKind.CORRECTION_ASKED: StaffAct.CORRECT,
    DossierEventKind.CORRECTED: StaffAct.REVIEW,
    DossierEventKind.TAKEN_OVER: StaffAct.TAKE_OVER,
}


@dataclass(frozen=True)
class DossierEvent:
    """``number`` is given when it is kept; ``revision`` is the dossier's after it. ``facts`` may be personal."""

    kind: DossierEventKind
    facts: Mapping[str, str] = field(default_factory=dict)
    staff: int = 0  # the account
    at: datetime | None = None
    number: int = 0
    revision: int = 0

    def text(self) -> str:
        """As it is kept, and what the journal vouches for."""
        return json.dumps(dict(self.facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class DossierHead:
    """The counter's own state of a dossier, without what is in it."""

    number: int
    code: str
    revision: int
    sealed: str  # why; empty: it is not
    holder: int  # the account that has it open; 0: nobody
    held_at: datetime | None
    look: tuple[LookReason, ...]
    owed: int
    erased: bool
