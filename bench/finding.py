"""How well the page is found: ``python -m bench.finding [SCENES] [SEED]``.

Three finders side by side: the classical one, the network alone, and ``page.find``, which is both and the sides drawn
to their edges. On real photographs beside the checkout (never learned from), and on scenes drawn in a world that the
network has not learned in (bench/finder/held_out.py).
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench.finder.held_out import SEED, scenes
from bench.finder.scene import drawn
from bench.finder.style import HELD_OUT
from bench.finder.windows import CHOSEN_ON, Window, windows
from kiosk.scan.decode import decode
from kiosk.scan.finder import classical, outlines, several
from kiosk.scan.finder.network import shared
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Frame, corners_of

PHOTOS = Path(os.environ.get("KIOSK_PHOTOS", Path(__file__).parents[2] / "shared" / "data" / "photos"))
WINDOWS = 20  # of each photograph and kind
EMPTY_SEEDS = {"that the limit was set with": (31337, 31338, 31339, 31340), "others": (31341, 31342)}
EMPTY_DESKS, EMPTY_SIDE = 200, 800  # of each seed
NAIVE = 0.02  # of the picture: a corner so near the border is what others call cut off
FINDERS: dict[str, Callable[[Frame], outlines.PaperOutline | classical.Outline | None]] = {
    "classical": classical.find,
    "network": lambda picture: outlines.find(picture, closely=False),
    "page.find": outlines.find,
}


def iou(one: Corners | None, other: Corners, size: tuple[int, int]) -> float:
    """Intersection over union of two quadrilaterals, drawn at 2000 pixels; of a page not found, 0."""
    if one is None:
        return 0.0
    scale, margin = 2000 / max(size), 200
    masks = []
    for quad in (one, other):
        mask = np.zeros((int(size[1] * scale) + 2 * margin, int(size[0] * scale) + 2 * margin), np.uint8)
        cv2.fillConvexPoly(mask, np.rint((np.array(quad) * scale + margin) * 16).astype(np.int32), 1, shift=4)
        masks.append(mask)
    return float((masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum())


def labelled() -> Iterator[tuple[str, Frame, Corners]]:
    """The photographs whose corners were labelled by hand."""
    for name, label in json.loads((PHOTOS / "corners.json").read_text()).items():
        yield name, decode((PHOTOS / name).read_bytes()), corners_of(np.array(label["corners"]))


def finding(count: int = 200, seed: int = SEED) -> None:
    print("## Finding the page\n")
    if PHOTOS.is_dir():
        _photographs()
        _windows(seed)
    else:
        print("the real photographs are not here: skipped\n")
    _drawn(count, seed)
    _empty()
    _times()


def _photographs() -> None:
    scores: dict[str, list[float]] = {name: [] for name in FINDERS}
    for name, picture, corners in labelled():
        size = (picture.shape[1], picture.shape[0])
        for finder, find in FINDERS.items():
            found = find(picture)
            scores[finder].append(iou(found.corners if found else None, corners, size))
        print(f"{name:22}", *(f"{finder} {values[-1]:.3f} " for finder, values in scores.items()))
    print()
    for finder, values in scores.items():
        print(f"{len(values)} photographs  {finder:10} {_summary(values)}")
    print()


def _windows(seed: int) -> None:
    """Pages cut off, and whole ones with little desk around them: windows of the photographs."""
    told: dict[str, dict[bool, list[list[bool]]]] = {}
    for name, picture, corners in labelled():
        half = "chosen on" if any(part in name for part in CHOSEN_ON) else "others   "
        for window in windows(name, picture, corners, WINDOWS, seed):
            for finder in ("classical", "page.find"):
                found = FINDERS[finder](window.picture)
                right = found is not None and _meant(found.corners, window)
                said = found is not None and found.cut
                told.setdefault(f"{half} {finder:10}", {True: [], False: []})[bool(window.cut)].append([right, said])
                if finder == "page.find":
                    near = found is not None and _at_border(found.corners, window.picture)
                    told.setdefault(f"{half} naive     ", {True: [], False: []})[bool(window.cut)].append([right, near])
    for name, kinds in sorted(told.items()):
        cut, whole = (np.array(kinds[kind]) for kind in (True, False))
        print(
            f"windows of photographs {name} {len(cut)} cut: right page {cut[:, 0].mean():.1%}, seen "
            f"{cut[:, 1].mean():.1%}, both {cut.all(1).mean():.1%}; {len(whole)} whole: right page "
            f"{whole[:, 0].mean():.1%}, falsely cut {whole[:, 1].mean():.1%}"
        )
    print()


def _meant(corners: Corners, window: Window) -> bool:
    """Whether it is that page: what of it lies in the picture."""
    size = (window.picture.shape[1], window.picture.shape[0])
    frame = np.array([[0, 0], [size[0], 0], size, [0, size[1]]], np.float32) - 0.5
    parts = []
    for quad in (corners, window.corners):
        _, part = cv2.intersectConvexConvex(cv2.convexHull(np.array(quad, np.float32)), frame)
        parts.append(part)
    return all(part is not None and len(part) > 2 for part in parts) and shared(*(part[:, 0] for part in parts)) > 0.9


def _at_border(corners: Corners, picture: Frame) -> bool:
    share = np.array(corners) / [picture.shape[1], picture.shape[0]]
    return bool(share.min() < NAIVE or share.max() > 1 - NAIVE)


def _summary(scores: list[float]) -> str:
    values = np.array(scores)
    over = ", ".join(f"> {limit} {np.mean(values > limit):4.0%}" for limit in (0.9, 0.95, 0.99))
    return f"mean {values.mean():.3f}, least {values.min():.3f}, {over}"


def _drawn(count: int, seed: int) -> None:
    whole: dict[str, list[float]] = {name: [] for name in FINDERS}
    told: dict[str, dict[str, list[bool]]] = {name: {"cut": [], "false cut": [], "empty": []} for name in FINDERS}
    looks: dict[str, list[float]] = {"in one look": [], "after further looks": []}
    for kind, scene in scenes(count, seed=seed):
        size = (scene.picture.shape[1], scene.picture.shape[0])
        for finder, find in FINDERS.items():
            found = find(scene.picture)
            if kind == "whole":
                whole[finder].append(iou(found.corners if found else None, corners_of(scene.papers[0].quad), size))
                told[finder]["false cut"].append(found is not None and found.cut)
            elif kind in ("cut", "empty"):
                told[finder][kind].append(found is not None and (kind == "empty" or found.cut))
        if kind == "several":
            asked = [corners_of(one.quad) for one in scene.papers if one.seen > 0.6 and one.over.max() < 0]
            for look, pages in zip(looks, (outlines.papers(scene.picture), several.papers(scene.picture)), strict=True):
                looks[look] += [max([iou(one.corners, quad, size) for one in pages] or [0.0]) for quad in asked]
    for finder, values in whole.items():
        rates = ", ".join(f"{name} {sum(seen)}/{len(seen)}" for name, seen in told[finder].items())
        print(f"{len(values)} drawn, held out  {finder:10} {_summary(values)}; {rates}")
    for look, scores in looks.items():
        print(f"{len(scores)} papers of several, {look}: {_summary(scores)}")
    print()


def _empty() -> None:
    """Desks with all manner of things on them and no paper, as the camera's picture and as a live frame."""
    for name, seeds in EMPTY_SEEDS.items():
        shown = {"picture": 0, "live": 0}
        for seed, k in itertools.product(seeds, range(EMPTY_DESKS)):
            desk = drawn(HELD_OUT, seed, k, side=EMPTY_SIDE, kind="empty").picture
            for way, closely in (("picture", True), ("live", False)):
                shown[way] += outlines.find(desk, closely=closely) is not None
        print(f"{EMPTY_DESKS * len(seeds)} empty desks, held out, {name}: a page is shown on {shown}")
    print()


def _times() -> None:
    """Milliseconds, median of 15, one thread and as many as OpenCV takes."""
    _, scene = next(scenes(1, side=4032))
    pictures = {"12 MP": scene.picture}
    pictures["1080p"] = cv2.resize(scene.picture, (1920, 1080), interpolation=cv2.INTER_AREA)
    for threads in (1, cv2.getNumberOfCPUs()):
        cv2.setNumThreads(threads)
        for size, picture in pictures.items():
            for finder, find in FINDERS.items():
                print(f"{threads} threads, {size}: {finder:10} {_median_ms(find, picture):6.1f} ms")
    print()


def _median_ms(find: Callable[[Frame], object], picture: Frame) -> float:
    find(picture)
    spent = []
    for _ in range(15):
        start = time.perf_counter()
        find(picture)
        spent.append(time.perf_counter() - start)
    return float(np.median(spent)) * 1000


if __name__ == "__main__":
    finding(*map(int, sys.argv[1:3]))
