"""Windows cut out of photographs with labelled corners: real pages, whole and cut off, and what is true about each.

A page that was cut off by a camera and one that is cut off by a window look alike; of the latter the truth is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.finder.outlines import Border
from kiosk.scan.picture import Corners, Floats, Frame, corners_of

CHOSEN_ON = ("page01", "page09", "test1", "test4", "text1", "text5")
"""Parts of the names of the photographs whose windows the weights of page.py were fitted to; the others measure."""

LEAST = 0.004  # of the window: the narrowest margin of a whole page
_MOST = 0.3  # of the window: the widest
_NEAR = 0.025  # of the window: a margin that is drawn narrow is narrower
_SHALLOW, _DEEP = 0.005, 0.2  # of the page's extent: what a border cuts off
_BY_TWO = 0.35  # of those cut off are cut by two borders that meet, the others by one
_LABEL = 3.0  # pixels: so far a labelled corner may be off
_BULGES: dict[str, tuple[float, float, float, float]] = {
    "breta_page01.jpg": (30, 12, 18, 46),
    "breta_page02.jpg": (66, 6, 10, 20),  # with the flap on its left
    "breta_test4.jpg": (12, 3, 3, 3),
    "breta_test5.jpg": (6, 3, 18, 30),
    "breta_text2.jpg": (3, 3, 3, 60),  # a corner lies outside the photograph
    "breta_text4.jpg": (6, 3, 3, 3),
}
"""How far (pixels) a curled paper reaches beyond its corners to the left, the top, the right, the bottom: measured on
the sides as ``sides.fitted`` draws them from the labelled corners, and looked at; elsewhere, as far as the labels are
off."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """``corners`` of the page in pixels of ``picture``, also where they lie outside; ``cut``: by which borders."""

    picture: Frame
    corners: Corners
    cut: frozenset[Border]


def windows(name: str, photograph: Frame, corners: Corners, count: int, seed: int) -> Iterator[Window]:
    """``count`` windows with the whole page, if the photograph leaves room around it, and as many that cut it off."""
    size = np.array([photograph.shape[1], photograph.shape[0]], np.float64)
    quad = np.array(corners)
    low, high = quad.min(0), quad.max(0)
    bulge = np.array(_BULGES.get(name, (_LABEL,) * 4), np.float64)
    room = np.concatenate([low, size - 1 - high]) - bulge
    rng = np.random.default_rng([seed, sum(name.encode())])
    for k in range(2 * count):
        cut = _cut(room, rng) if k % 2 else np.zeros(4, np.bool_)
        if not cut.any() and (room < LEAST * np.tile(size, 2)).any():
            continue
        yield _window(photograph, quad, _margins(low, high, room, bulge, cut, rng), cut, rng)


def _cut(room: Floats, rng: np.random.Generator) -> Flags:
    """Which borders (left, top, right, bottom) cut the page off; that which it touches already always does."""
    cut = room < 0
    first = int(rng.integers(4))
    cut[first] = True
    if rng.random() < _BY_TWO:
        cut[(first + int(rng.choice([1, 3]))) % 4] = True
    return np.asarray(cut)


def _margins(low: Floats, high: Floats, room: Floats, bulge: Floats, cut: Flags, rng: np.random.Generator) -> Floats:
    """How far beyond the outermost corners each border of the window lies, in pixels; negative where it cuts."""
    extent = np.tile(high - low, 2)
    share = np.exp(rng.uniform(np.log(LEAST), np.log(_MOST), 4))
    near = rng.integers(4)
    share[near] = np.exp(rng.uniform(np.log(LEAST), np.log(_NEAR)))
    frame = extent / np.maximum(1 - share - np.roll(share, 2), 0.3)
    kept = np.clip(share * frame, None, np.maximum(room, 0)) + bulge
    depth = np.exp(rng.uniform(np.log(_SHALLOW), np.log(_DEEP), 4)) * extent
    return np.asarray(np.where(cut, -depth, kept))


def _window(photograph: Frame, quad: Floats, margins: Floats, cut: Flags, rng: np.random.Generator) -> Window:
    low = np.maximum(np.ceil(quad.min(0) - margins[:2]), 0).astype(int)
    high = np.minimum(np.floor(quad.max(0) + margins[2:]).astype(int) + 1, [photograph.shape[1], photograph.shape[0]])
    picture = photograph[low[1] : high[1], low[0] : high[0]]
    return _turned(picture, quad - low, cut, int(rng.integers(4)))


def _turned(picture: Frame, quad: Floats, cut: Flags, quarters: int) -> Window:
    """Turned to the left by so many quarters, as cameras hang."""
    for _ in range(quarters):
        quad = np.stack([quad[:, 1], picture.shape[1] - 1 - quad[:, 0]], 1)
        picture, cut = np.rot90(picture), np.roll(cut, -1)
    borders = frozenset(border for border, crossed in zip(Border, cut, strict=True) if crossed)
    first = int((quad[:, 0] + quad[:, 1]).argmin())
    return Window(np.ascontiguousarray(picture), corners_of(np.roll(quad, -first, 0)), borders)
