"""A trial of the line's speed: bounded in bytes and time, taken back, and never sent to anybody else."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import pytest

from kiosk.config import Config, PortalSettings
from kiosk.domain.line_speed import MOST_BYTES, MOST_METERED_BYTES
from kiosk.errors import LineDown, NotThePortal, PortalSpokeOddly
from kiosk.services.maintenance.line_desk import LineDesk, speed_trial
from kiosk.sync.status.speed_trial import SECONDS, speed_of
from kiosk.sync.transport.http import Reply
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.streamed_body import Body
from sandbox import ACCOUNT, Kiosk, sandbox

AT = "https://portal.example/files"


class Door:
    """A portal on a line of ``rate`` bytes a second and ``latency`` seconds; what it is told is written down."""

    files_url = AT

    def __init__(self, rate: float, latency: float = 0.0, place: str = "/files/1", refuses: int = 0) -> None:
        self.now, self._rate, self._latency = 0.0, rate, latency
        self._place, self._refuses = place, refuses
        self.pieces: list[int] = []
        self.verbs: list[str] = []

    def clock(self) -> float:
        return self.now

    def owns(self, url: str) -> bool:
        return url.startswith("https://portal.example/")

    def hello(self) -> None:
        self.now += self._latency

    def tus(self, method: str, url: str, headers: Mapping[str, str], body: Body | None = None) -> Reply:
        self.verbs.append(method)
        self.now += self._latency
        if method == "POST":
            return Reply(201, {"location": self._place}, b"")
        if method == "DELETE":
            return Reply(204, {}, b"")
        assert body is not None and int(headers["Upload-Offset"]) == sum(self.pieces)
        if len(self.pieces) == self._refuses > 0:
            raise LineDown("cut")
        self.pieces.append(len(body))
        self.now += len(body) / self._rate
        return Reply(204, {"upload-offset": str(sum(self.pieces))}, b"")


def test_a_good_line_carries_all_and_nothing_is_left_there() -> None:
    door = Door(rate=1_000_000, latency=0.05)
    speed = speed_of(door, MOST_BYTES, threading.Event(), door.clock)
    assert (speed.bytes, speed.whole, sum(door.pieces)) == (MOST_BYTES, True, MOST_BYTES)
    assert speed.latency == pytest.approx(0.05) and door.verbs[-1] == "DELETE"
    assert 600_000 < speed.rate < 1_000_000, "round trips count: so fast papers go"


def test_a_slow_line_is_given_up_in_time_and_still_told() -> None:
    door = Door(rate=8_000, latency=0.6)
    speed = speed_of(door, MOST_BYTES, threading.Event(), door.clock)
    assert not speed.whole and speed.bytes < MOST_BYTES and speed.seconds < SECONDS + 16
    assert speed.rate == pytest.approx(8_000, rel=0.3) and door.verbs[-1] == "DELETE"


def test_what_is_cancelled_or_cut_off_is_taken_back() -> None:
    cancel, door = threading.Event(), Door(rate=1e6)
    cancel.set()
    assert speed_of(door, MOST_BYTES, cancel, door.clock).bytes == 0 and door.verbs == ["POST", "DELETE"]
    cut = Door(rate=1e6, refuses=2)
    with pytest.raises(LineDown):
        speed_of(cut, MOST_BYTES, threading.Event(), cut.clock)
    assert cut.verbs[-1] == "DELETE"


def test_noise_goes_to_the_portal_alone() -> None:
    elsewhere = Door(rate=1e6, place="https://other.example/files/1")
    with pytest.raises(NotThePortal):
        speed_of(elsewhere, MOST_BYTES, threading.Event(), elsewhere.clock)
    nowhere = Door(rate=1e6, place="")
    with pytest.raises(PortalSpokeOddly):
        speed_of(nowhere, MOST_BYTES, threading.Event(), nowhere.clock)
    assert elsewhere.pieces == nowhere.pieces == []


def test_the_real_portal_takes_it_and_keeps_none_of_it(tmp_path) -> None:
    with sandbox() as portal:
        box = Kiosk(tmp_path / "store", portal.url)
        config = Config(portal=PortalSettings(portal.url, "kiosk", ACCOUNT["kiosk"]), demo=True)
        trial = speed_trial(config, box.store, Line())
        assert trial is not None
        desk = LineDesk(box.store, box.clock, None, trial, lambda: True)
        assert desk.trial_bytes() == MOST_METERED_BYTES
        speed = desk.measure(desk.trial_bytes(), threading.Event())
        assert speed.whole and speed.bytes == MOST_METERED_BYTES and speed.rate > 0
        assert not [path for path in portal.uploads.path("0" * 32).parent.rglob("*") if path.is_file()]
        assert speed_trial(Config(), box.store) is None and LineDesk(box.store, box.clock).trial_bytes() == 0
        box.close()
