"""A visit in a process of its own: FOLDER URL POINT on the command line.

It is killed at the point, or runs on a disk without room (``full``). What it promised on the way is written to
FOLDER.said before the point is reached.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from visit_stage import Resident, kiosk, until

from kiosk.config import PortalSettings
from kiosk.domain.visit import VisitStep
from kiosk.store import Reserve


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(call: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **given: die()


def after(call: Callable[..., Any]) -> Callable[..., Any]:
    def called(*args: Any, **given: Any) -> None:
        call(*args, **given)
        die()

    return called


def at(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Dies at one checkpoint of the store's transaction."""

    def made(call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda reached: die() if reached == name else call(reached)

    return made


POINTS: dict[str, tuple[Callable[[Resident], object], str, Callable[..., Any]]] = {
    "before-filing": (lambda r: r.store.outbox, "file", before),
    "in-the-transaction": (lambda r: r.store._database, "reached", at("filing")),
    "draft-ended": (lambda r: r.store._database, "reached", at("draft ended")),
    "before-the-screen": (lambda r: r.store.outbox, "file", after),
    "sending": (lambda r: r.store.outbox, "claim", after),
    "printing": (lambda r: r.bench.printer, "print_strip", before),
}


def main(folder: str, url: str, point: str) -> None:
    QApplication(sys.argv[:1])
    portal = PortalSettings(url=url, username="kiosk", password="tap-huan", probe_interval=0.2)
    with kiosk(Path(folder), portal=portal) as resident:
        said = promises(Path(folder))
        if point == "full":
            on_a_full_disk(resident, Path(folder))
            return
        resident.at_review()
        until(lambda: resident.visit.papers[0].ref is not None, "the page is durable")
        resident.settled()
        said(f"drafted {resident.visit.draft_id}")
        arm(resident, point)
        resident.hand_in()
        resident.at(VisitStep.RECEIVED)
        said(f"received {resident.visit.submission.code}")
        resident.press("received.print")
        until(lambda: False, "the end")


def arm(resident: Resident, point: str) -> None:
    find, name, how = POINTS[point]
    part = find(resident)
    setattr(part, name, how(getattr(part, name)))


def promises(folder: Path) -> Callable[[str], None]:
    handle = os.open(folder.with_suffix(".said"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    return lambda text: os.write(handle, f"{text}\n".encode()) and None


def on_a_full_disk(resident: Resident, folder: Path) -> None:
    """Filing is refused in plain words, all is still in hand, and goes through once there is room."""
    store = resident.store
    store.documents._space._reserve = Reserve(0, 0)  # the disk itself shall refuse
    resident.at_review()
    resident.settled()
    fill(folder.parent / "filler")
    resident.hand_in()
    until(lambda: resident.step is VisitStep.REVIEW and resident.screen.problem is not None, "the review again")
    resident.reads("error.store.disk-full.message", "error.store.disk-full.remedy")
    assert store.outbox.list() == ()
    assert resident.visit.walk.filling.value("child.name") and resident.visit.papers[0].scan is not None
    (folder.parent / "filler").unlink()
    resident.hand_in()
    resident.at(VisitStep.RECEIVED)
    assert len(store.outbox.list()) == 1
    store.check()


def fill(path: Path) -> None:
    """Take all the room there is."""
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)


if __name__ == "__main__":
    main(*sys.argv[1:])
