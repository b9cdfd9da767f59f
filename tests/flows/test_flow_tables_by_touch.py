"""Tables under a finger: rows begun, mended, taken away and back, summed and bounded; filed by touch, at the portal
field by field."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from visit_stage import Resident, until

from kiosk.domain.form import Origin
from kiosk.domain.submission import Sync
from kiosk.domain.visit import VisitStep
from kiosk.tour.answers import Choose, Type
from kiosk.tour.hand import Hand
from kiosk.ui.form_cursor import Walk
from kiosk.ui.resident import FormScreen, ReviewScreen
from kiosk.ui.resident.table import TableScreen

HOUSEHOLD, REVENUE = "1.001612", "1.011022"
SHOP = {
    "request.filer": "owner",
    "shop.own_name": "CHÈ SAN TUYẾT LY GIA",
    "place.address": "số 12, tổ 2, xã Đồng Văn, tỉnh Tuyên Quang",
    "capital.amount": "50000000",
    "tax.notice_same": "yes",
    "tax.workers": "0",
    "founding.by": "person",
    "place.phone": "0900000024",
    "commitment.agreed": "yes",
}
YEAR = {
    "filing.box": "at_or_below",
    "period.kind": "year",
    "period.year": "2026",
    "filing.closed": "yes",  # else the year is not over
    "account.any": "yes",
    "stock.any": "no",
}


def at(resident: Resident, code: str, answers: dict[str, str], page: str) -> None:
    """Known by card, everything of ``answers`` given, at that page."""
    resident.known()
    services, visit = resident.rooms.services, resident.visit
    visit.procedure = services.procedures[code]
    filling = services.desk.begin(visit.procedure, visit.visitor)
    visit.walk = Walk(filling, lambda: services.desk.context(visit.visitor))
    for key, text in answers.items():
        visit.walk.answer(key, text, Origin.TYPED)
    while visit.walk.page.key != page:
        assert visit.walk.forward(), page
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)


def table(resident: Resident) -> TableScreen:
    until(lambda: isinstance(resident.screen, TableScreen) and resident.shell.at_rest, "the table")
    assert isinstance(resident.screen, TableScreen)
    return resident.screen


def asked(resident: Resident, key: str) -> FormScreen:
    until(lambda: isinstance(resident.screen, FormScreen) and resident.screen.open_field == key, key)
    until(lambda: resident.shell.at_rest, "the page at rest")
    assert isinstance(resident.screen, FormScreen)
    return resident.screen


def rows(resident: Resident, key: str) -> list[dict[str, str]]:
    return [{name: one["value"] for name, one in row.items()} for row in resident.visit.walk.filling.rows(key)]


def trade(resident: Resident, number: int, words: str, label: str, main: str) -> None:
    """One more trade, by everyday words."""
    resident.finger.touch(table(resident).add)
    form = asked(resident, f"trades.{number}.code")
    resident.finger.touch(form.editor.list.search)
    until(lambda: not form.keyboard.isHidden(), "the keyboard")
    for letter in words:
        resident.finger.key(form.keyboard, form.keyboard.centre_of(letter))
    resident.finger.touch(resident.finger.button(label))
    form = asked(resident, f"trades.{number}.main")
    resident.finger.touch(form.editor.tiles[main])
    until(lambda: isinstance(resident.screen, FormScreen) and resident.screen.open_field is None, "the row as a whole")
    until(lambda: resident.shell.at_rest, "the page at rest")
    resident.press_main()
    table(resident)


def revenue(resident: Resident, key: str, number: int, group: str, total: str) -> None:
    resident.finger.touch(table(resident).add)
    form = asked(resident, f"{key}.{number}.group")
    resident.finger.touch(form.editor.tiles[group])
    form = asked(resident, f"{key}.{number}.total")
    Hand(resident.finger, form).fill(Type(f"{key}.{number}.total", total))
    resident.press_main()
    table(resident)


def arrived(resident: Resident) -> dict[str, Any]:
    """The answers as the portal has them."""
    code = resident.visit.submission.code
    until(lambda: resident.store.outbox.get(code).sync is Sync.DELIVERED, "the portal's number")
    office = resident.rooms.services.config.office
    dossier, _ = resident.rooms.server.dossiers.find(office.unit, code)
    return json.loads(json.loads(dossier.record)["ToKhaiKiosk"])["answers"]


def finish(resident: Resident) -> None:
    """On through every page to the review, and hand in."""
    while resident.step is VisitStep.FORM:
        before = resident.visit.walk.page.key
        resident.press_main()
        until(
            lambda before=before: resident.step is not VisitStep.FORM or resident.visit.walk.page.key != before,
            "the next page",
        )
        until(lambda: resident.shell.at_rest, "the page at rest")
    resident.at(VisitStep.REVIEW)


def test_a_household_business_is_filed_by_touch_and_arrives_field_by_field(resident: Resident) -> None:
    at(resident, HOUSEHOLD, SHOP, "trades")
    assert resident.screen.main.waiting and resident.say("form.table.least", n=1) in resident.words()
    trade(resident, 0, "ban pho", "5610", "yes")
    trade(resident, 1, "tap hoa", "4711", "no")
    assert rows(resident, "trades") == [{"code": "5610", "main": "yes"}, {"code": "4711", "main": "no"}]
    finish(resident)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    answers = arrived(resident)
    assert [{name: one["value"] for name, one in row.items()} for row in answers["trades"]["rows"]] == [
        {"code": "5610", "main": "yes"},
        {"code": "4711", "main": "no"},
    ]
    assert answers["shop.name_vi"]["value"] == "HỘ KINH DOANH CHÈ SAN TUYẾT LY GIA"
    assert answers["capital.words"]["value"] == "Năm mươi triệu đồng"
    assert (answers["place.address"]["unit"], answers["place.address"]["detail"]) == ("00721", "số 12, tổ 2")
    for key, text in SHOP.items():
        if key not in ("place.phone",):
            assert answers[key]["value"] == text, key


def test_the_years_revenue_is_filed_by_touch_with_its_sum_and_the_accounts(resident: Resident) -> None:
    at(resident, REVENUE, YEAR, "fixed")
    revenue(resident, "fixed", 0, "1", "412000000")
    revenue(resident, "fixed", 1, "4", "96500000")
    assert "508.500.000 đồng" in resident.words()
    resident.press_main()
    until(lambda: resident.visit.walk.page.key == "platform", "what was sold on line")
    resident.press_main()
    until(lambda: resident.visit.walk.page.key not in ("platform", "fixed"), "the page after")
    while resident.visit.walk.page.key != "accounts":
        assert resident.visit.walk.forward()
    resident.flow.go(VisitStep.FORM)
    resident.finger.touch(table(resident).add)
    hand = Hand(resident.finger, asked(resident, "accounts.0.number"))
    hand.fill(Type("accounts.0.number", "0900000024"))
    resident.press_main()
    asked(resident, "accounts.0.holder")
    hand.fill(Type("accounts.0.holder", "vàng thị mỷ"))
    resident.press_main()
    asked(resident, "accounts.0.at")
    hand.fill(Type("accounts.0.at", "agribank"))
    resident.press_main()
    form = asked(resident, "accounts.0.status")
    resident.finger.touch(form.editor.tiles["first"])
    until(lambda: form.open_field is None, "the row as a whole")
    resident.press_main()
    table(resident)
    finish(resident)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    resident.reads("received.nothing")
    answers = arrived(resident)
    assert [{name: one["value"] for name, one in row.items()} for row in answers["fixed"]["rows"]] == [
        {"group": "1", "total": "412000000"},
        {"group": "4", "total": "96500000"},
    ]
    (account,) = answers["accounts"]["rows"]
    assert {name: one["value"] for name, one in account.items()} == {
        "number": "0900000024",
        "holder": "VÀNG THỊ MỶ",
        "at": "agribank",
        "status": "first",
    }
    assert answers["total.revenue"]["value"] == "508500000"
    assert answers["filing.sheets"]["value"] == "01/TKN-CNKD, 01/BK-STK"


def with_trades(resident: Resident, page: str = "trades") -> None:
    at(resident, HOUSEHOLD, SHOP, "trades")
    walk = resident.visit.walk
    typed = {"origin": "typed"}
    walk.set_rows(
        "trades",
        [
            {"code": {"value": code, **typed}, "main": {"value": main, **typed}}
            for code, main in (("5610", "yes"), ("4711", "no"))
        ],
    )
    while walk.page.key != page:
        assert walk.forward()
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)


def test_a_row_that_is_taken_away_comes_back_by_one_touch(resident: Resident) -> None:
    with_trades(resident)
    resident.finger.touch(table(resident).cards[0].bin)
    until(lambda: len(rows(resident, "trades")) == 1, "one row less")
    assert rows(resident, "trades")[0]["code"] == "4711"
    resident.finger.touch(table(resident).undo)
    until(lambda: len(rows(resident, "trades")) == 2, "it is back")
    assert [row["code"] for row in rows(resident, "trades")] == ["5610", "4711"]
    resident.settled()
    draft = resident.store.drafts.get(resident.visit.draft_id)
    assert draft is not None and len(draft.answers["trades"]["rows"]) == 2


def test_a_row_is_mended_where_it_stands_and_what_does_not_hold_is_said_on_it(resident: Resident) -> None:
    with_trades(resident)
    resident.finger.touch(table(resident).cards[1].body)
    until(lambda: isinstance(resident.screen, FormScreen), "the row")
    Hand(resident.finger, resident.screen).fill(Choose("trades.1.main", "yes"))
    resident.press_main()
    shown = table(resident)
    resident.press_main()
    until(lambda: bool(shown.view and shown.view.problems), "what does not hold")
    assert "Cần đúng một ngành chính" in resident.words()
    assert resident.visit.walk.page.key == "trades"


def test_who_goes_back_out_of_a_row_that_was_not_begun_leaves_none(resident: Resident) -> None:
    with_trades(resident)
    resident.finger.touch(table(resident).add)
    asked(resident, "trades.2.code")
    assert "Ngành thứ 3: bán gì, làm gì" in resident.words()
    resident.press_back()
    table(resident)
    assert len(rows(resident, "trades")) == 2


def test_the_review_shows_the_rows_and_each_is_mended_alone(resident: Resident) -> None:
    with_trades(resident, "commitment")
    resident.flow.go(VisitStep.REVIEW)
    resident.showing(ReviewScreen)
    review = resident.screen
    resident.finger.touch(review.heads["trades"])
    lines = review.lines["trades"]
    assert len(lines) == 3 and "5610" in lines[0].spoken()
    resident.finger.touch(lines[1].cell)
    until(lambda: resident.step is VisitStep.FORM and resident.visit.walk.row is not None, "the row")
    until(lambda: resident.shell.at_rest, "the page at rest")
    resident.press_main()
    resident.at(VisitStep.REVIEW)
    resident.finger.touch(resident.screen.heads["trades"]) if not resident.screen.lines["trades"][
        2
    ].isVisible() else None
    resident.finger.touch(resident.screen.lines["trades"][2].cell)
    shown = table(resident)
    resident.finger.touch(shown.cards[1].bin)
    until(lambda: len(rows(resident, "trades")) == 1, "one row less")
    resident.press_main()
    resident.at(VisitStep.REVIEW)


def test_no_more_rows_than_the_sheet_takes(resident: Resident) -> None:
    with_trades(resident)
    shown = table(resident)
    assert shown.view is not None and shown.add.isVisible()
    shown.show_table(replace(shown.view, most=2))
    assert resident.say("form.table.most", n=2) in resident.words()
    assert resident.say("form.table.add") not in resident.words()


def test_a_sum_is_said_in_words_and_its_digits_are_counted_as_digits(resident: Resident) -> None:
    at(resident, HOUSEHOLD, SHOP | {"capital.amount": ""}, "capital")
    form = resident.screen
    Hand(resident.finger, form).fill(Type("capital.amount", "50000000"))
    assert "Năm mươi triệu đồng" in resident.words() and "50.000.000 đồng" in resident.words()
    assert form.editor.field.notice() == resident.say("widget.digits_left", n=6)
