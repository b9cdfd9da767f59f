"""Calls and the chief in the real window: outcomes by digit, many approved by one PIN, the day closed and signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from counter_hands import CHIEFS, PIN, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.desk_calls import CallKind, CallOutcome
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.ui.counter.call_form import CallForm
from kiosk.ui.counter.staff_sheet import StaffSheet
from kiosk.ui.counter.writing import WordsForm


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def test_it_is_tried_again_on_no_day_off_and_at_no_moment_that_has_passed(
    officer: OfficerHands, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, now = officer.dossier(), officer.house.rooms.services.clock()
    officer.store.calls.add(CallKind.CALL_BACK, code, "Vàng Thị Mỷ", "0912 000 345", "lấy bản sao", now)
    days_off = {now.date() + timedelta(days=one) for one in range(9)}  # as at Tết
    monkeypatch.setattr("kiosk.catalogue.is_holiday", days_off.__contains__)
    officer.come_in()
    officer.key(Qt.Key.Key_3, ctrl=True)
    page = officer.counter.calls.page
    until(lambda: page.isVisible() and bool(page._messages), "the call and what to say")
    offered = page.moments()
    assert len(offered) == 3 and not days_off & {one.date() for one in offered}
    page._clock = lambda: offered[0]  # the page has stood for days
    officer.key(Qt.Key.Key_2)
    assert page.moments() == offered[1:]
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: len(page.lists.later) == 1, "that it is called again later")
    assert page.lists.later[0].due == offered[1]


def test_whom_to_call_what_to_say_and_what_came_of_it(officer: OfficerHands) -> None:
    code, now = officer.dossier(), officer.house.rooms.services.clock()
    officer.store.calls.add(CallKind.CALL_BACK, code, "Vàng Thị Mỷ", "0912 000 345", "lấy bản sao", now)
    officer.come_in()
    officer.key(Qt.Key.Key_3, ctrl=True)
    page = officer.counter.calls.page
    until(lambda: page.isVisible() and bool(page._messages), "the call and what to say")
    assert code in page.message.text("vi") and "không gọi điện xin tiền" in page.message.text("vi")
    officer.key(Qt.Key.Key_2)
    assert page.outcome is CallOutcome.NO_ANSWER and page.message.key == "unreached" and page.send.isChecked()
    assert all(8 <= one.hour <= 16 for one in page.moments()), "whatever the hour is"
    page._set_again(page.moments()[-1])  # another day: what is called again today stays among today's
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: len(page.lists.later) == 1 and not page.lists.now, "that it is called again later")
    kinds = [one.kind for one in officer.store.dossier_book.events(code)]
    assert kinds == [DossierEventKind.MESSAGED, DossierEventKind.CALLED]
    officer.key(Qt.Key.Key_N, ctrl=True)
    form = officer.dialog(CallForm)
    officer.key(Qt.Key.Key_2, alt=True)
    for entry, text in zip(form.entries, ("Lò Văn Sìn", "0900 000 272", "mấy giờ lấy bản sao"), strict=False):
        officer.type(text, entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()
    until(lambda: len(page.lists.now) == 1, "the new one")
    officer.key(Qt.Key.Key_1)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: len(page.lists.done) == 1, "that it is done")


def test_the_chief_approves_many_by_one_pin_gives_one_back_and_closes_the_day(officer: OfficerHands) -> None:
    first, second = officer.dossier(), officer.dossier("Giàng A Chứ", "999148000271")
    counter_of = officer.house.counter
    officer.come_in()
    desks, pao = officer.counter.stage.desks, officer.counter.stage.session
    assert pao is not None and counter_of.is_open
    for code in (first, second):
        sheet = desks.dossiers.hold(pao, code)
        desks.dossiers.mend(pao, code, sheet.head.revision, key="mother.name", value="GIÀNG THỊ SAY", reason="nhầm dấu")
    sheet = desks.dossiers.open(pao, first)
    desks.dossiers.except_from(pao, first, sheet.head.revision, rule="ảnh mờ", reason="giấy gốc phai")
    receipt = desks.cash.take(pao, second, desks.cash.bill(pao, second).revision, tendered=20_000)
    desks.cash.refund(pao, receipt.name, 8_000, "lấy thừa một bản")
    desks.cash.close(pao, 500_000, {500_000: 1, 5_000: 1, 2_000: 1, 1_000: 1})
    officer.key(Qt.Key.Key_6, ctrl=True)
    assert officer.counter.stage.frame.pages.currentWidget() is officer.counter.lists.page_now
    officer.leave()
    officer.counter.entrance.close()

    officer.come_in("hien", CHIEFS)
    officer.key(Qt.Key.Key_6, ctrl=True)
    page = officer.counter.review.page
    until(lambda: len(page.items) == 4 and page.isVisible(), "what is to be reviewed")
    page.table.selectRow(2)
    officer.key(Qt.Key.Key_Space)
    assert len(page.marked) == 3
    officer.type(PIN, page.pin)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(officer.counter.stage.frame.fault.isVisible, "that the PIN is not hers")
    officer.type(CHIEFS, page.pin)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    until(lambda: len(page.items) == 1, "that three are approved")
    officer.press("Trả lại cho cán bộ")
    officer.type("ảnh vẫn đọc được, chụp lại", officer.dialog(WordsForm).entry)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    officer.no_dialog()
    until(lambda: page.items == () and page.day is not None and page.day.ready, "that nothing waits")
    assert [one.value for one in officer.store.dossier_book.head(first).look] == ["returned"]
    assert officer.store.dossier_book.head(first).revision == 2  # a review changes nothing that an officer looked at
    sign = officer.button("Chốt ngày, ký 1 sổ quầy")
    sign.setFocus()
    officer.key(Qt.Key.Key_Space)
    wanted = officer.counter.stage.kit.strings.say("counter.review.pin_first")
    assert officer.counter.stage.frame.fault.text() == wanted and page.pin.hasFocus()
    assert not page.day.unsigned[0].chief and not any(one.failures for one in officer.store.staff.list())
    officer.type(CHIEFS, page.pin)
    sign.setFocus()
    officer.key(Qt.Key.Key_Space)
    until(lambda: page.day is not None and not page.day.unsigned, "that it is signed")
    assert officer.store.cash.unsigned() == ()
    officer.press("Cán bộ và quyền")
    officer.dialog(StaffSheet)
    QTest.keyClick(officer.house.window, Qt.Key.Key_Escape)
    officer.no_dialog()
