"""Filling the birth sheet: prefill, visibility, what is computed, what is missing."""

from datetime import date

import pytest

from kiosk import catalogue
from kiosk.domain import form
from kiosk.domain.checks import is_name, parse_date
from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.form import FormContext, FormState, Origin
from kiosk.domain.half_known_date import HalfKnownDate
from kiosk.domain.numerals import number_in_words
from kiosk.domain.procedure import Procedure

TODAY = date(2026, 11, 23)
CITIZEN = Citizen(
    id_number="999162001234",
    full_name="VÀNG THỊ MỶ",
    birth_date=date(1962, 3, 8),
    sex=Sex.FEMALE,
    nationality="Việt Nam",
    ethnicity="Mông",
    origin="Đồng Văn, Tuyên Quang",
    residence="Thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang",
    issued=date(2022, 5, 4),
)
OFFICE = {"name": "UBND xã Đồng Văn", "place": "xã Đồng Văn, tỉnh Tuyên Quang", "health_station": "Trạm Y tế"}
AROUND = FormContext(TODAY, CardIdentity(CITIZEN, Method.CHIP), OFFICE, {"notify": True})


@pytest.fixture(scope="module")
def birth() -> Procedure:
    return catalogue.procedure("1.001193")


def filled(birth: Procedure, *answers: tuple[str, str], around: FormContext = AROUND) -> FormState:
    made = form.begin(birth, around)
    for key, value in answers:
        made = form.answer(made, key, value, Origin.TYPED, around)
    return made


def test_what_the_chip_gave_is_there_and_locked(birth):
    made = filled(birth, ("requester.name", "Somebody Else"))
    assert made.value("requester.name") == "VÀNG THỊ MỶ"
    assert made.origin("requester.name") is Origin.CARD
    assert made.value("requester.birth") == "08/03/1962"


def test_what_the_chip_gave_is_not_asked(birth):
    with_card = {page.key for page in filled(birth).pages()}
    without = {page.key for page in filled(birth, around=FormContext(TODAY, None, OFFICE)).pages()}
    assert not {"requester", "requester-home"} & with_card
    assert {"requester", "requester-home"} <= without


def test_the_kind_of_paper_follows_from_its_date_of_issue(birth):
    assert filled(birth).value("requester.paper_type") == "cccd"
    newer = FormContext(TODAY, CardIdentity(Citizen("1", "A B", issued=date(2024, 7, 1)), Method.CHIP), OFFICE)
    assert form.begin(birth, newer).value("requester.paper_type") == "can-cuoc"
    assert form.begin(birth, newer).value("requester.paper_issuer") == "Bộ Công an"


def test_a_mother_who_files_fills_the_mothers_part(birth):
    made = filled(birth, ("requester.relation", "mother"), ("child.parents_known", "1"))
    assert made.value("mother.name") == "VÀNG THỊ MỶ"
    assert made.origin("mother.name") is Origin.CARD
    assert "mother-name" not in {page.key for page in made.pages()}


def test_what_a_person_typed_is_covered_by_no_copy(birth):
    """The card's word fills what is empty; what stands there already is its writer's to change."""
    typed = ("child.parents_known", "1"), ("mother.name", "Lù Thị Vá"), ("mother.residence", "Thôn Má Lủng")
    made = filled(birth, *typed, ("requester.relation", "mother"))
    assert (made.value("mother.name"), made.origin("mother.name")) == ("Lù Thị Vá", Origin.TYPED)
    assert (made.value("mother.residence"), made.origin("mother.residence")) == ("Thôn Má Lủng", Origin.TYPED)
    assert made.origin("mother.birth") is Origin.CARD, "the rest of the prefill still comes"


def test_changing_the_relation_takes_the_copies_back(birth):
    both = ("child.parents_known", "1")
    made = filled(birth, both, ("requester.relation", "mother"), ("requester.relation", "father"))
    assert made.value("mother.name") == ""
    assert made.value("father.name") == "VÀNG THỊ MỶ"


def test_only_the_named_parents_are_asked(birth):
    both = {page.key for page in filled(birth, ("child.parents_known", "1")).pages()}
    mother = {page.key for page in filled(birth, ("child.parents_known", "3")).pages()}
    assert {"mother", "father", "married"} <= both
    assert "mother" in mother and not {"father", "married"} & mother


