"""What the README says of papers: ``python bench/scan.py``; the times alone: ``python bench/scan.py steps``.

One run: how well the page is found (real photographs beside the checkout, and a set drawn here), what each step costs,
what a page weighs and how well it is read against other tools, codes, and the judge of sharpness. Some minutes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scan_codes
import scan_judge
import scan_size
import scan_stock
from scan_sheets import A4_MM, photographed, sheet

from kiosk.devices.simulated.camera import paper
from kiosk.devices.simulated.desk import jpeg
from kiosk.scan.decode import decode
from kiosk.scan.finder import outlines
from kiosk.scan.finder.glance import glance
from kiosk.scan.opencv import cv2
from kiosk.scan.page import clean, quality, rectify, tones
from kiosk.scan.page.document import page_of
from kiosk.scan.pdf import jbig2, pdfa, stencils

PHOTOS = Path(os.environ.get("KIOSK_PHOTOS", Path(__file__).parents[2] / "shared" / "data" / "photos"))


def finding() -> None:
    """In a file of its own, which the finder's training shares: ``python -m bench.finding``."""
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from bench.finding import finding as tables

    tables()


@dataclass(frozen=True)
class Spent:
    """Medians of some runs, in milliseconds: on the clock, and of all cores together."""

    wall: float
    cores: float


def _spent(work: Callable[[], Any], times: int = 9) -> Spent:
    work()
    runs = []
    for _ in range(times):
        wall, cores = time.perf_counter(), time.process_time()
        work()
        runs.append((time.perf_counter() - wall, time.process_time() - cores))
    return Spent(*(float(v) * 1000 for v in np.median(runs, axis=0)))


def steps() -> None:
    """Of a full page of print at 12 megapixels, the way every shot goes."""
    print("## What each step costs (medians of 9; a page of print at 12 megapixels)\n")
    data = jpeg(photographed(sheet(1)), 88)
    picture = decode(data)
    found = outlines.find(picture)
    assert found
    flat = rectify.lay_flat(picture, found.corners)
    white = clean.cleaned(flat.picture)
    packed = pdfa.packed(white, flat.size_mm)
    black = stencils._inks(white, 1.0)[0]
    live = cv2.resize(picture, (1080, 1440), interpolation=cv2.INTER_AREA)
    work: dict[str, Callable[[], Any]] = {
        "decode 3000 x 4000": lambda: decode(data),
        "find": lambda: outlines.find(picture),
        "lay flat": lambda: rectify.lay_flat(picture, found.corners),
        "clean": lambda: clean.cleaned(flat.picture),
        "pictures in it": lambda: tones.pictures(flat.picture),
        "trim": lambda: clean.trimmed(white),
        "pack": lambda: pdfa.packed(white, flat.size_mm),
        "  of it: the black stencil's code": lambda: jbig2.encoded(black),
        "  the same in plain Python": lambda: jbig2._coded(*jbig2._runs(black)),
        "bind and check": lambda: pdfa.bind([packed]),
        "judge, on the other core": lambda: quality.faults(flat.picture, seen_dpi=200, cut=False),
        "the whole way": lambda: whole_way(data),
        "glance at a live frame 1080 x 1440": lambda: glance(live),
    }
    spent = {name: _spent(one) for name, one in work.items()}
    unit = spent["decode 3000 x 4000"].cores
    print(f"{'':36} {'ms, clock':>10} {'ms, cores':>10} {'decodings':>10}")
    for name, one in spent.items():
        print(f"{name:36} {one.wall:10.1f} {one.cores:10.1f} {one.cores / unit:10.1f}")
    whole = spent["the whole way"]
    print(f"\nThe goal for the whole way is 600 ms on the clock of 2 free cores: {whole.wall / 600:.2f} of it here.\n")


def whole_way(data: bytes) -> bytes:
    """As the kiosk does it: packed once, while it is judged; painted and compared with the photograph; bound."""
    shot = page_of(decode(data), meanwhile=lambda white: pdfa.packed(white, A4_MM))
    assert shot.corners and shot.packed
    return pdfa.bind([shot.packed])


def weight() -> None:
    print("## What a page weighs (bytes)\n")
    pictures = [("birth notice", decode(paper("birth-notice").read_bytes()))]
    if PHOTOS.is_dir():
        pictures += [
            (name, decode((PHOTOS / f"breta_{name}.jpg").read_bytes())) for name in ("text1", "test1", "page09")
        ]
    for name, picture in pictures:
        found = outlines.find(picture)
        assert found
        flat = rectify.lay_flat(picture, found.corners)
        ours = len(pdfa.bind([pdfa.packed(clean.cleaned(flat.picture), flat.size_mm)]))
        plain = len(cv2.imencode(".jpg", flat.picture, [cv2.IMWRITE_JPEG_QUALITY, 75])[1])
        print(f"{name:16} plain JPEG q75, 200 dpi {plain:7}   PDF/A {ours:7}   ratio {plain / ours:.1f}")


def main() -> None:
    if "steps" in sys.argv[1:]:
        steps()
        return
    finding()
    steps()
    weight()
    scan_size.main()
    scan_stock.main()
    scan_codes.main()
    scan_judge.main()


if __name__ == "__main__":
    main()
