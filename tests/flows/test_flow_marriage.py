"""A procedure that is data alone goes the whole way: filled, stopped kindly, handed in, told to the portal as filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk import catalogue
from kiosk.clock import FilingTime
from kiosk.config import Office
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.form import FormState, Origin
from kiosk.errors import FieldInvalid, UnknownProcedure
from kiosk.services.filed_sheet import sheet
from kiosk.services.filing import FilingDesk, Visitor
from kiosk.store import Reserve, Store
from kiosk.sync import wire
from kiosk.sync.queue.editions import FiledEditions
from kiosk.ui.form_cursor import Walk

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
GROOM = Citizen(
    "999099000016", "NGUYỄN VĂN BÌNH", date(1999, 9, 9), Sex.MALE, "Việt Nam", "Kinh", issued=date(2022, 3, 1)
)
VISITOR = Visitor(CardIdentity(GROOM, Method.CHIP), {"process": True})
ANSWERS = {
    "bride.name": "Hầu Thị Dợ",
    "bride.birth": "04/05/2004",
    "bride.sex": "female",
    "bride.paper_number": "999304000015",
    "bride.ethnicity": "Mông",
    "bride.residence": "xã Đồng Văn, tỉnh Tuyên Quang",
    "bride.status": "2",
    "bride.times": "1",
    "groom.residence": "phường Hà Giang 1, tỉnh Tuyên Quang",
    "groom.status": "2",
    "groom.times": "1",
    "copies.wanted": "yes",
    "copies.count": "2",
}


class MarriageDesk:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.desk = FilingDesk(store, Office(), FilingTime(lambda: NOW), catalogue.is_holiday)
        self.procedure = catalogue.procedure_on("1.000894", NOW.date())

    def filled(self, **others: str) -> FormState:
        state = self.desk.begin(self.procedure, VISITOR)
        for key, text in {**ANSWERS, **others}.items():
            state = form.answer(state, key, text, Origin.TYPED, self.desk.context(VISITOR))
        return state


@pytest.fixture
def marriage(tmp_path: Path) -> Iterator[MarriageDesk]:
    with Store.open(tmp_path, lambda: NOW, reserve=Reserve(0, 0)) as store:
        yield MarriageDesk(store)


def test_the_card_fills_the_part_of_whom_it_fits(marriage: MarriageDesk) -> None:
    state = marriage.filled()
    assert state.value("groom.name") == "NGUYỄN VĂN BÌNH" and state.origin("groom.name") is Origin.CARD
    assert state.origin("bride.name") is Origin.TYPED
    assert "groom" not in {page.key for page in state.pages()}


def test_it_is_filed_and_told_to_the_portal_under_the_rules_it_was_made_under(marriage: MarriageDesk) -> None:
    submission = marriage.desk.hand_in("d1", marriage.filled(), VISITOR, [])
    assert submission.code.startswith("KH-") and submission.filing.subject == "HẦU THỊ DỢ - NGUYỄN VĂN BÌNH"
    assert submission.due_at.date() == NOW.date()
    assert submission.filing.answers["bride.name"] == {"value": "HẦU THỊ DỢ", "origin": "typed"}
    assert "bride.ended_number" not in submission.filing.answers
    procedure = FiledEditions(marriage.store, catalogue.procedure).of(submission)
    record = wire.record(submission, procedure, Office(), {})
    assert (record["MaTTHC"], record["MaLinhVuc"]) == ("1.000894", "G15-TP07")
    assert [(fee["MaPhiLePhi"], fee["Gia"]) for fee in record["DanhSachLePhi"]] == [("copies", "16000")]


def test_what_must_not_be_filed_is_said_before_the_desk_refuses_it(marriage: MarriageDesk) -> None:
    state = marriage.filled(**{"bride.birth": "01/12/2008"})
    problems = state.problems(marriage.desk.context(VISITOR), ("bride.birth",))
    assert [(one.key, one.level.stops) for one in problems] == [("R1", True)]
    assert "18 tuổi" in problems[0].text["vi"] and "18" in problems[0].text["en"]
    with pytest.raises(FieldInvalid) as refused:
        marriage.desk.hand_in("d1", state, VISITOR, [])
    assert refused.value.values["problem"] == "R1"


def test_a_rule_over_what_the_chip_says_is_said_on_the_page_that_is_open(marriage: MarriageDesk) -> None:
    """Nobody walks on towards a wall: the groom is too young by his own card, which no page asks."""
    young = Visitor(CardIdentity(Citizen("999206000011", "LÒ VĂN SƠN", date(2006, 12, 1), Sex.MALE), Method.CHIP))
    context = marriage.desk.context(young)
    walk = Walk(marriage.desk.begin(marriage.procedure, young), lambda: context)
    assert [(one.key, one.field) for one in walk.problems() if one.text] == [("R2", walk.page.fields[0])]


def test_what_only_asks_is_asked_once_and_the_officer_is_told(marriage: MarriageDesk) -> None:
    context = marriage.desk.context(VISITOR)
    walk = Walk(marriage.filled(**{"groom.times": "2"}), lambda: context)
    while walk.page.key != "groom-times":
        assert walk.forward()
    assert [one.key for one in walk.ask()] == ["R6-nam"] and walk.problems() == ()
    submission = marriage.desk.hand_in("d1", walk.filling, VISITOR, [])
    assert [note.key for note in submission.filing.notes] == ["R6-nam", "party-absent", "party-unsigned"]
    asked, absent, unsigned = submission.filing.notes
    assert "khớp" in asked.text and "Bên nữ" in absent.text and "Bên nam" in unsigned.text


def test_secret_ends_and_copies_follow_the_answers(marriage: MarriageDesk) -> None:
    state = marriage.filled(**{"groom.status": "3", "groom.times": "2", "groom.ended_number": "15/2025/QĐST-HNGĐ"})
    assert sheet(state)["groom.ended_number"]["value"] == "15/2025/QĐST-HNGĐ"
    state = form.answer(state, "groom.status", "2", Origin.CHOSEN, marriage.desk.context(VISITOR))
    assert "groom.ended_number" not in sheet(state)
    assert state.fees() == (("copies", 2, 16_000),)


def test_a_day_on_which_no_version_is_in_force_has_no_procedure() -> None:
    last = date(2027, 2, 28)
    assert catalogue.procedure_on("1.000894", last).version == "2026-11-30"
    with pytest.raises(UnknownProcedure):
        catalogue.procedure_on("1.000894", last + timedelta(days=1))
