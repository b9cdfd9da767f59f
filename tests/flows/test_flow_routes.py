"""A rule that says another procedure is the right one: it is begun with what is known, and there is a way back."""

from __future__ import annotations

from visit_stage import Resident

from kiosk.domain.form import Origin
from kiosk.domain.visit import Move, VisitStep
from kiosk.ui.form_cursor import Walk

BRIDE, CARD, DATA, MARRIAGE = "hau-thi-do", "can-cuoc", "1.012564", "1.000894"
RECOGNITION, BIRTH = "1.000689", "1.001193"


def at_page(resident: Resident, code: str, page: str, **answers: str) -> None:
    """Known by card, at ``page`` of a form with these answers."""
    services = resident.rooms.services
    resident.known(BRIDE)
    visit = resident.visit
    visit.procedure = services.procedures[code]
    visit.walk = Walk(services.desk.begin(visit.procedure, visit.visitor), lambda: services.desk.context(visit.visitor))
    for key, value in answers.items():
        visit.walk.answer(key.replace("__", "."), value, Origin.CHOSEN)
    while visit.walk.page.key != page:
        assert visit.walk.forward()
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)


def at_route(resident: Resident) -> None:
    at_page(
        resident,
        CARD,
        "corrected",
        request__for_whom="self",
        request__kind="change",
        request__change_case="b2",
        request__data_corrected="no",
    )
    resident.press_main()
    resident.at(VisitStep.ROUTE)


def test_what_is_known_is_taken_along_and_the_way_back_finds_all(resident: Resident) -> None:
    at_route(resident)
    other = resident.rooms.services.procedures[DATA]
    assert other.name["vi"] in resident.words() and resident.say("route.card") in resident.words()
    before = resident.visit.draft_id
    resident.press("route.go")
    resident.at(VisitStep.NEEDS)
    filling = resident.visit.walk.filling
    assert filling.procedure is other and resident.visit.draft_id != before
    assert filling.value("person.name") == "Hầu Thị Dợ" and filling.value("person.paper_number") == "999304000015"
    resident.press_back()
    resident.at(VisitStep.FORM)
    assert resident.visit.draft_id == before and resident.visit.walk.page.key == "corrected"
    assert resident.visit.walk.filling.value("request.change_case") == "b2"


def test_who_touched_the_wrong_thing_mends_it_and_goes_on(resident: Resident) -> None:
    at_route(resident)
    resident.press("route.mend")
    resident.at(VisitStep.FORM)
    resident.visit.walk.answer("request.data_corrected", "yes", Origin.CHOSEN)
    resident.press_main()
    resident.at(VisitStep.FORM)
    assert resident.visit.walk.page.key != "corrected"


def test_where_it_is_not_offered_here_an_officer_is(resident: Resident) -> None:
    at_page(
        resident,
        MARRIAGE,
        "bride-times",
        bride__status="3",
        bride__times="2",
        bride__ended_abroad="yes",
        bride__ended_noted="no",
        bride__ended_number="1",
        bride__ended_date="12/06/2024",
        bride__ended_by="Tòa án",
    )
    assert "2.000554" not in resident.rooms.services.procedures
    resident.press_main()
    resident.at(VisitStep.ROUTE)
    resident.reads("route.officer")
    resident.press("officer.call")
    assert resident.step is VisitStep.ROUTE


def test_a_mother_who_declares_alone_is_not_asked_again_who_the_parents_are(resident: Resident) -> None:
    """From the recognition of a child to the registration of a birth with the mother alone."""
    known = {"requester__relation": "mother", "recognition__who": "father", "child__name": "Vàng Minh Khang"}
    at_page(resident, RECOGNITION, "child-birth", **known)
    walk = resident.visit.walk
    for key, value in {"child.birth_date": "02/11/2026", "father.deceased": "yes"}.items():
        walk.answer(key, value, Origin.CHOSEN)
    resident.visit.route = walk.filling.route("R7-cha")
    resident.flow.move(Move.ROUTE)
    resident.at(VisitStep.ROUTE)
    resident.press("route.go")
    resident.at(VisitStep.NEEDS)
    filling = resident.visit.walk.filling
    assert filling.procedure.code == BIRTH
    taken = {key: filling.value(key) for key in ("requester.relation", "child.parents_known", "child.birth_date")}
    assert taken == {"requester.relation": "mother", "child.parents_known": "3", "child.birth_date": "02/11/2026"}
