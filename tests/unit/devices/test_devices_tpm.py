"""The key chip, on a software TPM: what is sealed opens here, in this state, and nowhere else."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.tpm import KeyChip, bound
from kiosk.errors import KeyChipFailed

needs_chip = pytest.mark.skipif(
    not bound() or shutil.which("swtpm") is None, reason="tpm2-pytss or swtpm is not installed"
)


class SoftChip(KeyChip):
    """A software TPM on loopback, with a folder for its state."""

    def __init__(self, state: Path) -> None:
        state.mkdir(exist_ok=True)
        port, control = _free_ports()
        self._process = subprocess.Popen(
            [
                "swtpm", "socket", "--tpm2", "--tpmstate", f"dir={state}", "--flags", "not-need-init,startup-clear",
                "--server", f"type=tcp,port={port},bindaddr=127.0.0.1",
                "--ctrl", f"type=tcp,port={control},bindaddr=127.0.0.1",
            ]
        )  # fmt: skip
        super().__init__(f"swtpm:host=127.0.0.1,port={port}")
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                self.seal(b"are you there")
                return
            except KeyChipFailed:
                assert self._process.poll() is None, "swtpm ended"
        raise AssertionError("swtpm does not answer")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def _free_ports() -> tuple[int, int]:
    """A port and the one after it: the TCTI takes the second for control."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port, port + 1


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
    import tpm2_pytss as tss

    sealed = chip.seal(KEY)
    with tss.ESAPI(chip._tcti) as esapi:
        digest = tss.TPML_DIGEST_VALUES(
            [tss.TPMT_HA(hashAlg=tss.TPM2_ALG.SHA256, digest=tss.TPMU_HA(sha256=b"x" * 32))]
        )
        esapi.pcr_extend(tss.ESYS_TR.PCR7, digest)
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
