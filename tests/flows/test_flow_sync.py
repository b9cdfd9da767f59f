"""From the store to the office and back, over real HTTP."""

from __future__ import annotations

import json

from sandbox import Kiosk, document

from kiosk.domain.codes import is_official
from kiosk.domain.submission import Legal, Sync
from kiosk.portal.server import PortalServer
from kiosk.sync.link import LineState


def test_a_filing_gets_its_official_number(box: Kiosk, portal: PortalServer) -> None:
    filed = box.desk.file(document(300_000), document(20_000, seed=2))
    report = box.engine.run_once()
    held = box.store.outbox.get(filed.code)
    assert report.line is LineState.UP, report
    assert [item.outcome for item in report.submissions] == ["delivered"], report
    assert (held.sync, held.legal) == (Sync.DELIVERED, Legal.REGISTERED)
    assert is_official(held.official)
    dossier, _ = portal.dossiers.find(held.filing.unit, held.official)
    assert dossier.reference == f"DV01/{filed.code}"
    for item in json.loads(dossier.record)["TaiLieuNop"]:
        assert portal.uploads.read(item["TepDinhKemId"]) == box.store.documents.get(item["TepDinhKemId"])
