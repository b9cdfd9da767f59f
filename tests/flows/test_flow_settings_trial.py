"""A setting with which the program does not start, in the whole program: tried three times, then the ones before."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_screen import environment, python
from seat_manager import seat
from soft_chip import SoftChip, needs_chip

from kiosk.cli import main
from kiosk.config import load
from kiosk.local_settings import TRIES, effective
from kiosk.services.settings import SettingsDesk

pytestmark = [needs_chip, pytest.mark.long]


@pytest.fixture
def chip(tmp_path: Path) -> Iterator[SoftChip]:
    chip = SoftChip(tmp_path / "chip")
    yield chip
    chip.stop()


def test_a_kiosk_that_does_not_start_starts_with_the_settings_before(
    tmp_path: Path, chip: SoftChip, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chip that holds its key is looked for where there is none."""
    file, data = tmp_path / "kiosk.toml", tmp_path / "data"
    file.write_text(f'data = "{data}"\n[keeping]\nkey = "tpm"\nchip = "{chip.tcti}"\n', "utf-8")
    words = python("-m", "kiosk.app.launch", "--config", str(file), "run", "--windowed", "--size", "540x960")
    place = environment(QT_QPA_PLATFORM="offscreen")

    def comes_up(name: str) -> bool:
        (tmp_path / name).mkdir()
        with seat(tmp_path / name, words, place, patience=60.0) as kiosk:
            return kiosk.hear("READY=1")

    data.mkdir()
    assert main(["--config", str(file), "--data", str(data), "settings", "set", "text", "125"]) == 0
    assert main(["--config", str(file), "--data", str(data), "settings", "set", "keeping.chip", "device:/nowhere"]) == 0
    capsys.readouterr()
    for _ in range(TRIES):
        ended = subprocess.run(words, check=False, env=place, capture_output=True, text=True, timeout=120)
        assert ended.returncode == 1 and "[store.key" in ended.stderr, ended.stderr[-400:]
    assert comes_up("afterwards"), "and nobody had to come"
    now = effective(load(file))
    assert (now.keeping.chip, now.text) == (chip.tcti, 125)
    assert SettingsDesk(load(file)).refused
