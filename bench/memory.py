"""What the kiosk's processes hold: ``python bench/memory.py [--visits 3] [--short]``.

Whole visits of the tour, one after the other, in one window: a card, a blurred page, a good one, handed in, answered.
After the start, after each visit, and at the highest moment of each (looked at five times a second): megabytes that the
window's process holds, and all of them together with what shares memory counted once (Pss of
proc_pid_smaps_rollup(5)), and what the window's heap has given out and not got back (mallinfo2(3)): the first grows
with what is kept and with holes in the heap, the second with what is kept alone. As in an office, the portal is another
machine's: a process of its own that is not counted. With ``--inside`` it runs inside the window's process, as in the
demo. With ``--short`` a visit is card, form, one paper, slip, as quick as the kiosk allows (bench/short_visit.py).
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from short_visit import QUICK, ShortVisit

from kiosk.app.demo import SAID
from kiosk.app.window import KioskApp
from kiosk.config import Config, Devices
from kiosk.tour.script import Tour

PROCEDURE = "1.001193"
RESTS = 6.0  # seconds after a visit: whatever is begun or ended with it has been


SERVE = """
import json, pathlib, sys
from kiosk.config import Config
from kiosk.app.demo import portal_server
server = portal_server(Config(data=pathlib.Path(sys.argv[1]))).start()
print(json.dumps([server.url, server.officer_password]), flush=True)
sys.stdin.read()
server.stop()
"""


@contextlib.contextmanager
def portal_elsewhere(folder: Path) -> Iterator[tuple[str, str]]:
    """A sandbox portal in a process of its own: its address, its officer's password."""
    command = [sys.executable, "-c", SERVE, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        NOT_OURS.add(process.pid)
        url, password = json.loads(process.stdout.readline())
        yield url, password


NOT_OURS: set[int] = set()


def at_an_offices_pace() -> None:
    """Simulated devices are the demo's, which asks its portal every second; an office's kiosk does so every minute."""
    from kiosk.app import services

    services.DEMO_ASKS_EVERY = services.ASKS_EVERY


@dataclass(frozen=True)
class Held:
    """Megabytes."""

    window_rss: float
    window_pss: float
    heap: float
    all_pss: float
    processes: int

    def __str__(self) -> str:
        sizes = (self.window_rss, self.window_pss, self.heap, self.all_pss)
        return " ".join(f"{size:8.1f}" for size in sizes) + f" {self.processes:5}"


def held() -> Held:
    own, others = smaps(os.getpid()), [smaps(pid) for pid in below(os.getpid())]
    everybody = own["Pss"] + sum(one["Pss"] for one in others)
    return Held(own["Rss"], own["Pss"], given_out(), everybody, 1 + len(others))


class _MallInfo(ctypes.Structure):
    _names = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
    _fields_ = [(name, ctypes.c_size_t) for name in _names]


def given_out() -> float:
    """Megabytes that the C library's heap has given out in this process: Qt's objects, and Python's larger ones."""
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = _MallInfo
    info = libc.mallinfo2()
    return float(info.uordblks + info.hblkhd) / (1 << 20)


def below(pid: int) -> list[int]:
    """The processes that it began, and theirs."""
    return [one for child in children(pid) if child not in NOT_OURS for one in (child, *below(child))]


def children(pid: int) -> list[int]:
    """None of a thread, or a process, that has ended meanwhile."""
    found: list[int] = []
    for thread in Path("/proc").glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            found += map(int, thread.read_text().split())
    return found


def smaps(pid: int) -> dict[str, float]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        lines = []
    values = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return {"Rss": values.get("Rss", 0.0), "Pss": values.get("Pss", 0.0)}


class Highest:
    """The highest moment while it is entered."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.window = self.all = 0.0

    def __enter__(self) -> Highest:
        self._stop.clear()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.2):
            now = held()
            self.window, self.all = max(self.window, now.window_rss), max(self.all, now.all_pss)


class VisitWithPapers(Tour):
    """The tour's visit with the camera's pages alone, and a portal elsewhere."""

    def _add_from_stick(self) -> None: ...


class OfficerElsewhere:
    """The office behind a portal that is another process's, acting on its newest dossier."""

    def __init__(self, url: str, password: str) -> None:
        from kiosk_sandbox.remote import RemoteOffice

        self._office = RemoteOffice(url, password)

    def act(self, action: str) -> None:
        threading.Thread(target=self._act, args=(action,), daemon=True).start()

    def _act(self, action: str) -> None:
        self._office.act(self._office.dossiers()[0]["code"], action, **SAID.get(action, {}))


def rest(house: KioskApp, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        house.app.processEvents()
        time.sleep(0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=3)
    parser.add_argument("--each", type=int, default=1, metavar="N", help="print every Nth visit")
    parser.add_argument(
        "--short", action="store_true", help="card, form, one paper, slip, as quick as the kiosk allows"
    )
    parser.add_argument("--inside", action="store_true", help="the portal inside the window's process, as in the demo")
    args = parser.parse_args()
    simulated = Devices.all_simulated()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-memory-"))
        config, officer = Config(data=Path(folder, "data"), demo=True, devices=simulated), None
        if not args.inside:
            url, password = stack.enter_context(portal_elsewhere(Path(folder, "portal")))
            portal = replace(config.portal, url=url, username="kiosk", password="tap-huan")
            config, officer = config.with_(portal=portal), OfficerElsewhere(url, password)
        if args.short:
            config = config.with_(delays=QUICK)
            at_an_offices_pace()
        house = stack.enter_context(KioskApp(config, size=QSize(1080, 1920)))
        house.watch_for_bugs()
        pictures = Path(folder, "pictures")
        play = short_visits(house, pictures) if args.short else whole_visits(house, pictures, officer)
        visits(house, play, args.visits, args.each)
    print("loaded in the window's process:", ", ".join(name for name in ("cv2", "numpy") if name in sys.modules) or "-")


def short_visits(house: KioskApp, pictures: Path) -> Callable[[], object]:
    house.look.set_reduced_motion(True)
    return ShortVisit(house, pictures, PROCEDURE).play_once


def whole_visits(house: KioskApp, pictures: Path, officer: OfficerElsewhere | None) -> Callable[[], object]:
    def play() -> None:
        tour = VisitWithPapers(house, pictures, PROCEDURE, lambda _: None)
        if officer is not None:
            tour.bench.officer = officer.act  # type: ignore[method-assign]
        tour.play()

    return play


def visits(house: KioskApp, play: Callable[[], object], count: int, each: int) -> None:
    rest(house, RESTS)
    print(f"{'MB':24} {'window':>8} {'(pss)':>8} {'(heap)':>8} {'all':>8} {'proc.':>5}")
    print(f"{'at the start':24} {held()}", flush=True)
    highest = Highest()
    for visit in range(1, count + 1):
        with highest:
            play()
        if visit % each == 0 or visit in (1, count):
            print(f"{'at its highest since':24} {highest.window:8.0f} {'':8} {'':8} {highest.all:8.0f}")
            rest(house, RESTS)
            print(f"{f'after visit {visit}':24} {held()}", flush=True)
            highest = Highest()


if __name__ == "__main__":
    main()
