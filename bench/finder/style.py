"""What a drawn world looks like. The finder learns in one world and is measured in another.

``LEARN`` and ``HELD_OUT`` share the laws of the camera (perspective, light, noise) and little of the looks: other
desks, layouts, fonts, hands and paper colours; the held-out light has two lamps and also comes through blinds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rng = np.random.Generator


@dataclass(frozen=True)
class Style:
    """The families that a world draws from; each name is a function of ``desk`` or ``paper``."""

    name: str
    desks: tuple[str, ...]
    layouts: tuple[str, ...]
    fonts: tuple[str, ...]
    paper: tuple[tuple[int, int, int], ...]  # BGR of the sheets that are not plain white
    skin: tuple[tuple[int, int, int], ...]
    blinds: bool
    strange: bool = False  # desks in any colour, two at once, what looks like a paper and is none, papers in rows


LEARN = Style(
    "learn",
    desks=(
        *("boards", "plain", "plain", "weave", "tiles", "speckle", "blobs", "white", "dark"),
        *("mosaic", "flowers", "brushed", "bamboo", "shapes", "patchwork"),
    ),
    layouts=("letter", "letter", "form", "table", "framed", "notes", "bare", "receipt", "booklet", "picture", "cover"),
    fonts=("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    paper=((190, 220, 240), (235, 215, 190), (200, 200, 245), (190, 235, 200), (160, 225, 250), (120, 160, 190)),
    skin=((130, 160, 215), (95, 130, 185), (60, 90, 140)),
    blinds=False,
    strange=True,
)

HELD_OUT = Style(
    "held out",
    desks=("marble", "checks", "parquet", "ribs", "plain", "smoke"),
    layouts=("columns", "certificate", "ledger", "letter", "bare", "picture"),
    fonts=("BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf"),
    paper=((215, 235, 250), (240, 225, 205), (215, 205, 235), (170, 240, 225)),
    skin=((115, 145, 200), (75, 105, 160)),
    blinds=True,
)


def noise(size: tuple[int, int], rng: Rng, across: float, down: float) -> Floats:
    """Smooth noise, height x width for ``size`` = (width, height), deviation about 1, with so many cells."""
    import cv2

    small = rng.standard_normal((max(2, round(down)), max(2, round(across)))).astype(np.float32)
    if small.shape[0] >= size[1] and small.shape[1] >= size[0]:
        return np.ascontiguousarray(small[: size[1], : size[0]])
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.float32)
