"""An officer beside the resident lets a filing go without a paper: signed in on the spot, signed out at once, and it
stands in the journal, in the dossier, at the portal, and before the chief."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtWidgets import QPushButton
from test_flow_absent_paper import at_reasons
from visit_stage import Resident, card, until

from kiosk.devices.simulated import person as people
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.events import EventKind
from kiosk.domain.paper import PaperException
from kiosk.domain.staff import StaffRole
from kiosk.domain.visit import VisitStep
from kiosk.ui.counter.sign_in import SignInPage
from kiosk.ui.counter.veiled import VeiledFrame
from kiosk.ui.resident import StartScreen
from kiosk.ui.resident.absent import AbsentScreen
from kiosk.ui.resident.paper_exception import PaperExceptionScreen

PIN, TECHNICIANS = "482159", "hai cây lê già cỗi"
SAYS = "Giấy chứng sinh: cán bộ Hoàng Văn Páo cho nộp không kèm giấy này (đã tra thấy trong cơ sở dữ liệu)."


def staff(resident: Resident) -> None:
    add = resident.store.staff.add
    add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN, people.person("giang-thi-say").id_number)
    add("sinh", StaffRole.TECHNICIAN, "Mã Văn Sinh", TECHNICIANS)


def at_sign_in(resident: Resident, ground: str = "looked-up") -> SignInPage:
    """From the resident's papers: an officer is here, the ground, and who signs for it."""
    resident.finger.touch(at_reasons(resident).here)
    resident.showing(PaperExceptionScreen)
    resident.finger.touch(resident.finger.named(PaperExceptionScreen).tiles[ground])
    until(lambda: resident.house.counter.is_open, "the sign-in")
    page = sign_in(resident)
    until(page.pin.isVisible, "the names")
    return page


def sign_in(resident: Resident) -> SignInPage:
    presenter = resident.house.counter.presenter
    assert presenter is not None
    return presenter.entrance.sign_in


def press(resident: Resident, text: str) -> None:
    page = sign_in(resident)
    button = next(one for one in page.findChildren(QPushButton) if one.isVisible() and text in one.accessibleName())
    resident.finger.touch(button)


def enter(resident: Resident, pin: str) -> None:
    for digit in pin:
        press(resident, digit)
    resident.finger.touch(sign_in(resident).enter_button)


def facts(resident: Resident, kind: EventKind) -> list[dict[str, str]]:
    return [dict(one.entry.facts) for one in resident.store.journal.entries() if one.entry.kind is kind]


def granted(resident: Resident) -> None:
    resident.at(VisitStep.REVIEW)
    assert not resident.house.counter.is_open
    assert resident.visit.absent_papers() == {"giay_chung_sinh": PaperException("looked-up", 1, "Hoàng Văn Páo")}
    assert facts(resident, EventKind.STAFF_LEFT) == [{"how": "out"}], "signed out at once"
    resident.settled()
    (note,) = facts(resident, EventKind.PAPER_EXCEPTED)
    assert note == {"by": "CB-1", "document": "giay_chung_sinh", "ground": "looked-up"}


def test_by_name_and_pin_it_is_granted_filed_told_to_the_portal_and_before_the_chief(resident: Resident) -> None:
    staff(resident)
    page = at_sign_in(resident)
    assert "Giấy chứng sinh" in page.why.text() and "cơ sở dữ liệu" in page.why.text()
    press(resident, "Hoàng Văn Páo")
    enter(resident, PIN)
    granted(resident)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    submission = resident.visit.submission
    assert [one.text for one in submission.filing.notes if one.key == "paper-exception"] == [SAYS]
    assert resident.store.dossier_book.head(submission.code).look == (), "nobody has to decide it again"
    (event,) = resident.store.dossier_book.events(submission.code)
    assert (event.kind, event.staff) == (DossierEventKind.EXCEPTION, 1)
    assert dict(event.facts) == {
        "rule": "Nộp không kèm giấy: Giấy chứng sinh",
        "reason": "đã tra thấy trong cơ sở dữ liệu",
    }
    (changed,) = facts(resident, EventKind.DOSSIER_CHANGED)
    assert (changed["by"], changed["what"]) == ("CB-1", "exception")
    assert SAYS in at_portal(resident, submission)["TrichYeuHoSo"]


