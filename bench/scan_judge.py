"""Does the judge of sharpness know what a reader can read?

    python bench/scan_judge.py [HOW MANY] [SEED] [FOLDER] [usual]

The pages are those of ``scan_blurred``: eight kinds of print of 11 to 14 points blurred to every degree, or with
``usual`` the three kinds in black that offices print with. A page is bad where tesseract reads over 3 % of its letters
wrong at its best of several readings, beyond those it misreads on the sheet itself (why so is told there). The table
gives for each measure the chance that a bad page scores below a good one (area under the ROC curve): bad by that; by
the best reading alone; by the median; by the first; and by the best without the pages that are bad or good by a few
letters. Below stands how sure the judge's own area is, and what it is on each part of the print. Seeds 11, 21 and 31,
and 1 to 3 of ``bench/judge``, were chosen on; 41, and 51 of usual print, are reported. Pages are kept in FOLDER, as
they take long to read; one in eight is left out where the typewriter's font is not installed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scan_blurred import KINDS, Sample, samples
from scan_sheets import auc, interval, reads

from kiosk.scan.opencv import cv2
from kiosk.scan.page import quality
from kiosk.scan.picture import Grey

BAD = 3.0  # percent of letters
WAVERING = (2.0, 5.0)  # percent: a page that is one or the other by a few letters


def tenengrad(grey: Grey) -> float:
    x, y = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return float((x * x + y * y).mean())


def crete(grey: Grey) -> float:
    """Crete's blur, negated: how little of the differences between neighbours a blur of 9 pixels takes away."""
    told = []
    for axis in (0, 1):
        blurred = cv2.blur(grey, (9, 1) if axis else (1, 9)).astype(np.float32)
        was, is_now = (np.abs(np.diff(one.astype(np.float32), axis=axis)) for one in (grey, blurred))
        told.append(1 - np.maximum(was - is_now, 0).sum() / max(float(was.sum()), 1.0))
    return -float(max(told))


MEASURES: dict[str, Callable[[Grey], Any]] = {
    "variance of the Laplacian": lambda grey: cv2.Laplacian(grey, cv2.CV_32F).var(),
    "Crete": crete,
    "Tenengrad": tenengrad,
    "directional minimum (live)": lambda grey: quality.sharpness(grey) or 99,
    "ours, of the shot": lambda grey: quality.crispness(grey) or 99,
}


def main(count: int = 60, seed: int = 41, folder: str = "", usual: bool = False) -> None:
    print("## Sharpness against what a reader reads\n")
    if not reads():
        print("tesseract with vie is not here: skipped\n")
        return
    made = list(samples(count, seed, Path(folder) if folder else None, usual=usual))
    bad = np.array([one.error > BAD for one in made])
    print(f"seed {seed}: {len(made)} pages of {'usual' if usual else 'every'} print, {bad.sum()} of them bad")
    _areas(made)
    _sure(made, bad)
    said = np.array([quality.is_blurred(one.grey) for one in made])
    print(f"called blurred: {(said & bad).sum()} of {bad.sum()} bad, {(said & ~bad).sum()} of {(~bad).sum()} good")
    for kind in KINDS:
        here = np.array([one.kind == kind for one in made])
        right, wrong = (said & bad & here).sum(), (said & ~bad & here).sum()
        if here.any():
            print(f"  {kind:12} {right} of {(bad & here).sum()} bad, {wrong} of {(~bad & here).sum()} good")
    print()


def _areas(made: list[Sample]) -> None:
    ways = {
        "best": np.array([one.error for one in made]),
        "as read": np.array([min(one.errors) for one in made]),
        "median": np.array([np.median(one.errors) for one in made]),
        "first": np.array([one.errors[0] for one in made]),
    }
    clear = ~((WAVERING[0] < ways["best"]) & (ways["best"] <= WAVERING[1]))
    print(f"{'area under the curve, bad by:':30} {'  '.join(ways)}  best without {WAVERING[0]:g} to {WAVERING[1]:g} %")
    for name, measure in MEASURES.items():
        scores = np.array([measure(one.grey) for one in made])
        areas = [auc(scores, wrong > BAD) for wrong in ways.values()]
        areas.append(auc(scores[clear], ways["best"][clear] > BAD))
        print(f"{name:30} {'  '.join(f'{area:.3f}' for area in areas)}")
    print(f"{'bad pages':30} {'  '.join(str((wrong > BAD).sum()) for wrong in ways.values())}  of {clear.sum()}")


def _sure(made: list[Sample], bad: NDArray[np.bool_]) -> None:
    """The judge's area on all pages and on parts of them, and where 95 of 100 draws from these pages lie."""
    scores = np.array([quality.crispness(one.grey) or 99 for one in made])
    kinds = np.array([one.kind for one in made])
    ring = np.array([any(KINDS[kind].alike) for kind in kinds])
    parts = {"all": kinds != "", "without a ring": ~ring, "nor typed": ~ring & (kinds != "typed"), "a ring": ring}
    for name, here in parts.items():
        if 0 < (bad & here).sum() < here.sum():
            low, high = interval(scores[here], bad[here])
            print(f"  {name:14} {auc(scores[here], bad[here]):.3f} ({low:.3f} to {high:.3f}), {here.sum()} pages")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:4], usual="usual" in sys.argv[4:])
