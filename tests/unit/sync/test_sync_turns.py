"""After an outage: who was away for a moment comes at once, a whole country comes in turn."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Sync
from kiosk.sync.line_waits import LONG_DOWN, TURN
from kiosk.sync.queue.policy import Policy, Turn
from kiosk.sync.transport.carrier import messages
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, Kiosk, sandbox

NAME = f"{OFFICE.unit}/{OFFICE.kiosk}"
LATEST, EARLIEST = Policy(lambda: 1.0), Policy(lambda: 0.0)
DAY = 86_400.0


def test_a_moment_away_is_back_at_once() -> None:
    assert LATEST.back(5.0, Turn(0.9, 200.0)) == 0.5
    assert LATEST.back(5.0, None) == 0.5


def test_a_day_away_waits_for_its_turn_whatever_chance_says() -> None:
    for policy in (EARLIEST, LATEST):
        assert policy.back(DAY, Turn(0.25, 200.0)) == 50.0
    assert (EARLIEST.back(DAY, None), LATEST.back(DAY, None)) == (0.0, 60.0)


def test_a_dead_line_is_tried_the_more_rarely_the_longer_it_is_dead() -> None:
    assert [LATEST.look(down, None) for down in (60.0, 120.0, DAY)] == [9.0, 18.0, 90.0]
    assert EARLIEST.look(DAY, Turn(0.1, 200.0)) == 100.0


@pytest.mark.parametrize("text", ["", "x", "0.5", "0.5 x", "1.5 200", "-0.1 200", "0.5 3601", "0.5 -1", "nan 5"])
def test_a_turn_that_makes_no_sense_is_none(text: str) -> None:
    assert Turn.of(text) is None


def test_a_turn_is_read_as_it_is_told() -> None:
    assert Turn.of(Turn(0.25, 210.0).text()) == Turn(0.25, 210.0)


def test_a_place_that_an_account_was_given_is_nobodys() -> None:
    """Ten thousand kiosks may share one: each comes at a place of its own, and "0.0000 0" is not "now"."""
    shared = Turn.of("0.5000 200")
    assert shared is not None
    places = sorted(shared.of_kiosk(f"H15.50.05.13/DV{n:02d}").place for n in range(100))  # type: ignore[union-attr]
    assert len(set(places)) == 100 and places[9] < 0.25 and places[90] > 0.75
    assert shared.of_kiosk(NAME) == shared.of_kiosk(NAME), "the same after every outage"
    assert Turn(0.25, 200.0, NAME).of_kiosk(NAME) == Turn(0.25, 200.0, NAME)
    assert Turn(0.0, 0.0).of_kiosk(NAME) is None


def test_a_shared_account_turns_no_protection_off(tmp_path: Path) -> None:
    with sandbox() as portal:
        box = Kiosk(tmp_path, portal.url)
        portal.sessions.turn = lambda _: "0.0000 0"  # type: ignore[method-assign]
        box.desk.file()
        box.engine.run_once()
        box.line.pulled = True
        box.engine.run_once()
        box.clock.forward(DAY)
        box.engine.run_once()
        assert box.engine.network_is_back() == box.policy.crowd
        box.close()


def test_the_portal_gives_each_kiosk_of_one_account_its_own_place(portal: PortalServer) -> None:
    kiosks = [Caller(OFFICE.unit, f"DV{n:02d}") for n in range(4)]
    for kiosk in kiosks:
        portal.fleet.mark_seen(kiosk.unit, kiosk.kiosk)
    turns = [Turn.of(portal.sessions.turn(kiosk)) for kiosk in kiosks]
    assert [turn.place for turn in turns if turn] == [0.0, 0.25, 0.5, 0.75]
    assert [turn.name for turn in turns if turn] == [kiosk.name for kiosk in kiosks]


def test_a_portal_that_was_made_anew_and_has_met_nobody_does_not_call_all_at_once(portal: PortalServer) -> None:
    turns = [Turn.of(portal.sessions.turn(Caller(OFFICE.unit, f"DV{n:02d}"))) for n in range(8)]
    places = sorted(turn.place for turn in turns if turn)
    assert len(set(places)) == 8 and places[-1] - places[0] > 0.5


def test_the_portals_word_is_kept_over_a_restart_and_obeyed(tmp_path: Path) -> None:
    with sandbox() as portal:
        box = Kiosk(tmp_path, portal.url)
        box.desk.file()
        portal.sessions.turn = lambda _: f"0.5000 40 {NAME}"  # type: ignore[method-assign]
        box.engine.run_once()
        assert box.store.notes.get(TURN) == f"0.5000 40 {NAME}"
        box.portal.close()
        engine, code = box.fresh_engine(), box.desk.file().code
        box.line.pulled = True
        engine.run_once()
        box.clock.forward(DAY)
        engine.run_once()
        box.line.pulled = False
        assert engine.network_is_back() == 20.0
        box.clock.forward(19.0)
        assert engine.run_once().bytes_sent == 0
        box.clock.forward(1.5)
        engine.run_once()
        assert box.store.outbox.get(code).sync is Sync.DELIVERED
        box.close()


def test_a_line_dead_for_long_is_left_alone_until_somebody_files(box: Kiosk, portal: PortalServer) -> None:
    box.line.pulled = True
    box.engine.run_once()
    box.clock.forward(LONG_DOWN + 1)
    box.engine.run_once()
    box.line.pulled = False
    waiting = box.engine.run_once()
    assert (waiting.line, waiting.bytes_sent) == (LineState.DOWN, 0)
    assert 0 < waiting.rest <= 10
    assert box.engine.run_once(prompted=True).line is LineState.UP


def test_what_the_kernel_says_is_taken_apart() -> None:
    one = (18).to_bytes(4, sys.byteorder) + (20).to_bytes(2, sys.byteorder) + bytes(10) + b"ab" + bytes(2)
    assert messages(one + one) == [(20, b"ab"), (20, b"ab")]
    assert messages(one[:10]) == []
    assert messages(bytes(16)) == []


LISTENS = """
import subprocess, threading
from kiosk.sync.transport.carrier import Carrier
news = threading.Event()
carrier = Carrier(news.set)
assert carrier.start()
subprocess.run(["ip", "link", "add", "line0", "type", "veth", "peer", "name", "line1"], check=True)
assert not news.wait(0.2)
subprocess.run(["ip", "addr", "add", "192.0.2.1/24", "dev", "line0"], check=True)
assert news.wait(10)
carrier.stop()
"""


@pytest.mark.skipif(shutil.which("unshare") is None or shutil.which("ip") is None, reason="no network of its own here")
def test_the_kernel_tells_of_a_new_address() -> None:
    own = ["unshare", "-Urn"]
    if subprocess.run([*own, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine gives no network of its own")
    pair = ["ip", "link", "add", "line0", "type", "veth", "peer", "name", "line1"]
    made = subprocess.run([*own, *pair], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this kernel makes no pair of devices")
    told = subprocess.run([*own, sys.executable, "-c", LISTENS], capture_output=True, check=False, timeout=60)
    assert told.returncode == 0, told.stderr.decode()


def test_listening_ends_when_told() -> None:
    from kiosk.sync.transport.carrier import Carrier

    carrier = Carrier(lambda: None)
    carrier.start()
    carrier.stop()
    assert not any(thread.name == "carrier" for thread in threading.enumerate())
