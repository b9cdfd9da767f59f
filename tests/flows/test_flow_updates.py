"""A new catalogue as it really comes: published, served or carried on a stick, taken, in force, filed with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk import catalogue, resources
from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.domain.calendar import ZONE
from kiosk.resources import ASSETS, demo_asset
from kiosk.store import Store
from kiosk.words import words
from sandbox import sandbox

FORM = ASSETS.parent / "examples" / "khai_sinh.json"
PAPER = f"giay_chung_sinh={demo_asset('papers', 'birth-notice.jpg')}"


@pytest.fixture(autouse=True)
def built_in_afterwards() -> Iterator[None]:
    yield
    resources.lay_over(None)
    for cached in (words, catalogue.procedure, catalogue.codes):
        cached.cache_clear()


class Hands:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.settings = folder / "kiosk.toml"
        self.set()

    def set(self, more: str = "") -> None:
        """The settings: whose updates count, and ``more``."""
        self.settings.write_text(f'trust = "{self.folder}/trust"\n{more}')

    def does(self, *line: object) -> tuple[int, Any]:
        given = ["--json", "--config", self.settings, "--data", self.folder / "kiosk", *line]
        code = main([str(word) for word in given])
        return code, json.loads(self.capsys.readouterr().out)

    def publish(self, feed: Path, note: str = "") -> None:
        assets = self.folder / "assets"
        shutil.copytree(ASSETS, assets, dirs_exist_ok=True)
        with (assets / "procedures/1.001193/2026-11-30.toml").open("a") as file:
            file.write(f"\n# {note}\n")
        code, _ = self.does("catalogue", "publish", feed, "--keys", self.folder / "keys", "--assets", assets)
        assert code == 0
        self.pin(feed)

    def pin(self, feed: Path) -> None:
        place = self.folder / "trust" / "updates"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(feed / "metadata" / "1.root.json", place / "root.json")


@pytest.fixture
def hands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Hands:
    return Hands(tmp_path, capsys)


def test_from_a_stick_and_a_filing_says_which(hands: Hands, tmp_path: Path) -> None:
    hands.publish(tmp_path / "stick/KIOSK/updates", "một")
    code, told = hands.does("catalogue", "update", tmp_path / "stick")
    assert (code, told["version"], told["new"]) == (0, "1", True)
    assert hands.does("catalogue", "list")[1]["version"] == "1"
    code, told = hands.does("submit", FORM, "--document", PAPER)
    assert code == 0
    with Store.open(tmp_path / "kiosk", office_time) as store:
        filing = store.outbox.get(told["code"]).filing
    assert filing.catalogue == "1" and json.loads(filing.canonical())["catalogue"] == "1"
    assert hands.does("catalogue", "back")[1]["version"] == ""
    assert hands.does("catalogue", "list")[1]["version"] == ""


def test_by_line_and_nothing_new_costs_next_to_nothing(hands: Hands, tmp_path: Path) -> None:
    with sandbox() as portal:
        hands.set(f'demo = true\n[portal]\nurl = "{portal.url}"\nusername = "kiosk"\npassword = "tap-huan"\n')
        assert hands.does("catalogue", "update")[1]["error"]["code"] == "update.none"
        hands.publish(portal.updates, "một")
        code, told = hands.does("catalogue", "update")
        assert (code, told["version"], told["new"]) == (0, "1", True) and told["bytes"] > 10_000
        code, told = hands.does("catalogue", "update")
        assert (code, told["new"], told["bytes"]) == (0, False, 0)
        hands.publish(portal.updates, "hai")
        code, told = hands.does("catalogue", "update")
        assert (code, told["version"], told["files"]) == (0, "2", 1)
    assert hands.does("catalogue", "update")[1]["error"]["code"] in ("portal.down", "line.down")
    code, told = hands.does("submit", FORM, "--document", PAPER)
    assert code == 0  # with the line down, and whatever became of updates


def test_old_filings_keep_their_digest() -> None:
    """A filing without an update reads as it did before there were any."""
    from sandbox import filing

    assert "catalogue" not in json.loads(filing().canonical())


def test_a_folder_is_checked(hands: Hands, tmp_path: Path) -> None:
    code, found = hands.does("catalogue", "check", ASSETS)
    assert (code, found["ok"], found["slips"]) == (0, True, []) and found["samples"] > found["procedures"] > 0
    (tmp_path / "odd/procedures").mkdir(parents=True)
    (tmp_path / "odd/procedures/1.001193.toml").write_text("[procedure")
    code, told = hands.does("catalogue", "check", tmp_path / "odd")
    assert (code, told["error"]["code"]) == (1, "update.unusable")


def test_the_doctor_says_how_old_it_is_and_an_old_one_stops_nothing(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> dict[str, Any]:
        (found,) = [one for one in hands.does("doctor")[1]["checks"] if one["name"] == "catalogue"]
        return found

    assert said()["state"] == "ready"
    hands.publish(tmp_path / "feed", "một")
    hands.does("catalogue", "update", tmp_path / "feed")
    assert said()["state"] == "ready" and "0 ngày" in said()["detail"]
    later = office_time() + timedelta(days=200)
    monkeypatch.setattr("kiosk.services.health.program.office_time", lambda: later)
    monkeypatch.setattr("kiosk.services.updates.office_time", lambda: later)
    assert said()["state"] == "degraded" and "200 ngày" in said()["detail"] and not said()["needed"]
    assert hands.does("catalogue", "update", tmp_path / "feed")[1]["error"]["code"] == "update.expired"
    with Store.open(tmp_path / "kiosk", office_time) as store:  # the portal has said meanwhile that the clock is ahead
        store.notes.set("time.skew", str(200 * 86400))
    assert hands.does("catalogue", "update", tmp_path / "feed")[1]["new"] is False
    monkeypatch.setattr("kiosk.services.updates.office_time", lambda: datetime(1990, 1, 1, tzinfo=ZONE))
    with Store.open(tmp_path / "kiosk", office_time) as store:  # a flat battery, and a floor from before it
        store.notes.set("time.skew", "")
        store.notes.set("time.floor", later.isoformat())
    assert hands.does("catalogue", "update", tmp_path / "feed")[1]["error"]["code"] == "update.expired"
    assert hands.does("submit", FORM, "--document", PAPER)[0] == 0
    assert hands.does("catalogue", "list")[1]["version"] == "1"
