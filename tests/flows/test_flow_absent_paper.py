"""A paper that cannot be had: the reason by one touch, an officer on call, and a dossier that says so everywhere."""

from __future__ import annotations

import json

from visit_stage import Resident, until

from kiosk.domain.dossier import LookReason
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import CaptureScreen
from kiosk.ui.resident.absent import AbsentScreen


def at_reasons(resident: Resident) -> AbsentScreen:
    resident.at_capture()
    capture = resident.finger.named(CaptureScreen)
    resident.finger.touch(capture.absent)
    resident.showing(AbsentScreen)
    return resident.finger.named(AbsentScreen)


def test_the_reason_goes_with_the_filing_to_counter_and_portal(resident: Resident) -> None:
    screen = at_reasons(resident)
    resident.finger.touch(screen.tiles["lost"])
    resident.at(VisitStep.REVIEW)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    submission = resident.visit.submission
    assert submission is not None and submission.filing.documents == () and submission.filing.later == ()
    (note,) = [one for one in submission.filing.notes if one.key == "paper"]
    assert note.text == "Giấy chứng sinh: người nộp nói không có giấy này (bị mất hoặc hỏng). Cán bộ quyết định."
    assert LookReason.PAPER in resident.store.dossier_book.head(submission.code).look
    until(lambda: bool(resident.store.outbox.get(submission.code).official), "the official number")
    server = resident.rooms.server
    assert server is not None
    dossier, _ = server.dossiers.find(submission.filing.unit, submission.code)
    assert note.text in json.loads(dossier.record)["TrichYeuHoSo"]


def test_an_officer_is_one_touch_away_and_back_leads_to_the_camera(resident: Resident) -> None:
    at_reasons(resident)
    resident.press("ways.officer")
    until(lambda: resident.rooms.services.calls.open is not None, "the bell")
    resident.shell.overlay(None)
    resident.press_back()
    resident.showing(CaptureScreen)
    assert resident.visit.papers[0].absent == ""


def test_who_finds_the_paper_after_all_photographs_it(resident: Resident) -> None:
    screen = at_reasons(resident)
    resident.finger.touch(screen.tiles["held-elsewhere"])
    resident.at(VisitStep.REVIEW)
    assert resident.visit.absent_papers() == {"giay_chung_sinh": "held-elsewhere"}
    resident.flow._acts[VisitStep.REVIEW]._edit_paper("giay_chung_sinh")  # type: ignore[attr-defined]
    resident.at(VisitStep.CAPTURE)
    resident.bench.put_paper("good")
    until(lambda: bool(resident.visit.papers[0].pages), "the picture")
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    assert resident.visit.absent_papers() == {} and resident.visit.papers[0].scan is not None
