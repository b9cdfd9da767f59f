"""A kiosk whose key lies in its key chip, through the commands: another firmware, the printed key, a PIN, the end."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from soft_chip import SoftChip, needs_chip

from kiosk import cli
from kiosk.clock import office_time
from kiosk.config import load
from kiosk.domain.staff import StaffRole
from kiosk.services.key_source import key_source
from kiosk.services.opening import opened
from kiosk.store import Store
from sandbox import filing

pytestmark = needs_chip
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def chip(tmp_path: Path):
    made = SoftChip(tmp_path / "chip")
    yield made
    made.stop()


@pytest.fixture
def settings(tmp_path: Path, chip: SoftChip) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(f"""data = "{tmp_path / "data"}"\n[keeping]\nkey = "tpm"\nchip = "{chip.tcti}"\n""")
    return path


@pytest.fixture
def run(settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: str, typed: str = "") -> tuple[int, Any]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(["--config", str(settings), "--json", *words])
        return code, json.loads(capsys.readouterr().out)

    return ran


def filed(settings: Path) -> str:
    config = load(settings)
    with Store.open(config.data, office_time, key_source(config)) as store:
        return store.outbox.file("d1", filing(), office_time()).code


def test_another_firmware_wants_the_printed_key_and_nothing_is_lost(
    tmp_path: Path, chip: SoftChip, settings: Path, run: Run
) -> None:
    code, told = run("keys", "recovery")
    made = filed(settings)
    assert code == 0 and {path.name for path in (tmp_path / "data/keys").iterdir()} == {
        "recovery.pub", "recovery.shares", "store.recovery", "store.sealed",
    }  # fmt: skip
    chip.changed_firmware()
    before = (tmp_path / "data/store.db").read_bytes()
    code, refused = run("queue", "list")
    assert (code, refused["error"]["code"]) == (1, "store.key-chip")
    assert (tmp_path / "data/store.db").read_bytes() == before
    assert run("keys", "recover", typed="AAAA-AAAA\n")[1]["error"]["code"] == "store.recovery-key"
    assert run("keys", "recover", typed=told["recovery_key"])[0] == 0
    assert [item["code"] for item in run("queue", "list")[1]] == [made]
    assert run("keys", "rotate")[0] == 0 and run("queue", "list")[0] == 0


def test_with_a_pin_the_chip_alone_opens_nothing(tmp_path: Path, settings: Path, run: Run) -> None:
    pin = tmp_path / "pin"
    pin.write_text("482159\n")
    settings.write_text(f'{settings.read_text()}pin = "{pin}"\n')
    made = filed(settings)
    assert [item["code"] for item in run("queue", "list")[1]] == [made]
    pin.write_text("703164\n")
    assert run("queue", "list")[1]["error"]["code"] == "store.key-pin"
    pin.unlink()
    assert run("queue", "list")[1]["error"]["code"] == "config.invalid"


def test_out_of_service_the_chip_has_nothing_left_to_give(tmp_path: Path, settings: Path, run: Run) -> None:
    """By leaving service alone: the key goes with a certificate, or it stays."""
    made = filed(settings)
    kept = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert run("keys", "erase", "--yes", "--unsent-too")[1]["error"]["code"] == "maintenance.retire"
    assert [item["code"] for item in run("queue", "list")[1]] == [made], "nothing is gone"
    with opened(load(settings)) as store:
        store.staff.add("lan", StaffRole.TECHNICIAN, "Vàng Thị Lan", "bay con trau vang 9")
        store.staff.add("sinh", StaffRole.CHIEF, "Hầu Mí Sính", "tam cay que rung 4")
    assert run("retire", "begin")[0] == 0
    two = ("hand-over", "lan", "sinh", "--reason", "hồ sơ giấy đã giao quầy")
    assert run("retire", *two, typed="bay con trau vang 9\ntam cay que rung 4\n")[0] == 0
    assert run("retire", "tell", "--untold")[0] == 0
    code, told = run("retire", "erase", "--yes", "--to", str(tmp_path))
    assert code == 0 and Path(told["pdf"]).exists()
    left = {path.name for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert not left & {"store.sealed", "store.db", "store.db-wal", "store.id", "store.recovery"}
    assert any(path.name == "store.sealed" for path in kept)


def test_a_key_that_lay_in_a_file_moves_into_the_chip(tmp_path: Path, settings: Path, run: Run) -> None:
    """As the doctor advises on a kiosk that has worked for a while."""
    sealing = settings.read_text()
    settings.write_text(sealing.replace('key = "tpm"', 'key = "file"'))
    code = filed(settings)
    keys = tmp_path / "data/keys"
    assert {path.name for path in keys.iterdir()} == {"store.key"}
    settings.write_text(sealing)
    assert [item["code"] for item in run("queue", "list")[1]] == [code]
    assert {path.name for path in keys.iterdir()} == {"store.sealed"}
    assert run("keys", "rotate")[0] == 0 and [item["code"] for item in run("queue", "list")[1]] == [code]


def test_a_change_of_key_that_was_cut_short_is_ended_before_it_moves(tmp_path: Path, settings: Path, run: Run) -> None:
    sealing = settings.read_text()
    settings.write_text(sealing.replace('key = "tpm"', 'key = "file"'))
    code = filed(settings)
    key_source(load(settings)).prepare(bytes(32))
    settings.write_text(sealing)
    assert run("queue", "list")[1]["error"]["code"] == "store.key-missing"
    assert (tmp_path / "data/keys/store.key").is_file()
    settings.write_text(sealing.replace('key = "tpm"', 'key = "file"'))
    assert [item["code"] for item in run("queue", "list")[1]] == [code]
    settings.write_text(sealing)
    assert [item["code"] for item in run("queue", "list")[1]] == [code]
