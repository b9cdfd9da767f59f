"""The line and the queue on maintenance's screen: read, tried, retried, parked, and carried on a stick."""

from __future__ import annotations

from datetime import timedelta

import pytest
from counter_stage import filing
from maintenance_stage import click, kiosk_house, press, signed_in
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kiosk.domain.events import EventKind
from kiosk.domain.line_history import LineReport, LineRow
from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Sync
from kiosk.tour.finger import until
from kiosk.tour.maintenance import made_up_month


@pytest.fixture
def inside(tmp_path, qapp):
    with kiosk_house(tmp_path) as house:
        until(lambda: house.rooms.sign.up, "the line")
        yield house, signed_in(house)


def _file(house, name):
    return house.rooms.store.outbox.file(name, filing(child=name), house.rooms.services.clock()).code


def _words(widget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def test_a_month_is_drawn_read_at_a_touch_and_tried_now(inside) -> None:
    house, presenter = inside
    page, now = presenter.way.page, house.rooms.services.clock()
    for row in made_up_month(now):
        house.rooms.store.line_book.note(row)
    presenter.go("line")
    until(lambda: page.report is not None and len(page.report.rows) > 100, "the month")
    assert page.report.longest_break > timedelta(days=2) and 0.85 < page.report.up < 0.95
    QTest.mouseClick(page.plot, Qt.MouseButton.LeftButton, pos=QPoint(round(page.plot.width() * 0.67), 100))
    row = page.plot.row_at(page.plot.moment)
    assert row is not None and not row.network and str(row.waiting) in page.words(row)
    house.rooms.bench().set_plugged(False)
    until(lambda: not house.rooms.sign.up, "the line that is cut")
    house.rooms.bench().set_plugged(True)
    click(page.try_button)
    until(lambda: house.rooms.sign.up, "the line again")
    until(lambda: any(row.error for row in page.report.passes), "the failure among the day's passes")
    page.spanned.emit(1)
    until(lambda: page.report.until - page.report.since == timedelta(days=1), "one day")


def test_the_speed_is_measured_after_its_cost_was_said(inside) -> None:
    house, presenter = inside
    page = presenter.way.page
    presenter.go("line")
    until(page.speed_button.isVisible, "what it costs")
    assert page.speed_button.words.text() == "Đo tốc độ, tốn 1 MB"
    click(page.speed_button)
    assert not page.speed_button.isEnabled() and "nhiều nhất 1 MB" in page.speed.text()
    until(lambda: "kbit/s" in page.speed.text(), "how fast it was")
    house.rooms.bench().set_plugged(False)
    click(page.speed_button)
    until(lambda: page.speed_button.isEnabled() and "kbit/s" not in page.speed.text(), "that there is no line")
    assert "mạng" in page.speed.text()
    told = [one.entry.facts for one in house.rooms.store.journal.entries() if one.entry.kind is EventKind.MACHINE_ACT]
    assert [one["bytes"] for one in told if one["what"] == "measure-line"] == ["1000000", "1000000"]
    house.rooms.bench().set_plugged(True)


def test_a_page_that_wants_a_login_is_said_with_what_to_do(inside) -> None:
    house, presenter = inside
    page, now = presenter.way.page, house.rooms.services.clock()
    presenter.way._again.stop()
    row = LineRow(now, LineState.NOT_PORTAL, waiting=2, error="line.not-portal")
    spans = ()
    page.show_report(LineReport(now - timedelta(days=1), now, (row,), spans, spans, (row,), None), 1)
    assert not page.captive.isHidden() and "đăng nhập" in _words(page.captive)
    assert any("Mạng đang đòi đăng nhập" in one.text() for one in page.findChildren(QLabel))


def test_what_waits_is_parked_let_go_and_sent_without_a_name_on_the_screen(inside) -> None:
    house, presenter = inside
    store, page = house.rooms.store, presenter.queue.page
    house.rooms.bench().set_plugged(False)
    until(lambda: not house.rooms.sign.up, "the line that is cut")
    first, second = _file(house, "Sùng Minh Khuê"), _file(house, "Giàng Mí Say")
    store.outbox.park(second, "Tên Sùng Minh Khuê và số 999162001234 không đúng với GIÀNG MÍ SAY")
    presenter.go("queue")
    until(lambda: len(page.items) == 2, "what waits")
    assert page.items[0].code == second and page.chosen.code == second  # what a person must mend is first
    shown = _words(page) + " ".join(page.table.item(row, at).text() for row in range(2) for at in range(6))
    assert "Giàng" not in shown and "GIÀNG" not in shown and "999162001234" not in shown and "Mỷ" not in shown
    assert presenter.stage.frame.command.text() == f"kiosk queue show {second} --json"
    press(page, "retry")
    until(lambda: store.outbox.get(second).sync is Sync.QUEUED, "let go")
    until(lambda: not any(one.is_parked for one in page.items), "said to be let go")
    page.table.selectRow([one.code for one in page.items].index(first))
    press(page, "park")
    until(lambda: store.outbox.get(first).sync is Sync.PARKED, "held back")
    until(lambda: page.items[0].by_hand, "said to be held by hand")
    press(page, "unpark")
    until(lambda: store.outbox.get(first).sync is Sync.QUEUED, "let go again")
    house.rooms.bench().set_plugged(True)
    click(page.send)
    until(lambda: all(one.attempts for one in page.items), "each tried by the pass that was asked for")
    told = [one.entry.facts["what"] for one in store.journal.entries() if one.entry.kind is EventKind.MACHINE_ACT]
    assert told[-4:] == ["queue-retry", "queue-park", "queue-unpark", "send-papers"]


def test_the_queue_goes_on_a_stick_and_one_that_is_pulled_is_said(inside) -> None:
    house, presenter = inside
    page, sticks = presenter.queue.page, house.rooms.services.sticks
    house.rooms.bench().set_plugged(False)
    until(lambda: not house.rooms.sign.up, "the line that is cut")
    _file(house, "Sùng Minh Khuê")
    presenter.go("queue")
    until(lambda: len(page.items) == 1, "what waits")
    before = page.stick_title.text()
    click(page.export)
    until(lambda: page.stick_title.text() != before, "that there is no stick")
    failed = page.stick_title.text()
    sticks.plug("CHUYEN-THU").joinpath("note.txt").write_text("of somebody")
    click(page.export)
    until(lambda: "CHUYEN-THU" in page.stick_title.text(), "the filing on the stick")
    sticks.manners("CHUYEN-THU").pulled_after = 10
    _file(house, "Giàng Mí Say")
    click(page.export)
    until(lambda: page.stick_title.text() == failed, "that it was pulled")
    assert page.export.isVisible() and presenter.stage.frame.isVisible()
    presenter.queue._home()
    until(lambda: page.stick_line.text() != "", "an answer about the stick")
