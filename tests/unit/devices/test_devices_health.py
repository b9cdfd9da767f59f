"""The doctor finds what is there and what is not, and never claims more than it saw."""

from __future__ import annotations

import json
import re
import socket
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.devices import health, pixel_health
from kiosk.devices.imaging.process import ImagingProcess
from kiosk.devices.imaging.protocol import Setup
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.store import Store
from kiosk.words import words

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Path]:
    """A daemon's socket that takes calls."""
    path = tmp_path / "daemon.comm"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        yield path


@pytest.mark.parametrize("today", [date(1970, 1, 1), date(2026, 10, 31), date(2046, 1, 1)])
def test_a_clock_that_cannot_be_right_keeps_residents_away(today: date) -> None:
    assert health.clock(today).down


def test_a_clock_that_can_be_right_is_ready() -> None:
    assert health.clock(TODAY).state is State.READY


@pytest.mark.parametrize(
    ("free", "said", "state"),
    [
        (health.DISK_FULL - 1, "full", State.MISSING),
        (health.DISK_FULL, "low", State.DEGRADED),
        (health.DISK_LOW, "ready", State.READY),
    ],
)
def test_room_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, said: str, state: State) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda place: type("Usage", (), {"free": free}))
    found = health.disk(tmp_path / "not" / "there" / "yet")
    assert (found.outcome, found.state) == (said, state)


def test_a_folder_that_may_not_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(health.os, "access", lambda place, mode: False)
    assert health.disk(tmp_path).outcome == "forbidden"


def test_the_card_reader_names_the_first_thing_that_lacks(
    monkeypatch: pytest.MonkeyPatch, daemon: Path, tmp_path: Path
) -> None:
    said = [
        health.card_reader("pcsc", tmp_path / "nobody").outcome,
        health.card_reader("pcsc", daemon, list).outcome,
        health.card_reader("pcsc", daemon, lambda: ["Reader 0"]).outcome,
    ]
    monkeypatch.setattr(health.importlib.util, "find_spec", lambda name: None)
    said.append(health.card_reader("pcsc", daemon, list).outcome)
    assert said == ["no-daemon", "no-reader", "ready", "no-binding"]


def test_a_dead_daemons_socket_is_no_daemon(tmp_path: Path) -> None:
    left = tmp_path / "left.comm"
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(left))
    assert left.exists()
    assert health.card_reader("pcsc", left).outcome == "no-daemon"


