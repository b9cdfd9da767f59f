"""Telling a dead connection from a bad line, and keeping a sending one near the line's rate."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.sync.transport import dead_peer_detector, tcp
from kiosk.sync.transport.dead_peer_detector import DeadPeerDetector, Silence, Spare

FLOWING = tcp.Info(
    in_flight=10,
    unsent=0,
    silence=0.1,
    rtt=0.7,
    variation=0.1,
    floor=0.6,
    timeout=1.1,
    rate=30_000,
    idle=False,
    acked=0,
)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        near = socket.create_connection(listening.getsockname())
        far, _ = listening.accept()
        with near, far:
            yield near, far


def test_the_kernel_tells_of_a_connection(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    before = tcp.info(near)
    near.sendall(b"x" * 5000)
    assert len(far.recv(5000, socket.MSG_WAITALL)) == 5000
    told = tcp.info(near)
    assert before is not None
    assert told is not None
    assert (before.acked, told.acked) in ((0, 5000), (1, 5001))
    assert 0 < told.floor <= told.rtt < 1
    near.close()
    assert tcp.info(near) is None


def test_only_what_the_kernel_knows_is_asked_for() -> None:
    with socket.socket() as probe:
        assert all(tcp.set_option(probe, *option) for option in tcp.options())
        assert not tcp.set_option(probe, socket.IPPROTO_TCP, tcp._CONGESTION, b"no-such-control")


def test_silence_counts_from_when_an_answer_was_due() -> None:
    silence = Silence()
    assert silence.lasts(100.0, replace(FLOWING, in_flight=0, silence=500.0)) == 0
    assert silence.lasts(101.0, replace(FLOWING, silence=501.0)) == 0  # idle for long, then sent: not yet silent
    assert silence.lasts(103.0, replace(FLOWING, silence=503.0)) == 2
    assert silence.lasts(104.0, replace(FLOWING, silence=0.2)) == pytest.approx(0.2)  # it spoke


def pacing(connection: socket.socket) -> int:
    return connection.getsockopt(socket.SOL_SOCKET, tcp._MAX_PACING_RATE) & 0xFFFFFFFF


def queued(seconds: float) -> tcp.Info:
    """A line on which so much waits."""
    return replace(FLOWING, rtt=FLOWING.floor + seconds)


def test_a_long_line_is_left_to_the_kernel_until_its_queue_shows(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    pace = tcp.Pace(near, began=0.0)
    pace.observe(0.1, queued(0.0))
    assert pacing(near) == 0xFFFFFFFF
    pace.observe(0.2, queued(0.32))
    assert pacing(near) == pytest.approx(30_000 * 0.9, abs=2)


def test_the_pace_keeps_the_queue_short_and_the_line_busy(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    pace = tcp.Pace(near, began=0.0, known_rate=30_000)
    paces = []
    for seconds in (0.0, 0.12, 0.3, 0.6, 5.0):
        pace.observe(1.0, queued(seconds))
        paces.append(pacing(near) / 30_000)
    assert paces == pytest.approx([1.05, 1.0, 0.91, 0.76, 0.4], abs=0.011)


def test_a_slow_line_keeps_a_few_packets_waiting(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    pace = tcp.Pace(near, began=0.0, known_rate=7_000)
    pace.observe(1.0, replace(queued(0.5), rate=7_000))
    assert pacing(near) == pytest.approx(7_000, abs=1)


def test_a_burst_after_a_pause_says_nothing_about_the_line(pair: tuple[socket.socket, socket.socket]) -> None:
    pace = tcp.Pace(pair[0], began=0.0)
    pace.observe(1.0, FLOWING)
    pace.observe(1.1, replace(FLOWING, rate=90_000, idle=True))
    assert pace.rate == 30_000


def test_what_the_line_carried_long_ago_is_forgotten(pair: tuple[socket.socket, socket.socket]) -> None:
    pace = tcp.Pace(pair[0], began=0.0)
    pace.observe(1.0, FLOWING)
    for spell in range(1, 6):
        pace.observe(9.5 * spell, replace(FLOWING, rate=10_000))
    assert pace.rate == 10_000


def test_an_urgent_message_gets_most_of_the_line_for_as_long_as_it_takes(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    near, _ = pair
    pace = tcp.Pace(near, began=0.0, known_rate=30_000)
    pace.observe(1.0, queued(0.12))
    pace.leave(1.0, 12_000)
    assert pacing(near) == 7_500
    pace.observe(1.39, queued(0.12))
    assert pacing(near) == 7_500
    pace.observe(1.41, queued(0.12))
    assert pacing(near) == 30_000


def test_one_message_after_another_has_room(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    pace = tcp.Pace(near, began=0.0, known_rate=30_000)
    pace.leave(1.0, 12_000)
    pace.leave(1.1, 12_000)
    pace.observe(1.79, queued(0.12))
    assert pacing(near) == 7_500


def test_what_is_in_haste_begins_anew_with_each_message(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(tcp, "set_option", lambda *told: begun.append(told[-1]) or True)
    hasty, steady = DeadPeerDetector(haste=True), DeadPeerDetector()
    hasty.opened(pair[0])
    with hasty.sending():
        pass
    with hasty.sending():
        pass
    assert begun == [b"reno", tcp.BBR] * 2
    steady.opened(pair[0])
    with steady.sending():
        pass
    assert len(begun) == 4
    hasty.close()
    steady.close()


def test_a_short_line_is_left_to_the_kernel(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    pace = tcp.Pace(near, began=0.0)
    pace.observe(20.0, replace(FLOWING, floor=0.01))
    assert pacing(near) == 0xFFFFFFFF


class Looks:
    """A guard whose thread never runs: the test looks, at moments it chooses, at what the kernel is made to say."""

    def __init__(self, near: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.info = 0.0, FLOWING
        monkeypatch.setattr(tcp, "info", lambda _: self.info)
        self.guard = DeadPeerDetector(lambda: self.now)
        self.guard.opened(near)

    def at(self, now: float, silence: float) -> None:
        self.now, self.info = now, replace(FLOWING, silence=silence)
        self.guard._look()


def test_dead_is_what_stays_silent_while_another_is_answered(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    near, far = pair
    looks = Looks(near, monkeypatch)
    looks.at(10.0, 0.1)
    looks.at(11.0, 1.0)
    assert looks.guard._spares == []
    looks.at(12.0, 2.0)  # loopback answers the spare at once
    looks.at(12.1, 2.1)
    assert looks.guard.given_up == 0
    looks.at(12.5, 2.5)
    assert looks.guard.given_up == 1
    assert far.recv(1) == b""  # the sending thread wakes from its write, and the other end knows
    spare = looks.guard.spare()
    assert spare is not None
    spare.close()
    assert looks.guard.spare() is None


def test_a_line_that_answers_nobody_keeps_its_connection(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Spare, "answered", lambda *_: False)
    looks = Looks(pair[0], monkeypatch)
    looks.at(10.0, 0.1)
    for second in range(11, 60):
        looks.at(float(second), float(second - 10))
    assert looks.guard.given_up == 0
    looks.at(60.0, 0.1)  # it speaks again: the spares go
    assert looks.guard._spares == []


def test_what_the_kernel_sends_again_gets_its_time(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Looks(pair[0], monkeypatch)
    for tenths in range(1, 18):  # again after 0.7 + 4 x 0.1 s, and a round trip
        looks.at(10.0 + tenths / 10, tenths / 10)
    assert (len(looks.guard._spares), looks.guard.given_up) == (1, 0)
    looks.at(11.9, 1.9)
    assert looks.guard.given_up == 1
    looks.guard.close()


def test_a_line_that_is_silent_is_asked_again_and_again(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Spare, "answered", lambda *_: False)
    looks = Looks(pair[0], monkeypatch)
    looks.at(10.0, 0.1)
    for tenths in range(11, 21):
        looks.at(10.0 + tenths / 10, tenths / 10)
    assert len(looks.guard._spares) == 3
    for second in range(13, 60):
        looks.at(float(second), float(second - 10))
    assert len(looks.guard._spares) == dead_peer_detector._MOST_SPARES
    assert looks.guard.spare() is None
    assert looks.guard._spares == []


def test_who_refuses_has_not_answered() -> None:
    with socket.socket() as taken, socket.create_server(("127.0.0.1", 0)) as listening:
        taken.bind(("127.0.0.1", 0))  # bound, never listening: refused at once
        refused = socket.socket()
        refused.setblocking(False)
        refused.connect_ex(taken.getsockname())
        spare = Spare(refused, 0.0)
        assert [spare.answered(now) for now in (1.0, 2.0, 3.0)] == [False] * 3
        spare.close()
        made = Spare.to(socket.create_connection(listening.getsockname()), 0.0)
        assert made is not None and made.answered(1.0)
        made.close()


def test_a_rate_from_small_requests_does_not_hold_up_a_large_one(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(tcp, "set_option", lambda *told: begun.append(told[-1]) or True)
    pace = tcp.Pace(pair[0], began=0.0)
    pace.observe(1.0, replace(FLOWING, in_flight=0, silence=2.0))  # nothing to send
    pace.observe(2.0, replace(FLOWING, unsent=9000, in_flight=3, silence=2.0))  # it waits for an acknowledgement
    assert b"reno" not in begun
    pace.observe(3.0, replace(FLOWING, unsent=9000, in_flight=0, silence=2.0))
    assert begun[-2:] == [b"reno", tcp.BBR]


def test_the_kernel_repeats_at_the_lines_rhythm(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    if not tcp.set_option(near, socket.IPPROTO_TCP, tcp._RTO_MAX_MS, 3000):
        pytest.skip("this kernel is older than 6.15: its own doubling stays")
    pace = tcp.Pace(near, began=0.0)

    def most() -> int:
        return near.getsockopt(socket.IPPROTO_TCP, tcp._RTO_MAX_MS)

    pace.observe(1.0, replace(FLOWING, rtt=1.6, variation=0.05))
    assert most() == 2100
    pace.observe(1.1, replace(FLOWING, rtt=1.7, variation=0.05))  # near enough
    assert most() == 2100
    pace.observe(1.2, replace(FLOWING, rtt=0.02, variation=0.001))
    assert most() == 1000
