"""What a card says is never a wall, and a clock that is behind stops no filing: the officer is told instead."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import requests
from visit_stage import BIRTH, SHEET, Resident, identity

from kiosk import catalogue
from kiosk.clock import FilingTime
from kiosk.domain import form
from kiosk.domain.calendar import ZONE
from kiosk.domain.checks import Level
from kiosk.domain.citizen import Authenticity, CardIdentity, CardVerdict, ChipProof, Citizen, IssuerStanding, Method
from kiosk.domain.form import FormState, Origin
from kiosk.domain.submission import CLOCK, Submission, filing_from
from kiosk.domain.visit import VisitStep
from kiosk.errors import FieldInvalid
from kiosk.services.filing import BoundDocument, FilingDesk, Visitor
from kiosk.store import Store
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.wire import record
from kiosk.ui.form_cursor import Walk
from sandbox import OFFICE, Kiosk, sandbox

NOTICE = BoundDocument("giay_chung_sinh", b"%PDF-1.7 a made-up notice")
TODAY = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)
PLAIN = Citizen(
    "999162001234",
    "VÀNG THỊ MỶ",
    birth_date=date(1962, 3, 8),
    residence="Thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
    issued=date(2022, 7, 20),
)
GENUINE = Authenticity(hashes=True, signature=True, issuer=IssuerStanding.TRUSTED, chip=ChipProof.PASSED)


def by_chip(authenticity: Authenticity = GENUINE, **says: object) -> Visitor:
    found = CardIdentity(replace(PLAIN, **says), Method.CHIP, authenticity=authenticity)  # type: ignore[arg-type]
    return Visitor(found, {"card": True, "notify": False})


class Counter:
    """A desk with a real store and the time that forms trust, behind a clock that can be put wrong."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, TODAY
        self.floor = TrustedTime(store.notes, lambda: self.clock)
        trusted = FilingTime(lambda: self.clock, lambda: self.floor.floor)
        self.desk = FilingDesk(store, OFFICE, trusted, catalogue.is_holiday)

    def filled(self, visitor: Visitor, **others: str) -> FormState:
        made = self.desk.begin(catalogue.procedure(BIRTH), visitor)
        for key, value in (SHEET | others).items():
            made = form.answer(made, key, value, Origin.TYPED, self.desk.context(visitor))
        return made

    def file(self, visitor: Visitor, draft: str = "d1", **others: str) -> Submission:
        return self.desk.hand_in(draft, self.filled(visitor, **others), visitor, [NOTICE])


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    with Store.open(tmp_path, lambda: TODAY) as store:
        yield Counter(store)


@pytest.mark.parametrize(
    ("says", "field", "problem"),
    [
        ({"full_name": "MỶ"}, "requester.name", "name-short"),
        ({"full_name": "Y. BLÔ"}, "requester.name", "name-signs"),
        ({"full_name": "H4 NIÊ"}, "requester.name", "name-letters"),
        ({"full_name": "VÀNG " * 20 + "MỶ"}, "requester.name", "too-long"),
        ({"residence": "Thôn Séo Lủng, " * 20}, "requester.residence", "too-long"),
        ({"issued": date(2026, 12, 24)}, "", CLOCK),  # the clock is behind, and the card knows better
        ({"birth_date": date(1890, 1, 1)}, "requester.birth", "long-ago"),
        ({"birth_date": date(2031, 1, 1)}, "requester.birth", "future"),
        ({"id_number": "99916200123X"}, "requester.paper_number", "id-number"),
    ],
)
def test_what_the_chip_says_is_filed_and_noted(counter: Counter, says: dict[str, object], field: str, problem: str):
    visitor = by_chip(**says)
    filling = counter.filled(visitor)
    assert filling.problems(counter.desk.context(visitor)) == (), "nothing that nobody could mend"
    filing = counter.file(visitor).filing
    assert (problem, field) in {(note.key, note.field) for note in filing.notes}
    assert filing_from(json.loads(filing.canonical())) == filing
    (said,) = {value for name, value in says.items() if name == "full_name"} or {""}
    assert filing.applicant.full_name == (said or PLAIN.full_name), "as it stands on the card"
    sent = record(counter.store.outbox.list()[0], catalogue.procedure(BIRTH), OFFICE, {})
    assert sent["SoGiayToChuHoSo"] in ("", PLAIN.id_number), (
        "what the portal's contract does not take stays in the form"
    )


