"""Another card in the same visit goes on with nothing of the first; what the store says late reaches nobody else."""

from __future__ import annotations

import threading

from visit_stage import MY, Resident, until

from kiosk.devices.simulated import person as people
from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import FormScreen, IdleOverlay, ResumeOverlay

HERS, HIS = MY, "nguyen-van-an"


def known_by(resident: Resident, name: str) -> None:
    """From IDENTIFY to CHOOSE, by a card that is shown and laid down."""
    resident.show_card(name)
    resident.lay(name)
    resident.at(VisitStep.HELLO)
    resident.press_main()
    resident.at(VisitStep.CHOOSE)
    resident.bench.lift_card()


def back_to_the_card(resident: Resident) -> None:
    while resident.step is not VisitStep.IDENTIFY:
        before = place(resident)
        resident.press_back()
        until(lambda before=before: place(resident) != before, "one step back")


def place(resident: Resident) -> tuple[VisitStep, str]:
    walk = resident.visit.walk
    return resident.step, walk.page.key if walk and resident.step is VisitStep.FORM else ""


def birth_tile(resident: Resident) -> None:
    resident.choose_birth()


def begun(resident: Resident) -> str:
    """Her form with the child's name in it. The number of its savepoint."""
    birth_tile(resident)
    resident.at(VisitStep.NEEDS)
    resident.press_main()
    resident.at(VisitStep.FORM)
    walk = resident.visit.walk
    for _ in range(2):
        resident.answer_page()
        resident.screen.nextAsked.emit()
    resident.settled()
    assert walk.filling.value("child.name") == "Thào Seo Chứ"
    return str(resident.visit.draft_id)


def store_waits(resident: Resident) -> threading.Event:
    """The store answers nothing until this is set."""
    may_go = threading.Event()
    resident.house.tasks.run("store", lambda _: may_go.wait(60))
    return may_go


def test_another_card_finds_nothing_of_the_first_and_the_first_finds_all(resident: Resident) -> None:
    resident.come_in()
    known_by(resident, HERS)
    hers = begun(resident)
    back_to_the_card(resident)
    known_by(resident, HIS)
    birth_tile(resident)
    resident.at(VisitStep.NEEDS)
    filling, him = resident.visit.walk.filling, people.person(HIS)
    assert filling.value("requester.name") == him.full_name and filling.value("requester.paper_number") == him.id_number
    assert filling.value("child.name") == "" and resident.visit.draft_id != hers
    resident.press_main()
    resident.at(VisitStep.FORM)
    assert "Thào Seo Chứ" not in resident.words() and people.person(HERS).full_name not in resident.words()
    resident.answer_page()
    resident.screen.nextAsked.emit()
    resident.settled()
    back_to_the_card(resident)
    known_by(resident, HERS)
    birth_tile(resident)
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "her savepoint")
    resident.press("resume.resume")
    resident.at(VisitStep.FORM)
    assert resident.visit.draft_id == hers and resident.visit.walk.filling.value("child.name") == "Thào Seo Chứ"


def test_without_a_card_nobody_goes_on_as_the_holder_of_the_last(resident: Resident) -> None:
    resident.come_in()
    known_by(resident, HERS)
    begun(resident)
    back_to_the_card(resident)
    resident.screen.withoutCard.emit()
    resident.at(VisitStep.CHOOSE)
    birth_tile(resident)
    resident.at(VisitStep.NEEDS)
    filling = resident.visit.walk.filling
    assert filling.value("requester.paper_number") == "" and filling.value("child.name") == ""


def test_the_same_card_laid_again_keeps_all(resident: Resident) -> None:
    resident.come_in()
    known_by(resident, HERS)
    hers = begun(resident)
    back_to_the_card(resident)
    known_by(resident, HERS)
    birth_tile(resident)
    resident.at(VisitStep.NEEDS)
    assert resident.visit.draft_id == hers and resident.visit.walk.filling.value("child.name") == "Thào Seo Chứ"


