"""Pictures on a page of print: a portrait, a map. They keep their tones, while print becomes stencils.

What makes a picture is ground that is neither paper nor stroke: dark or coloured, and wider than any stroke or stamp's
letter. Shadows are neither: they are colourless and not that dark.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.geometry import Box
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame, Grey, darkest, lightest

_WORKING = 4  # pixels of the page (200 dpi) to one in which pictures are looked for: half a millimetre
_STROKE = 5  # of those: what is thinner is a stroke. 2.5 mm, a headline's letters have 1.5
_LETTERS = 9  # a line of print runs no wider than this once its letters are taken for one
_DARK, _COLOUR = 150, 45  # grey level, and spread between channels (of 255), of ground that is no shadowed paper
_NOT_PAPER = 225
_LEAST_SIDE, _LEAST_AREA = 20, 500  # of those pixels: 10 mm, and 1.25 cm2 that is no stroke
_MARGIN = 3
_WIDE = 121  # of those pixels: no picture's dark ground is all that lies within 6 cm


def coarse(page: Frame) -> Frame:
    """A page of 200 dpi, a half millimetre to a pixel: fine enough for whatever is larger than a letter."""
    return np.asarray(cv2.resize(page, None, fx=1 / _WORKING, fy=1 / _WORKING, interpolation=cv2.INTER_AREA), np.uint8)


def pictures(page: Frame, small: Frame | None = None) -> tuple[Box, ...]:
    """Where pictures lie on a page laid flat, cleaned or not. ``small`` is what ``coarse`` gave of it, if it did."""
    even = _against_paper(coarse(page) if small is None else small)
    low, high = darkest(even), lightest(even)
    ground = ((low < _DARK) & (high < 235) | (high - low > _COLOUR)).astype(np.uint8)
    solid = cv2.morphologyEx(ground, cv2.MORPH_OPEN, _disc(_STROKE))
    near = cv2.morphologyEx((low < _NOT_PAPER).astype(np.uint8), cv2.MORPH_OPEN, _disc(_LETTERS))
    joined = cv2.morphologyEx(near | solid, cv2.MORPH_CLOSE, _disc(_LETTERS))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    weight = np.bincount(labels[solid > 0], minlength=count)
    boxes = [_box(stats[k], page) for k in range(1, count) if _is_picture(stats[k], int(weight[k]))]
    return _merged(boxes)


def _against_paper(small: Frame) -> Frame:
    """The page relative to the brightest ground far about, channel by channel."""
    wide = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, np.ones((_WIDE, _WIDE), np.uint8))
    coarse = cv2.resize(wide, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)  # a blur this wide needs no more
    light = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 3), (small.shape[1], small.shape[0]))
    return np.asarray(cv2.divide(small, light, scale=255), np.uint8)


def _disc(side: int) -> Grey:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _is_picture(stats: NDArray[np.int32], solid: int) -> bool:
    sides = stats[cv2.CC_STAT_WIDTH], stats[cv2.CC_STAT_HEIGHT]
    return bool(min(sides) >= _LEAST_SIDE and solid >= max(_LEAST_AREA, 0.25 * sides[0] * sides[1]))


def _box(stats: NDArray[np.int32], page: Frame) -> Box:
    left, top, width, height = (int(v) for v in stats[:4])
    return (
        max(0, (left - _MARGIN) * _WORKING),
        max(0, (top - _MARGIN) * _WORKING),
        min(page.shape[1], (left + width + _MARGIN) * _WORKING),
        min(page.shape[0], (top + height + _MARGIN) * _WORKING),
    )


def _merged(boxes: list[Box]) -> tuple[Box, ...]:
    """Boxes that overlap, as one."""
    done: list[Box] = []
    for box in boxes:
        one = box
        while True:
            touching = [other for other in done if _overlap(one, other)]
            if not touching:
                break
            done = [other for other in done if other not in touching]
            touching.append(one)
            one = (
                min(b[0] for b in touching),
                min(b[1] for b in touching),
                max(b[2] for b in touching),
                max(b[3] for b in touching),
            )
        done.append(one)
    return tuple(done)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