def test_an_ordinary_card_brings_no_note_and_the_same_bytes_as_ever(counter: Counter) -> None:
    filing = counter.file(by_chip()).filing
    assert filing.notes == () and b"notes" not in filing.canonical()


@pytest.mark.parametrize("method", [Method.QR, Method.MANUAL])
def test_what_another_machine_filled_in_and_a_page_asks_is_mended_there(counter: Counter, method: Method) -> None:
    """The issue date of a mother's card is copied to her own line; both are asked of whom no chip vouches for."""
    visitor = Visitor(CardIdentity(replace(PLAIN, issued=date(2031, 1, 1)), method))
    asked = {"requester.relation": "mother", "mother.name": PLAIN.full_name}
    walk = Walk(counter.filled(visitor, **asked), lambda: counter.desk.context(visitor))
    assert walk.to_first_problem() and walk.page.key == "requester"
    assert [(one.field, one.key) for one in walk.problems()] == [("requester.paper_issued", "future")]
    mended = {
        **asked,
        "mother.birth": "1999",
        "requester.paper_issued": "20/07/2022",
        "mother.paper_issued": "20/07/2022",
    }
    assert counter.file(visitor, **mended).filing.notes == ()


def test_what_the_office_fills_in_is_noted(counter: Counter) -> None:
    """A kiosk whose office has no name yet."""
    around = replace(counter.desk.context(by_chip()), office={})
    filling = form.begin(catalogue.procedure(BIRTH), around)
    assert "requester.office" in {one.field for one in filling.remarks(around)}
    assert "requester.office" not in {one.field for one in filling.problems(around)}


def test_what_a_person_types_is_still_checked(counter: Counter) -> None:
    with pytest.raises(FieldInvalid) as told:
        counter.file(by_chip(), **{"child.name": "---"})
    assert told.value.values["field"] == "child.name"


# --- a clock that is behind ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clock", ["1990-01-01T00:03", "1970-01-01T00:00", "2026-11-29T23:00"])
def test_a_clock_that_is_behind_stops_no_filing(counter: Counter, clock: str) -> None:
    """The portal said on the 30th what day it was; then the battery ran out."""
    counter.floor.heard(TODAY, TODAY + timedelta(days=90))
    counter.clock = datetime.fromisoformat(clock).replace(tzinfo=ZONE)
    made = counter.file(by_chip())
    assert made.filed_at.date() == TODAY.date() and [note.key for note in made.filing.notes] == [CLOCK]
    sent = record(made, catalogue.procedure(BIRTH), OFFICE, {made.filing.documents[0].sha256: "https://x/1"})
    assert sent["NgayHenTra"] == "", "an appointment that nobody can keep is not made"
    assert "đồng hồ của máy chạy sai" in sent["TrichYeuHoSo"].lower()


def test_the_time_runs_on_from_the_floor_and_back_when_the_clock_is_right(counter: Counter) -> None:
    counter.floor.heard(TODAY, TODAY + timedelta(days=90))
    counter.clock = datetime(1990, 1, 1, tzinfo=ZONE)
    first = counter.file(by_chip()).filed_at
    counter.clock += timedelta(minutes=30)
    second = counter.file(by_chip(), "d2", **{"child.name": "Thào Seo Dế"}).filed_at
    assert second - first == timedelta(minutes=30)
    counter.clock = TODAY + timedelta(hours=2)
    third = counter.file(by_chip(), "d3", **{"child.name": "Thào Seo Páo"})
    assert third.filed_at == counter.clock and third.filing.notes == ()


def test_where_the_day_is_not_known_the_person_knows_better(counter: Counter) -> None:
    """All the kiosk knows is when its program was written; the child was born later."""
    counter.clock = datetime(1990, 1, 1, tzinfo=ZONE)
    visitor = by_chip()
    problems = counter.filled(visitor).problems(counter.desk.context(visitor))
    assert [(one.field, one.key, one.level) for one in problems] == [("child.birth_date", "future-unsure", Level.ASK)]
    made = counter.file(visitor)
    assert {(note.key, note.field) for note in made.filing.notes} == {
        (CLOCK, ""),
        ("future-unsure", "child.birth_date"),
    }


