"""A bug, wherever it comes from, ends the visit and is told without a word of what it met."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from visit_stage import Resident, config, until

from kiosk.app.window import KioskApp
from kiosk.domain.events import EventKind
from kiosk.domain.visit import VisitStep


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
