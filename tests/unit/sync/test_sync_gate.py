"""Papers wait for their hours and for a free line, forms never; what an officer sends off goes; who says metered."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk import catalogue
from kiosk.config import PortalSettings, load
from kiosk.domain.calendar import ZONE
from kiosk.domain.line_state import LineState
from kiosk.domain.queue_status import WaitReason
from kiosk.domain.submission import Sync
from kiosk.errors import ConfigError
from kiosk.services.queue_reader import QueueStatusReader
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.upload_window import Hours, PaperGate
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.metered import Metered, by_network_manager
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Clock, Kiosk, document

NIGHT = {"papers_from": 22, "papers_until": 5}


def engine_of(box: Kiosk, *, metered: bool, portal: Portal | None = None) -> Engine:
    return Engine(
        box.store,
        portal or box.portal,
        PassTiming(box.policy, box.clock, box.clock.monotonic, metered=lambda: metered),
        PassOffice(OFFICE, catalogue.procedure),
    )


def states(box: Kiosk, *codes: str) -> list[tuple[Sync, bool]]:
    held = [box.store.outbox.get(code) for code in codes]
    return [(one.sync, bool(one.official)) for one in held]


FORM_THERE, ALL_THERE, NOTHING_THERE = (Sync.QUEUED, True), (Sync.DELIVERED, True), (Sync.QUEUED, False)


def test_every_form_goes_while_papers_wait(tmp_path: Path, portal: PortalServer) -> None:
    """Short papers too, which otherwise carry their form with them; a filing without papers is done at once."""
    box = Kiosk(tmp_path, portal.url, **NIGHT)
    long, short, none = (box.desk.file(*papers).code for papers in ((document(200_000),), (document(900),), ()))
    box.engine.run_once()
    assert states(box, long, short, none) == [FORM_THERE, FORM_THERE, ALL_THERE]
    assert list(portal.uploads.all()) == []
    box.close()


def test_on_a_metered_line_papers_wait_for_an_officer(tmp_path: Path, portal: PortalServer) -> None:
    box = Kiosk(tmp_path, portal.url)
    engine = engine_of(box, metered=True)
    code = box.desk.file(document(200_000)).code
    engine.run_once()
    assert (engine.wait_reason, states(box, code)) == (WaitReason.METERED, [FORM_THERE])
    desk = QueueStatusReader(box.store, engine, TrustedTime(box.store.notes, box.clock), box.clock)
    assert (desk.standing().wait_reason, desk.standing().papers, desk.standing().forms) == (WaitReason.METERED, 1, 0)
    desk.send_papers()
    engine = engine_of(box, metered=True)  # sent off before a power cut: it still is
    later = box.desk.file(document(200_000, seed=2)).code
    engine.run_once()
    assert states(box, code, later) == [ALL_THERE, FORM_THERE]
    box.close()


def test_a_metered_line_with_hours_needs_no_officer(tmp_path: Path) -> None:
    box = Kiosk(tmp_path, "http://127.0.0.1:9", **NIGHT)
    gate = PaperGate(box.portal.hours, box.store.notes, lambda: True)
    at = {hour: gate.wait_reason(datetime(2026, 11, 23, hour, 30, tzinfo=ZONE)) for hour in (3, 12)}
    assert at == {3: None, 12: WaitReason.HOURS}
    assert PaperGate(Hours(0, 24), box.store.notes, lambda: True).wait_reason(box.clock()) is WaitReason.METERED
    box.close()


def test_whether_a_line_is_metered() -> None:
    clock, asked = Clock(), []

    def ask() -> bool:
        asked.append(1)
        return True

    assert Metered("yes", ask)()
    assert not Metered("no", ask)()
    assert asked == []
    auto = Metered("auto", ask, clock.monotonic)
    assert auto() and auto()
    assert len(asked) == 1
    clock.forward(61)
    assert auto()
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("told", "metered"),
    [("echo u 1", True), ("echo u 3", True), ("echo u 4", False), ("echo u 0", False), ("exit 1", False), ("", False)],
)
def test_what_network_manager_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, metered: bool) -> None:
    """By ``busctl``, which stands in for a system bus: a machine for tests has none."""
    if told:
        stand_in = tmp_path / "busctl"
        stand_in.write_text(f"#!/bin/sh\n{told}\n")
        stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + (os.pathsep + "/bin" if told else ""))
    assert by_network_manager() is metered


def test_the_setting_is_one_of_three(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[portal]\nmetered = "sometimes"\n')
    with pytest.raises(ConfigError, match=r"portal\.metered"):
        load(settings)
    settings.write_text('[portal]\nmetered = "yes"\n')
    assert load(settings).portal == PortalSettings(metered="yes")


# --- what an officer sees and does --------------------------------------------------------------------------------


def desk_of(box: Kiosk) -> QueueStatusReader:
    return QueueStatusReader(box.store, box.engine, TrustedTime(box.store.notes, box.clock), box.clock)


def passed(box: Kiosk, wait: float = 40.0) -> LineState:
    report = box.engine.run_once(prompted=True)
    box.engine.note(report, max(wait, report.rest))
    return report.line


def test_last_reached_waiting_and_the_next_try(box: Kiosk) -> None:
    desk = desk_of(box)
    assert desk.glance().line is LineState.DOWN
    assert desk.standing().line is LineState.UNSET
    passed(box)
    reached = box.clock()
    box.line.pulled = True
    box.desk.file(document(5000))
    box.clock.forward(600)
    assert passed(box) is LineState.DOWN
    seen = desk.standing()
    assert (seen.line, seen.reached, seen.forms, seen.papers) == (LineState.DOWN, reached, 1, 0)
    assert seen.following == box.clock() + timedelta(seconds=40)
    glance = desk.glance()
    assert (glance.reached, glance.waiting, glance.following) == (seen.reached, 1, seen.following)


def test_what_the_portal_said_is_told_without_the_people_in_it(box: Kiosk) -> None:
    for subject in ("LÒ THỊ MAI", "GIÀNG A PHÁO"):
        code = box.desk.file(subject=subject).code
        box.store.outbox.claim(code)
        about = f"Trẻ {subject.title()} 1 (999 162 000 123) đã có hồ sơ, Vừ Thị Sáo ký"
        box.store.outbox.park(code, f"portal.refused: {about}")
    told = desk_of(box).standing()
    assert told.parked == 2
    for name in ("Mai", "Pháo", "999", "Sáo"):
        assert all(name.lower() not in reason.lower() for reason in told.reasons)
    assert all(reason.endswith("đã có hồ sơ, … ký") for reason in told.reasons)


@pytest.fixture
def down_portal(portal: PortalServer) -> Callable[[int | None], None]:
    def down(retry_after: int | None) -> None:
        portal.faults.add(PortalFault("status", status=503, retry_after=retry_after, times=1))

    return down


def test_a_hand_ends_our_own_waits_but_not_the_portals(box: Kiosk, down_portal: Callable[[int | None], None]) -> None:
    code = box.desk.file(document(3000)).code
    down_portal(None)
    assert passed(box) is LineState.PORTAL_DOWN
    assert passed(box) is LineState.PORTAL_DOWN  # at rest
    desk_of(box).try_now()
    assert passed(box) is LineState.UP
    assert box.store.outbox.get(code).sync is Sync.DELIVERED
    other = box.desk.file(document(3000, seed=2)).code
    down_portal(120)
    assert passed(box) is LineState.PORTAL_DOWN
    desk_of(box).try_now()
    assert passed(box) is LineState.PORTAL_DOWN
    assert box.store.outbox.get(other).attempts == 0
