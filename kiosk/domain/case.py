"""A dossier as the office has it, and what this kiosk has still to say about it.

The portal's word on a case comes whole and replaces the one before. An ``DossierAct`` is the other direction:
something that a resident or an officer did here after the filing. It stays until the portal has taken it, whatever
comes down meanwhile.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.submission import Legal
from kiosk.domain.vietqr import BankAccount

QUESTION = "question"
"""In the facts of an answer: the name of the notice that it answers."""


class NoticeKind(enum.Enum):
    SUPPLEMENT = "supplement"  # form 02: something is missing
    FEE = "fee"
    REFUSAL = "refusal"  # form 03
    DELAY = "delay"  # form 04: an apology and a new date
    STOP = "stop"  # form 05
    RESULT = "result"  # it is ready
    MESSAGE = "message"


@dataclass(frozen=True)
class Wanted:
    """What a question asks for. All empty: the office's words alone say it."""

    papers: tuple[str, ...] = ()  # the portal's codes (MaThanhPhanHoSo)
    fields: tuple[str, ...] = ()  # keys of the sheet, to be looked at and put right
    line: bool = False  # an answer in words


@dataclass(frozen=True)
class Notice:
    """Something the office tells the resident. ``text`` is the office's own words and may name a person."""

    name: str  # the portal's own name for it, unique within its case
    kind: NoticeKind
    text: str
    at: datetime
    until: datetime | None = None  # by when it wants an answer
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def answers_objection(self) -> bool:
        """The office's words to who did not agree with its refusal: named as that objection is."""
        return self.kind is NoticeKind.MESSAGE and self.name.startswith(f"{ActKind.OBJECTION.value}-")


@dataclass(frozen=True)
class DossierFee:
    """What is to be paid, in đồng. VietQR confirms nothing: only the portal says that it is paid."""

    amount: int
    paid: int = 0
    text: str = ""  # what for, in the office's words
    to: BankAccount | None = None  # where the portal says it is paid to; None: it does not say, or not to one place
    purpose: str = ""  # what the transfer is to say, in the portal's words


@dataclass(frozen=True)
class IssuedResult:
    """A paper that the office issued."""

    name: str  # the portal's own name for it, unique within its case
    title: str
    url: str = ""  # where it is fetched from; empty if it is handed over at the counter alone
    sha256: str = ""
    size: int = 0  # bytes


@dataclass(frozen=True)
class Case:
    """What the portal says of one dossier. Moments are aware; None for what has not come yet."""

    official: str  # MaHoSo
    change: int  # the portal's count of changes when it said this: a lower one is older news
    legal: Legal
    code: str = ""  # the provisional code, where the portal says it
    note: str = ""  # the office's own words with the status
    received: datetime | None = None  # NgayTiepNhan
    due: datetime | None = None  # NgayHenTra
    finished: datetime | None = None  # NgayKetThucXuLy
    handed_over: datetime | None = None  # NgayTra
    fee: DossierFee | None = None
    notices: tuple[Notice, ...] = ()
    results: tuple[IssuedResult, ...] = ()


@dataclass(frozen=True)
class ChangePage:
    """One page of what has changed at the portal. ``since`` is the cursor it was asked with, ``cursor`` the next."""

    since: str
    cursor: str
    cases: tuple[Case, ...]
    more: bool = False


class ActKind(enum.Enum):
    SUPPLEMENT = "supplement"  # papers or answers that were missing; ``facts`` say which
    AMENDMENT = "correction"  # sửa, by an officer: a field or a paper; the portal's own value
    RECTIFICATION = "rectification"  # cải chính, approved by a chief, of what was registered
    PAID = "paid"  # a fee taken at the counter
    MESSAGE = "message"  # words for the resident, which the portal's side sends
    WITHDRAW = "withdraw"  # the resident wants to take the dossier back
    OBJECTION = "objection"  # the resident does not agree with a refusal


@dataclass(frozen=True)
class DossierAct:
    """Something done here about a dossier, unknown to the portal yet. Its ``name`` makes sending it again harmless."""

    name: str
    code: str  # provisional, or official where there is no other
    kind: ActKind
    facts: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()  # SHA-256 of papers that are in the store
    made_at: datetime | None = None
    refused: str = ""  # why the portal did not take it, in its words: a person must see to it
    sent: datetime | None = None  # when the portal took it
    faults: int = 0  # how often in a row the portal failed over this one while it served others

    @property
    def answers(self) -> str:
        """The name of the office's question that this answers; empty where it answers none."""
        return self.facts.get(QUESTION, "") if self.kind is ActKind.SUPPLEMENT else ""

    @property
    def is_sent(self) -> bool:
        """Whether the portal has a way to take it: answers, amendments, words for the resident, and what the resident
        asks for."""
        kinds = (ActKind.AMENDMENT, ActKind.RECTIFICATION, ActKind.MESSAGE, ActKind.WITHDRAW, ActKind.OBJECTION)
        return bool(self.answers) or self.kind in kinds

    def full_text(self) -> str:
        """Of what no question asked for: ``text`` with its kind."""
        about = {"act": self.name, "kind": self.kind.value}
        document = {**about, "facts": dict(self.facts), "documents": list(self.documents)}
        return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    def text(self) -> str:
        """What is told to the portal: canonical JSON, the same at every resend."""
        document = {"act": self.name, "facts": dict(self.facts), "documents": list(self.documents)}
        return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class CaseStatus:
    """A case for who looks at it: the office's word, what it has not been told yet, and what nobody has read yet."""

    case: Case
    unsent: tuple[DossierAct, ...] = ()
    unread: tuple[str, ...] = ()  # names of notices
    sent: tuple[DossierAct, ...] = ()  # what the portal has taken of it, the oldest first