def test_a_foundling_brings_minutes_instead_of_a_birth_notice(birth):
    normal = [item.key for item in filled(birth, ("child.parents_known", "1")).uploads()]
    foundling = [item.key for item in filled(birth, ("child.parents_known", "5")).uploads()]
    assert normal == ["giay_chung_sinh"]
    assert foundling == ["bien_ban_bo_roi"]


def test_nothing_on_the_card_is_asked_for_as_a_paper(birth):
    assert [item.key for item in filled(birth).documents() if not item.upload] == ["giay_to_tuy_than"]


def test_the_date_in_words_follows_the_date(birth):
    made = filled(birth, ("child.birth_date", "18/11/2026"))
    assert made.value("child.birth_words").startswith("Ngày mười tám tháng mười một")
    made = form.answer(made, "child.birth_date", "", Origin.TYPED, AROUND)
    assert made.value("child.birth_words") == ""


def test_copies_cost_what_they_cost(birth):
    assert filled(birth, ("copies.wanted", "yes"), ("copies.count", "3")).fees() == (("copies", 3, 24_000),)
    assert filled(birth, ("copies.wanted", "no")).fees() == ()


COMPLETE = (
    ("requester.relation", "grandparent"),
    ("child.name", "Sùng Minh Khuê"),
    ("child.birth_date", "18/11/2026"),
    ("child.sex", "female"),
    ("child.birth_at", "facility"),
    ("child.birth_facility", "Trạm Y tế xã Đồng Văn"),
    ("child.birth_place", "xã Đồng Văn, tỉnh Tuyên Quang"),
    ("child.linked", "no"),
    ("child.parents_known", "1"),
    ("child.ethnicity", "Mông"),
    ("child.hometown", "xã Đồng Văn, tỉnh Tuyên Quang"),
    ("mother.name", "Giàng Thị Say"),
    ("father.name", "Sùng Mí Lử"),
    ("marriage.registered", "yes"),
    ("copies.wanted", "no"),
)


def test_a_complete_sheet_has_no_problem(birth):
    assert filled(birth, *COMPLETE).problems(AROUND) == ()


@pytest.mark.parametrize("left_out", [key for key, _ in COMPLETE])
def test_each_required_line_is_missed(birth, left_out):
    made = filled(birth, *(pair for pair in COMPLETE if pair[0] != left_out))
    assert left_out in {problem.field for problem in made.problems(AROUND)}


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("child.name", "Sùng M1nh", "name-letters"),
        ("child.name", "Khuê", "name-short"),
        ("child.name", "A " + "b" * 80, "too-long"),
        ("child.birth_date", "31/02/2026", "no-such-day"),
        ("child.birth_date", "24/11/2026", "future"),
        ("child.birth_date", "18.11", "date"),
        ("child.birth_date", "18/11/1820", "long-ago"),
        ("child.sex", "neither", "choice"),
        ("mother.birth", "2027", "future"),
        ("mother.paper_number", "12345", "constraint"),
        ("requester.phone", "12", "phone"),
        ("copies.count", "0", "range"),
    ],
)
def test_what_cannot_be_is_said(birth, key, value, problem):
    """Before any rule over what the answer would mean."""
    made = filled(birth, *COMPLETE, ("copies.wanted", "yes"), (key, value))
    first, *_ = made.problems(AROUND, (key,))
    assert (first.field, first.key) == (key, problem)


@pytest.mark.parametrize("name", ["H'Hen Niê", "K'Brêu", "Nguyễn Thị Ngữ Ẩn", "Y Ê-ban", "Sùng Mí Lử"])
def test_names_of_every_people_are_names(name):
    assert is_name(name)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm lẻ năm"),
        (1962, "một nghìn chín trăm sáu mươi hai"),
        (2000, "hai nghìn"),
        (2005, "hai nghìn không trăm lẻ năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
    ],
)
def test_numbers_are_read_aloud(number, words):
    assert number_in_words(number) == words


def test_dates_are_read_aloud():
    assert HalfKnownDate(2005, 4, 1).in_words() == "Ngày mùng một tháng tư năm hai nghìn không trăm lẻ năm"


def test_a_day_that_is_none_is_none():
    assert parse_date("29/02/2025") is None
    assert parse_date("29/02/2024") == date(2024, 2, 29)


def test_a_phone_number_is_asked_only_of_who_wants_a_message(birth):
    quiet = FormContext(TODAY, AROUND.identity, OFFICE, {"notify": False})
    assert "phone" in {page.key for page in filled(birth).pages()}
    assert "phone" not in {page.key for page in filled(birth, around=quiet).pages()}
