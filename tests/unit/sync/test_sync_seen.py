"""How the line stands, as another process tells it; and the hours in which papers travel."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.domain.calendar import ZONE
from kiosk.domain.line_state import LineState
from kiosk.domain.submission import Sync
from kiosk.sync.status.link_history import NOTE, LinkHistory, Waiting
from kiosk.words import words
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import ACCOUNT, Kiosk, document


class Counted(dict[str, str]):
    """Notes in memory, and how often they were written."""

    writes = 0

    def get(self, name: str) -> str:  # type: ignore[override]
        return super().get(name, "")

    def set(self, name: str, value: str) -> None:
        self.writes += 1
        self[name] = value


def test_what_a_pass_found_is_kept(box: Kiosk) -> None:
    box.engine.note(box.engine.run_once(), 30.0)
    first = LinkHistory.of(box.store.notes)
    assert first == LinkHistory(
        LineState.UP, box.clock(), box.clock() + timedelta(seconds=30), first.rate if first else 0
    )
    box.clock.forward(600)
    box.line.pulled = True
    box.engine.note(box.engine.run_once(), 3.0)
    second = LinkHistory.of(box.store.notes)
    assert second is not None and first is not None
    assert (second.line, second.reached) == (LineState.DOWN, first.reached)


def test_nothing_is_written_for_nothing(box: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = Counted()
    monkeypatch.setattr(box.engine._diary, "_notes", notes)
    for _ in range(10):
        box.engine.note(box.engine.run_once(), 3.0)
        box.clock.forward(3)
    assert notes.writes == 1


def test_the_next_try_is_the_later_of_item_and_pass(box: Kiosk) -> None:
    now = box.clock()
    code = box.desk.file().code
    seen = LinkHistory(LineState.DOWN, None, now + timedelta(seconds=3))
    assert Waiting.of(box.store.outbox.list(), seen) == Waiting(1, 0, 0, now + timedelta(seconds=3))
    box.store.outbox.claim(code)
    box.store.outbox.retry(code, now + timedelta(seconds=40), "line.down")
    assert Waiting.of(box.store.outbox.list(), seen).following == now + timedelta(seconds=40)
    box.store.outbox.park(code, "portal.refused: x")
    assert Waiting.of(box.store.outbox.list(), seen) == Waiting(0, 1, 0, None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_kiosk_sync_status(
    tmp_path: Path, portal: PortalServer, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    settings, data = tmp_path / "kiosk.toml", tmp_path / "data"
    settings.write_text(
        f'demo = true\n[portal]\nurl = "{portal.url}"\nusername = "kiosk"\npassword = "{ACCOUNT["kiosk"]}"\n'
    )
    box = Kiosk(data, portal.url)
    box.desk.file(document(5000))
    box.close()
    command = ["--data", str(data), "--config", str(settings), "--say", language]
    said = words(language)
    assert cli.main([*command, "sync", "status"]) == 0
    assert said.say("sync.status.never") in capsys.readouterr().out
    portal.faults.add(PortalFault("status", status=503, retry_after=120, path="/service"))
    assert cli.main([*command, "sync"]) != 0
    capsys.readouterr()
    assert cli.main([*command, "sync", "status"]) == 0
    assert said.say("sync.status.waiting", n=1) in capsys.readouterr().out
    assert cli.main([*command, "--json", "sync", "status"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["line"], told["waiting"], told["parked"]) == ("portal-down", 1, 0)
    assert 100 < told["next_try_in"] <= 133


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [(0, 24, set(range(24))), (22, 5, {22, 23, 0, 1, 2, 3, 4}), (1, 4, {1, 2, 3}), (7, 7, set())],
)
def test_papers_have_their_hours(tmp_path: Path, begin: int, end: int, hours: set[int]) -> None:
    box = Kiosk(tmp_path, "http://127.0.0.1:9", papers_from=begin, papers_until=end)
    day = [datetime(2026, 11, 23, hour, 30, tzinfo=ZONE) for hour in range(24)]
    assert {moment.hour for moment in day if box.portal.hours.has(moment)} == hours
    box.close()


def test_forms_travel_by_day_and_papers_by_night(tmp_path: Path, portal: PortalServer) -> None:
    box = Kiosk(tmp_path, portal.url, papers_from=22, papers_until=5)
    code = box.desk.file(document(200_000)).code
    box.engine.run_once()
    held = box.store.outbox.get(code)
    assert (held.sync, bool(held.official), list(portal.uploads.all())) == (Sync.QUEUED, True, [])
    box.clock.forward(14 * 3600)  # eleven at night
    box.engine.run_once()
    assert box.store.outbox.get(code).sync is Sync.DELIVERED
    assert box.store.notes.get(NOTE) == ""  # who runs the passes notes them
    box.close()
