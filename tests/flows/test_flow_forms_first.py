"""The office sees a filing as soon as its form is there; what is small does not wait for what is long."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.submission import Sync
from kiosk.sync.watcher import Watcher
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document

PAPER = document(300_000)
SENDING = {"path": "/files/", "method": "PATCH"}


def papers(portal: PortalServer, code: str) -> list[bool]:
    """Which of a dossier's papers have a place at the portal."""
    (found,) = [item for item in portal.dossiers.newest() if (item.reference or "").endswith(code)]
    return [bool(item["DuongDanTaiTepTin"]) for item in json.loads(found.record)["TaiLieuNop"]]


def test_every_form_is_there_before_any_paper(box: Kiosk, portal: PortalServer) -> None:
    first, second = box.desk.file(PAPER).code, box.desk.file(document(200_000, 2)).code
    portal.faults.add(PortalFault("drop", times=9, **SENDING))
    box.engine.run_once()
    for code in (first, second):
        held = box.store.outbox.get(code)
        assert held.sync is Sync.QUEUED
        assert portal.dossiers.find("", code)[0].code == held.official
        assert papers(portal, code) == [False]
    portal.faults.clear()
    box.clock.forward(600)
    box.engine.run_once()
    for code in (first, second):
        assert box.store.outbox.get(code).sync is Sync.DELIVERED
        assert papers(portal, code) == [True]
    assert [step.note for step in portal.dossiers.find("", first)[1]] == ["Hồ sơ đến cổng", "Tài liệu đã đến đủ"]
    kinds = [written.entry.kind for written in box.store.journal.entries()]
    assert (kinds.count(EventKind.FORM_ARRIVED), kinds.count(EventKind.SYNC_DELIVERED)) == (2, 2)


def test_a_form_whose_answer_was_lost_is_not_a_second_dossier(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file(PAPER).code
    portal.faults.add(PortalFault("lost", path="/service", service="DongBoHoSoMC"))
    box.engine.run_once()
    box.clock.forward(600)
    box.engine.run_once()
    assert box.store.outbox.get(code).sync is Sync.DELIVERED
    assert (len(portal.dossiers.newest()), papers(portal, code)) == (1, [True])


def test_small_papers_travel_with_their_form(box: Kiosk, portal: PortalServer) -> None:
    """Sending the form twice would cost more than it gains."""
    box.desk.file(document(2_000))
    box.engine.run_once()
    kinds = [written.entry.kind for written in box.store.journal.entries()]
    assert (kinds.count(EventKind.FORM_ARRIVED), kinds.count(EventKind.SYNC_DELIVERED)) == (0, 1)


def test_a_portal_that_does_not_offer_it_gets_the_papers_first(
    box: Kiosk, portal: PortalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = box.desk.file(PAPER).code
    real = box.portal.hello

    def plain() -> None:
        real()
        box.portal.takes_forms_first = False

    monkeypatch.setattr(box.portal, "hello", plain)
    portal.faults.add(PortalFault("drop", times=9, **SENDING))
    box.engine.run_once()
    assert portal.dossiers.newest() == []
    portal.faults.clear()
    box.clock.forward(600)
    box.engine.run_once()
    assert papers(portal, code) == [True]


def test_a_refused_form_is_parked_and_its_papers_stay_here(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file(PAPER).code
    record = {"TrangThaiHoSo": "1", "MaThamChieuKiosk": f"DV01/{code}", "MaBamKiosk": "0" * 64}
    portal.dossiers.take(box.store.outbox.get(code).filing.unit, record, "0" * 64, updating=False)
    report = box.engine.run_once()
    assert [item.outcome for item in report.submissions] == ["parked"]
    assert list(portal.uploads.all()) == []


def test_what_is_filed_while_papers_fill_the_line_goes_by(tmp_path: Path, portal: PortalServer) -> None:
    """The papers of one filing hang in the middle of the line; the next one's form has its number all the same."""
    box = Kiosk(tmp_path, portal.url, read_timeout=60.0)
    portal.faults.add(PortalFault("latency", seconds=3600.0, **SENDING))
    box.desk.file(PAPER)
    numbered = threading.Event()
    small: list[str] = []

    def look() -> None:
        if small and box.store.outbox.get(small[0]).official:
            numbered.set()

    watcher = Watcher(box.engine, lambda _: None, lambda error: pytest.fail(str(error)))
    unsubscribe, nothing = box.store.outbox.subscribe(watcher.wake), threading.Event()
    watcher.start()
    for _ in range(1200):  # the store has said its last word before the papers meet the fault
        if any(fault["met"] for fault in portal.faults.as_json()):
            break
        nothing.wait(0.05)
    else:
        pytest.fail("the papers never met the fault")
    small.append(box.desk.file().code)
    for _ in range(600):
        look()
        if numbered.wait(0.05):
            break
    held = box.store.outbox.get(small[0])
    assert held.official
    assert portal.dossiers.find("", small[0])[0].code == held.official
    unsubscribe()
    assert watcher.stop()
    box.close()


def test_a_form_beside_papers_goes_again_at_once_when_its_connection_breaks(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file(PAPER).code
    box.engine.portal.hello()
    portal.faults.add(PortalFault("lost", path="/service", service="DongBoHoSoMC"))
    assert box.engine.run_urgent() == (code,)
    assert [fault["met"] for fault in portal.faults.as_json()] == [1]
    assert (len(portal.dossiers.newest()), papers(portal, code)) == (1, [False])
