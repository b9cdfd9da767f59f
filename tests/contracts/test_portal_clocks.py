"""A certificate past its end and a portal whose clock is wrong, over real TLS with the real portal: said in words,
mended without a technician where it can be, and nothing lasting comes of a date that clock and floor contradict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from test_portal_trust import NOW, PAPER, WRONG, Box, invited, right

from kiosk import errors
from kiosk.domain.events import EventKind
from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Sync
from kiosk.sync.transport.membership import KEPT_AS
from kiosk.sync.transport.tls import Enrolment
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.schedule import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT

DAY = timedelta(days=1)


class Hour:
    """The portal's clock."""

    now = NOW

    def __call__(self) -> object:
        return self.now


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def server(tmp_path: Path, hour: Hour) -> Iterator[PortalServer]:
    authority = Authority(tmp_path / "authority", hour, kiosk_days=30, grace_days=180)  # type: ignore[arg-type]
    with PortalServer(database="memory", accounts=ACCOUNT, authority=authority) as running:
        yield running


@pytest.fixture
def box(tmp_path: Path, server: PortalServer) -> Iterator[Box]:
    made = Box(tmp_path / "store", right())
    made.enrol(invited(server))
    assert made.engine.run_once().error is None
    yield made
    made.close()


def enrolment(box: Box) -> Enrolment:
    return Enrolment.from_bytes(box.store.keys.secret(KEPT_AS))


def test_a_certificate_past_its_end_has_a_way_home_without_a_technician(box: Box, hour: Hour) -> None:
    before, code = enrolment(box), box.desk.file(PAPER).code
    hour.now, box.time = NOW + 100 * DAY, right() + 100 * DAY
    assert box.engine.run_once().error is None
    after = enrolment(box)
    assert after.ends > before.ends + 60 * DAY and after.key != before.key
    assert box.store.outbox.get(code).sync is Sync.DELIVERED


def test_by_a_floor_that_has_passed_its_end_too(box: Box, hour: Hour) -> None:
    """Before, nothing was even asked then."""
    hour.now, box.time = NOW + 100 * DAY, right() + 100 * DAY
    box.floor.heard(box.time, box.time + DAY)
    assert box.floor.floor > enrolment(box).ends
    assert box.engine.run_once().error is None


def test_a_dead_clock_stops_no_renewal(box: Box, hour: Hour) -> None:
    hour.now, box.time = NOW + 100 * DAY, WRONG["1990"]
    assert box.engine.run_once().error is None
    assert enrolment(box).ends > NOW + 100 * DAY


def test_where_the_grace_is_over_it_is_said(box: Box, hour: Hour) -> None:
    hour.now, box.time = NOW + 300 * DAY, right() + 300 * DAY
    report = box.engine.run_once()
    assert isinstance(report.error, errors.OwnCertificateOver) and report.line is LineState.TECHNICIAN


def test_a_portal_whose_clock_is_ahead_is_said_and_changes_nothing_lasting(box: Box, hour: Hour) -> None:
    before, floor = enrolment(box), box.floor.floor
    code = box.desk.file(PAPER).code
    hour.now = NOW + 400 * DAY
    report = box.engine.run_once()
    assert isinstance(report.error, errors.PortalClockOff) and report.error.code == "portal.clock-off"
    assert [alarm.name for alarm in box.store.alarms.all()] == ["portal-clock"]
    assert enrolment(box) == before and box.floor.floor == floor
    box.clock.forward(600)
    assert isinstance(box.engine.run_once(prompted=True).error, errors.PortalClockOff)
    raised = [one for one in box.store.journal.entries() if one.entry.kind is EventKind.ALARM_RAISED]
    assert len(raised) == 1, "said once, not with each greeting"
    hour.now = NOW
    box.clock.forward(600)
    assert box.engine.run_once().error is None
    assert box.store.alarms.all() == (), "and over when it is over"
    assert box.store.outbox.get(code).sync is Sync.DELIVERED


@pytest.mark.parametrize("years", [1, 5])
def test_a_date_of_years_ahead_does_not_move_the_floor(box: Box, server: PortalServer, years: int) -> None:
    """Before, one answer with it put the floor past the end of the kiosk's own certificate, for good."""
    server.faults.add(PortalFault("clock", times=0, seconds=years * 365 * 86_400.0))
    code = box.desk.file(PAPER).code
    box.engine.run_once()
    assert box.store.outbox.get(code).sync is Sync.DELIVERED, "filings go on"
    assert box.floor.floor < right() + DAY
    server.faults.clear()
    assert box.engine.run_once().error is None


def test_with_a_dead_clock_it_moves_the_floor_no_further_than_our_certificate_lasts(
    box: Box, server: PortalServer
) -> None:
    box.time = WRONG["1990"]
    server.faults.add(PortalFault("clock", times=0, seconds=365 * 86_400.0))
    box.engine.run_once()
    assert box.floor.floor <= enrolment(box).ends
