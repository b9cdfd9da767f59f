"""A bug, wherever it comes from, ends the visit and is told without a word of what it met."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from odd_portal import odd_portal
from visit_stage import Resident, config, until

from kiosk.app.window import KioskApp
from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep
from sandbox import Desk, settings


@pytest.mark.parametrize("thread", [False, True], ids=["painting", "another"])
def test_a_bug_ends_the_visit(qapp, tmp_path: Path, caplog, thread: bool) -> None:
    with KioskApp(config(tmp_path / "kiosk"), size=None, windowed=True) as house:
        resident = Resident(house, [])
        resident.at_form()
        caplog.set_level(logging.DEBUG)
        bug = ValueError("Vàng Thị Mỷ")
        if thread:
            worker = threading.Thread(target=house.bug, args=(bug,))
            worker.start()
            worker.join()
        else:
            house.bug(bug)
        until(lambda: resident.step is VisitStep.START, "the start")
        resident.settled()
        ended = [item.entry for item in resident.store.journal.entries() if item.entry.kind is EventKind.VISIT_ENDED]
        assert [entry.facts for entry in ended] == [{"how": "bug"}]
        assert "ValueError" in caplog.text and "Vàng" not in caplog.text


def test_a_bug_of_a_worker_ends_no_visit_and_a_technician_finds_it(qapp, tmp_path: Path) -> None:
    """Before, each ended the visit in front: 430 times in 100 seconds."""
    with KioskApp(config(tmp_path / "kiosk"), size=None, windowed=True) as house:
        resident = Resident(house, [])
        resident.at_form()
        failed, well = house.rooms._worker("updates", house.worker_bug)
        for _ in range(100):
            failed(RecursionError())
        qapp.processEvents()
        assert resident.step is VisitStep.FORM
        (alarm,) = resident.store.alarms.all()
        assert (alarm.name, alarm.count, alarm.details) == ("worker-updates", 100, ("RecursionError",))
        assert house.rooms.services.way.standing().alarms == ("worker-updates",)
        well()
        assert resident.store.alarms.all() == ()


def test_deep_json_from_the_portal_ends_no_visit(qapp, tmp_path: Path) -> None:
    bomb = (200, {"Content-Type": "application/json"}, b'{"error_code":"0","data":' + b"[" * 100_000)
    with odd_portal(auth=bomb) as portal:
        line = settings(portal.url)
        with KioskApp(config(tmp_path / "kiosk", portal=line), size=None, windowed=True) as house:
            resident = Resident(house, [])
            Desk(resident.store).file(b"%PDF-1.7 a paper")
            resident.at_form()

            def hundred() -> bool:
                house.rooms.watcher.try_now()
                return sum(path == "/auth" for _, path, _ in portal.seen) >= 100

            until(hundred, "a hundred passes")
            assert resident.step is VisitStep.FORM
            assert resident.store.alarms.all() == ()  # it is no bug: the portal speaks oddly
