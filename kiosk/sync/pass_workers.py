"""Who does the work of a pass: filings up, answers up, questions and proofs. Built once for an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.errors import LineError
from kiosk.sync.inbox.poll import Inbox
from kiosk.sync.inbox.reconciler import Reconciler
from kiosk.sync.inbox.status_rounds import StatusRounds
from kiosk.sync.inbox.unproven_receipts import Proving
from kiosk.sync.inbox.upload_receipts import ReceiptVerifier
from kiosk.sync.pass_settings import PassListeners, PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.ports import SyncStore
from kiosk.sync.queue.answers import AnswerSender
from kiosk.sync.queue.editions import FiledEditions
from kiosk.sync.queue.sending import InFlight, Sender
from kiosk.sync.queue.upload import Tally, Uploader
from kiosk.sync.transport.priority_connection import Beside


@dataclass(frozen=True)
class PassWorkers:
    """``urgent`` sends what is filed while ``sender`` sends papers: never both at one item. ``tally`` counts the bytes
    of papers that went up."""

    tally: Tally
    reconciler: Reconciler
    sender: Sender
    urgent: Sender
    answers: AnswerSender
    status: StatusRounds
    proving: Proving


def workers_of(
    store: SyncStore,
    ways: tuple[Portal, Beside],
    timing: PassTiming,
    office: PassOffice,
    listeners: PassListeners,
    mishap: Callable[[LineError], None],
) -> PassWorkers:
    """``ways``: the portal, and the connection beside it. ``mishap`` raises what all must wait for."""
    portal, beside = ways
    tally, reconciler = Tally(), Reconciler(store, portal, timing.clock)
    arrivals = ReceiptVerifier(store.arrivals, office.signers, office.office, portal.successions)
    editions = FiledEditions(store, office.procedure)
    sending = partial(
        Sender,
        store,
        policy=timing.policy,
        clock=timing.clock,
        office=office.office,
        editions=editions,
        tally=tally,
        in_flight=InFlight(),
        arrivals=arrivals,
        item_bug=listeners.item_bug,
        number_twice=reconciler.number_twice,
        delivered=reconciler.delivered,
    )
    sender, urgent = sending(portal), sending(beside, urgent=True)
    answers = AnswerSender(
        store,
        Uploader(portal, store.documents, tally),
        arrivals,
        office=office.office,
        editions=editions,
        policy=timing.policy,
        clock=timing.clock,
        suspicion=sender.suspicion,
        delivered=reconciler.delivered,
    )
    rounds = (mishap, timing.status_every, timing.monotonic)
    inbox = Inbox(store.cases, office.office.kiosk, reconciler.begin)
    status = StatusRounds(store.outbox, portal, inbox, reconciler, *rounds)
    return PassWorkers(
        tally, reconciler, sender, urgent, answers, status, Proving(portal, sender, store.arrivals, *rounds)
    )