def at_portal(resident: Resident, submission: Any) -> dict[str, Any]:
    until(lambda: bool(resident.store.outbox.get(submission.code).official), "the official number")
    server = resident.rooms.server
    assert server is not None
    dossier, _ = server.dossiers.find(submission.filing.unit, submission.code)
    record: dict[str, Any] = json.loads(dossier.record)
    return record


def test_by_the_officers_own_card_and_pin_the_residents_stays_theirs(resident: Resident) -> None:
    staff(resident)
    page = at_sign_in(resident)
    resident.bench.show_card("giang-thi-say")
    presenter = resident.house.counter.presenter
    assert presenter is not None and presenter.card is not None
    until(lambda: presenter.card.stage.value in ("seen", "reading"), "that the code was seen")
    resident.bench.camera.take_away()
    resident.bench.reader.lay(card("giang-thi-say"))
    until(lambda: "Hoàng Văn Páo" in page.card.title.text(), "whose card it is")
    enter(resident, PIN)
    granted(resident)
    assert resident.visit.visitor.identity.citizen.full_name == "Vàng Thị Mỷ"


def test_a_wrong_pin_and_a_technician_grant_nothing_and_are_told_why(resident: Resident) -> None:
    staff(resident)
    page = at_sign_in(resident)
    press(resident, "Hoàng Văn Páo")
    enter(resident, "999071")
    until(page.fault.isVisible, "that it was refused")
    press(resident, "Mã Văn Sinh")
    page.pin.insert(TECHNICIANS)
    resident.finger.touch(page.enter_button)
    until(lambda: bool(facts(resident, EventKind.STAFF_DENIED)), "that the role has no right to it")
    until(lambda: page.fault.isVisible() and "quyền" in page.fault.text(), "why not")
    assert resident.house.counter.is_open and resident.house.counter.presenter.stage.session is None
    assert not resident.house.window.findChild(VeiledFrame).isVisible()
    resident.house.app.processEvents()  # what was said has pushed the buttons
    resident.finger.touch(page.to_kiosk)
    until(lambda: not resident.house.counter.is_open, "the visit again")
    assert resident.visit.absent_papers() == {} and facts(resident, EventKind.PAPER_EXCEPTED) == []
    resident.showing(PaperExceptionScreen)
    resident.press_back()
    resident.showing(AbsentScreen)


def test_a_visit_that_ends_meanwhile_gets_nothing(resident: Resident) -> None:
    staff(resident)
    at_sign_in(resident)
    resident.flow.leave("idle")
    press(resident, "Hoàng Văn Páo")
    enter(resident, PIN)
    until(lambda: not resident.house.counter.is_open, "the start")
    resident.showing(StartScreen)
    resident.settled()
    assert facts(resident, EventKind.PAPER_EXCEPTED) == [] and resident.visit.papers == []


def test_who_finds_the_paper_after_all_photographs_it_without_the_exception(resident: Resident) -> None:
    staff(resident)
    at_sign_in(resident, "follows")
    press(resident, "Hoàng Văn Páo")
    enter(resident, PIN)
    resident.at(VisitStep.REVIEW)
    resident.finger.touch(resident.finger.button("Giấy tờ"))
    resident.reads("review.excepted")
    resident.flow._acts[VisitStep.REVIEW]._edit_paper("giay_chung_sinh")  # type: ignore[attr-defined]
    resident.at(VisitStep.CAPTURE)
    resident.bench.put_paper("good")
    until(lambda: bool(resident.visit.papers[0].pages), "the picture")
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    assert resident.visit.absent_papers() == {}
