"""The office asks for more; the resident answers at the kiosk with the same card, line or no line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from visit_stage import Resident, config, kiosk, scan, until

from kiosk.domain.answering import FIELD, LINE
from kiosk.domain.submission import Legal, Submission
from kiosk.domain.visit import VisitStep
from kiosk.store import Reserve
from kiosk.ui.resident import ResumeOverlay
from kiosk_sandbox.actions import Action, Said

OTHER = "nguyen-van-an"
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
    resident.at(VisitStep.TRACK)
    until(lambda: made.official in resident.words(), "the list")
    resident.finger.touch(resident.finger.button(made.official))
    resident.reads("track.filed")


def photograph(resident: Resident) -> None:
    """The page goes the way that a page which was kept goes."""
    resident.at(VisitStep.CAPTURE)
    resident.flow._acts[VisitStep.CAPTURE]._bound(scan())  # type: ignore[attr-defined]


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
    resident.at(VisitStep.REVIEW)
    resident.reads("answer.title")
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    resident.reads("answered.queued.title")
    resident.press("received.mine")
    resident.at(VisitStep.TRACK)
    resident.reads("track.answer.waiting")
    resident.bench.set_plugged(True)
    until(lambda: resident.store.cases.unsent() == (), "the answer is sent")
    status, papers, steps = portal_says(resident, made.code)
    assert (status, papers, steps.count("Người dân đã bổ sung")) == ("1", ["D1"], 1)


def test_who_walks_away_finds_it_again_and_nobody_else_does(resident: Resident) -> None:
    made = asked(resident)
    open_dossier(resident, made)
    resident.press("track.answer.papers")
    photograph(resident)
    resident.at(VisitStep.REVIEW)
    until(lambda: resident.visit.papers[0].ref is not None, "the page is durable")
    resident.settled()
    resident.flow.leave("idle")
    assert resident.visit.other_task is None and made.official not in resident.words()

    resident.known(OTHER)
    resident.press("choose.mine")
    resident.reads("track.none")
    resident.flow.leave("finished")

    open_dossier(resident, made)
    resident.press("track.answer.papers")
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "what was kept")
    resident.press("resume.resume")
    resident.at(VisitStep.REVIEW)
    assert [paper.scan is not None for paper in resident.visit.papers] == [True]
    resident.press_back()
    resident.at(VisitStep.CAPTURE)


def test_a_field_is_put_right_and_a_line_is_written(resident: Resident) -> None:
    made = asked(resident, Said("Xin ghi rõ quê quán", fields=("child.hometown",), line=True))
    open_dossier(resident, made)
    resident.press("track.answer.words")
    for key, value in (("child.hometown", "thôn Séo Lủng, xã Đồng Văn"), (LINE, "Theo sổ của bà nội")):
        resident.at(VisitStep.FORM)
        assert resident.screen.open_field == key
        resident.screen.answered.emit(key, value, "typed")
        resident.screen.nextAsked.emit()
    resident.at(VisitStep.REVIEW)
    assert "thôn Séo Lủng" in resident.words() and "sổ của bà nội" in resident.words()
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    resident.reads("answered.delivered.title")
    assert resident.rooms.server is not None
    dossiers = resident.rooms.server.dossiers
    (question,) = dossiers.asked(dossiers.find("", made.code)[0])
    facts = json.loads(question.answer)["facts"]
    assert facts[FIELD + "child.hometown"].endswith("xã Đồng Văn") and facts[FIELD + LINE] == "Theo sổ của bà nội"


def test_what_stands_in_the_way_is_said_and_nothing_is_lost(resident: Resident) -> None:
    """No room, then room again; the office goes on without it; asked anew, and decided before the line is back."""
    made = asked(resident)
    open_dossier(resident, made)
    resident.press("track.answer.papers")
    photograph(resident)
    resident.at(VisitStep.REVIEW)
    kept = resident.store.space._reserve
    resident.store.space._reserve = Reserve(0, 1 << 60, 0)
    resident.hand_in()
    resident.at(VisitStep.REVIEW)
    resident.reads("error.store.disk-full.message")
    resident.store.space._reserve = kept

    office(resident, made.code, Action.WORK)
    until(lambda: resident.store.outbox.get(made.code).legal is Legal.IN_PROGRESS, "the down-stream")
    resident.hand_in()
    resident.at(VisitStep.REVIEW)
    resident.reads("error.form.question-gone.message")
    assert resident.visit.papers[0].scan is not None and resident.store.cases.unsent() == ()
    resident.flow.leave("left")

    ask(resident, made.code)
    resident.bench.set_plugged(False)
    until(lambda: not resident.rooms.sign.up, "the plug is out")
    open_dossier(resident, made)
    resident.press("track.answer.papers")
    photograph(resident)
    resident.at(VisitStep.REVIEW)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    office(resident, made.code, Action.STOP, Said("Người nộp không đủ điều kiện"))
    resident.bench.set_plugged(True)
    until(lambda: resident.store.cases.unsent() == (), "the office's no")
    resident.reads("answered.parked.title")
    resident.press("received.mine")
    resident.at(VisitStep.TRACK)
    resident.reads("track.answer.refused")
    assert "không còn chờ" in resident.words()
