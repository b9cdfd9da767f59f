"""The power goes in the midst of a visit: the draft or the submission is there, never neither, never both, once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from visit_stage import Resident, kiosk, until

from kiosk import catalogue
from kiosk.clock import office_time
from kiosk.config import PortalSettings
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Submission, Sync
from kiosk.domain.visit import VisitStep
from kiosk.store import Draft, Reserve, Store
from kiosk.sync.engine import Engine
from kiosk.sync.pass_settings import PassOffice, PassTiming
from kiosk.sync.portal import Portal
from kiosk.sync.queue.policy import Policy
from kiosk.sync.transport.link import Line
from kiosk.ui.resident import ResumeOverlay
from kiosk_sandbox.server import PortalServer
from sandbox import OFFICE, sandbox, settings

CHILD = Path(__file__).parents[1] / "dying_visit.py"
OWN_DISK = 'mount -t tmpfs -o size=24m kiosk "$1" && shift && exec "$@"'
DRAFT = ("before-filing", "in-the-transaction", "draft-ended")
FILED = ("before-the-screen", "sending", "printing")


def killed(folder: Path, server: PortalServer, point: str) -> dict[str, str]:
    """Lets a visit die at ``point``; what it had promised by then."""
    ran = subprocess.run(
        [sys.executable, CHILD, folder, server.url, point], capture_output=True, text=True, check=False
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    return dict(line.split() for line in folder.with_suffix(".said").read_text().splitlines())


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    with Store.open(folder, office_time) as store:
        store.check()
        yield store


def left(store: Store, draft_id: str) -> tuple[Draft | None, Submission | None]:
    draft, made = store.drafts.get(draft_id), store.outbox.of_draft(draft_id)
    assert (draft is None) != (made is None), "never neither, never both"
    assert len(store.outbox.list()) == (made is not None)
    return draft, made


@pytest.mark.long
@pytest.mark.parametrize("point", DRAFT)
def test_killed_before_the_commit_the_same_card_goes_on(qapp, tmp_path: Path, point: str) -> None:
    with sandbox() as server:
        said = killed(tmp_path / "kiosk", server, point)
        with opened(tmp_path / "kiosk") as store:
            draft, _ = left(store, said["drafted"])
            assert draft is not None and store.documents.get(draft.documents[0].sha256).startswith(b"%PDF")
        assert "received" not in said and server.dossiers.newest() == []
        if point != "in-the-transaction":
            return
        portal = PortalSettings(server.url, "kiosk", "tap-huan", probe_interval=0.2)
        with kiosk(tmp_path / "kiosk", portal=portal) as resident:
            goes_on(resident, said["drafted"])
            assert len(server.dossiers.newest()) == 1


def goes_on(resident: Resident, draft_id: str) -> None:
    """The same person comes back, is offered what was kept, and hands it in."""
    resident.known()
    resident.choose_birth()
    until(lambda: isinstance(resident.shell.overlaid, ResumeOverlay), "the offer to go on")
    resident.press("resume.resume")
    resident.at(VisitStep.REVIEW)
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    until(lambda: resident.visit.submission.sync is Sync.DELIVERED, "delivered")
    _, made = left(resident.store, draft_id)
    assert made is not None and made.code == resident.visit.submission.code


@pytest.mark.long
@pytest.mark.parametrize("point", FILED)
def test_killed_after_the_commit_it_is_sent_once(tmp_path: Path, point: str) -> None:
    with sandbox() as server:
        said = killed(tmp_path / "kiosk", server, point)
        with opened(tmp_path / "kiosk") as store:
            _, made = left(store, said["drafted"])
            assert made is not None and said.get("received", made.code) == made.code
            filed = [item for item in store.journal.entries() if item.entry.kind is EventKind.SUBMISSION_FILED]
            assert len(filed) == 1
            for _ in range(2):
                passed(store, server)
            assert store.outbox.get(made.code).sync is Sync.DELIVERED
            (dossier,) = server.dossiers.newest()
            assert dossier.code == store.outbox.get(made.code).official


def passed(store: Store, server: PortalServer) -> None:
    portal = Portal(settings(server.url), OFFICE.unit, Line())
    engine = Engine(
        store, portal, PassTiming(Policy(random.random), office_time), PassOffice(OFFICE, catalogue.procedure)
    )
    report = engine.run_once()
    portal.close()
    assert report.error is None


def may_mount() -> bool:
    probe = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m kiosk /mnt"]
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not may_mount(), reason="may not mount a disk of its own in a private namespace")
def test_a_disk_that_is_full_at_the_filing_loses_nothing(tmp_path: Path) -> None:
    """Real ENOSPC, on a small disk of the visit's own; the rest is in ``dying_visit.on_a_full_disk``."""
    child = [sys.executable, CHILD, tmp_path / "kiosk", "http://127.0.0.1:9", "full"]
    ran = subprocess.run(
        ["unshare", "-m", "sh", "-c", OWN_DISK, "sh", tmp_path, *child], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_too_little_room_is_said_and_filing_goes_through_once_there_is_some(resident: Resident) -> None:
    """The reserve refuses before the disk does: so it is where other programs fill the disk."""
    space = resident.store.outbox._space
    enough, space._reserve = space._reserve, Reserve(1 << 60, 1 << 60)
    resident.at_review()
    resident.hand_in()
    until(lambda: resident.step is VisitStep.REVIEW, "the review again")
    resident.reads("error.store.disk-full.message", "error.store.disk-full.remedy")
    assert resident.store.outbox.list() == ()
    space._reserve = enough
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    assert len(resident.store.outbox.list()) == 1
