"""What is told about a birth while it is filled in by touch: born at home, late, unmarried parents, abroad, on its way
beside other things; and the mother with her own card."""

from __future__ import annotations

from datetime import timedelta

from visit_stage import SHEET, Resident, until

from kiosk.clock import office_time
from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.tour.answers import Choose, Date, Suggested
from kiosk.tour.hand import Hand
from kiosk.ui.resident import FormScreen

MOTHER = "giang-thi-say"


def page(resident: Resident) -> str:
    walk = resident.visit.walk
    return walk.page.key if walk is not None and resident.step is VisitStep.FORM else ""


def fill(resident: Resident, answer: Choose | Date | Suggested) -> None:
    assert isinstance(resident.screen, FormScreen)
    Hand(resident.finger, resident.screen).fill(answer)


def text_of(resident: Resident, rule: str) -> str:
    """The rule's sentence as this person reads it."""
    assert resident.visit.procedure is not None
    version = resident.visit.walk.filling.form.version
    sentence = next(one.text["vi"] for one in version.rules if one.spec.key == rule)
    return sentence.replace("{You}", "Bà").replace("{you}", "bà")


def test_a_child_born_at_home_brings_what_the_witness_wrote(resident: Resident) -> None:
    resident.at_form("birth-at")
    fill(resident, Choose("child.birth_at", "elsewhere"))
    until(lambda: page(resident) == "child-place", "no hospital is asked for")
    fill(resident, Suggested("child.birth_place"))
    until(lambda: page(resident) == "birth-assisted", "whether a midwife came")
    fill(resident, Choose("child.birth_assisted", "no"))
    until(lambda: page(resident) == "birth-witness", "who saw it")
    fill(resident, Choose("child.birth_witness", "yes"))
    until(lambda: page(resident) == "rare", "no birth notice is asked for")
    resident.fill_all()
    resident.press_main()
    resident.at(VisitStep.CAPTURE)
    assert "Giấy của người làm chứng" in resident.words()
    assert [one.document.key for one in resident.visit.papers] == ["van_ban_lam_chung"]


def test_a_late_day_is_answered_kindly_and_goes_on_with_one_touch(resident: Resident) -> None:
    resident.at_form("child-birth")
    fill(resident, Date("child.birth_date", office_time().date() - timedelta(days=75)))
    until(lambda: text_of(resident, "R2") in resident.words(), "the kind sentence beside the day")
    resident.press_main()
    until(lambda: page(resident) == "child-sex", "the next page at once")


def test_parents_who_are_not_married_are_told_of_the_other_way_before_they_write_more(resident: Resident) -> None:
    resident.at_form("married")
    fill(resident, Choose("marriage.registered", "no"))
    until(lambda: text_of(resident, "R10") in resident.words(), "which procedure it is")
    assert page(resident) in ("married", "") and resident.visit.walk.filling.value("mother.name") == ""


def test_a_child_born_abroad_is_taken_and_the_officer_is_told(resident: Resident) -> None:
    resident.at_form("birth-at")
    fill(resident, Choose("child.birth_at", "abroad"))
    until(lambda: text_of(resident, "R15-noi-sinh") in resident.words(), "that the officer says what is needed")
    resident.press_main()
    until(lambda: page(resident) == "child-place", "it goes on all the same")


def test_what_is_done_at_the_same_time_is_offered(resident: Resident) -> None:
    resident.at_form("linked")
    assert "Làm luôn thường trú và thẻ bảo hiểm y tế cho cháu?" in resident.words()
    fill(resident, Choose("child.linked", "yes"))
    until(lambda: page(resident) == "linked-card", "whether the card too")
    fill(resident, Choose("child.linked_card", "no"))
    until(lambda: page(resident) != "linked-card", "the next page")
    filling = resident.visit.walk.filling
    context = resident.rooms.services.desk.context(resident.visit.visitor)
    assert "R19" in {one.key for one in filling.remarks(context)}


def test_a_mother_is_asked_nothing_that_her_card_says(resident: Resident) -> None:
    resident.known(MOTHER)
    resident.begin_form()
    resident.flow.go(VisitStep.FORM)
    fill(resident, Choose("requester.relation", "mother"))
    until(lambda: page(resident) == "child-name", "the next page")
    resident.visit.walk.answer("child.parents_known", "1", Origin.CHOSEN)
    asked = [one.key for one in resident.visit.walk.filling.pages()]
    assert not [key for key in asked if key.startswith("mother")] and "father-name" in asked
    resident.fill_all()
    resident.press_main()
    resident.at(VisitStep.CAPTURE)
    assert resident.visit.walk.filling.origin("mother.name") is Origin.CARD


def test_a_second_child_of_the_same_parents_is_asked_only_what_is_its_own(resident: Resident) -> None:
    first = resident.at_received()
    resident.finger.touch(resident.finger.button("Khai thêm một cháu"))
    resident.at(VisitStep.FORM)
    walk = resident.visit.walk
    assert page(resident) == "child-name" and walk.filling.value("child.name") == ""
    assert walk.filling.value("mother.name") == first.filing.answers["mother.name"]["value"].title()
    walked = [page(resident)]
    while walk.forward():
        walked.append(walk.page.key)
    assert walked[:3] == ["child-name", "child-birth", "child-sex"] and {"birth-at", "rare", "copies"} <= set(walked)
    assert not {"relation", "parents", "married", "mother-name", "father", "marriage", "child-ethnicity"} & set(walked)
    walk.to_field("child.name")
    for key, text in {"child.name": "Thào Mí Dơ", "child.birth_date": "17/11/2025", "child.sex": "male"}.items():
        walk.answer(key, text, Origin.TYPED)
    for key in ("child.birth_at", "child.birth_facility", "child.birth_place", "child.linked", "copies.wanted"):
        walk.answer(key, SHEET[key], Origin.TYPED)
    resident.flow.go(VisitStep.CAPTURE)
    second = resident.bind_and_hand_in()
    assert second.code != first.code and second.filing.subject == "THÀO MÍ DƠ"
    assert second.filing.answers["father.name"] == first.filing.answers["father.name"]
