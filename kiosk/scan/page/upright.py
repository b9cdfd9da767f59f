"""Which way up a page of print lies.

Latin letters reach up (ascenders, capitals, and in Vietnamese nearly every accent) more than they reach down. A strip
of the page 3 cm wide is summed along its lines; about each line's body the ink above is held against the ink below.
Lines that run down the page are found the same way on the page turned by a quarter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import background
from kiosk.scan.picture import Grey

_STRIP = 120  # pixels of a page of 100 dpi: 3 cm, in which a crooked line strays by less than its body
_LINES = 12  # bodies of lines: with fewer nobody can tell
_LEAN = 0.08  # how far from even the ink must lie: sentences in print have 0.1 to 0.3
_PRINT, _LEAN_OF_PRINT = 5.0, 0.04  # where lines show so clearly: a printed form with its dotted rules has 0.05
_ACROSS = 2.0  # how much more clearly lines must show one way than the other: print has 5 to 14, handwriting 1 to 3

Sums = NDArray[np.float32]


def quarters(grey: Grey) -> int:
    """By how many quarters, clockwise, a page of 200 dpi must be turned to be read; 0 where nobody can tell."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = (small < 0.72 * background(small)).astype(np.float32)
    ink[:8], ink[-8:], ink[:, :8], ink[:, -8:] = 0, 0, 0, 0
    across, along = _clarity(ink), _clarity(ink.T)
    sideways = along > _ACROSS * across
    if not sideways and across < _ACROSS * along:
        return 0
    lean = _lean(np.ascontiguousarray(np.rot90(ink, 1)) if sideways else ink)
    is_print = max(across, along) > _PRINT * min(across, along)
    if abs(lean) < (_LEAN_OF_PRINT if is_print else _LEAN):
        return 0
    if sideways:
        return 3 if lean > 0 else 1
    return 0 if lean > 0 else 2


def _strips(ink: NDArray[np.float32]) -> list[Sums]:
    """For each strip how much ink each row has."""
    count = max(1, ink.shape[1] // _STRIP)
    return [strip.sum(axis=1) for strip in np.array_split(ink, count, axis=1) if strip.mean() > 0.01]


def _clarity(ink: NDArray[np.float32]) -> float:
    """How strongly rows alternate between print and gap."""
    return float(sum(np.square(np.diff(cv2.blur(sums.reshape(-1, 1), (1, 7)).ravel())).sum() for sums in _strips(ink)))


def _lean(ink: NDArray[np.float32]) -> float:
    """From -1, all ink beside the bodies of the lines lies below, to 1, all of it above; 0 with too few lines."""
    above = below = 0.0
    lines = 0
    for sums in _strips(ink):
        for top, bottom in _bodies(sums):
            height = bottom - top
            reach = max(2, round(0.75 * height))
            if top - reach < 0 or bottom + reach > len(sums):
                continue
            above += float(sums[top - reach : top].sum())
            below += float(sums[bottom : bottom + reach].sum())
            lines += 1
    if lines < _LINES or above + below == 0:
        return 0.0
    return (above - below) / (above + below)


def _bodies(sums: Sums) -> list[tuple[int, int]]:
    """First row and the row after the last of each line's body: where ink is over half of the line's fullest row."""
    wide = cv2.dilate(sums.reshape(-1, 1), np.ones((25, 1))).ravel()
    full = (sums > 0.5 * wide) & (wide > 0.08 * _STRIP)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], full.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2) if 4 <= b - a <= 30]
