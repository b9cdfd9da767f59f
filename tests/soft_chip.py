"""A software TPM (swtpm) in place of the machine's own, and a changed firmware."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.devices.tpm import KeyChip, bound
from kiosk.errors import KeyChipFailed

needs_chip = pytest.mark.skipif(
    not bound() or shutil.which("swtpm") is None, reason="tpm2-pytss or swtpm is not installed"
)


class SoftChip(KeyChip):
    """A software TPM on loopback, with a folder for its state."""

    def __init__(self, state: Path, pin: Callable[[], str] | None = None) -> None:
        state.mkdir(exist_ok=True)
        port, control = _free_ports()
        self._process = subprocess.Popen(
            [
                "swtpm", "socket", "--tpm2", "--tpmstate", f"dir={state}", "--flags", "not-need-init,startup-clear",
                "--server", f"type=tcp,port={port},bindaddr=127.0.0.1",
                "--ctrl", f"type=tcp,port={control},bindaddr=127.0.0.1",
            ]
        )  # fmt: skip
        super().__init__(f"swtpm:host=127.0.0.1,port={port}", pin)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.seal(b"are you there")
                return
            except KeyChipFailed:
                assert self._process.poll() is None, "swtpm ended"
        raise AssertionError("swtpm does not answer")

    @property
    def tcti(self) -> str:
        return self._tcti

    def changed_firmware(self) -> None:
        """Another start of the machine, with something else measured into PCR 7."""
        import tpm2_pytss as tss

        with tss.ESAPI(self._tcti) as esapi:
            digest = tss.TPML_DIGEST_VALUES(
                [tss.TPMT_HA(hashAlg=tss.TPM2_ALG.SHA256, digest=tss.TPMU_HA(sha256=b"x" * 32))]
            )
            esapi.pcr_extend(tss.ESYS_TR.PCR7, digest)

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
