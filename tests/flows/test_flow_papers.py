"""The papers: by themselves, none there, blurred, several pages, and a camera that goes away in the middle."""

from __future__ import annotations

import pytest
from visit_stage import Resident, until

from kiosk.devices.ports import Hint
from kiosk.domain.events import Kind
from kiosk.domain.visit import Step
from kiosk.ui.resident import CaptureScreen, ConfirmScreen, ResumeOverlay, RetakeScreen, ReviewScreen

pytestmark = pytest.mark.xdist_group("window")


def looking(resident: Resident, hint: Hint | None = None) -> None:
    resident.showing(CaptureScreen)
    resident.seen = None
    until(lambda: resident.seen is not None and hint in (None, resident.seen.hint), f"the camera sees {hint}")


def test_a_good_page_is_taken_by_itself(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 1


def test_a_touch_on_an_empty_desk_takes_nothing(resident: Resident) -> None:
    resident.at_capture()
    looking(resident, Hint.NO_PAPER)
    resident.press("capture.now")
    resident.reads("capture.touched")
    assert resident.step is Step.CAPTURE
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)


def test_a_blurred_page_is_taken_again_with_the_reason(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("blurred")
    looking(resident, Hint.BLURRED)
    resident.press("capture.now")
    resident.showing(RetakeScreen)
    resident.reads("capture.reason.blurred", "capture.fix.blurred")
    resident.press("retake.again")
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    assert resident.visit.papers[0].shots == []


def test_a_blurred_page_that_is_kept_says_so_until_it_is_taken_anew(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("blurred")
    looking(resident, Hint.BLURRED)
    resident.press("capture.now")
    resident.showing(RetakeScreen)
    resident.press("retake.keep")
    resident.showing(ReviewScreen)
    unsure = resident.say("review.pages-unsure", count=1)
    assert unsure in paper_card(resident)
    resident.settled()
    kept = [item.entry for item in resident.store.journal.entries() if item.entry.kind is Kind.PICTURE_KEPT]
    assert [entry.facts for entry in kept] == [{"document": "giay_chung_sinh", "reason": "blurred"}]
    resident.screen.editPaper.emit("giay_chung_sinh")
    looking(resident)
    resident.press_back()
    resident.showing(ReviewScreen)
    assert unsure in paper_card(resident), "looking at the camera again makes a bad picture no better"
    resident.screen.editPaper.emit("giay_chung_sinh")
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    assert unsure not in paper_card(resident)


def paper_card(resident: Resident) -> str:
    leaves = resident.screen.leaves
    leaves.turn(leaves.leaves - 1)
    return resident.words()


def test_two_pages_of_one_paper(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.press("confirm.add")
    resident.showing(ConfirmScreen)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 2


def test_an_impatient_finger_uses_a_page_once(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    for _ in range(3):
        resident.press_main()
    resident.showing(ReviewScreen)
    resident.settled("camera")
    assert resident.step is Step.REVIEW and resident.visit.papers[0].scan.pages == 1


def test_a_page_taken_back_while_it_is_bound_is_not_kept(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.screen.used.emit()
    resident.screen.again.emit()
    resident.screen.go_back()
    resident.settled("camera")
    assert resident.step is Step.FORM and resident.visit.papers[0].scan is None
    assert resident.visit.papers[0].shots == []


def without_camera(resident: Resident) -> None:
    resident.at_capture()
    looking(resident)
    answers = dict(resident.visit.walk.filling.values)
    resident.bench.camera.unplug()
    resident.reads("error.device.camera.message", "error.device.camera.remedy")
    assert resident.visit.walk.filling.values == answers


def test_a_camera_that_goes_away_takes_its_step_not_the_visit(resident: Resident) -> None:
    without_camera(resident)
    resident.press("capture.without_camera")
    resident.showing(ReviewScreen)
    resident.hand_in()
    resident.at(Step.RECEIVED)
    filing = resident.visit.submission.filing
    assert filing.documents == () and filing.later == ("giay_chung_sinh",)


def test_a_camera_that_is_back_takes_the_page(resident: Resident) -> None:
    without_camera(resident)
    resident.bench.camera.plug()
    resident.press_back()
    resident.at(Step.FORM)
    resident.press_main()
    looking(resident)
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)


def test_a_page_is_part_of_the_savepoint_and_taken_up_again_by_the_same_card(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    until(lambda: resident.visit.papers[0].ref is not None, "the page is durable")
    resident.settled()
    pdf = resident.visit.papers[0].scan.pdf
    resident.flow.leave("idle")
    resident.known()
    resident.finger.touch(resident.screen.tiles["birth"])
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    resident.press("resume.resume")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pdf == pdf
    assert resident.visit.walk.filling.value("child.name") == "Thào Seo Chứ"
    resident.hand_in()
    resident.at(Step.RECEIVED)
    resident.settled()
    assert len(resident.store.outbox.list()) == 1 and resident.store.drafts.get(resident.visit.draft_id) is None
