"""The finder on real photographs that lie beside the checkout."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from scan_scenes import iou

from bench.finder.windows import windows
from kiosk.scan.decode import decode
from kiosk.scan.finder.outlines import find
from kiosk.scan.picture import Corners

PHOTOS = Path(os.environ.get("KIOSK_PHOTOS", Path(__file__).parents[4] / "shared" / "data" / "photos"))
pytestmark = [
    pytest.mark.photos,
    pytest.mark.skipif(not (PHOTOS / "corners.json").is_file(), reason=f"no photographs at {PHOTOS}: set KIOSK_PHOTOS"),
]


def labels() -> dict[str, Corners]:
    if not (PHOTOS / "corners.json").is_file():
        return {}
    table = json.loads((PHOTOS / "corners.json").read_text())
    return {name: tuple((x, y) for x, y in label["corners"]) for name, label in table.items()}  # type: ignore[misc]


def scores() -> dict[str, float]:
    found = {}
    for name, corners in labels().items():
        picture = decode((PHOTOS / name).read_bytes())
        page = find(picture)
        found[name] = iou(page.corners, corners, (picture.shape[1], picture.shape[0])) if page else 0.0
    return found


def test_the_page_is_found_on_every_photograph() -> None:
    found = scores()
    assert len(found) == 13
    assert min(found.values()) > 0.98, found
    assert np.mean(list(found.values())) > 0.99, found


def test_pages_cut_off_are_told_from_whole_ones() -> None:
    """A few windows of each photograph; bench/finding.py measures many more."""
    seen: dict[bool, list[bool]] = {True: [], False: []}
    for name, corners in labels().items():
        for window in windows(name, decode((PHOTOS / name).read_bytes()), corners, 2, 5):
            page = find(window.picture)
            seen[bool(window.cut)].append(page is not None and page.cut)
    assert len(seen[False]) == 22
    assert sum(seen[False]) <= 1
    assert np.mean(seen[True]) > 0.9
