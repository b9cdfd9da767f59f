"""Does the judge of sharpness know what a reader can read? ``python bench/scan_judge.py [HOW MANY]``

Pages of Vietnamese print through the simulated camera, blurred by hands and lenses to every degree, at several
distances, sizes of print, lights and noises. A page is bad where tesseract reads over 3 % of its letters wrong; the
table gives for each measure the chance that a bad page scores below a good one (area under the ROC curve).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scan_sheets import as_image, error, on_desk, photographed, print_of, reads, sheet

from kiosk.scan import page, quality
from kiosk.scan.clean import cleaned
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame, Grey
from kiosk.scan.rectify import lay_flat

BAD = 3.0  # percent of letters


@dataclass(frozen=True)
class Sample:
    flat: Frame  # laid flat at 200 dpi
    dpi: float
    error: float
    how: str


def samples(count: int, seed: int = 1) -> Iterator[Sample]:
    rng = np.random.default_rng(seed)
    for k in range(count):
        points = float(rng.choice([11, 12, 13, 14]))
        one = sheet(int(rng.integers(1 << 20)), points, ["NotoSans-Regular", "NotoSans-Bold"][k % 7 == 6], lines=9)
        size = [(1500, 2000), (1800, 2400), (2250, 3000)][k % 3]
        picture = photographed(
            one, size, int(rng.integers(1 << 20)), light=float(rng.uniform(0.4, 1.0)), noise=float(rng.uniform(1, 5))
        )
        unit = size[1] / 3200
        motion, lens = rng.uniform(0, 30) * unit, rng.uniform(0, 6.5) * unit
        motion, lens = [(motion, 0), (0, lens), (motion * 0.7, lens * 0.6)][int(rng.integers(3))]
        blurred = _noisy(_blurred(picture, motion, float(rng.uniform(0, np.pi)), lens), rng)
        found = page.find(blurred)
        flat = lay_flat(blurred, found.corners if found else on_desk(size))
        wrong = error(one, print_of(as_image(cleaned(flat.picture))), 200)
        yield Sample(flat.picture, flat.seen_dpi, wrong, f"{points:g} pt, motion {motion:.0f}, lens {lens:.1f}")


def _blurred(picture: Frame, motion: float, angle: float, lens: float) -> Frame:
    """A straight stroke of the hand, and a disc of confusion."""
    if motion > 1.5:
        side = int(motion) | 1
        kernel = np.zeros((side + 2, side + 2), np.float32)
        middle = side / 2 + 0.5
        along = np.array([np.cos(angle), np.sin(angle)]) * motion / 2
        ends = [tuple(int(v * 16) for v in middle + sign * along) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    if lens > 0.7:
        reach = int(np.ceil(lens))
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        disc = np.clip(lens + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
        picture = cv2.filter2D(picture, -1, disc / disc.sum())
    return picture


def _noisy(picture: Frame, rng: np.random.Generator) -> Frame:
    """The sensor's noise comes after the blur."""
    grain = rng.standard_normal(picture.shape[:2]).astype(np.float32) * rng.uniform(1, 5)
    return np.asarray(np.clip(picture + grain[:, :, None], 0, 255), np.uint8)


def auc(scores: np.ndarray, bad: np.ndarray) -> float:
    good_scores, bad_scores = scores[~bad], scores[bad]
    less = (bad_scores[:, None] < good_scores[None]).mean()
    return float(less + 0.5 * (bad_scores[:, None] == good_scores[None]).mean())


def grey(one: Sample) -> Grey:
    return np.asarray(cv2.cvtColor(one.flat, cv2.COLOR_BGR2GRAY), np.uint8)


MEASURES: dict[str, Callable[[Sample], Any]] = {
    "variance of the Laplacian": lambda one: cv2.Laplacian(grey(one), cv2.CV_32F).var(),
    "Tenengrad": lambda one: (cv2.Sobel(grey(one), cv2.CV_32F, 1, 0) ** 2).mean(),
    "ours, live": lambda one: quality.sharpness(grey(one)) or 99,
    "ours, of the shot": lambda one: quality.crispness(grey(one)) or 99,
}


def main(count: int = 120) -> None:
    print("## Sharpness against what a reader reads\n")
    if not reads():
        print("tesseract with vie is not here: skipped\n")
        return
    made = list(samples(count))
    bad = np.array([one.error > BAD for one in made])
    print(f"{count} pages, {bad.sum()} of them bad (over {BAD:g} % of letters wrong)")
    for name, measure in MEASURES.items():
        print(f"{name:28} {auc(np.array([measure(one) for one in made]), bad):.3f}")
    said = np.array([quality.is_blurred(grey(one)) for one in made])
    print(f"called blurred: {(said & bad).sum()} of {bad.sum()} bad, {(said & ~bad).sum()} of {(~bad).sum()} good\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