def test_a_doubtful_card_moves_no_day(counter: Counter) -> None:
    doubtful = replace(GENUINE, hashes=False)
    visitor = by_chip(doubtful, issued=date(2090, 1, 1))
    assert visitor.identity is not None and visitor.identity.standing is CardVerdict.DOUBTFUL
    assert counter.desk.context(visitor).today == TODAY.date() and counter.desk.context(visitor).day_is_sure


@pytest.mark.parametrize("part", ["hashes", "signature"])
def test_a_card_whose_list_was_not_read_moves_no_day(counter: Counter, part: str) -> None:
    unread = replace(GENUINE, **{part: None})
    visitor = by_chip(unread, issued=date(2090, 1, 1))
    assert visitor.identity is not None and visitor.identity.standing is CardVerdict.UNCHECKED
    assert counter.desk.context(visitor).today == TODAY.date() and counter.desk.context(visitor).day_is_sure


def test_a_clock_that_is_a_little_behind_is_no_news(counter: Counter) -> None:
    counter.floor.heard(TODAY, TODAY + timedelta(days=90))
    counter.clock = TODAY - timedelta(minutes=2)
    assert counter.file(by_chip()).filing.notes == ()


# --- where it is seen -----------------------------------------------------------------------------------------------


def test_the_note_stands_on_the_officers_page(tmp_path: Path) -> None:
    with sandbox() as server:
        box = Kiosk(tmp_path, server.url)
        desk = FilingDesk(box.store, OFFICE, FilingTime(box.clock), catalogue.is_holiday)
        visitor = by_chip(full_name="MỶ")
        made = desk.begin(catalogue.procedure(BIRTH), visitor)
        for key, value in SHEET.items():
            made = form.answer(made, key, value, Origin.TYPED, desk.context(visitor))
        code = desk.hand_in("d1", made, visitor, [NOTICE]).code
        box.engine.run_once()
        official = box.store.outbox.get(code).official
        office = requests.Session()
        office.post(f"{server.url}/office/sign-in", {"password": server.officer_password}, timeout=10)
        page = html.unescape(office.get(f"{server.url}/office/{official}", timeout=10).text)
        box.close()
    assert "Cán bộ xem lại" in page and "chỉ có một từ" in page


def test_a_person_with_a_one_word_name_reaches_the_slip(resident: Resident) -> None:
    """And a mother's name of one word is asked about once, kindly, and then goes."""
    found = identity()
    resident.at_form()
    strange = replace(found.citizen, full_name="MỶ", residence="Thôn Séo Lủng, " * 20)
    resident.visit.visitor = replace(resident.visit.visitor, identity=replace(found, citizen=strange))
    resident.begin_form()
    walk = resident.visit.walk
    while walk.page.key != "mother-name":
        resident.answer_page()
        assert walk.forward()
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)
    walk.answer("mother.name", "Vá", Origin.TYPED)
    resident.screen.nextAsked.emit()
    assert walk.page.key == "mother-name", "asked to look again"
    resident.reads("form.problem.name-short")
    resident.screen.nextAsked.emit()
    assert walk.page.key == "mother"
    while walk.forward():
        resident.answer_page()
    walk.to_field("copies.wanted")
    resident.answer_page()
    resident.flow.go(VisitStep.FORM)
    while resident.step is VisitStep.FORM:
        resident.screen.nextAsked.emit()
    made = resident.bind_and_hand_in()
    assert {note.field for note in made.filing.notes} == {"requester.name", "requester.residence", "mother.name"}


def test_what_does_not_hold_at_the_end_leads_to_its_question(resident: Resident) -> None:
    """No key of a field on the last screen: the question itself, with the sentence beside it."""
    resident.at_review()
    resident.visit.walk.answer("child.name", "Thào 2", Origin.TYPED)
    resident.flow.go(VisitStep.FILING)
    resident.at(VisitStep.FORM)
    assert resident.visit.walk.page.key == "child-name" and "child.name" not in resident.words()
    resident.reads("form.problem.name-letters")
    resident.visit.walk.answer("child.name", "Thào Seo Chứ", Origin.TYPED)
    resident.screen.nextAsked.emit()
    while resident.step is VisitStep.FORM:
        resident.screen.nextAsked.emit()
    resident.at(VisitStep.REVIEW)