def test_what_could_not_be_compiled_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "missing.txt").write_text("sane needs libsane-dev\nsmartcard.scard needs gcc swig\n")
    monkeypatch.setattr(health.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(health.importlib.util, "find_spec", lambda name: None)
    assert health.card_reader("pcsc").values == {"packages": "gcc swig"}


def test_a_camera_by_number_by_path_and_by_address(tmp_path: Path) -> None:
    def gives_a_picture(source: str) -> DeviceHealth:
        return DeviceHealth(State.READY)

    (tmp_path / "video2").touch()
    assert pixel_health.camera("2", tmp_path, gives_a_picture).state is State.READY
    assert pixel_health.camera("3", tmp_path, gives_a_picture).outcome == "missing"
    assert pixel_health.camera(str(tmp_path / "video2"), look=gives_a_picture).state is State.READY
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/stream"
        assert pixel_health.camera(address, look=gives_a_picture).state is State.READY
    assert pixel_health.camera(address, look=gives_a_picture).outcome == "missing"


def test_a_camera_under_a_name_longer_than_any_is_missing() -> None:
    """As a hand wrote it into the settings: the doctor says so, and the kiosk runs without it."""
    place = f"/dev/{'v' * 300}"
    assert pixel_health.camera(place).outcome == "missing"
    assert ImagingProcess(Setup(place)).health().state is State.MISSING


def test_a_camera_without_a_picture_is_not_called_ready(tmp_path: Path) -> None:
    (tmp_path / "video0").write_bytes(b"no film at all")
    found = pixel_health.camera(str(tmp_path / "video0"))
    assert (found.outcome, found.state, found.down) == ("no-picture", State.DEGRADED, False)


@pytest.mark.parametrize(
    ("state", "said"), [(State.READY, "ready"), (State.DEGRADED, "no-paper"), (State.MISSING, "missing")]
)
def test_the_printers_own_word_is_passed_on(state: State, said: str) -> None:
    found = health.printer("slips", lambda queue: DeviceHealth(state))
    assert (found.outcome, found.state) == (said, state)


def test_without_printer_or_portal_residents_are_served_all_the_same() -> None:
    found = [health.printer("none"), health.printer("no-such-queue"), health.portal("")]
    assert [one.outcome for one in found] == ["none", "missing", "none"]
    assert not any(one.down for one in found)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SCREEN_LIBRARIES", ("libc.so.6", "libnowhere.so.9"))
    assert health.screen().values == {"names": "libnowhere.so.9"}
    assert health.screen().down


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PACKAGES", ("json", "nowhere"))
    assert health.packages().values == {"names": "nowhere"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_with_simulated_devices_all_is_well(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(
        'demo = true\n[devices]\ncard_reader = "simulated"\ncamera = "simulated"\nprinter = "simulated"\n'
    )
    code = main(["doctor", "--json", "--say", language, "--config", str(settings), "--data", str(tmp_path)])
    told = json.loads(capsys.readouterr().out)
    assert (code, told["ok"]) == (0, True)
    assert {"name", "state", "detail", "remedy", "needed"} == set(told["checks"][0])


def test_what_is_down_is_told_with_its_remedy_and_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'demo = true\n[devices]\ncard_reader = "simulated"\ncamera = "{tmp_path}/none"\n')
    code = main(["doctor", "--say", "en", "--config", str(settings), "--data", str(tmp_path)])
    page = capsys.readouterr().out
    assert code == 1
    assert "See to the camera's cable and power" in page
    assert "Not enough to serve residents: Camera." in page
    assert "The demo" in page


def told_of(part: str, data: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    main(["doctor", "--json", "--say", "en", "--data", str(data)])
    return next(one for one in json.loads(capsys.readouterr().out)["checks"] if one["name"] == part)


def test_the_doctor_makes_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told_of("store", tmp_path, capsys)["state"] == "ready"
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_opens_and_one_whose_key_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path, office_time):
        pass
    assert told_of("store", tmp_path, capsys)["detail"] == "opens with the key that is here"
    (tmp_path / "keys/store.key").unlink()
    told = told_of("store", tmp_path, capsys)
    assert told["state"] == "missing"
    assert told["detail"] == words("en").say("error.store.key-missing.message")
    assert told["remedy"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_finding_has_words(language: str) -> None:
    said = words(language)
    for found in health.examine(health.checks(Config(), TODAY, pixel_health.pixel_checks(Config()))):
        assert said.has(f"doctor.part.{found.part}")
        assert said.say(f"doctor.{found.part}.{found.outcome}.detail", **found.values)
        assert found.state is State.READY or said.has(f"doctor.{found.part}.{found.outcome}.remedy")


@pytest.mark.parametrize(
    ("setting", "can", "said", "state"),
    [
        ("off", False, "off", State.READY),
        ("idle", True, "ready", State.READY),
        ("idle", False, "missing", State.DEGRADED),
    ],
)
def test_words_behind_pages_are_optional(setting: str, can: bool, said: str, state: State) -> None:
    found = pixel_health.page_text(setting, lambda: can)
    assert (found.outcome, found.state, found.down) == (said, state, False)


def test_the_packages_looked_for_are_those_the_kiosk_declares() -> None:
    """Neither the sandbox's, which an installed kiosk does without, nor fewer than it needs."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[^A-Za-z0-9_.-]", line.partition("==")[0])[0].lower() for line in declared}
    homes = packages_distributions()
    owners = {module: {owner.lower().replace("_", "-") for owner in homes[module]} for module in health.PACKAGES}
    assert [module for module, owned in owners.items() if not owned & names] == []
    assert names - set().union(*owners.values()) == set()
