"""The line while a resident stands there: out, odd, back. The screen stays calm, and nothing is lost or sent twice."""

from __future__ import annotations

import time

import pytest
from visit_stage import Resident, until

from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk_sandbox.faults import PortalFault

PROMISE = 10.0  # seconds from the plug to "Hồ sơ đã đến xã"


def delivered(resident: Resident, patience: float = PROMISE) -> str:
    """The portal's number, on the glass, without a touch."""
    until(lambda: resident.visit.submission.sync is Sync.DELIVERED, "delivered", patience)
    resident.reads("received.delivered.title")
    assert resident.visit.submission.official in resident.words()
    (dossier,) = resident.rooms.server.dossiers.newest()
    assert dossier.code == resident.visit.submission.official
    return dossier.code


def test_without_a_line_it_is_received_and_with_one_it_arrives(resident: Resident) -> None:
    resident.at_review()
    resident.bench.set_plugged(False)
    until(lambda: not resident.rooms.sign.up, "the plug is out")
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    resident.reads("received.queued.title", "received.queued.line")
    made = resident.visit.submission
    (kept,) = resident.store.outbox.list()
    assert kept.code == made.code and kept.sync is Sync.QUEUED
    assert resident.store.documents.get(kept.filing.documents[0].sha256).startswith(b"%PDF")
    assert resident.rooms.server.dossiers.newest() == []
    began = time.monotonic()
    resident.bench.set_plugged(True)
    delivered(resident)
    assert time.monotonic() - began <= PROMISE


def test_the_plug_pulled_while_it_is_being_sent(resident: Resident) -> None:
    resident.rooms.server.faults.add(PortalFault("latency", service="", path="/service", times=1, seconds=1.5))
    resident.at_review()
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    resident.bench.set_plugged(False)
    until(lambda: resident.store.outbox.list()[0].sync is Sync.QUEUED, "queued again")
    resident.reads("received.queued.title")
    resident.bench.set_plugged(True)
    delivered(resident)


@pytest.mark.parametrize("kind", ["status", "captive", "drop"])
def test_a_portal_in_trouble_troubles_nobody(resident: Resident, kind: str) -> None:
    """It answers 500, a Wi-Fi login page stands in its place, or nothing answers."""
    resident.at_review()
    resident.rooms.server.faults.add(PortalFault(kind, status=500, times=0))
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    until(lambda: fault_met(resident) > 0, "the portal was asked")
    until(lambda: not resident.rooms.sign.up, "the trouble is known")
    assert resident.store.outbox.list()[0].sync is Sync.QUEUED
    resident.reads("received.queued.title", "received.queued.line")
    resident.rooms.server.faults.clear()
    delivered(resident, 30.0)


def fault_met(resident: Resident) -> int:
    return sum(told["met"] for told in resident.rooms.server.faults.as_json())


def test_what_was_refused_is_safe_and_an_officers_to_mend(resident: Resident) -> None:
    resident.bench.set_plugged(False)
    made = resident.at_received()
    resident.store.outbox.park(made.code, "portal.refused: thiếu ngày sinh")
    resident.reads("received.parked.title", "received.parked.line")


def test_the_start_says_whether_there_is_a_line(resident: Resident) -> None:
    until(lambda: resident.rooms.sign.up, "the line")
    resident.reads("start.online")
    resident.bench.set_plugged(False)
    resident.reads("start.offline")
    resident.bench.set_plugged(True)
    resident.reads("start.online")
