"""Does the judge of sharpness know what a reader can read? ``python bench/scan_judge.py [HOW MANY] [SEED] [FOLDER]``

Pages of Vietnamese print through the simulated camera, blurred by hands and lenses to every degree: plain, bold, serif,
typewritten, pale (a worn cartridge, a carbon copy) and blue print of 11 to 14 points, few lines and many, at several
distances, lights and noises. A page is bad where tesseract reads over 3 % of its letters wrong; the table gives for
each measure the chance that a bad page scores below a good one (area under the ROC curve). What is measured was chosen
on seed 11 and is reported on seed 12 (the default). Pages are kept in FOLDER, as they take long to read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scan_sheets import Colour, as_image, error, on_desk, photographed, print_of, reads, sheet

from kiosk.scan import page, quality
from kiosk.scan.clean import cleaned
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame, Grey
from kiosk.scan.rectify import lay_flat

BAD = 3.0  # percent of letters
WAVERING = (
    2.0,
    5.0,
)  # percent: a page that is one or the other by a few letters, which the reader itself tells by chance
_SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_TYPED = "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf"
_BLACK, _BLUE = (30, 30, 34), (44, 56, 140)


@dataclass(frozen=True)
class Print:
    """A kind of print: its font (a name of ours or a file), and its ink, if not drawn by lot between two greys."""

    font: str
    ink: Colour | tuple[int, int] = _BLACK


KINDS = {
    "plain": Print("NotoSans-Regular"),
    "round": Print("BeVietnamPro-Regular"),
    "bold": Print("NotoSans-Bold"),
    "serif": Print(_SERIF),
    "typed": Print(_TYPED),
    "pale": Print("NotoSans-Regular", (90, 150)),
    "pale serif": Print(_SERIF, (80, 140)),
    "blue": Print("BeVietnamPro-Regular", _BLUE),
}


@dataclass(frozen=True)
class Sample:
    grey: Grey  # laid flat at 200 dpi
    error: float
    kind: str
    how: str


def samples(count: int, seed: int, folder: Path | None = None) -> Iterator[Sample]:
    """Each page by a seed of its own: more of them are the same ones and others. What lies in ``folder`` is taken."""
    for k in range(count):
        told = folder / f"{seed}-{k}.json" if folder else None
        if told is None or not told.exists():
            one = _sample(np.random.default_rng([seed, k]), k)
            if told:
                _keep(one, told)
        else:
            one = _kept(told)
        yield one


def _keep(one: Sample, told: Path) -> None:
    told.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(told.with_suffix(".png")), one.grey)
    told.write_text(json.dumps([one.error, one.kind, one.how]), "utf-8")


def _kept(told: Path) -> Sample:
    picture = np.asarray(cv2.imread(str(told.with_suffix(".png")), cv2.IMREAD_GRAYSCALE), np.uint8)
    return Sample(picture, *json.loads(told.read_text("utf-8")))


def _sample(rng: np.random.Generator, k: int) -> Sample:
    names = [name for name, kind in KINDS.items() if "/" not in kind.font or Path(kind.font).exists()]
    name = names[k % len(names)]
    kind = KINDS[name]
    points = float(rng.choice([11, 12, 13, 14]))
    ink = (int(rng.integers(*kind.ink)),) * 3 if len(kind.ink) == 2 else kind.ink
    one = sheet(int(rng.integers(1 << 20)), points, kind.font, lines=int(rng.choice([4, 9, 16])), ink=ink)
    size = [(1500, 2000), (1800, 2400), (2250, 3000)][int(rng.integers(3))]
    light, noise = float(rng.uniform(0.4, 1.0)), float(rng.uniform(1, 5))
    picture = photographed(one, size, int(rng.integers(1 << 20)), light=light, noise=noise)
    unit = size[1] / 3200
    motion, lens = rng.uniform(0, 30) * unit, rng.uniform(0, 6.5) * unit
    motion, lens = [(motion, 0), (0, lens), (motion * 0.7, lens * 0.6)][int(rng.integers(3))]
    blurred = _noisy(_blurred(picture, motion, float(rng.uniform(0, np.pi)), lens), rng)
    found = page.find(blurred)
    flat = lay_flat(blurred, found.corners if found else on_desk(size)).picture
    wrong = error(one, print_of(as_image(cleaned(flat))), 200)
    how = f"{points:g} pt, motion {motion:.0f}, lens {lens:.1f}, {size[1]} px, light {light:.2f}, ink {ink[0]}"
    return Sample(np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), np.uint8), wrong, name, how)


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


MEASURES: dict[str, Callable[[Grey], Any]] = {
    "variance of the Laplacian": lambda grey: cv2.Laplacian(grey, cv2.CV_32F).var(),
    "Tenengrad": lambda grey: (cv2.Sobel(grey, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(grey, cv2.CV_32F, 0, 1) ** 2).mean(),
    "ours, live": lambda grey: quality.sharpness(grey) or 99,
    "ours, of the shot": lambda grey: quality.crispness(grey) or 99,
}


def main(count: int = 120, seed: int = 12, folder: str = "") -> None:
    print("## Sharpness against what a reader reads\n")
    if not reads():
        print("tesseract with vie is not here: skipped\n")
        return
    made = list(samples(count, seed, Path(folder) if folder else None))
    bad = np.array([one.error > BAD for one in made])
    print(f"seed {seed}: {count} pages, {bad.sum()} of them bad (over {BAD:g} % of letters wrong)")
    clear = np.array([not WAVERING[0] < one.error <= WAVERING[1] for one in made])
    print(f"{'area under the curve':28} all    {clear.sum()} without {WAVERING[0]:g} to {WAVERING[1]:g} %")
    for name, measure in MEASURES.items():
        scores = np.array([measure(one.grey) for one in made])
        print(f"{name:28} {auc(scores, bad):.3f}  {auc(scores[clear], bad[clear]):.3f}")
    said = np.array([quality.is_blurred(one.grey) for one in made])
    print(f"called blurred: {(said & bad).sum()} of {bad.sum()} bad, {(said & ~bad).sum()} of {(~bad).sum()} good")
    for kind in KINDS:
        here = np.array([one.kind == kind for one in made])
        right, wrong = (said & bad & here).sum(), (said & ~bad & here).sum()
        print(f"  {kind:12} {right} of {(bad & here).sum()} bad, {wrong} of {(~bad & here).sum()} good")
    print()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:])
