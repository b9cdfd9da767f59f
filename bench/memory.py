"""What the kiosk's processes hold: ``python bench/memory.py [--visits 3]``.

Whole visits of the tour, one after the other, in one window: a card, a blurred page, a good one, handed in, answered.
After the start, after each visit, and at the highest moment of each (looked at five times a second): megabytes that the
window's process holds, and all of them together with what shares memory counted once (Pss of
proc_pid_smaps_rollup(5)). The sandbox portal runs inside the window's process, as in the demo.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize

from kiosk.app.window import KioskApp
from kiosk.config import Config, Devices
from kiosk.tour.script import Tour

PROCEDURE = "1.001193"
RESTS = 6.0  # seconds after a visit: whatever is begun or ended with it has been


@dataclass(frozen=True)
class Held:
    """Megabytes."""

    window_rss: float
    window_pss: float
    all_pss: float
    processes: int

    def __str__(self) -> str:
        return f"{self.window_rss:8.0f} {self.window_pss:8.0f} {self.all_pss:8.0f} {self.processes:5}"


def held() -> Held:
    own, children = smaps(os.getpid()), [smaps(pid) for pid in below(os.getpid())]
    return Held(own["Rss"], own["Pss"], own["Pss"] + sum(child["Pss"] for child in children), 1 + len(children))


def below(pid: int) -> list[int]:
    """The processes that it began, and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            children = [int(one) for one in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *below(child)]
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
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Highest:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.2):
            now = held()
            self.window, self.all = max(self.window, now.window_rss), max(self.all, now.all_pss)


class WithoutStick(Tour):
    """The tour's visit with the camera's pages alone."""

    def _add_from_stick(self) -> None: ...


def rest(house: KioskApp, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        house.app.processEvents()
        time.sleep(0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=3)
    args = parser.parse_args()
    simulated = Devices("simulated", "simulated", "simulated", "simulated", "simulated")
    with tempfile.TemporaryDirectory(prefix="kiosk-memory-") as folder:
        config = Config(data=Path(folder, "data"), demo=True, devices=simulated)
        with KioskApp(config, size=QSize(1080, 1920)) as house:
            house.watch_for_bugs()
            rest(house, RESTS)
            print(f"{'MB':24} {'window':>8} {'(pss)':>8} {'all':>8} {'proc.':>5}")
            print(f"{'at the start':24} {held()}", flush=True)
            for visit in range(1, args.visits + 1):
                with Highest() as highest:
                    WithoutStick(house, Path(folder, str(visit)), PROCEDURE, lambda _: None).play()
                print(f"{f'visit {visit}, at its highest':24} {highest.window:8.0f} {'':8} {highest.all:8.0f}")
                rest(house, RESTS)
                print(f"{f'after visit {visit}':24} {held()}", flush=True)
    print("loaded in the window's process:", ", ".join(name for name in ("cv2", "numpy") if name in sys.modules) or "-")


if __name__ == "__main__":
    main()
