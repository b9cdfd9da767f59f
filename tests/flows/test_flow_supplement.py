"""The office asks for more; the resident answers at the kiosk with the same card, line or no line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from visit_stage import Resident, config, kiosk, scan, until

from kiosk.domain.submission import Legal, Submission
from kiosk.domain.visit import Step
from kiosk.portal.acts import Action, Said

pytestmark = pytest.mark.xdist_group("window")

ASKED = Said("Ảnh thiếu góc dưới", papers=("D1",), days=5)


@pytest.fixture
def resident(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    office = replace(config(tmp_path).office, bank="970436", account="0000000000")
    with kiosk(tmp_path, office=office) as made:
        yield made


def asked(resident: Resident, said: Said = ASKED) -> Submission:
    """A dossier that arrived, about which the office has asked; the visit is over."""
    made = resident.at_received()
    until(lambda: bool(resident.store.outbox.get(made.code).official), "the official number")
    ask(resident, made.code, said)
    resident.flow.leave("finished")
    return resident.store.outbox.get(made.code)


def ask(resident: Resident, code: str, said: Said = ASKED) -> None:
    office(resident, code, Action.ASK, said)
    until(lambda: resident.store.outbox.get(code).legal is Legal.SUPPLEMENT, "the down-stream")


def office(resident: Resident, code: str, action: Action, said: Said | None = None) -> None:
    assert resident.rooms.server is not None
    resident.rooms.server.dossiers.act(code, action, said=said or Said())


def open_dossier(resident: Resident, made: Submission) -> None:
    """With the card, to the dossier on the tracking screen."""
    resident.known()
    resident.press("choose.mine")
    resident.at(Step.TRACK)
    until(lambda: made.official in resident.words(), "the list")
    resident.finger.touch(resident.finger.button(made.official))
    resident.reads("track.filed")


def photograph(resident: Resident) -> None:
    """The page goes the way that a page which was kept goes."""
    resident.at(Step.CAPTURE)
    resident.flow._acts[Step.CAPTURE]._bound(scan())  # type: ignore[attr-defined]


def portal_says(resident: Resident, code: str) -> tuple[str, list[str], list[str]]:
    """Status, the papers' codes, the words of its steps."""
    assert resident.rooms.server is not None
    found, steps = resident.rooms.server.dossiers.find(resident.rooms.services.config.office.unit, code)
    papers = [item["MaThanhPhanHoSo"] for item in json.loads(found.record)["TaiLieuNop"]]
    return found.status, papers, [step.note for step in steps]


def test_the_paper_that_is_asked_for_is_photographed_and_reaches_the_office(resident: Resident) -> None:
    made = asked(resident)
    resident.bench.set_plugged(False)
    open_dossier(resident, made)
    assert "Ảnh thiếu góc dưới" in resident.words() and "Giấy chứng sinh" in resident.words()
    resident.press("track.answer.papers")
    photograph(resident)
    resident.at(Step.REVIEW)
    resident.reads("answer.title")
    resident.hand_in()
    resident.at(Step.RECEIVED)
    resident.reads("answered.queued.title")
    resident.press("received.mine")
    resident.at(Step.TRACK)
    resident.reads("track.answer.waiting")
    resident.bench.set_plugged(True)
    until(lambda: resident.store.cases.unsent() == (), "the answer is sent")
    status, papers, steps = portal_says(resident, made.code)
    assert (status, papers, steps.count("Người dân đã bổ sung")) == ("1", ["D1"], 1)
