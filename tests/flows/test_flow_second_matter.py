"""Who files one matter and then another in the same visit has filed two; nothing of the first goes into the second."""

from __future__ import annotations

from test_flow_parties import at_invitation
from visit_stage import Resident

from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep

COPIES = "2.000635"


def at_choose_after(resident: Resident) -> None:
    """From the slip by way of one's dossiers, as a hand goes."""
    resident.press("received.mine")
    resident.at(VisitStep.TRACK)
    resident.press_back()
    resident.at(VisitStep.CHOOSE)


def test_the_same_matter_again_is_a_filing_of_its_own(resident: Resident) -> None:
    first = resident.at_received()
    filed_draft = resident.visit.draft_id
    at_choose_after(resident)
    resident.choose_birth()
    resident.at(VisitStep.NEEDS)
    visit = resident.visit
    assert visit.draft_id != filed_draft and visit.submission is None and visit.papers == []
    assert visit.walk is not None and visit.walk.filling.value("child.name") == ""
    resident.fill_all()
    visit.walk.answer("child.name", "Vàng Thị Sua", Origin.TYPED)
    resident.screen.nextAsked.emit()
    resident.at(VisitStep.CAPTURE)
    second = resident.bind_and_hand_in()
    assert {one.code for one in resident.store.outbox.list()} == {first.code, second.code}
    assert len({first.code, second.code}) == 2


def test_another_matter_has_a_draft_of_its_own_and_none_of_the_papers(resident: Resident) -> None:
    first = resident.at_received()
    at_choose_after(resident)
    resident.choose(COPIES)
    visit = resident.visit
    assert visit.submission is None and visit.papers == [] and visit.signatures == {} and visit.beside == set()
    assert resident.store.outbox.of_draft(visit.draft_id) is None
    assert [one.code for one in resident.store.outbox.list()] == [first.code]


def test_who_comes_later_for_one_matter_is_awaited_for_no_other(resident: Resident) -> None:
    at_invitation(resident)
    resident.finger.touch(resident.finger.button("đến sau"))
    resident.at(VisitStep.FORM)
    assert resident.visit.awaited()
    resident.flow.go(VisitStep.CHOOSE, forward=False)
    resident.at(VisitStep.CHOOSE)
    resident.choose_birth()
    resident.at(VisitStep.NEEDS)
    assert resident.visit.awaited() == () and resident.visit.called == set()


def test_who_wants_all_erased_leaves_no_half_of_an_earlier_matter(resident: Resident) -> None:
    resident.at_capture()
    resident.settled()
    first = resident.visit.draft_id
    assert resident.store.drafts.get(first) is not None
    resident.flow.go(VisitStep.CHOOSE, forward=False)
    resident.at(VisitStep.CHOOSE)
    resident.choose(COPIES)
    assert resident.visit.draft_id != first and resident.store.drafts.get(first) is not None
    resident.flow.leave("left")
    resident.settled()
    assert resident.store.drafts.get(first) is None
