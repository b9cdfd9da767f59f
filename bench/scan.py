"""What the README says of papers: ``python bench/scan.py``.

One run: how well the page is found (real photographs beside the checkout, and a set drawn here), what each step costs,
what a page weighs and how well it is read against other tools, codes, and the judge of sharpness. Some minutes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import scan_codes
import scan_judge
import scan_size
from scan_sheets import photographed, sheet

from kiosk.devices.simulated.camera import paper
from kiosk.devices.simulated.desk import jpeg
from kiosk.scan import clean, page, pdf, quality, rectify
from kiosk.scan.decode import decode
from kiosk.scan.document import page_of
from kiosk.scan.glance import glance
from kiosk.scan.opencv import cv2

PHOTOS = Path(os.environ.get("KIOSK_PHOTOS", Path(__file__).parents[2] / "shared" / "data" / "photos"))


def finding() -> None:
    """In a file of its own, which the finder's training shares: ``python -m bench.finding``."""
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from bench.finding import finding as tables

    tables()


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
