"""One life of a store, run by the fault tests in processes that do not live to the end of it.

``python store_child.py kill FOLDER`` lives it once whole, then once for each checkpoint it passed, killed there.
``python store_child.py live FOLDER`` lives it once (to be killed from outside, at a system call).
``python store_child.py many FOLDER`` files as often as the folder's name says.
``python store_child.py full FOLDER``, ``start-full``, ``limited`` and ``refused`` live it on a disk without room;
``turned`` on one that turns read-only under it.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.domain.calendar import ZONE
from kiosk.domain.submission import Applicant, DocumentRef, Filing
from kiosk.errors import DiskFull, StoreError
from kiosk.store import Draft, Reserve, Store

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
PAPER = b"%PDF-1.7 " + bytes(range(256)) * 1600  # two pieces
DRAFT = "d1"
OFFICIAL = "H15.50.05.13-261123-0001"


def opened(folder: Path, checkpoint: Callable[[str], None] = lambda name: None) -> Store:
    return Store.open(folder, lambda: NOW, reserve=Reserve(0, 0, 0), checkpoint=checkpoint)


def filing(*papers: DocumentRef) -> Filing:
    return Filing(
        procedure="1.001193",
        version="2026-04-15",
        prefix="KS",
        unit="H15.50.05.13",
        kiosk="DV01",
        applicant=Applicant("Vàng Thị Mỷ", "999162001234"),
        subject="Sùng Minh Khuê",
        answers={"child.name": {"value": "Sùng Minh Khuê", "origin": "typed"}},
        documents=papers,
        consents={"card": True},
    )


def put(store: Store, data: bytes = PAPER) -> DocumentRef:
    return store.documents.put(data, key="giay_chung_sinh", name="giay_chung_sinh.pdf", media_type="application/pdf")


def live(folder: Path, checkpoint: Callable[[str], None], say: Callable[[str], None]) -> None:
    """From the first start to the portal's number; ``say`` is told what was promised, after it was."""
    with opened(folder, checkpoint) as store:
        paper = put(store)
        say("kept")
        store.drafts.save(Draft(DRAFT, "1.001193", "v", {}, (paper,), store.drafts.owner_of("999162001234")))
        say("drafted")
        made = store.outbox.file(DRAFT, filing(paper), NOW)
        say(f"filed {made.code}")
        store.outbox.claim(made.code)
        say("began")
        store.outbox.retry(made.code, None, "line.down")
        store.outbox.claim(made.code)
        store.outbox.settle(made.code, OFFICIAL)
        say("settled")


def kill_everywhere(base: Path) -> None:
    """FOLDER/0 is the whole life; FOLDER/N one killed at its Nth checkpoint. Says how many there were."""
    passed = itertools.count()
    live(base / "0", lambda name: next(passed) and None, lambda text: None)
    total = next(passed)
    for number in range(1, total + 1):
        child = os.fork()
        if child == 0:
            _killed_at(number, base / str(number))
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, (number, status)
    json.dump(total, sys.stdout)


def _killed_at(number: int, folder: Path) -> None:
    passed = itertools.count(1)

    def checkpoint(name: str) -> None:
        if next(passed) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        live(folder, checkpoint, promises(folder))
    finally:
        os._exit(1)


def promises(folder: Path) -> Callable[[str], None]:
    """Writes what was promised beside the folder, so that the test can hold the store to it."""
    handle = os.open(folder.with_suffix(".said"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def say(text: str) -> None:
        os.write(handle, f"{text}\n".encode())

    return say


def file_many(folder: Path) -> None:
    """As many filings as the folder's name says."""
    with opened(folder) as store:
        for number in range(int(folder.name)):
            store.outbox.file(f"d{number}", filing(), NOW)


# --- no room -------------------------------------------------------------------------------------------------------


def on_a_full_disk(base: Path) -> None:
    """``base`` is a small disk of our own. Files with a little more room each time until it succeeds."""
    told: list[str] = []
    with opened(base / "data") as store:
        paper = put(store)
        store.drafts.save(Draft(DRAFT, "1.001193", "v", {}, (paper,)))
        _document_without_room(base, store, told)
        for pages in itertools.count():
            _fill(base / "filler", leave=4096 * pages)
            try:
                code = store.outbox.file(DRAFT, filing(paper), NOW).code
            except DiskFull:
                told.append("full")
                assert store.drafts.get(DRAFT) is not None, "the draft is gone"
                assert store.outbox.list() == () == store.journal.entries()
                (base / "filler").unlink()
                store.check()
            else:
                break
        (base / "filler").unlink()
        assert store.outbox.file(DRAFT, filing(paper), NOW).code == code
        assert store.drafts.get(DRAFT) is None and len(store.journal.entries()) == 1
        assert store.documents.get(paper.sha256) == PAPER
        store.check()
    json.dump(told, sys.stdout)


def _document_without_room(base: Path, store: Store, told: list[str]) -> None:
    _fill(base / "filler", leave=1 << 18)
    try:
        put(store, os.urandom(1 << 20))
    except DiskFull:
        told.append("document refused")
    (base / "filler").unlink()
    assert store.documents.sweep() == 0, "half a document stayed"


def _fill(path: Path, leave: int) -> None:
    """Take all the room but ``leave`` bytes."""
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free - leave, 1))


