"""Another person's own card at the glass: their word first, then the card; it fills their part, and nothing else."""

from __future__ import annotations

import io

import pikepdf
import pytest
from printed_pages import poppler_text
from visit_stage import BIRTH, MY, Resident, until

from kiosk.devices.simulated import person as people
from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.ui.form_cursor import Walk
from kiosk.ui.resident.answers import AnswerRow
from kiosk.ui.resident.sheet_preview import SheetOverlay
from kiosk.ui.widgets import PressableBanner

MARRIAGE, RESIDENCE = "1.000894", "1.004222"
BRIDE, GROOM = "hau-thi-do", "nguyen-van-binh"


def at_invitation(resident: Resident, first: str = BRIDE) -> None:
    """At the page that asks the other one's word, by touch."""
    resident.known(first)
    resident.choose(MARRIAGE)
    resident.press_main()
    resident.at(VisitStep.PARTY)


def drawings(pdf: bytes) -> list[object]:
    """What is drawn on a sheet as a picture: of who signed on the glass."""
    figures: list[object] = []

    def look(node: object) -> None:
        if isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == "/Figure":
                figures.append(node)
            look(node.get("/K"))
        elif isinstance(node, pikepdf.Array):
            for one in node:
                look(one)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        look(document.Root.StructTreeRoot)
    return figures


def says(resident: Resident, *, yes: bool) -> None:
    pair = resident.screen.pair
    resident.finger.touch(pair.yes if yes else pair.no)
    until(lambda: pair.value is yes, "the word")
    resident.press_main()


def lays(resident: Resident, name: str, *quirks: object) -> None:
    resident.show_card(name)
    resident.lay(name, *quirks)


def walk_value(resident: Resident, key: str) -> tuple[str, Origin | None]:
    filling = resident.visit.walk.filling
    return filling.value(key), filling.origin(key)


def test_the_others_card_fills_their_part_alone_and_is_gone_with_the_visit(resident: Resident) -> None:
    at_invitation(resident)
    resident.reads("party.both")
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    lays(resident, GROOM)
    resident.at(VisitStep.PARTY_HELLO)
    assert "groom.name" not in resident.visit.walk.filling.values, "not before they have said that it is theirs"
    resident.press_main()
    resident.at(VisitStep.FORM)
    assert walk_value(resident, "groom.name") == ("Nguyễn Văn Bình", Origin.CARD)
    assert walk_value(resident, "bride.name") == ("Hầu Thị Dợ", Origin.CARD)
    asked = {page.key for page in resident.visit.walk.filling.pages()}
    assert not asked & {"groom", "groom-home", "bride", "bride-home"}
    assert "thẻ" in resident.words() and "bên nam" in resident.words()
    resident.flow.leave("finished")
    assert resident.visit.visitor.others == {} and "Bình" not in resident.words()


def test_a_no_costs_nothing_and_the_rule_says_what_it_means(resident: Resident) -> None:
    at_invitation(resident)
    says(resident, yes=False)
    resident.at(VisitStep.FORM)
    assert "Không sao" in resident.words() and walk_value(resident, "groom.name") == ("", None)
    walk = resident.visit.walk
    walk.answer("groom.name", "Nguyễn Văn Bình", Origin.TYPED)
    context = resident.rooms.services.desk.context(resident.visit.visitor)
    assert "R11" in {one.key for one in walk.filling.problems(context)}
    resident.finger.touch(resident.finger.named(PressableBanner))  # they may think again
    resident.at(VisitStep.PARTY)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    lays(resident, GROOM)
    resident.at(VisitStep.PARTY_HELLO)
    resident.press_main()
    resident.at(VisitStep.FORM)
    context = resident.rooms.services.desk.context(resident.visit.visitor)
    assert "R11" not in {one.key for one in walk.filling.problems(context)}
    assert walk_value(resident, "groom.name")[1] is Origin.CARD


