"""A dossier (hồ sơ) as the kiosk keeps it, and its way to the portal as ONE transition table.

Two statuses never mix: ``Sync`` is the kiosk's own (has it arrived?), ``Legal`` is the office's (TrangThaiHoSo of the
dossier exchange). A technical failure is never shown as a refusal.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.assisted_filing import FiledBy
from kiosk.errors import TransitionError


class Sync(enum.Enum):
    """Where a submission is on its way."""

    QUEUED = "queued"  # safe here, waits for a line or for its next try
    SENDING = "sending"  # an attempt is under way, or was when the power went: resendable
    DELIVERED = "delivered"  # the portal gave its number
    PARKED = "parked"  # refused; waits for a person to mend it
    COUNTER = "counter"  # an order for this office's counter: it waits there, and is never sent
    SERVED = "served"  # the counter has done it


class Event(enum.Enum):
    ATTEMPT = "attempt"
    SETTLE = "settle"
    RETRY = "retry"
    PARK = "park"
    UNPARK = "unpark"
    LOST = "lost"
    SERVE = "serve"


TRANSITIONS: Mapping[tuple[Sync, Event], Sync] = {
    (Sync.QUEUED, Event.ATTEMPT): Sync.SENDING,
    (Sync.SENDING, Event.ATTEMPT): Sync.SENDING,  # after a crash: the same item, the same key, again
    (Sync.SENDING, Event.SETTLE): Sync.DELIVERED,
    (Sync.SENDING, Event.RETRY): Sync.QUEUED,
    (Sync.SENDING, Event.PARK): Sync.PARKED,
    (Sync.QUEUED, Event.PARK): Sync.PARKED,  # by an officer
    (Sync.PARKED, Event.UNPARK): Sync.QUEUED,
    (Sync.QUEUED, Event.SETTLE): Sync.DELIVERED,  # the portal's answer came home on a stick
    (Sync.PARKED, Event.SETTLE): Sync.DELIVERED,
    (Sync.DELIVERED, Event.LOST): Sync.QUEUED,  # the portal was restored from a backup that does not hold it
    (Sync.COUNTER, Event.SERVE): Sync.SERVED,
}


def after(status: Sync, event: Event) -> Sync:
    """The status that follows. TransitionError if the table has no such step."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise TransitionError(f"{status.value} + {event.value}", status=status.value, event=event.value) from None


class Legal(enum.Enum):
    """TrangThaiHoSo, the office's ten statuses."""

    REGISTERED = "1"
    ACCEPTED = "2"
    NOT_ACCEPTED = "3"
    IN_PROGRESS = "4"
    SUPPLEMENT = "5"
    PAYMENT = "6"
    WITHDRAWN = "7"
    STOPPED = "8"
    FINISHED = "9"
    HANDED_OVER = "10"


AT_COUNTER = frozenset({Sync.COUNTER, Sync.SERVED})
"""Orders: the portal never hears of them."""

FINAL = frozenset({Legal.NOT_ACCEPTED, Legal.WITHDRAWN, Legal.STOPPED, Legal.HANDED_OVER})
"""After these the office says nothing more."""


@dataclass(frozen=True)
class DocumentRef:
    """A document that is already durable in the store, by its content."""

    key: str  # the procedure's document key
    sha256: str
    size: int  # bytes
    media_type: str
    name: str  # file name towards the portal; no personal data
    pages: int = 1


@dataclass(frozen=True)
class Applicant:
    """Chủ hồ sơ: the person who files."""

    full_name: str
    id_number: str
    phone: str = ""
    method: str = "chip"  # domain.citizen.Method: how the person was identified, recorded with the filing
    access: str = ""
    standing: str = ""  # domain.citizen.Standing
    card_expired: bool = False  # the card had ended on the day it was read


@dataclass(frozen=True)
class OfficerNote:
    """Something about a filing that the officer should look at; nothing that stops it. Carries no answer."""

    key: str  # of what kind: clock, alike, or a problem's
    text: str  # in Vietnamese, as it was worded then
    field: str = ""  # the key on the sheet


@dataclass(frozen=True)
class FiledFee:
    """One fee as it was known when it was handed in: how many, and đồng altogether."""

    key: str
    count: int
    amount: int


CLOCK, ALIKE = "clock", "alike"


@dataclass(frozen=True)
class FiledPart:
    """One matter of several that are asked for together, beside the filing's own. ``procedure``: its code, empty where
    that is not known."""

    key: str
    name: str  # in Vietnamese, as the office calls it
    authority: str
    procedure: str = ""


