"""One of two begins, the other confirms another time, by their own card at this kiosk: nothing is filed before."""

from __future__ import annotations

from test_flow_parties import BRIDE, GROOM, MARRIAGE, answer_for, at_invitation, signs
from visit_stage import Resident, until

from kiosk.devices.simulated import person as people
from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import ResumeOverlay


def begun(resident: Resident, number: str) -> None:
    """The bride's part, kept; ``number``: the groom's, as far as she knows it."""
    at_invitation(resident)
    resident.finger.touch(resident.finger.button("đến sau"))
    resident.at(VisitStep.FORM)
    pages = {page.key for page in resident.visit.walk.filling.pages()}
    assert pages == {"bride-status", "bride-times", "copies"}, "only what is hers, or both's"
    answer_for(resident, "bride")
    while resident.visit.walk.forward():
        pass
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)
    resident.press_main()
    resident.at(VisitStep.LATER)
    for digit in number:
        resident.screen.field.insert(digit)
    resident.press_main()
    resident.at(VisitStep.KEPT)
    resident.reads("kept.state")


def chosen(resident: Resident, name: str) -> str:
    """What is asked of a card's holder who comes for the same thing."""
    resident.known(name)
    event = resident.rooms.services.procedures[MARRIAGE].events[0]
    resident.finger.touch(resident.screen.tiles[event])
    until(lambda: resident.step is VisitStep.EVENT or resident.shell.overlaid is not None, "the next step")
    if resident.step is VisitStep.EVENT:
        resident.finger.touch(resident.screen.cards[MARRIAGE])
    until(lambda: resident.step is VisitStep.NEEDS or resident.shell.overlaid is not None, "what was left")
    return resident.words() if isinstance(resident.shell.overlaid, ResumeOverlay) else ""


def test_the_other_confirms_by_their_own_card_and_only_then_it_is_filed(resident: Resident) -> None:
    begun(resident, people.person(GROOM).id_number)
    resident.press_main()
    resident.at(VisitStep.START)
    assert resident.store.outbox.list() == ()
    words = chosen(resident, GROOM)
    assert "Hầu Thị Dợ" in words and "đang chờ" in words
    resident.press("resume.resume")
    resident.at(VisitStep.FORM)
    walk = resident.visit.walk
    assert walk.page.key == "groom-status"
    assert (walk.filling.value("bride.name"), walk.filling.origin("bride.name")) == ("Hầu Thị Dợ", Origin.CARD)
    assert "bride-status" not in {page.key for page in walk.filling.pages()}, "hers is not his to see"
    answer_for(resident, "groom")
    while walk.forward():
        pass
    resident.flow.go(VisitStep.FORM)
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    resident.hand_in()
    resident.at(VisitStep.SIGN)
    signs(resident)
    resident.at(VisitStep.RECEIVED)
    filing = resident.visit.submission.filing
    assert {one.key for one in filing.notes} == {"party-earlier", "party-card"}
    assert filing.answers["bride.status"]["value"] == "2" and filing.applicant.id_number == "999304000015"
    assert (filing.applicant.method, filing.applicant.standing) == ("chip", "genuine")
    for name in (BRIDE, GROOM):
        assert len(resident.store.outbox.find(people.person(name).id_number)) == 1


def test_without_the_number_it_opens_to_who_began_it_and_both_go_on_together(resident: Resident) -> None:
    begun(resident, "")
    resident.press_main()
    resident.at(VisitStep.START)
    assert chosen(resident, GROOM) == "", "nothing of hers is his to find"
    resident.flow.leave("left")
    assert chosen(resident, BRIDE) != ""
    resident.press("resume.resume")
    resident.at(VisitStep.PARTY)  # he may be here now
    assert resident.visit.walk.filling.value("bride.status") == "2"


def test_who_begins_anew_leaves_what_is_the_others_too(resident: Resident) -> None:
    begun(resident, people.person(GROOM).id_number)
    resident.press_main()
    resident.at(VisitStep.START)
    chosen(resident, GROOM)
    resident.press("resume.anew")
    resident.at(VisitStep.NEEDS)
    assert resident.visit.walk.filling.value("bride.name") == ""
    resident.flow.leave("left")
    resident.settled()
    assert chosen(resident, BRIDE) != ""


def test_whoever_takes_it_up_and_stops_leaves_it_as_it_was(resident: Resident) -> None:
    begun(resident, people.person(GROOM).id_number)
    draft_id = resident.visit.draft_id
    resident.press_main()
    resident.settled()
    before = resident.store.drafts.get(draft_id)
    assert before is not None
    assert "Hầu Thị Dợ" in chosen(resident, GROOM)
    resident.press("resume.resume")
    resident.at(VisitStep.FORM)
    answer_for(resident, "groom")
    resident.screen.nextAsked.emit()  # with its savepoint
    resident.settled()
    taken = resident.store.drafts.get(draft_id)
    assert taken is not None and taken.answers != before.answers
    resident.flow.leave("left")
    resident.settled()
    left = resident.store.drafts.get(draft_id)
    assert left is not None and (left.answers, left.owner) == (before.answers, before.owner)
    assert "Hầu Thị Dợ" in chosen(resident, GROOM)


def test_what_was_promised_to_be_kept_is_not_erased_by_who_has_done(resident: Resident) -> None:
    begun(resident, people.person(GROOM).id_number)
    draft_id = resident.visit.draft_id
    resident.flow.leave("left")  # "Tôi xong rồi", asked whether anyone is there
    resident.settled()
    assert resident.store.drafts.get(draft_id) is not None
