"""What a technician can still do on a small disk that is full, or takes nothing; run by ``test_store_full.py``.

``python full_disk_child.py WHAT FOLDER`` says what came of it as one line of JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.errors import DiskFull
from kiosk.store import Reserve, Store
from kiosk.store.database.reserve_file import NAME

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from sandbox import Desk, document, filing, sandbox  # noqa: E402 - of the tests' own folder

FORM = Path(__file__).resolve().parents[2] / "examples" / "khai_sinh.json"
PAPERS = 3
NO_FLOOR = Reserve(0, 0, 0)


def does(disk: Path, *line: object, settings: str = "") -> tuple[int, Any]:
    """One command on the store of this disk; its exit code, and its JSON."""
    place = Path(os.environ["SETTINGS"])
    place.write_text(settings)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = main(["--json", "--config", str(place), "--data", str(disk / "data"), *map(str, line)])
    return code, json.loads(said.getvalue())


def filed(disk: Path, *, start: bool = True) -> list[str]:
    """A store with filings in it, begun as the kiosk begins its day."""
    begin = Store.start if start else Store.open
    with begin(disk / "data", office_time, reserve=NO_FLOOR) as store:
        desk = Desk(store)
        return [desk.file(document(100_000, n)).code for n in range(PAPERS)]


@contextlib.contextmanager
def full(disk: Path, left: int = 0) -> Iterator[None]:
    """The disk without room but for ``left`` bytes."""
    filler = disk / "filler"
    stat = os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, stat.f_bavail * stat.f_frsize - left)
    assert os.statvfs(disk).f_bavail * stat.f_frsize <= left
    yield
    filler.unlink()


def sent(disk: Path) -> object:
    """Everything that waits reaches the portal from a disk without a byte, over what was kept for that."""
    codes, reserve = filed(disk), disk / "data" / NAME
    assert reserve.stat().st_blocks * 512 >= reserve.stat().st_size > 0
    with sandbox() as portal, full(disk):
        settings = f'demo = true\n[portal]\nurl = "{portal.url}"\nusername = "kiosk"\npassword = "tap-huan"\n'
        listed = does(disk, "queue", "list")
        code, told = does(disk, "sync", "--once", settings=settings)
        gone = not reserve.exists()
    outcomes = [item["outcome"] for item in told["submissions"]]
    with Store.start(disk / "data", office_time, reserve=NO_FLOOR) as store:
        store.check()
        whole = [item.code for item in store.outbox.list()] == codes
    return [listed[0], len(listed[1]), code, outcomes, gone, whole, reserve.exists()]


def looked_at(disk: Path) -> object:
    """Where nothing was kept, all can still be read, at nought to a page of free room; and nothing be written."""
    codes = filed(disk, start=False)
    found: list[object] = []
    for left in (0, 4096):
        with full(disk, left):
            _, listed = does(disk, "queue", "list")
            found += [[item["code"] for item in listed] == codes, does(disk, "queue", "show", codes[0])[0]]
            found += [does(disk, "audit", "verify")[0], does(disk, "queue", "park", codes[0])[1]["error"]["code"]]
    return found


def read_only(disk: Path) -> object:
    """A disk that is mounted read-only after a crash: what stood in the log alone is seen too."""
    codes = filed(disk)
    child = os.fork()
    if child == 0:
        store = Store.open(disk / "data", office_time, reserve=NO_FLOOR)
        store.outbox.park(codes[0], "officer")
        os._exit(0)  # without closing: the log stays
    os.waitpid(child, 0)
    log = disk / "data" / "store.db-wal"
    assert log.stat().st_size > 0
    log.with_name("store.db-shm").unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    code, listed = does(disk, "queue", "list")
    parked = [item["status"] for item in listed].count("parked")
    return [code, [item["code"] for item in listed] == codes, parked, does(disk, "staff", "list")[0]]


def changed(disk: Path) -> object:
    """Key and backup on a full disk: known errors, and the old state whole."""
    codes = filed(disk, start=False)
    assert does(disk, "keys", "recovery")[0] == 0
    found: list[object] = []
    for left in (0, 65_536, 200_000):
        with full(disk, left):
            for line in (("keys", "rotate"), ("backup", disk / "stick")):
                code, told = does(disk, *line)
                found.append([line[0], code, told["error"]["code"]])
            assert not list((disk / "stick").glob("*")), "half a backup"
        with Store.open(disk / "data", office_time, reserve=NO_FLOOR) as store:
            store.check()
            assert [item.code for item in store.outbox.list()] == codes
    assert does(disk, "keys", "rotate")[0] == 0 and does(disk, "backup", disk / "stick")[0] == 0
    return found


def submitted(disk: Path) -> object:
    """A filing by command begins no lower than a visit does, whatever it brings along."""
    (disk / "data").mkdir()
    code, told = does(disk, "submit", FORM)
    return [code, told["error"]["code"], does(disk, "queue", "list")[1]]


def running(disk: Path) -> object:
    """The disk fills under the running kiosk: statuses are written on, and a filing is refused."""
    (code, *_) = filed(disk)
    with Store.start(disk / "data", office_time, reserve=Reserve(0, 32 << 20, 0)) as store, full(disk):
        store.outbox.claim(code)
        store.outbox.settle(code, "H15.50.05.13-261123-0001")
        try:
            store.outbox.file("another", filing(), office_time())
        except DiskFull:
            return [store.outbox.get(code).sync.value, (disk / "data" / NAME).exists()]
    return []


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    lives = {one.__name__: one for one in (sent, looked_at, read_only, changed, submitted, running)}
    json.dump(lives[what](where), sys.stdout)