@dataclass(frozen=True)
class FiledParty:
    """Whose card was read for a filing, where it was more than one person's, and how far each was believed."""

    party: str  # the procedure's
    number: str  # as the card has it
    method: str  # domain.citizen.Method
    access: str = ""
    standing: str = ""  # domain.citizen.CardVerdict
    card_expired: bool = False
    owns: bool = False  # the dossier opens to this card too


@dataclass(frozen=True)
class Filing:
    """What is handed in: everything but the code, which the store gives. Equal filings have equal digests."""

    procedure: str
    version: str
    prefix: str
    unit: str
    kiosk: str
    applicant: Applicant
    subject: str  # the person the dossier is about
    answers: Mapping[str, Mapping[str, Any]]  # field -> FieldAnswer.plain()
    documents: tuple[DocumentRef, ...]
    consents: Mapping[str, bool]
    language: str = "vi"
    later: tuple[str, ...] = ()  # document keys that the person will bring to the counter
    catalogue: str = ""  # the update whose procedures and words were in force; empty: those built in
    notes: tuple[OfficerNote, ...] = ()  # for the officer
    fees: tuple[FiledFee, ...] = ()  # what was known to be owed; what is set elsewhere is the office's to say
    promise: str = ""  # of a day: "officer" where the officer says it, "nothing" where nothing is given back
    parties: tuple[FiledParty, ...] = ()  # everybody whose card was read, where it was more than one
    filed_by: FiledBy | None = None  # an officer who filed for the applicant
    order_days: int = 0  # of an order for the counter: how many days it is kept here; 0: a dossier for the portal
    linked: tuple[FiledPart, ...] = ()  # what is asked for together with it

    @property
    def day_is_sure(self) -> bool:
        """Whether the kiosk knew which day it was; what it computed from the day is a guess otherwise."""
        return all(note.key != CLOCK for note in self.notes)

    @property
    def has_due_day(self) -> bool:
        """Whether a day was promised at all, and the kiosk knew which. An order is not taken in before an officer has
        it in hand."""
        return self.day_is_sure and not self.promise and not self.order_days

    @property
    def begins(self) -> Sync:
        """Where it stands when it is received."""
        return Sync.COUNTER if self.order_days else Sync.QUEUED

    def canonical(self) -> bytes:
        """The one byte sequence for this content: sorted keys, UTF-8, no spaces."""
        # ``vars`` where ``asdict`` would copy every answer first, which costs more than a durable write.
        # A filing without what came later (``_LATER``) reads as it did before: its digest stands on receipts.
        plain = {name: value for name, value in vars(self).items() if value or name not in _LATER}
        text = json.dumps(plain, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return text.encode()

    def digest(self) -> str:
        """SHA-256 of the content, hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()


_LATER = ("catalogue", "notes", "fees", "promise", "parties", "filed_by", "order_days", "linked")


def _plain(part: object) -> dict[str, object]:
    """A part of a filing. One of a card in force reads as it did before it was asked whether a card has ended."""
    return {name: value for name, value in vars(part).items() if value or name != "card_expired"}


def filing_from(data: Mapping[str, Any]) -> Filing:
    """The inverse of ``canonical`` after ``json.loads``. KeyError or TypeError where it is not one."""
    plain = dict(data)
    plain["applicant"] = Applicant(**plain["applicant"])
    plain["documents"] = tuple(DocumentRef(**item) for item in plain["documents"])
    plain["later"] = tuple(plain.get("later", ()))
    plain["notes"] = tuple(OfficerNote(**item) for item in plain.get("notes", ()))
    plain["fees"] = tuple(FiledFee(**item) for item in plain.get("fees", ()))
    plain["parties"] = tuple(FiledParty(**item) for item in plain.get("parties", ()))
    plain["linked"] = tuple(FiledPart(**item) for item in plain.get("linked", ()))
    plain["filed_by"] = FiledBy(**plain["filed_by"]) if plain.get("filed_by") else None
    return Filing(**plain)


@dataclass(frozen=True)
class Submission:
    """A filing that was received: durable, with its code and the moment it was taken."""

    code: str
    filing: Filing
    filed_at: datetime  # aware, in the office's zone
    due_at: datetime  # when to come back, frozen at receipt
    receipt: str  # the signed text of the QR
    sync: Sync = Sync.QUEUED
    official: str = ""  # MaHoSo, once the portal gave it
    legal: Legal | None = None  # as the portal last said
    legal_note: str = ""  # the office's own words
    attempts: int = 0
    next_try: datetime | None = None  # None: as soon as there is a line
    edition: str = ""  # SHA-256 of the procedure's data it was made under; empty: filed before they were kept
    faults: int = 0  # how often in a row the portal failed over this one while it served others
    reason: str = ""  # why it waits or is parked: an error code, and the portal's own words after ": "
