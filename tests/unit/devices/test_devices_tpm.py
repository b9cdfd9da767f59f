"""The key chip, on a software TPM: what is sealed opens here, in this state, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from soft_chip import SoftChip, needs_chip

from kiosk.devices.tpm import KeyChip
from kiosk.errors import KeyChipFailed, KeyPinWrong


@pytest.fixture
def chip(tmp_path) -> Iterator[SoftChip]:
    made = SoftChip(tmp_path / "chip")
    yield made
    made.stop()


KEY = bytes(range(32))


@needs_chip
def test_what_is_sealed_opens_and_cannot_be_read_in_what_is_kept(chip):
    sealed = chip.seal(KEY)
    assert chip.unseal(sealed) == KEY and KEY not in sealed


@needs_chip
def test_a_changed_firmware_opens_nothing(chip):
    sealed = chip.seal(KEY)
    chip.changed_firmware()
    with pytest.raises(KeyChipFailed):
        chip.unseal(sealed)


@needs_chip
def test_another_chip_opens_nothing(chip, tmp_path):
    sealed = chip.seal(KEY)
    other = SoftChip(tmp_path / "other")
    try:
        with pytest.raises(KeyChipFailed):
            other.unseal(sealed)
    finally:
        other.stop()


@needs_chip
@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_changed_seal_opens_nothing(chip, place):
    sealed = bytearray(chip.seal(KEY))
    sealed[place] ^= 1
    with pytest.raises(KeyChipFailed):
        chip.unseal(bytes(sealed))


def test_no_chip_is_said(monkeypatch):
    with pytest.raises(KeyChipFailed):
        KeyChip("device:/dev/no-such-chip").unseal(b"x")


@needs_chip
def test_a_pin_is_wanted_besides(tmp_path):
    pin = ["482159"]
    chip = SoftChip(tmp_path / "chip", lambda: pin[0])
    try:
        sealed = chip.seal(KEY)
        assert chip.unseal(sealed) == KEY
        for wrong in ("482158", ""):
            pin[0] = wrong
            with pytest.raises(KeyChipFailed):
                chip.unseal(sealed)
        pin[0] = "000000"
        with pytest.raises(KeyPinWrong):
            chip.unseal(sealed)
        pin[0] = "482159"
        chip.changed_firmware()
        with pytest.raises(KeyChipFailed):
            chip.unseal(sealed)
    finally:
        chip.stop()
