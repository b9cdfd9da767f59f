"""Where the paper lies in a picture.

A classical finder. Print is wiped off the paper by a morphological closing, so that neither text nor printed frames
remain; what edges are left vote for straight lines with a *side* (towards the lighter ground); lines that can be the
four sides of one paper are put together, and the quadrilateral whose sides are best covered by edges, all of the same
polarity, is the page. Its sides are then fitted to the edges at a finer scale.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.lines import Edges, Lines, cover, edges, strongest
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Floats, Frame, corners_of

WORKING = 480  # pixels along the longer side: print is gone, paper edges are still sharp
_FINE = 1600  # and for the last fit of the sides
_LINES = 40
_A_SIDE = 7  # candidates for each of the four sides
_STEP = 1.5
_BORDER_COVER = 0.35  # what a side outside the picture counts for: less than a faint edge
_ENOUGH = 0.42
_SMALLEST = 0.04  # of the picture's area


@dataclass(frozen=True)
class Page:
    """The paper that was found. ``sure`` runs from 0 to 1; ``cut`` says that a side lies outside the picture."""

    corners: Corners
    sure: float
    cut: bool


def find(picture: Frame, *, fine: bool = True) -> Page | None:
    """The page in a picture, or None on an empty desk. ``fine`` fits the sides once more at a larger scale."""
    scale = min(1.0, WORKING / max(picture.shape[:2]))
    small = _resized(picture, scale)
    found = _best(edges(small)) or _best(edges(small, light=False))
    if found is None:
        return None
    quad, sure, cut = found
    corners = (quad + 0.5) / scale - 0.5
    return Page(_ordered(corners), sure, cut)


def _resized(picture: Frame, scale: float) -> Frame:
    if scale >= 1.0:
        return picture
    smaller: Frame = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return smaller


def _best(found: Edges) -> tuple[Floats, float, bool] | None:
    lines = strongest(found, _LINES)
    if len(lines) < 3:
        return None
    best: tuple[Floats, float, bool] | None = None
    for heading in _headings(lines):
        candidate = _quad(found, lines, heading)
        if candidate and (best is None or candidate[1] > best[1]):
            best = candidate
    return best if best and best[1] >= _ENOUGH else None


def _headings(lines: Lines) -> list[float]:
    """At most two directions (degrees, modulo 90) that the strongest lines suggest for the paper."""
    angles = np.degrees(np.arctan2(lines.normals[:, 1], lines.normals[:, 0])) % 90
    found: list[float] = []
    for angle in angles[:8]:
        if all(min(abs(angle - other), 90 - abs(angle - other)) > 20 for other in found):
            found.append(float(angle))
    return found[:2]


def _quad(found: Edges, lines: Lines, heading: float) -> tuple[Floats, float, bool] | None:
    sides = [_towards(lines, heading + 90 * k) for k in range(4)]
    height, width = found.shape
    framed = Lines(
        np.vstack([lines.normals, [[1, 0], [0, 1], [-1, 0], [0, -1]]]),
        np.concatenate([lines.offsets, [0.0, 0.0, -(width - 1.0), -(height - 1.0)]]),
    )
    first = len(lines)
    border = [
        _towards(Lines(framed.normals[first:], framed.offsets[first:]), heading + 90 * k, 46)[:1] + first
        for k in range(4)
    ]
    total, start = cover(found, framed, _STEP)
    choices = [np.concatenate([side[:_A_SIDE], edge]) for side, edge in zip(sides, border, strict=True)]
    if any(len(choice) == 0 for choice in choices):
        return None
    picks = np.array(list(itertools.product(*choices)))
    return _judge(framed, picks, total, start, first, (height, width))


def _towards(lines: Lines, degrees: float, within: float = 32) -> NDArray[np.int64]:
    """Indices of the lines whose normal points to ``degrees``, in the order they have."""
    heading = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    return np.nonzero(lines.normals @ heading > np.cos(np.radians(within)))[0]


def _judge(
    lines: Lines, picks: NDArray[np.int64], total: Floats, start: Floats, first: int, shape: tuple[int, int]
) -> tuple[Floats, float, bool] | None:
    """The best of the picked quadruples (n x 4 line indices, each line next to its neighbour)."""
    corners = np.stack([_meet(lines, picks[:, k - 1], picks[:, k]) for k in range(4)], 1)  # corner k: side k-1 x side k
    height, width = shape
    following = np.roll(corners, -1, 1)
    lengths = np.linalg.norm(following - corners, axis=2)
    area = 0.5 * np.abs((corners[:, :, 0] * following[:, :, 1] - following[:, :, 0] * corners[:, :, 1]).sum(1))
    covers = np.stack([_covered(lines, picks[:, k], corners[:, k], following[:, k], total, start) for k in range(4)], 1)
    is_border = picks >= first
    share = np.where(is_border, _BORDER_COVER, covers / np.maximum(lengths, 1))
    mean = (share * lengths).sum(1) / np.maximum(lengths.sum(1), 1)
    score = mean * (0.6 + 0.4 * share.min(1) / np.maximum(mean, 1e-6)) * (area / (height * width)) ** 0.1
    good = _shaped(corners, lengths, shape) & (area > _SMALLEST * height * width) & (is_border.sum(1) <= 2)
    score = np.where(good, score, 0)
    top = int(score.argmax())
    if score[top] <= 0:
        return None
    return corners[top], float(min(score[top], 1.0)), bool(is_border[top].any())


def _meet(lines: Lines, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
    a, b = lines.normals[one], lines.normals[other]
    det = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    det = np.where(np.abs(det) < 1e-6, 1e-6, det)
    ra, rb = lines.offsets[one], lines.offsets[other]
    return np.stack([(ra * b[:, 1] - rb * a[:, 1]) / det, (rb * a[:, 0] - ra * b[:, 0]) / det], 1)


def _covered(lines: Lines, side: NDArray[np.int64], one: Floats, other: Floats, total: Floats, start: Floats) -> Floats:
    normal = lines.normals[side]
    along = np.stack([-normal[:, 1], normal[:, 0]], 1)
    last = total.shape[1] - 1
    at = [np.clip(((along * p).sum(1) - start[side]) / _STEP, 0, last).astype(int) for p in (one, other)]
    return np.abs(total[side, at[1]] - total[side, at[0]])


def _shaped(corners: Floats, lengths: Floats, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Convex, no corner sharper than 50 degrees, no side tiny, no corner far outside the picture."""
    height, width = shape
    edge = np.roll(corners, -1, 1) - corners
    after = np.roll(edge, -1, 1)
    turn = edge[:, :, 0] * after[:, :, 1] - edge[:, :, 1] * after[:, :, 0]
    sine = turn / np.maximum(np.linalg.norm(edge, axis=2) * np.linalg.norm(after, axis=2), 1e-6)
    roomy = np.all(np.abs(corners / [width, height] - 0.5) < 0.58, axis=(1, 2))
    return np.all(sine > 0.75, 1) & (lengths.min(1) > 0.1 * min(height, width)) & roomy


def _ordered(quad: Floats) -> Corners:
    """Clockwise from the corner nearest the picture's top left, as seen."""
    first = int((quad[:, 0] + quad[:, 1]).argmin())
    return corners_of(np.roll(quad, -first, 0))