def test_what_was_just_chosen_leads_nobody_on_who_went_to_the_invitation(resident: Resident) -> None:
    at_invitation(resident)
    says(resident, yes=False)
    resident.at(VisitStep.FORM)
    form = resident.screen
    form._lingers.start()  # as a choice does
    assert form.going_on
    resident.finger.touch(resident.finger.named(PressableBanner))
    resident.at(VisitStep.PARTY)
    assert not form.going_on


@pytest.mark.parametrize(
    ("wrong", "code"), [(BRIDE, "card.same"), ("ly-thi-pa", "card.child"), ("giang-thi-say", "card.not-this-party")]
)
def test_a_wrong_card_is_a_calm_word_and_fills_nothing(resident: Resident, wrong: str, code: str) -> None:
    at_invitation(resident)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    lays(resident, wrong)
    resident.at(VisitStep.PARTY_TROUBLE)
    assert code in resident.words() and resident.visit.visitor.others == {}
    resident.bench.lift_card()
    resident.press_main()
    resident.at(VisitStep.PARTY_CARD)
    lays(resident, GROOM)
    resident.at(VisitStep.PARTY_HELLO)
    resident.press_main()
    resident.at(VisitStep.FORM)
    assert walk_value(resident, "groom.name")[1] is Origin.CARD


def test_who_is_head_of_the_household_too_lays_their_own_card_again(resident: Resident) -> None:
    """Where the procedure says that one may be the other: never for a second spouse or a witness."""
    resident.known(MY)
    desk, visit = resident.rooms.services.desk, resident.visit
    visit.procedure = resident.rooms.services.procedures[RESIDENCE]
    visit.walk = Walk(desk.begin(visit.procedure, visit.visitor), lambda: desk.context(visit.visitor))
    filling = visit.walk.filling
    (visit.invited,) = (one for page in visit.procedure.pages for one in filling.offers(page)[:1])
    resident.flow.go(VisitStep.PARTY)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    lays(resident, MY)
    resident.at(VisitStep.PARTY_HELLO)
    resident.press_main()
    resident.at(VisitStep.FORM)
    assert {one.number for one in visit.visitor.others.values()} == {visit.visitor.identity.citizen.id_number}


def test_the_first_card_is_asked_back_before_the_second_is_opened(resident: Resident) -> None:
    """Else the second one's key would be tried on the first, and counted against it."""
    at_invitation(resident)
    resident.lay(BRIDE)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    until(lambda: resident.say("identify.left") in resident.words(), "the first card asked back")
    resident.show_card(GROOM)
    assert resident.step is VisitStep.PARTY_CARD
    resident.bench.lift_card()
    until(lambda: resident.say("identify.left") not in resident.words(), "taken")
    resident.lay(GROOM)
    resident.at(VisitStep.PARTY_HELLO)


def test_by_six_digits_and_lifted_too_early(resident: Resident) -> None:
    at_invitation(resident)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    resident.press("identify.type")
    for digit in "000016":
        resident.screen.field.insert(digit)
    resident.press_main()
    resident.lay(GROOM)
    resident.at(VisitStep.PARTY_READING)
    resident.bench.lift_card()
    until(lambda: resident.step in (VisitStep.PARTY_READING, VisitStep.PARTY_TROUBLE, VisitStep.PARTY_HELLO), "waits")
    resident.lay(GROOM)
    resident.at(VisitStep.PARTY_HELLO)


def test_no_card_here_is_typed_and_back_is_back(resident: Resident) -> None:
    at_invitation(resident)
    resident.press_back()
    resident.at(VisitStep.NEEDS)
    resident.press_main()
    resident.at(VisitStep.FORM)  # invited once without having been asked for; from now on by touch
    assert len(resident.screen.findChildren(AnswerRow)) == len(resident.visit.walk.page.fields) == 5
    resident.finger.touch(resident.finger.named(PressableBanner))
    resident.at(VisitStep.PARTY)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    resident.press("party.without")
    resident.at(VisitStep.FORM)
    assert "gõ tay" in resident.words()


