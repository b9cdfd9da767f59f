"""The audit catalogue: every event the journal may hold, by name. None carries personal data."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class EventKind(enum.Enum):
    KIOSK_STARTED = "kiosk.started"
    KIOSK_STOPPED = "kiosk.stopped"
    KIOSK_RETIRED = "kiosk.retired"  # it leaves service: which step; by whom, where two people answer for it
    KIOSK_MOVED = "kiosk.moved"  # to another unit: which step, from, to
    VISIT_BEGAN = "visit.began"
    VISIT_ENDED = "visit.ended"  # how: finished | left | idle | bug; touches of the glass since it began
    VISIT_HELPED = "visit.helped"  # by: the account's number; how: taken | given-back; at which step
    CONSENT_GIVEN = "consent.given"  # purposes, each with yes or no
    CARD_READ = "card.read"  # access, standing; never who
    CARD_FAILED = "card.failed"  # error code
    PICTURE_KEPT = "picture.kept"  # document key, reason: hard to read, and kept all the same
    PAPER_EXCEPTED = "paper.excepted"  # by: the account's number; document key, ground: a visit may go on without it
    SUBMISSION_FILED = "submission.filed"
    VISIT_RATED = "visit.rated"  # how: very-good | good | fair | poor; not by whom, nor of which filing
    SLIP_PRINTED = "slip.printed"
    SLIP_FAILED = "slip.failed"  # error code
    SYNC_ATTEMPT = "sync.attempt"
    SYNC_POSTPONED = "sync.postponed"  # error code
    FORM_ARRIVED = "sync.form-arrived"  # the office has its number; the papers are on their way
    SYNC_DELIVERED = "sync.delivered"
    ARRIVAL_PROVEN = "arrival.proven"  # a document's SHA-256, and that of the portal's signed word about it
    ARRIVAL_REFUSED = "arrival.refused"  # the same, and an error code: the word could not be believed
    SYNC_LOST = "sync.lost"  # the portal has it no more (restored from a backup): it is sent again; its old number
    SYNC_PARKED = "sync.parked"
    SYNC_UNPARKED = "sync.unparked"
    COURIER_WRITTEN = "courier.written"  # about: the bundle; its manifest, how many submissions are new in it
    COURIER_ANSWERED = "courier.answered"  # the answer's number, what it changed
    STATUS_CHANGED = "status.changed"
    ACT_NOTED = "act.noted"  # something done here about a dossier: its name and kind
    ACT_TAKEN = "act.taken"  # the portal has it
    ACT_REFUSED = "act.refused"
    STAFF_ADDED = "staff.added"  # about: the account's number; role
    STAFF_SIGNED_IN = "staff.signed-in"
    STAFF_REFUSED = "staff.refused"  # a wrong PIN; how many in a row
    STAFF_CHANGED = "staff.changed"  # what: pin | card | role | disabled | enabled | setup-code
    STAFF_LEFT = "staff.left"  # how: locked | out
    STAFF_DENIED = "staff.denied"  # an act that the role has no right to
    DOSSIER_VIEWED = "dossier.viewed"  # by: the account's number
    DOSSIER_CHANGED = "dossier.changed"  # by, what, the event's number, a keyed digest of what it says
    DESK_FORM = "desk.form"  # about: a form begun for somebody; by, what: begun | opened | dropped | filed; source
    CASH_BOOKED = "cash.booked"  # about: the receipt's number; by, kind, amount
    CASH_CLOSED = "cash.closed"  # about: desk and day; by, expected, counted
    CASH_SIGNED = "cash.signed"  # about: desk and day; by
    LIST_PRINTED = "list.printed"  # what left the counter as a whole: by, what (register | report)
    COUNTER_ENROLLED = "counter.enrolled"  # about: an officer's computer by its name; key: its fingerprint's beginning
    COUNTER_REVOKED = "counter.revoked"  # the same
    ALARM_RAISED = "alarm.raised"  # what a technician has to know: its name, how often, an error class or a code
    ALARM_CLEARED = "alarm.cleared"  # it is over, or was acknowledged
    ROOM_CHANGED = "store.room"  # what the disk still allows: enough | no-scans | no-visits
    OFFICER_CALLED = "officer.called"
    OFFICER_CAME = "officer.came"  # somebody answered the call at the kiosk; after how many minutes
    STORE_SALVAGED = "store.salvaged"  # counts, and the codes that are lost
    STORE_RESTORED = "store.restored"  # from where the journal goes on; how much was newer here, and where it lies
    STORE_BACKED_UP = "store.backed-up"  # number of entries in it
    MACHINE_ACT = "machine.act"  # a technician's, at the screen; about: the account's number; what, how it ended
    KEY_CHANGED = "key.changed"  # how: rotated | recovered | erased | recovery
    CONSENT_WITHDRAWN = "consent.withdrawn"  # about: the request
    ERASURE_ASKED = "erasure.asked"
    ERASURE_DONE = "erasure.done"  # counts, and SHA-256 of the list of what went
    ORDER_SERVED = "order.served"  # the counter has done what an order asks for
    ORDER_ERASED = "order.erased"  # its days here are over; the SHA-256 of the digest of what went
    DOCUMENTS_ERASED = "documents.erased"  # their time after the portal's number is over


@dataclass(frozen=True)
class Entry:
    """One event; ``about`` is a provisional code or empty, ``facts`` are short and never personal."""

    kind: EventKind
    about: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
