"""The power goes at every instruction that matters; the next pass leaves exactly one dossier, with its documents."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import dying_pass
import pytest

from kiosk.domain.submission import Legal, Sync
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document

PAPERS = (document(200_000, 1), document(3_000, 2))

LEFT = {"before-claim": Sync.QUEUED, "after-settle": Sync.DELIVERED, "before-legal": Sync.DELIVERED}
"""How the next start finds it, where it is not in sending."""


@pytest.mark.parametrize("point", sorted(dying_pass.POINTS))
def test_killed(tmp_path: Path, portal: PortalServer, point: str) -> None:
    filing = Kiosk(tmp_path, portal.url)
    code = filing.desk.file(*PAPERS).code
    filing.close()

    child = [sys.executable, dying_pass.__file__, str(tmp_path), portal.url, portal.courier.sign.hex(), point]
    died = subprocess.run(child, check=False, capture_output=True, text=True)
    assert died.returncode == -signal.SIGKILL, died.stderr

    box = Kiosk(tmp_path, portal.url, signed_by=portal.courier.sign)
    assert box.store.outbox.get(code).sync is LEFT.get(point, Sync.SENDING)
    box.engine.run_once()
    held = box.store.outbox.get(code)
    assert (held.sync, held.legal) == (Sync.DELIVERED, Legal.REGISTERED)
    (dossier,) = portal.dossiers.newest()
    assert (dossier.code, dossier.reference) == (held.official, f"DV01/{code}")
    for item, data in zip(held.filing.documents, PAPERS, strict=True):
        assert portal.uploads.read(item.sha256) == data
    assert box.store.journal.verify() is None
    assert set(box.store.arrivals.of(code)) == {item.sha256 for item in held.filing.documents}
    box.close()