def test_where_all_is_one_persons_nobody_else_is_invited(resident: Resident) -> None:
    resident.known(MY)
    resident.choose(BIRTH)
    resident.press_main()
    resident.at(VisitStep.FORM)
    assert resident.visit.walk.filling.offers(resident.visit.walk.page) == ()


def both_here(resident: Resident) -> None:
    """Both cards read, every question of both answered."""
    at_invitation(resident)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    lays(resident, GROOM)
    resident.at(VisitStep.PARTY_HELLO)
    resident.press_main()
    resident.at(VisitStep.FORM)
    answer_for(resident, "bride", "groom")


def answer_for(resident: Resident, *parties: str) -> None:
    walk = resident.visit.walk
    for party in parties:
        walk.answer(f"{party}.status", "2", Origin.CHOSEN)
        walk.answer(f"{party}.times", "1", Origin.CHOSEN)
    walk.answer("copies.wanted", "no", Origin.CHOSEN)


def signs(resident: Resident) -> None:
    pad = resident.screen.pad
    assert pad.empty
    resident.finger.drag(pad, resident.screen.again)
    until(lambda: not pad.empty, "the ink")
    resident.press_main()


def test_both_sign_on_the_glass_and_each_finds_the_dossier_by_their_own_card(resident: Resident) -> None:
    both_here(resident)
    resident.flow.go(VisitStep.REVIEW)
    resident.at(VisitStep.REVIEW)
    resident.finger.touch(resident.screen.heads["bride"])
    until(lambda: bool(resident.screen.lines.get("bride")), "her lines")
    spoken = [line.spoken() for line in resident.screen.lines["bride"]]
    assert sum(resident.say("review.secret") in line for line in spoken) == 1, "what she alone may see"
    resident.hand_in()
    resident.at(VisitStep.SIGN)
    assert "bên nữ" in resident.words() and "Hầu Thị Dợ" in resident.words()
    signs(resident)
    until(lambda: "bên nam" in resident.words() and resident.shell.at_rest, "the groom's turn")
    resident.press("sign.finger")
    resident.at(VisitStep.RECEIVED)
    filing = resident.visit.submission.filing
    assert [one.key for one in filing.documents] == ["signature-bride", "sheet-to_khai"]
    pdf = resident.store.documents.get(filing.documents[1].sha256)
    assert "HẦU THỊ DỢ" in poppler_text(pdf) and len(drawings(pdf)) == 1
    assert {"party-card", "party-unsigned"} == {one.key for one in filing.notes}
    assert [(one.party, one.standing, one.owns) for one in filing.parties] == [
        ("bride", "genuine", True),
        ("groom", "genuine", True),
    ]
    tracker = resident.rooms.services.tracker
    for name in (BRIDE, GROOM):
        number = people.person(name).id_number
        assert [one.submission.filing.subject for one in tracker.of_person(number)] == [filing.subject]
    assert tracker.of_person(people.person(MY).id_number) == ()
    resident.flow.leave("finished")
    assert "Hầu" not in resident.words() and resident.visit.signatures == {}


def test_who_looks_through_the_form_again_signs_what_stands_there_then(resident: Resident) -> None:
    both_here(resident)
    resident.flow.go(VisitStep.REVIEW)
    resident.hand_in()
    resident.at(VisitStep.SIGN)
    signs(resident)
    until(lambda: "bride" in resident.visit.signatures and resident.shell.at_rest, "one signature")
    resident.press("sign.see")
    until(lambda: isinstance(resident.shell.overlaid, SheetOverlay), "the sheet")
    resident.reads("sign.sheet")
    overlay = resident.shell.overlaid
    shown = [overlay.pages.at]
    while overlay.pager.after.isEnabled():
        resident.finger.touch(overlay.pager.after)
        shown.append(overlay.pages.at)
    assert shown == list(range(overlay.pages.count))
    resident.press("sign.close")
    resident.at(VisitStep.SIGN)
    assert resident.visit.unsigned() == ("groom",), "looking takes nothing back"
    resident.press_back()
    resident.at(VisitStep.REVIEW)
    assert resident.visit.unsigned() == ("bride", "groom")
