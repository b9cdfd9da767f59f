"""The papers: by themselves, none there, blurred, several pages, and a camera that goes away in the middle."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from threading import Event

import pikepdf
import pytest
from local_eyes import pixels
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from scan_scenes import two_papers
from visit_stage import Resident, shot, until

from kiosk.domain.events import EventKind
from kiosk.domain.paper import Hint
from kiosk.domain.visit import VisitStep
from kiosk.scan.page_picture import PagePicture
from kiosk.scan.pdf.repaint import painted
from kiosk.scan.picture import bitmap_of
from kiosk.ui.pages import PageInHand
from kiosk.ui.resident import CaptureScreen, ConfirmScreen, ResumeOverlay, RetakeScreen, ReviewScreen
from kiosk.ui.widgets import image_of


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
    assert resident.step is VisitStep.CAPTURE
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
    assert len(resident.visit.papers[0].pages) == 1


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
    kept = [item.entry for item in resident.store.journal.entries() if item.entry.kind is EventKind.PICTURE_KEPT]
    assert [entry.facts for entry in kept] == [{"document": "giay_chung_sinh", "reason": "blurred"}]
    resident.screen.editPaper.emit("giay_chung_sinh")
    resident.showing(ConfirmScreen)
    resident.press_back()
    resident.showing(ReviewScreen)
    assert unsure in paper_card(resident), "looking at the page again makes a bad picture no better"
    resident.screen.editPaper.emit("giay_chung_sinh")
    resident.showing(ConfirmScreen)
    resident.press("confirm.again")
    looking(resident)
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.press("confirm.use")
    resident.showing(ReviewScreen)
    assert unsure not in paper_card(resident)


def paper_card(resident: Resident) -> str:
    resident.screen.open("papers")
    return resident.words()


def test_two_pages_of_one_paper(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.press("confirm.add")
    resident.showing(ConfirmScreen)
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 2


def take(resident: Resident, paper: str = "good") -> None:
    resident.bench.put_paper(paper)
    resident.showing(ConfirmScreen)


def three_pages(resident: Resident) -> list[bytes]:
    """Three pages in hand, and what tells them apart."""
    resident.at_capture()
    for number in (1, 2, 3):
        page = pixels(shot().page).copy()
        page[:40, :40] = 40 * number
        resident.visit.papers[0].pages.take(replace(shot(), page=PagePicture(bitmap_of(page))))
    resident.flow.go(VisitStep.CAPTURE)
    resident.showing(ConfirmScreen)
    return [pixels(taken.page)[:40, :40].tobytes() for taken in resident.visit.papers[0].pages.shots]


def order(resident: Resident, marks: list[bytes]) -> list[int]:
    """Which of the pages stand there, in their order; 0 for one that is none of them as it was taken."""
    shots = resident.visit.papers[0].pages.shots
    seen = [pixels(shot.page)[:40, :40].tobytes() for shot in shots]
    return [marks.index(mark) + 1 if mark in marks else 0 for mark in seen]


def test_pages_are_put_in_order_turned_taken_out_and_put_back_by_touch(resident: Resident) -> None:
    marks = three_pages(resident)
    assert order(resident, marks) == [1, 2, 3]
    resident.press("confirm.earlier")
    assert order(resident, marks) == [1, 3, 2]
    resident.press("confirm.later")
    assert order(resident, marks) == [1, 2, 3]
    resident.finger.touch(resident.screen.strip.thumbs[0])
    resident.press("confirm.remove")
    assert order(resident, marks) == [2, 3]
    resident.press("confirm.put_back")
    assert order(resident, marks) == [1, 2, 3]
    upright = resident.visit.papers[0].pages.shots[0].page.size
    resident.press("confirm.turn")
    assert order(resident, marks) == [0, 2, 3]
    assert resident.visit.papers[0].pages.shots[0].page.size == (upright[1], upright[0])
    resident.press_main()
    resident.showing(ReviewScreen)
    sizes = page_sizes(resident.visit.papers[0].scan.pdf)
    assert [width > height for width, height in sizes] == [True, False, False]


def on_the_glass(resident: Resident) -> QImage:
    """The page that is looked at, as its view has it."""
    image = resident.screen.view._image
    assert image is not None
    return QImage(image)


def handed_in(resident: Resident) -> bytes:
    """The paper's file as it lies in the store once the dossier is received."""
    resident.press_main()
    resident.showing(ReviewScreen)
    resident.flow.go(VisitStep.FILING)
    resident.at(VisitStep.RECEIVED)
    (document,) = resident.visit.submission.filing.documents
    return bytes(resident.store.documents.get(document.sha256))