def starting_on_a_full_disk(base: Path) -> None:
    """Opens with a little more room each time until it succeeds; nothing half-made may stand in the way."""
    told: list[str] = []
    for pages in itertools.count():
        _fill(base / "filler", leave=4096 * pages)
        try:
            opened(base / "data").close()
        except DiskFull:
            told.append("full")
        else:
            break
        finally:
            (base / "filler").unlink()
    with opened(base / "data") as store:
        store.check()
        store.outbox.file(DRAFT, filing(), NOW)
    json.dump(told, sys.stdout)


def under_a_limit(base: Path) -> None:
    """No file may grow: what the disk refuses is a StoreError, and the draft is still there."""
    told: list[str] = []
    with opened(base / "data") as store:
        paper = put(store)
        store.drafts.save(Draft(DRAFT, "1.001193", "v", {}, (paper,)))
        for room in itertools.count(step=2048):
            resource.setrlimit(resource.RLIMIT_FSIZE, (_largest(base / "data") + room, resource.RLIM_INFINITY))
            try:
                store.outbox.file(DRAFT, filing(paper), NOW)
            except StoreError as error:
                told.append(error.code)
                assert store.drafts.get(DRAFT) is not None and store.outbox.list() == ()
            else:
                break
        assert store.drafts.get(DRAFT) is None and len(store.outbox.list()) == 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with opened(base / "data") as store:
        store.check()
    json.dump(told, sys.stdout)


def turned_read_only(disk: Path) -> None:
    """The disk's file system gives up under the open store, and is mended by the next mount."""
    told: list[str] = []
    with opened(disk / "data") as store:
        paper = put(store)
        first = store.outbox.file("d0", filing(paper), NOW)
        store.drafts.save(Draft(DRAFT, "1.001193", "v", {}, (paper,)))
        subprocess.run(["mount", "-o", "remount,abort", disk], check=True)
        for work in (
            lambda: store.outbox.file(DRAFT, filing(paper), NOW),
            lambda: store.outbox.claim(first.code),
            lambda: put(store, os.urandom(1 << 18)),
        ):
            try:
                work()
            except StoreError as error:
                told.append(error.code)
        assert store.drafts.get(DRAFT) is not None and store.documents.get(paper.sha256) == PAPER, "it is still read"
        assert [item.code for item in store.outbox.list()] == [first.code]
    subprocess.run(["umount", disk], check=True)
    subprocess.run(["mount", "-o", "loop", disk.parent / "image", disk], check=True)
    with opened(disk / "data") as store:
        store.check()
        assert store.outbox.list() == (first,) and store.drafts.get(DRAFT) is not None
        assert store.outbox.file(DRAFT, filing(paper), NOW).code != first.code
        store.check()
    json.dump(told, sys.stdout)


def on_an_ill_disk(folder: Path) -> None:
    """One life; what the store says of its disk's errors, as a list of codes."""
    told: list[str] = []
    try:
        live(folder, lambda name: None, promises(folder))
    except StoreError as error:
        told.append(error.code)
    json.dump(told, sys.stdout)


def said_codes(folder: Path) -> list[str]:
    """The codes that were promised."""
    lines = folder.with_suffix(".said").read_text().splitlines()
    return [line.split()[1] for line in lines if line.startswith("filed ")]


def refused(base: Path) -> None:
    """A disk that lets nothing be written: the store says so by its name."""
    try:
        opened(base / "data").close()
    except StoreError as error:
        json.dump([error.code], sys.stdout)


def _largest(folder: Path) -> int:
    """The largest file that grows: the kept reserve never does."""
    return max(path.stat().st_size for path in folder.iterdir() if path.name != "store.reserve")


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    lives = {
        "kill": kill_everywhere,
        "live": lambda folder: live(folder, lambda name: None, promises(folder)),
        "many": file_many,
        "full": on_a_full_disk,
        "start-full": starting_on_a_full_disk,
        "limited": under_a_limit,
        "refused": refused,
        "ill": on_an_ill_disk,
        "turned": turned_read_only,
    }
    lives[what](where)
