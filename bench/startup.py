"""Time to the first frame of the kiosk's demo, as a ratio to a bare window of the same toolkit in the same run.

    python bench/startup.py [--runs 5]

Both are started alternately, each in a fresh process with warm file caches: what is measured is every start but the
very first. A first frame is the first paint that reaches a window. The set-up's stamp check, which `scripts/run` makes
before, is measured beside it. Without a screen Qt paints offscreen; what a graphics driver adds is not in the figure.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
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

DEMO = """
from kiosk.cli import main
sys.exit(main(["run", "--demo", "--data", DATA]))
"""


def first_frame(code: str) -> float:
    """Seconds from the process's start to its first frame."""
    heard, told = os.pipe()
    started = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", f'exec 3>&{told}; exec "$@"', "-", sys.executable, "-c", WATCH + code],
        cwd=ROOT,
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
    runs = parser.parse_args().runs
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    bare, demo, stamps = [], [], []
    with tempfile.TemporaryDirectory() as data:
        code = DEMO.replace("DATA", repr(data))
        first_frame(code)  # the first start makes keys and tables
        stamp()
        for _ in range(runs):
            bare.append(first_frame(BARE))
            demo.append(first_frame(code))
            stamps.append(stamp())
    for name, times in {"bare window": bare, "kiosk demo": demo, "stamp check": stamps}.items():
        print(f"{name:<12} median {statistics.median(times):6.3f} s   {min(times):6.3f} to {max(times):6.3f}")
    print(f"kiosk demo / bare window  {statistics.median(demo) / statistics.median(bare):.2f}")


if __name__ == "__main__":
    main()