def test_what_is_looked_at_is_what_is_filed(resident: Resident) -> None:
    """Pixel for pixel, and of the store's own bytes: not the photograph, nor the page as it was cleaned."""
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    looked_at, small = on_the_glass(resident), resident.visit.papers[0].pages.pages[0].thumb
    page = resident.visit.papers[0].pages.shots[0].page
    filed = PagePicture(bitmap_of(painted(handed_in(resident))))
    assert looked_at == image_of(filed) and looked_at != image_of(page)
    assert small == PageInHand.of(replace(shot(), shown=filed)).thumb


def test_what_is_looked_at_is_what_is_filed_after_a_turn(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    before = on_the_glass(resident)
    resident.press("confirm.turn")
    resident.settled("camera")
    looked_at = on_the_glass(resident)
    assert looked_at.size() == before.size().transposed()
    assert looked_at == image_of(bitmap_of(painted(handed_in(resident))))


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [(float(page.MediaBox[2]), float(page.MediaBox[3])) for page in opened.pages]


def test_a_page_is_dragged_to_another_place(resident: Resident) -> None:
    marks = three_pages(resident)
    thumbs = resident.screen.strip.thumbs
    resident.finger.drag(thumbs[2], thumbs[0])
    assert order(resident, marks) == [3, 1, 2]
    thumbs = resident.screen.strip.thumbs
    resident.finger.drag(thumbs[0], thumbs[1])
    assert order(resident, marks) == [1, 3, 2]


def test_one_page_of_several_is_taken_again_and_keeps_its_place(resident: Resident) -> None:
    marks = three_pages(resident)
    resident.finger.touch(resident.screen.strip.thumbs[1])
    resident.press("confirm.again")
    looking(resident)
    resident.press_back()
    resident.showing(ConfirmScreen)
    assert order(resident, marks) == [1, 2, 3], "asked for and left alone, nothing is lost"
    resident.press("confirm.again")
    take(resident)
    assert order(resident, marks) == [1, 0, 3]


def test_pages_stay_in_hand_on_the_way_back_to_the_form(resident: Resident) -> None:
    marks = three_pages(resident)
    resident.press_back()
    resident.at(VisitStep.FORM)
    resident.press_main()
    resident.showing(ConfirmScreen)
    assert order(resident, marks) == [1, 2, 3]


def test_pages_of_a_paper_that_was_done_can_be_changed_from_the_review(resident: Resident) -> None:
    three_pages(resident)
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 3
    assert all(shot.original == b"" for shot in resident.visit.papers[0].pages.shots), "confirmed: erased"
    resident.screen.editPaper.emit("giay_chung_sinh")
    resident.showing(ConfirmScreen)
    resident.press("confirm.remove")
    resident.press_back()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 2
    assert resident.say("review.pages", count=2) in paper_card(resident)


def two_sided(resident: Resident) -> None:
    resident.at_capture()
    paper = resident.visit.papers[0]
    paper.document = replace(paper.document, sides=2)
    resident.flow.go(VisitStep.CAPTURE)
    resident.reads("confirm.front")
    take(resident)


def test_the_back_of_a_paper_with_two_sides_is_asked_for(resident: Resident) -> None:
    two_sided(resident)
    resident.press("confirm.take_back")
    looking(resident)
    resident.reads("confirm.back", "capture.lead_back")
    take(resident)
    resident.press_main()
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 2


def test_a_paper_that_has_one_side_after_all(resident: Resident) -> None:
    two_sided(resident)
    resident.press("confirm.one_side")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 1


def test_an_impatient_finger_uses_a_page_once(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    touched = Event()  # until then the page is not bound: all three touches meet the same button
    resident.house.tasks.run("camera", lambda _: touched.wait(60))
    for _ in range(3):
        resident.press_main()
    touched.set()
    resident.showing(ReviewScreen)
    resident.settled("camera")
    assert resident.step is VisitStep.REVIEW and resident.visit.papers[0].scan.pages == 1


def test_a_page_taken_back_while_it_is_bound_is_not_kept(resident: Resident) -> None:
    resident.at_capture()
    resident.bench.put_paper("good")
    resident.showing(ConfirmScreen)
    resident.screen.used.emit()
    resident.screen.again.emit()
    resident.screen.go_back()
    resident.showing(ConfirmScreen)
    resident.settled("camera")
    assert resident.step is VisitStep.CAPTURE and resident.visit.papers[0].scan is None
    assert len(resident.visit.papers[0].pages) == 1


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
    resident.at(VisitStep.RECEIVED)
    filing = resident.visit.submission.filing
    assert filing.documents == () and filing.later == ("giay_chung_sinh",)


def test_a_camera_that_is_plugged_in_again_goes_on_by_itself(resident: Resident) -> None:
    without_camera(resident)
    resident.bench.camera.plug()
    looking(resident)
    until(lambda: resident.screen.footer.main is resident.screen.main, "the button of the camera")
    assert resident.say("error.device.camera.message") not in resident.words()
    take(resident)


def test_a_camera_that_is_back_takes_the_page(resident: Resident) -> None:
    without_camera(resident)
    resident.bench.camera.plug()
    resident.press_back()
    resident.at(VisitStep.FORM)
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
    resident.choose_birth()
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    resident.press("resume.resume")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pdf == pdf
    assert resident.visit.walk.filling.value("child.name") == "Thào Seo Chứ"
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    resident.settled()
    assert len(resident.store.outbox.list()) == 1 and resident.store.drafts.get(resident.visit.draft_id) is None


def test_pages_that_were_not_finished_are_part_of_the_savepoint_too(resident: Resident) -> None:
    resident.at_capture()
    take(resident)
    resident.press("confirm.turn")
    resident.bench.take_paper()
    resident.press("confirm.add")
    looking(resident)
    resident.settled()
    resident.settled()  # the page, then the savepoint that names it
    resident.flow.leave("idle")
    resident.known()
    resident.choose_birth()
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    resident.press("resume.resume")
    resident.showing(ReviewScreen)
    assert resident.visit.papers[0].scan.pages == 1
    assert [width > height for width, height in page_sizes(resident.visit.papers[0].scan.pdf)] == [True]


def test_of_two_papers_the_one_that_is_touched_is_taken(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    imaging = resident.rooms.services.station._imaging
    at_once = imaging.steady
    monkeypatch.setattr(imaging, "steady", math.inf)  # so that nothing takes itself yet
    resident.at_capture()
    resident.bench.camera.put(two_papers())
    until(lambda: resident.seen is not None and len(resident.seen.others) == 1, "both papers")
    assert resident.say("capture.several", n=2) in resident.words()
    live, seen = resident.screen.live, resident.seen
    x, y = (sum(c[axis] for c in seen.others[0]) / 4 for axis in (0, 1))
    scale, origin = live._scale()
    resident.finger.touch(live, QPoint(round(origin.x() + x * scale), round(origin.y() + y * scale)))
    until(lambda: resident.seen.corners is not None and resident.seen.corners[0][0] > 300, "the other is outlined")
    monkeypatch.setattr(imaging, "steady", at_once)
    resident.showing(RetakeScreen)
    resident.reads("capture.reason.too-small")  # seen from too far
    resident.press("retake.keep")
    resident.showing(ReviewScreen)
    ((width, height),) = page_sizes(resident.visit.papers[0].scan.pdf)
    assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx((330, 210), abs=0.2), (
        "the largest sheet of its shape"
    )


def test_the_camera_is_asked_for_nothing_by_a_touch_beside_all_papers(resident: Resident) -> None:
    resident.at_capture()
    looking(resident, Hint.NO_PAPER)
    resident.finger.touch(resident.screen.live)
    looking(resident, Hint.NO_PAPER)
    assert resident.seen.others == ()
