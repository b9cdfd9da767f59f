"""Time to the first frame of the whole kiosk, as a ratio to a bare window of the same toolkit in the same run.

    python bench/startup.py [--runs 5] [--vs CHECKOUT]

All are started alternately, each in a fresh process with warm file caches: what is measured is every start but the very
first. A first frame is the first paint that reaches a window. As in an office, the portal is another process's; in the
demo, measured beside it, the sandbox portal starts first and inside. With ``--vs`` the kiosk of another checkout takes
its turn too. The stamp check of the set-up, which `scripts/run` makes before, is measured as well. Without a screen Qt
paints offscreen; what a graphics driver adds is not in the figure.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

WATCH = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

class FirstFrame(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and watched.window().isVisible():
            QTimer.singleShot(0, self.tell)  # after the paint has been flushed
        return False

    def tell(self):
        os.write(3, repr(time.monotonic()).encode())
        os._exit(0)

made = QApplication.__init__
def making(self, *args, **named):
    made(self, *args, **named)
    self.first_frame = FirstFrame()
    self.installEventFilter(self.first_frame)
QApplication.__init__ = making
"""

BARE = """
app = QApplication([])
window = QWidget()
window.showFullScreen()
app.exec()
"""

KIOSK = """
from dataclasses import replace
from kiosk import cli, config

def load(path):  # a file of settings names no portal without TLS, as the sandbox's is: the demo may speak to one
    made = config.load(path).with_(demo=True)
    return made.with_(portal=replace(made.portal, url=URL, username="kiosk", password="tap-huan"))

cli.load = load
sys.exit(cli.main(["run", "--demo", "--data", DATA]))
"""


def kiosk(data: Path, url: str = "") -> str:
    """The program of a kiosk with its data there; without the address of a portal it begins its own, inside."""
    return KIOSK.replace("DATA", repr(str(data))).replace("URL", repr(url))


def first_frame(code: str, checkout: Path = ROOT) -> float:
    """Seconds from the process's start to its first frame."""
    heard, told = os.pipe()
    started = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", f'exec 3>&{told}; exec "$@"', "-", sys.executable, "-c", WATCH + code],
        cwd=checkout,
        pass_fds=[told],
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(told)
    with os.fdopen(heard) as pipe:
        seen = pipe.read()
    if not seen:
        raise SystemExit(f"No frame was seen. The process said:\n{done.stderr}")
    return float(seen) - started


def stamp() -> float:
    """Seconds that scripts/setup takes when there is nothing to do."""
    started = time.monotonic()
    subprocess.run([ROOT / "scripts/setup"], check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--vs", type=Path, metavar="CHECKOUT", help="one more kiosk, of another checkout")
    args = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from memory import portal_elsewhere

    with tempfile.TemporaryDirectory() as folder, portal_elsewhere(Path(folder, "portal")) as (url, _):
        office = kiosk(Path(folder, "data"), url)
        turns: dict[str, Callable[[], float]] = {
            "bare window": lambda: first_frame(BARE),
            "kiosk": lambda: first_frame(office),
            "kiosk demo": lambda: first_frame(kiosk(Path(folder, "demo"))),
            "stamp check": stamp,
        }
        if args.vs is not None:
            other = kiosk(Path(folder, "other"), url)
            turns["kiosk of --vs"] = lambda: first_frame(other, args.vs)
        for turn in turns.values():
            turn()  # the first start makes keys and tables
        taken = {name: list[float]() for name in turns}
        for _ in range(args.runs):
            for name, turn in turns.items():
                taken[name].append(turn())
    show(taken)


def show(taken: Mapping[str, Sequence[float]]) -> None:
    for name, times in taken.items():
        print(f"{name:<14} median {statistics.median(times):6.3f} s   {min(times):6.3f} to {max(times):6.3f}")
    for name in set(taken) - {"bare window", "stamp check"}:
        ratios = [one / bare for one, bare in zip(taken[name], taken["bare window"], strict=True)]
        print(f"{name} / bare window  {statistics.median(ratios):.2f} (median of pairs)")
    if other := taken.get("kiosk of --vs"):
        ratios = [one / two for one, two in zip(taken["kiosk"], other, strict=True)]
        print(f"kiosk / kiosk of --vs  {statistics.median(ratios):.2f} (median of pairs)")


if __name__ == "__main__":
    main()
