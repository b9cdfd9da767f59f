"""What the README says of papers: ``python bench/scan.py``.

One run: how well the page is found (real photographs beside the checkout, and a set drawn here), what each step costs,
what a page weighs and how well it is read against other tools, codes, and the judge of sharpness. Some minutes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import scan_codes
import scan_judge
import scan_size
from scan_sheets import photographed, sheet

from kiosk.devices.simulated.camera import paper
from kiosk.devices.simulated.desk import GOOD, jpeg, photograph
from kiosk.devices.simulated.paper import birth_notice
from kiosk.scan import clean, page, pdf, quality, rectify
from kiosk.scan.decode import decode
from kiosk.scan.document import page_of
from kiosk.scan.glance import glance
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Frame

PHOTOS = Path(os.environ.get("KIOSK_PHOTOS", Path(__file__).parents[2] / "shared" / "data" / "photos"))


def iou(one: Corners | None, other: Corners, size: tuple[int, int]) -> float:
    """Intersection over union of two quadrilaterals, drawn at 2000 pixels."""
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
        yield name, decode((PHOTOS / name).read_bytes()), tuple(map(tuple, label["corners"]))  # type: ignore[misc]


def drawn(count: int, seed: int = 1) -> Iterator[tuple[str, Frame, Corners | None, bool]]:
    """Name, picture, corners (None: an empty desk), and whether the page is cut off."""
    rng = np.random.default_rng(seed)
    sheet = birth_notice().resize((744, 1052))
    for k in range(count):
        width, height = [(1200, 1600), (1600, 1200), (1920, 1080)][k % 3]
        wood = tuple(rng.uniform(*[(0.5, 1.0), (0.9, 1.5), (0.25, 0.5)][int(rng.integers(3))], 3))
        scene = replace(
            GOOD,
            size=(width, height),
            wood=wood if rng.random() < 0.5 else (wood[0],) * 3,
            light=rng.uniform(0.35, 1.1),
            noise=rng.uniform(1, 5),
            shadow=bool(rng.random() < 0.6),
            seed=int(rng.integers(1 << 30)),
        )
        kind = k % 10
        if kind == 9:
            yield f"desk {k}", photograph(None, scene), None, False
            continue
        quad = _quad(rng, width, height, cut=kind == 8)
        yield f"page {k}", photograph(sheet, replace(scene, corners=quad)), quad, kind == 8


def _quad(rng: np.random.Generator, width: int, height: int, *, cut: bool) -> Corners:
    tall = min(height * rng.uniform(0.6, 0.92), width * 1.3)
    wide = tall / 1.414
    angle = rng.normal(0, 9) * np.pi / 180
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    quad = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [wide / 2, tall / 2]
    quad = quad @ turn.T + rng.normal(0, 0.022, (4, 2)) * tall + [width / 2, height / 2]
    inside = np.clip(quad, [0.025 * width, 0.025 * height], [0.975 * width, 0.975 * height])
    if cut:
        reach = rng.uniform(0.03, 0.2)
        side = int(rng.integers(4))
        far = [quad[:, 0].max() - width, quad[:, 1].max() - height, quad[:, 0].min(), quad[:, 1].min()][side]
        move = [
            (-far + reach * width, 0),
            (0, -far + reach * height),
            (-far - reach * width, 0),
            (0, -far - reach * height),
        ]
        inside = quad + move[side]
    a, b, c, d = ((float(x), float(y)) for x, y in inside)
    return a, b, c, d


def finding() -> None:
    print("## Finding the page\n")
    if PHOTOS.is_dir():
        rows = [(name, page.find(picture), corners, picture) for name, picture, corners in labelled()]
        scores = [iou(f.corners if f else None, c, (p.shape[1], p.shape[0])) for _, f, c, p in rows]
        for (name, found, _, _), score in zip(rows, scores, strict=True):
            print(f"{name:24} {score:.3f} {'cut off' if found and found.cut else ''}")
        _summary(f"{len(scores)} photographs", scores)
    else:
        print("the real photographs are not here: skipped")
    count = 200
    scores, false_pages, empty, cut_found, cut_total, cut_false, whole = [], 0, 0, 0, 0, 0, 0
    for name, picture, corners, cut in drawn(count):
        found = page.find(picture)
        if corners is None:
            empty += 1
            false_pages += found is not None
        elif cut:
            cut_total += 1
            cut_found += found is not None and found.cut
        else:
            score = iou(found.corners if found else None, corners, (picture.shape[1], picture.shape[0]))
            whole += 1
            cut_false += found is not None and found.cut
            scores.append(score)
            if score < 0.9 and "-v" in sys.argv:
                print(name, round(score, 3), found)
    _summary(f"{whole} drawn", scores)
    print(f"cut off seen {cut_found}/{cut_total}, falsely {cut_false}/{whole}", end="; ")
    print(f"page seen on empty desk {false_pages}/{empty}\n")


def _summary(what: str, scores: list[float]) -> None:
    values = np.array(scores)
    over = ", ".join(f"> {limit} {np.mean(values > limit):.0%}" for limit in (0.9, 0.95))
    print(f"{what}: mean {values.mean():.3f}, least {values.min():.3f}, {over}")


def _median_ms(work: Callable[[], Any], times: int = 9) -> float:
    work()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return float(np.median(spent)) * 1000


def steps() -> None:
    """Of a full page of print at 12 megapixels, the way every shot goes."""
    print("## What each step costs (ms, median of 9; a page of print at 12 megapixels)\n")
    data = jpeg(photographed(sheet(1)), 88)
    picture = decode(data)
    found = page.find(picture)
    assert found
    flat = rectify.lay_flat(picture, found.corners)
    white = clean.cleaned(flat.picture)
    packed = pdf.packed(white, flat.size_mm)
    live = cv2.resize(picture, (1080, 1440), interpolation=cv2.INTER_AREA)
    work: dict[str, Callable[[], Any]] = {
        "decode 3000 x 4000": lambda: decode(data),
        "find": lambda: page.find(picture),
        "lay flat": lambda: rectify.lay_flat(picture, found.corners),
        "judge": lambda: quality.faults(flat.picture, seen_dpi=200, cut=False),
        "clean": lambda: clean.cleaned(flat.picture),
        "pack": lambda: pdf.packed(white, flat.size_mm),
        "bind and check": lambda: pdf.bind([packed]),
        "the whole way": lambda: _whole_way(data),
        "glance at a live frame 1080 x 1440": lambda: glance(live),
    }
    for name, one in work.items():
        print(f"{name:36} {_median_ms(one):7.1f}")
    print()


def _whole_way(data: bytes) -> bytes:
    shot = page_of(decode(data))
    return pdf.bind([pdf.packed(shot.picture, shot.size_mm)])


def weight() -> None:
    print("## What a page weighs (bytes)\n")
    pictures = [("birth notice", decode(paper("birth-notice").read_bytes()))]
    if PHOTOS.is_dir():
        pictures += [
            (name, decode((PHOTOS / f"breta_{name}.jpg").read_bytes())) for name in ("text1", "test1", "page09")
        ]
    for name, picture in pictures:
        found = page.find(picture)
        assert found
        flat = rectify.lay_flat(picture, found.corners)
        ours = len(pdf.bind([pdf.packed(clean.cleaned(flat.picture), flat.size_mm)]))
        plain = len(cv2.imencode(".jpg", flat.picture, [cv2.IMWRITE_JPEG_QUALITY, 75])[1])
        print(f"{name:16} plain JPEG q75, 200 dpi {plain:7}   PDF/A {ours:7}   ratio {plain / ours:.1f}")


if __name__ == "__main__":
    finding()
    steps()
    weight()
    scan_size.main()
    scan_codes.main()
    scan_judge.main()
