"""A hand without a plan at the kiosk, on a real X server: ``python bench/monkey.py [--touches 10000] [--seed 1]``.

Touches where something is to be touched and anywhere, double, with two fingers and drawn; keys; theme, letters,
language, the glass and reading aloud turned; cards, papers and devices coming and going; visits left in the middle.
After each act no bug and exactly one window; every tenth touch no person on the glass whose card was not here; every
five hundredth, with everybody gone, nobody's word held and the memory weighed (Pss of this process, in which the portal
runs too). The first fault ends it with its seed and the last acts, exit code 1; so does memory that is not flat: the
median of the last quarter of the weights more than 5 % over the second's, asked from 4,000 touches on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "sandbox"), str(ROOT)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--touches", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        return play(args.seed, args.touches)
    from real_screen import python, x_server

    words = python(__file__, "--here", "--seed", str(args.seed), "--touches", str(args.touches))
    with x_server("1080x1920") as place:
        return subprocess.run(words, env=place, check=False).returncode


def play(seed: int, touches: int) -> int:
    from monkey import FLAT, Monkey
    from PySide6.QtWidgets import QApplication
    from visit_stage import kiosk

    app = QApplication.instance() or QApplication([])
    import one_window_rule

    one_window_rule.watch()
    with tempfile.TemporaryDirectory() as folder, kiosk(Path(folder) / "kiosk") as resident:
        run = Monkey(resident, seed).play(touches)
    print(f"seed {seed}: {run.touches} touches, {run.visits} visits, {run.seconds:.0f} s, on {app.platformName()}")
    print("acts:    " + ", ".join(f"{name} {count}" for name, count in run.acts.most_common()))
    print("entered: " + ", ".join(f"{name} {count}" for name, count in run.steps.most_common()))
    print("MB:      " + " ".join(f"{one:.0f}" for one in run.weights))
    flat = {True: "flat", False: "NOT FLAT", None: f"too seldom weighed to say (flat at {FLAT:.2f} or less)"}[
        run.is_flat
    ]
    print(f"memory:  last quarter / second quarter {run.growth:.3f}, {flat}; 1-minute load {os.getloadavg()[0]:.1f}")
    print("verdict: no exception, one window after each act, nobody on the glass who was not here, nobody's word held")
    return 1 if run.is_flat is False else 0


if __name__ == "__main__":
    raise SystemExit(main())
