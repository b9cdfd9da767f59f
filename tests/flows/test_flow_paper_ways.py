"""One paper of several: the person says which one they have, that one is photographed; none today is no dead end."""

from __future__ import annotations

from visit_stage import Resident, scan, until

from kiosk.domain.form import NONE_TODAY, WAY, Origin
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import CaptureScreen, ReviewScreen
from kiosk.ui.resident.ways import WaysScreen

NEED = "chung_minh_viec_sinh"
NOTICE, WITNESS, OATH = "giay_chung_sinh", "van_ban_lam_chung", "cam_doan_viec_sinh"


def asked(resident: Resident) -> WaysScreen:
    """At the papers, in a case that three of them answer."""
    resident.at_form()
    resident.fill_all()
    walk = resident.visit.walk
    walk.answer("child.e_notice", "no", Origin.CHOSEN)
    walk.answer("child.notice", "", Origin.TYPED)
    resident.screen.nextAsked.emit()
    resident.showing(WaysScreen)
    assert resident.step is VisitStep.CAPTURE
    return resident.screen


def keys(resident: Resident) -> list[str]:
    return [paper.document.key for paper in resident.visit.papers]


def test_it_is_the_chosen_paper_that_is_photographed_and_filed(resident: Resident) -> None:
    ways = asked(resident)
    assert list(ways.tiles) == [NOTICE, WITNESS, OATH]
    resident.finger.touch(ways.tiles[WITNESS])
    resident.showing(CaptureScreen)
    assert keys(resident) == [WITNESS]
    assert resident.visit.papers[0].document.name["vi"] in resident.words()
    resident.flow._acts[VisitStep.CAPTURE]._bound(scan())
    resident.at(VisitStep.REVIEW)
    resident.settled()
    draft = resident.store.drafts.get(resident.visit.draft_id)
    assert draft is not None and draft.answers[WAY + NEED]["value"] == WITNESS
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    filing = resident.visit.submission.filing
    assert [one.key for one in filing.documents if not one.key.startswith("signature")] == [WITNESS]
    assert filing.later == ()


def test_none_of_them_today_is_handed_in_and_said(resident: Resident) -> None:
    ways = asked(resident)
    resident.reads("ways.none_line")
    resident.finger.touch(ways.none)
    resident.at(VisitStep.REVIEW)
    assert resident.visit.walk.filling.ways()[0].chosen == NONE_TODAY
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    assert resident.visit.submission.filing.later == (NOTICE,)


def test_who_has_found_another_says_so_from_the_review(resident: Resident) -> None:
    ways = asked(resident)
    resident.finger.touch(ways.none)
    resident.at(VisitStep.REVIEW)
    review = resident.screen
    assert isinstance(review, ReviewScreen)
    resident.finger.touch(review.heads["papers"])
    resident.finger.touch(review.lines["papers"][0].cell)
    resident.showing(WaysScreen)
    resident.finger.touch(resident.screen.tiles[OATH])
    resident.showing(CaptureScreen)
    assert keys(resident) == [OATH] and not resident.visit.papers[0].later


def test_the_officer_is_one_touch_away(resident: Resident) -> None:
    ways = asked(resident)
    resident.finger.touch(ways.officer)
    until(lambda: resident.shell.overlaid is not None, "the officer is called")
    assert resident.visit.walk.filling.ways()[0].chosen == ""