def test_who_typed_first_and_then_lays_a_card_keeps_what_was_typed_and_is_who_the_card_says(
    resident: Resident,
) -> None:
    resident.come_in()
    resident.screen.withoutCard.emit()
    resident.at(VisitStep.CHOOSE)
    birth_tile(resident)
    resident.at(VisitStep.NEEDS)
    walk = resident.visit.walk
    walk.answer("child.name", "Thào Seo Chứ", Origin.TYPED)
    walk.answer("requester.name", "Vàng Thị Mỉ", Origin.TYPED)
    back_to_the_card(resident)
    known_by(resident, HERS)
    birth_tile(resident)
    resident.at(VisitStep.NEEDS)
    filling = resident.visit.walk.filling
    assert filling.value("child.name") == "Thào Seo Chứ"
    assert filling.value("requester.name") == people.person(HERS).full_name
    assert filling.origin("requester.name") is Origin.CARD


def test_dossiers_that_are_found_late_are_shown_to_nobody(resident: Resident) -> None:
    """Looked up for one card; before the store answers, the next one stands there."""
    resident.at_received()
    resident.flow.leave("finished")
    resident.settled()
    resident.known(HERS)
    may_go = store_waits(resident)
    resident.screen.mine.emit()
    resident.at(VisitStep.TRACK)
    track = resident.screen
    resident.press_back()
    resident.at(VisitStep.CHOOSE)
    may_go.set()
    resident.settled()
    assert resident.flow._acts[VisitStep.TRACK]._dossiers == {} and "KS-" not in track.title()  # type: ignore[attr-defined]


def test_a_tile_touched_again_before_the_store_answers_asks_once(resident: Resident) -> None:
    resident.at_form()
    resident.answer_page()
    resident.screen.nextAsked.emit()
    resident.flow.leave("idle")
    resident.known(HERS)
    may_go = store_waits(resident)
    for _ in range(3):
        birth_tile(resident)
        assert resident.step in (VisitStep.CHOOSE, VisitStep.EVENT)
    may_go.set()
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the savepoint is not passed over")
    may_go = store_waits(resident)
    for _ in range(2):
        resident.press("resume.resume")
    may_go.set()
    resident.at(VisitStep.FORM)
    resident.settled()
    assert resident.step is VisitStep.FORM and isinstance(resident.screen, FormScreen)


def test_back_before_the_store_answers_stays_back(resident: Resident) -> None:
    resident.known(HERS)
    may_go = store_waits(resident)
    birth_tile(resident)
    resident.flow.go(VisitStep.HELLO, forward=False)
    may_go.set()
    resident.settled()
    assert resident.step is VisitStep.HELLO and resident.visit.walk is None


def test_anew_while_the_savepoint_is_still_being_read_is_anew(resident: Resident) -> None:
    resident.at_form("child-birth")
    resident.answer_page()
    resident.screen.nextAsked.emit()
    resident.flow.leave("idle")
    resident.known(HERS)
    birth_tile(resident)
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    may_go = store_waits(resident)
    resident.press("resume.resume")
    resident.press("resume.anew")
    may_go.set()
    resident.at(VisitStep.NEEDS)
    resident.settled()
    assert resident.step is VisitStep.NEEDS and resident.visit.walk.filling.value("child.name") == ""


def test_the_question_whether_anyone_is_there_leaves_the_other_question_open(resident: Resident) -> None:
    resident.at_form("child-name")
    resident.answer_page()
    resident.screen.nextAsked.emit()
    resident.flow.leave("idle")
    resident.known(HERS)
    birth_tile(resident)
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    resident.flow._guard._quiet.start(200)
    until(lambda: isinstance(resident.shell.overlaid, IdleOverlay), "is anyone there?")
    resident.flow._guard._quiet.setInterval(60_000)
    resident.press("idle.stay")
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer is still there")
    resident.press("resume.resume")
    resident.at(VisitStep.FORM)
    resident.flow._guard._quiet.start(200)
    until(lambda: isinstance(resident.shell.overlaid, IdleOverlay), "is anyone there?")
    resident.flow.leave("idle")
    assert resident.shell.overlaid is None
