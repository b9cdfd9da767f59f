"""A form by its data: tables, money, fees, papers, limits, drafts of older versions, filings that look alike."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from forms_bench import form_of, made_up

from kiosk.domain.calendar import ZONE, due
from kiosk.domain.checks import Level
from kiosk.forms.alike import distance, looks_alike
from kiosk.forms.answers import Answer, AnswerOrigin, answer_data, answer_from, mended
from kiosk.forms.case import Circumstances, PartyPresence
from kiosk.forms.effects import AmountRow
from kiosk.forms.elements import FieldKind
from kiosk.forms.fees import fees_due, total
from kiosk.forms.form import Form, begin
from kiosk.forms.limits import limit_of, read_limit
from kiosk.forms.migration import taken_along
from kiosk.forms.quantities import Place
from kiosk.forms.slips import SourcePlace
from kiosk.procedures.form_parties import route_of

VERSION = made_up()
TYPED = AnswerOrigin.TYPED


def filled(form: Form, **answers: str) -> Form:
    for key, text in answers.items():
        form = form.answered(key.replace("__", "."), text, TYPED)
    return form


def keys(form: Form) -> list[tuple[str, str]]:
    return [(one.key, one.field) for one in form.problems()]


def test_a_table_is_asked_of_a_family_and_counts_its_rows() -> None:
    form = filled(form_of(VERSION), owner__name="Ly Văn Hải", owner__kind="family", owner__capital="100")
    assert [page.key for page in form.pages()] == ["owner", "members"]
    assert keys(form) == [("rows-few", "members")]
    form = form.row_answered("members", 0, "name", "Vàng Thị Lí", TYPED)
    form = form.row_answered("members", 0, "adult", "no", TYPED)
    assert [(one.key, one.field, one.row) for one in form.problems()] == [("missing", "members.guardian", 0)]
    form = form.row_answered("members", 0, "adult", "yes", TYPED)
    assert keys(form) == []
    for number in range(5):
        form = form.row_answered("members", number, "share", "40", TYPED)
    assert len(form.rows("members")) == 3, "no row after the last that the table takes"
    assert ("R1", "members") in keys(form)
    alone = filled(form, owner__kind="alone")
    assert keys(alone) == [] and not alone.shown("members") and len(alone.rows("members")) == 3


def test_a_rule_for_each_row_names_the_row() -> None:
    form = filled(form_of(VERSION), owner__name="Ly Văn Hải", owner__kind="family", owner__capital="100")
    for number, name in enumerate(("Vàng Thị Lí", "LY  văn hải")):
        form = form.row_answered("members", number, "name", name, TYPED)
        form = form.row_answered("members", number, "adult", "yes", TYPED)
    assert [(one.key, one.row, one.level) for one in form.problems()] == [("R2", 1, Level.ASK)]
    assert [page.key for page in form.row_removed("members", 1).pages()] == ["owner", "members"]
    assert form.row_removed("members", 1).problems() == ()


def test_money_has_fourteen_digits_and_words() -> None:
    form = filled(form_of(VERSION), owner__capital="50.000.000 đ")
    assert form.text("owner.words") == "Năm mươi triệu đồng"
    assert ("range", "owner.capital") in keys(filled(form, owner__capital="0"))
    assert ("money", "owner.capital") in keys(filled(form, owner__capital="1,5"))
    assert ("money", "owner.capital") in keys(filled(form, owner__capital="1" * 15))
    assert form.flags() == () and filled(form, owner__capital="2000000000").flags() == ("rich",)


def test_i_do_not_know_is_an_answer_where_it_is_taken() -> None:
    form = form_of(VERSION).not_known("owner.birth")
    assert form.text("owner.birth") == "không rõ" and ("R3", "owner.birth") not in keys(form)
    assert form_of(VERSION).not_known("owner.name").text("owner.name") == ""


def test_what_may_be_not_known_may_be_left_empty_though_it_is_required() -> None:
    form = form_of(VERSION)
    assert VERSION.by_key["owner.birth"].spec.required is True
    assert ("missing", "owner.birth") not in keys(form) and ("missing", "owner.name") in keys(form)


def test_a_constraint_speaks_of_its_answer() -> None:
    assert ("constraint", "owner.opens") in keys(filled(form_of(VERSION), owner__opens="4h30"))
    assert ("constraint", "owner.opens") not in keys(filled(form_of(VERSION), owner__opens="14:30"))


@pytest.mark.parametrize(("pages", "amount"), [("0", 0), ("1", 2_000), ("2", 4_000), ("3", 5_000), ("500", 200_000)])
def test_tiers_and_the_most_that_is_owed(pages: str, amount: int) -> None:
    fees = {one.key: one for one in fees_due(filled(form_of(VERSION), owner__pages=pages).case)}
    assert fees["copy"].amount == amount


def test_prices_by_day_and_channel_and_what_the_province_has_set() -> None:
    def price(day: date, channel: str) -> int | None:
        return {one.key: one.amount for one in fees_due(form_of(VERSION, day, channel).case)}["card"]

    assert price(date(2026, 12, 31), "counter") == 25_000 and price(date(2027, 1, 1), "counter") == 50_000
    assert price(date(2026, 12, 31), "online") == 0 and price(date(2027, 1, 1), "online") == 50_000
    fees = fees_due(form_of(VERSION).case)
    assert total(fees) is None, "what the province has not told is not promised"
    area = {"local": (AmountRow(SourcePlace("area", 1), 100_000),)}
    assert total(fees_due(form_of(VERSION).case, area)) == 125_000


def test_an_exemption_is_said_with_what_it_saves() -> None:
    fees = {one.key: one for one in fees_due(filled(form_of(VERSION), owner__poor="yes").case)}
    assert (fees["card"].amount, fees["card"].exempt, fees["card"].full) == (0, "poor", 25_000)


def test_one_paper_out_of_several() -> None:
    (need,) = filled(form_of(VERSION), owner__kind="family").documents()
    assert [one.key for one in need.ways] == ["giay_mot", "giay_hai"]
    assert not need.met_by([]) and need.met_by(["giay_hai"]) and need.met_by(["giay_mot"])
    (alone,) = filled(form_of(VERSION), owner__kind="alone").documents()
    assert [one.key for one in alone.ways] == ["giay_mot"]


MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("within", "hour", "until"),
    [
        ("same_day", "09:00", "2026-11-30T17:00"),
        ("same_day(15:00)", "14:59", "2026-11-30T17:00"),
        ("same_day(15:00)", "15:00", "2026-12-01T17:00"),
        ("same_day", "17:00", "2026-12-01T17:00"),
        ("working_days(3)", "16:00", "2026-12-03T17:00"),
        ("working_days(5)", "09:00", "2026-12-07T17:00"),
        ("half_day", "09:00", "2026-11-30T17:00"),
        ("half_day", "14:00", "2026-12-01T11:30"),
    ],
)
def test_until_when(within: str, hour: str, until: str) -> None:
    limit = read_limit(within)
    assert limit is not None
    received = datetime.combine(MONDAY, time.fromisoformat(hour), ZONE)
    assert f"{due(received, limit, lambda _: False):%Y-%m-%dT%H:%M}" == until


def test_days_off_count_as_the_next_working_morning() -> None:
    saturday = datetime(2026, 11, 28, 16, 0, tzinfo=ZONE)
    limit = read_limit("same_day(15:00)")
    assert limit is not None and due(saturday, limit, lambda _: False).date() == date(2026, 11, 30)
    assert due(saturday, limit, lambda day: day == date(2026, 11, 30)).date() == date(2026, 12, 1)
    assert read_limit("none") is None


def test_the_limit_is_that_of_the_case() -> None:
    family, alone = (limit_of(filled(form_of(VERSION), owner__kind=kind).case) for kind in ("family", "alone"))
    assert family is not None and alone is not None
    assert (family.within, alone.within) == ("working_days(3)", "half_day")


def test_a_route_takes_along_what_is_known() -> None:
    form = filled(form_of(VERSION), owner__name="Ly Văn Hải", owner__birth="2015")
    problem = next(one for one in form.stops() if one.key == "R3")
    route = route_of(form, problem.key)
    assert route is not None and route.to == problem.to == "9.000002"
    assert route.carried == {"child.name": "Ly Văn Hải"} and route_of(form, "R1") is None


def test_a_card_that_a_chip_vouches_for_is_locked_and_another_is_not() -> None:
    def with_card(by_chip: bool) -> Form:
        around = Circumstances(
            date(2026, 11, 30), {"owner": PartyPresence({"full_name": "LY VĂN HẢI", "birth_date": "1994"}, by_chip)}
        )
        return begin(VERSION, around)

    chip, typed = with_card(True), with_card(False)
    assert chip.origin("owner.name") is AnswerOrigin.CARD and chip.text("owner.birth") == "1994"
    assert filled(chip, owner__name="Ai Đó").text("owner.name") == "LY VĂN HẢI"
    assert typed.origin("owner.name") is AnswerOrigin.REMEMBERED
    assert filled(typed, owner__name="Ai Đó").text("owner.name") == "Ai Đó"
    assert filled(typed, owner__name="").text("owner.name") == "", "what is cleared does not come back"


def test_answers_are_the_same_after_they_were_plain_data() -> None:
    form = filled(form_of(VERSION), owner__name="Ly Văn Hải", owner__birth="1994", owner__capital="50000000")
    form = filled(form, owner__kind="family", owner__opens="7h", owner__poor="no")
    form = form.row_answered("members", 0, "name", "Vàng Thị Lí", TYPED)
    form = form.row_answered("members", 0, "share", "12.000", TYPED)
    for key, answer in form.given.items():
        group = VERSION.tables.get(key)

        def kind(name: str, key: str = key, group: object = group) -> FieldKind:
            return VERSION.tables[key].field(name).type if group else VERSION.field(key).type

        data = json.loads(json.dumps(answer_data(answer)))
        assert answer_from(data, kind, key) == answer, key


def test_an_address_keeps_its_commune_and_an_officers_word_what_was_before() -> None:
    place = Answer(Place("00721", "thôn Má Lủng", "thôn Má Lủng, xã Đồng Văn", "2026-11-30", "xã Sảng Tủng"), TYPED)
    assert answer_from(answer_data(place), lambda _: FieldKind.ADDRESS) == place
    repaired = mended(place, "xã Đồng Văn", FieldKind.ADDRESS, "can-bo-1", "theo sổ")
    assert repaired.origin is AnswerOrigin.OFFICE and repaired.mended is not None
    assert (repaired.mended.before, repaired.mended.by) == ("thôn Má Lủng, xã Đồng Văn", "can-bo-1")
    assert answer_from(answer_data(repaired), lambda _: FieldKind.ADDRESS) == repaired


def test_a_draft_of_an_older_version_is_taken_along() -> None:
    older = {"owner.full_name": "a", "owner.fax": "b", "owner.capital": "c", "owner.kind": "d"}
    assert taken_along(VERSION, "2026-01-01", older) == {"owner.name": "a", "owner.kind": "d"}
    assert taken_along(VERSION, "2025-01-01", older) == older


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({}, True),
        ({"owner.name": "ly van hai"}, True),
        ({"owner.name": "LY VĂN HẢII"}, True),
        ({"owner.name": "LY THỊ HOA"}, False),
        ({"owner.birth": "20/08/1994"}, True),
        ({"owner.birth": "21/08/1994"}, False),
        ({"owner.birth": ""}, False),
        ({"owner.kind": "family"}, False),
    ],
)
def test_what_makes_two_filings_alike(other: dict[str, str], alike: bool) -> None:
    one = {"owner.kind": "alone", "owner.name": "LY VĂN HẢI", "owner.birth": "17/08/1994"}
    assert looks_alike(VERSION, one, {**one, **other}) is alike
    assert looks_alike(VERSION, {**one, **other}, one) is alike


def test_letters_between_two_names() -> None:
    assert [distance("", "abc"), distance("khue", "khuê"), distance("mai", "may"), distance("a", "a")] == [3, 1, 1, 0]


def test_a_day_that_is_only_sure_at_least_makes_rules_about_it_silent() -> None:
    context = replace(form_of(VERSION).context, day_is_sure=False)
    form = filled(begin(VERSION, context), owner__birth="2015")
    assert ("R3", "owner.birth") not in keys(form)
