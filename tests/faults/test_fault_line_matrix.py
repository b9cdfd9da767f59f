"""Every request of a sync, broken in every way: then there is exactly one dossier, whole, and the kiosk knows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.submission import Legal, Sync
from kiosk_sandbox.dossiers import Action
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document, sandbox

PAPER = document(60_000)

REQUESTS = {
    "greeting": {"path": "/files", "method": "OPTIONS"},
    "sign-in": {"path": "/auth"},
    "create": {"path": "/files", "method": "POST"},
    "send": {"path": "/files/", "method": "PATCH"},
    "ask": {"path": "/files/", "method": "HEAD"},
    "register": {"path": "/service", "service": "DongBoHoSoMC"},
    "changes": {"path": "/changes"},
    "look-up": {"path": "/service", "service": "TraCuuHoSo"},
}
FAULTS = {
    "before": {"kind": "drop"},
    "reset": {"kind": "reset"},
    "mid-body": {"kind": "cut", "bytes": 20},
    "unanswered": {"kind": "lost"},
    "500": {"kind": "status", "status": 500},
    "502": {"kind": "status", "status": 502},
    "503-later": {"kind": "status", "status": 503, "retry_after": 7},
    "429-later": {"kind": "status", "status": 429, "retry_after": 7},
    "404": {"kind": "status", "status": 404},
    "captive": {"kind": "captive"},
    "redirect": {"kind": "redirect"},
    "broken-off": {"kind": "truncate"},
    "clipped": {"kind": "clip"},
    "twice": {"kind": "double"},
}


@pytest.fixture(scope="module")
def portal() -> Iterator[PortalServer]:
    with sandbox() as server:
        yield server


@pytest.fixture
def box(tmp_path: Path, portal: PortalServer) -> Iterator[Kiosk]:
    portal.faults.clear()
    portal.sessions.end_all()
    made = Kiosk(tmp_path, portal.url)
    yield made
    made.close()


@pytest.mark.sampled(40)
@pytest.mark.parametrize("how", FAULTS)
@pytest.mark.parametrize("request_kind", REQUESTS)
def test_one_whole_dossier(box: Kiosk, portal: PortalServer, request_kind: str, how: str) -> None:
    code = box.desk.file(PAPER + f"{request_kind} {how}".encode()).code
    if request_kind == "ask":  # a kiosk asks where an upload stands when one was broken off
        portal.faults.add(PortalFault("cut", bytes=20_000, **REQUESTS["send"]))  # type: ignore[arg-type]
    if request_kind == "look-up":  # asked of a portal that has no down-stream
        without_changes(box)
    portal.faults.add(PortalFault(**REQUESTS[request_kind], **FAULTS[how]))  # type: ignore[arg-type]
    passes_until_told(box, portal, code)
    assert portal.faults.as_json()[-1]["met"] >= 1, "the fault never struck"
    whole(box, portal, code)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("how", FAULTS)
def test_broken_three_times_over(box: Kiosk, portal: PortalServer, how: str) -> None:
    """Whatever the request: the first of each kind meets the fault, and so does what follows it."""
    code = box.desk.file(PAPER + how.encode()).code
    portal.faults.add(*(PortalFault(times=3, **REQUESTS[kind], **FAULTS[how]) for kind in REQUESTS))  # type: ignore[arg-type]
    passes_until_told(box, portal, code, most=40)
    whole(box, portal, code)


def without_changes(box: Kiosk) -> None:
    real = box.portal.hello

    def hello() -> None:
        real()
        box.portal.tells_changes = False

    box.portal.hello = hello  # type: ignore[method-assign]


def passes_until_told(box: Kiosk, portal: PortalServer, code: str, most: int = 12) -> None:
    """Pass after pass, a while apart, until the office's word about the dossier is here too."""
    accepted = False
    for _ in range(most):
        box.engine.run_once()
        box.clock.forward(310)
        held = box.store.outbox.get(code)
        if held.sync is Sync.DELIVERED and not accepted:
            portal.dossiers.act(held.official, Action.ACCEPT)
            accepted = True
        if held.legal is Legal.ACCEPTED:
            return
    pytest.fail(f"still {held.sync.value}, {held.reason}")


def whole(box: Kiosk, portal: PortalServer, code: str) -> None:
    held = box.store.outbox.get(code)
    (there,) = [item for item in portal.dossiers.newest(10_000) if (item.reference or "").endswith(code)]
    assert (held.official, held.legal) == (there.code, Legal.ACCEPTED)
    (paper,) = held.filing.documents
    assert portal.uploads.read(paper.sha256) == box.store.documents.get(paper.sha256)
