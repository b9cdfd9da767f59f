"""The line over a month: rows when they are news, spans, sums, and that old rows go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from counter_stage import DeskClock, open_store

from kiosk.domain.line_history import LineRow, spans
from kiosk.domain.line_state import LineState
from kiosk.errors import LineDown
from kiosk.services.maintenance.line_desk import LineDesk, line_json, line_notes
from kiosk.sync.report import ItemReport, PassReport


@pytest.fixture
def desk(tmp_path):
    clock = DeskClock()
    with open_store(tmp_path, clock) as store:
        yield store, clock, LineDesk(store, clock)


def test_a_pass_that_says_the_same_is_written_now_and_then_alone(desk) -> None:
    store, clock, line = desk
    note = line_notes(store, clock)
    for _ in range(40):
        note(PassReport(LineState.UP))
        clock.pass_by(minutes=1)
    assert len(line.report(1).rows) == 3
    note(PassReport(LineState.UP, (ItemReport("KS-1", "delivered", "H-1"),), bytes_sent=500))
    for _ in range(2):
        clock.pass_by(seconds=3)
        note(PassReport(LineState.DOWN, error=LineDown("cut")))
    rows = line.report(1).rows
    assert [(row.delivered, row.bytes, row.error) for row in rows[-2:]] == [(1, 500, ""), (0, 0, LineDown.code)]


def test_spans_and_sums_say_what_was_known_and_no_more(desk) -> None:
    store, clock, line = desk
    begin = clock()
    for minutes, state, rate in ((0, "up", 20_000), (15, "up", 4_000), (30, "portal-down", 0), (45, "down", 0)):
        store.line_book.note(LineRow(begin + timedelta(minutes=minutes), LineState(state), rate, waiting=minutes // 15))
    clock.pass_by(hours=5)  # the kiosk was off since
    report = line.report(1)
    assert [(one.state, one.seconds / 60) for one in report.network] == [
        ("up", 15), ("slow", 15), ("up", 15), ("down", 20),
    ]  # fmt: skip
    assert [one.state for one in report.portal] == ["up", "down"]
    assert report.up == pytest.approx(45 / 65) and report.portal_up == pytest.approx(30 / 65)
    assert report.longest_break == timedelta(minutes=20) and report.rate == 20_000 and report.most_waiting == 3
    assert line_json(report)["rows"][0]["line"] == "up" and line_json(report)["most_waiting"] == 3
    assert spans((), clock()) == () and LineDesk(store, clock).report(1).following is None


def test_rows_older_than_a_month_go_and_a_clock_set_back_stops_nothing(desk) -> None:
    store, clock, line = desk
    note = line_notes(store, clock)
    note(PassReport(LineState.UP))
    clock.pass_by(days=32)
    note(PassReport(LineState.UP))
    assert len(store.line_book.rows(clock() - timedelta(days=90), clock())) == 1
    clock.pass_by(days=-2)
    note(PassReport(LineState.UP))
    assert len(line.report(30).rows) == 1 and line.report(30).rows[0].at == clock()
