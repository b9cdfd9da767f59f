"""Paper that lies outside the outline that was found, and corners that are folded in: parts of a sheet that a page laid
flat does not have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.page.tones import coarse
from kiosk.scan.picture import Corners, Floats, Frame, Grey

_WORKING = 4  # pixels of a page (200 dpi) to one, where corners are looked at: half a millimetre
_WINDOW = 80  # of those: 4 cm from the corner
_LEG = 12  # of those along both edges: a fold of 6 mm
_AT_CORNER = 4  # of those: so near the corner itself there is no paper
_SHADE = 0.72  # of the paper's light about it: what is darker, or of another colour, is desk or a flap's back
_TINT = 45  # of 255, spread between the channels beyond the paper's own
_TRIANGLE = (0.3, 0.72)  # share of its box that a folded corner fills; a sliver of desk fills less, a thing more
_SEEN = 800  # pixels of the photograph's longer side, where its outline is looked along
_STEPS = 60  # along each side
_DEPTHS = (0.012, 0.018, 0.024)  # of the photograph's longer side, inward and outward from the outline
_ACROSS = tuple(np.linspace(-0.012, 0.012, 13).tolist())  # likewise: where the paper's own edge would show
_PLAIN = 0.16  # of the paper's light: a desk that differs less from the paper tells nothing
_ALIKE = 0.2  # of how much desk and paper differ here: outside is paper too
_RUN = 0.35  # of a side: beside a lamp's glare on a desk that is as light as paper up to .26 look like paper

Colours = NDArray[np.float32]


def folded_corner(page: Frame, small: Frame | None = None) -> Floats | None:
    """The corner of a page laid flat (200 dpi, not cleaned) where desk or the back of a flap shows instead of it: its
    box, 4 x 2 pixels of the page. The largest; None where all four corners are there. ``small`` as of ``pictures``."""
    small = coarse(page) if small is None else small
    side = min(_WINDOW, min(small.shape[:2]) // 3)
    if side < 2 * _LEG:
        return None
    height, width = small.shape[:2]
    corners_folded = []
    for down in (False, True):
        for right in (False, True):
            part = small[::-1] if down else small
            part = part[:, ::-1] if right else part
            legs = _legs(np.ascontiguousarray(part[:side, :side]))
            if legs:
                x, y = (width - legs[0] if right else 0), (height - legs[1] if down else 0)
                corners_folded.append((legs[0] * legs[1], x, y, x + legs[0], y + legs[1]))
    if not corners_folded:
        return None
    _, left, top, right_end, bottom = max(corners_folded)
    box = [[left, top], [right_end, top], [right_end, bottom], [left, bottom]]
    return np.asarray(box, np.float64) * _WORKING


def _legs(window: Frame) -> tuple[int, int] | None:
    """How far a triangle that is no paper reaches from the top left of a window along its top and its left edge."""
    paper = np.percentile(window.reshape(-1, 3), 75, axis=0)
    even = np.clip(window * (255 / np.maximum(paper, 8)), 0, 255)
    tint = even.max(axis=2) - even.min(axis=2)
    strange = ((even.max(axis=2) < 255 * _SHADE) | (tint > _TINT)).astype(np.uint8)
    strange = np.asarray(cv2.morphologyEx(strange, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strange, connectivity=4)
    near = labels[:_AT_CORNER, :_AT_CORNER]
    names = near[near > 0]
    if not len(names):
        return None
    own = int(np.bincount(names).argmax())
    inside = labels == own
    across, down = int(inside[:_AT_CORNER].any(axis=0).sum()), int(inside[:, :_AT_CORNER].any(axis=1).sum())
    if min(across, down) < _LEG or max(across, down) >= window.shape[0] - 1:
        return None
    fills = float(stats[own, cv2.CC_STAT_AREA]) / (across * down)
    return (across, down) if _TRIANGLE[0] <= fills <= _TRIANGLE[1] else None


def goes_on(photograph: Frame, corners: Corners) -> Floats | None:
    """The stretch of the outline beyond which the paper goes on: 4 x 2 pixels of the photograph, None where it ends
    there. Where desk and paper are too much alike nothing is told."""
    scale = _SEEN / max(photograph.shape[:2])
    small = cv2.resize(photograph, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    wiped = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    quad = (np.array(corners, np.float64) + 0.5) * scale - 0.5
    sides = [_along(wiped, quad[k], quad[(k + 1) % 4]) for k in range(4)]
    differ = np.concatenate([side[0][side[1]] for side in sides])
    if len(differ) < _STEPS:
        return None
    plain = float(np.median(differ))
    if plain < _PLAIN:
        return None
    runs = [_longest((apart < _ALIKE * plain) & there) for apart, there in sides]
    k = max(range(4), key=lambda one: runs[one][1] - runs[one][0])
    start, end = runs[k]
    if end - start < _RUN * _STEPS:
        return None
    a, b = quad[k], quad[(k + 1) % 4]
    ends = np.array([a + (b - a) * share for share in (start / _STEPS, end / _STEPS)])
    out = _outward(a, b) * _SEEN * _DEPTHS[-1]
    return np.asarray(
        np.array([ends[0] + out, ends[1] + out, ends[1] - 1.5 * out, ends[0] - 1.5 * out]) / scale, np.float64
    )


def _along(wiped: Frame, a: Floats, b: Floats) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """At each step along a side how much inside and outside differ, of the paper's light; and where both are seen."""
    share = np.linspace(0.06, 0.94, _STEPS)[:, None]
    points = a + (b - a) * share
    out = _outward(a, b) * _SEEN
    inner, outer = ([_at(wiped, points + sign * out * depth) for depth in _DEPTHS] for sign in (-1, 1))
    far = points + out * _DEPTHS[-1]
    there = ((far >= 0) & (far <= [wiped.shape[1] - 1, wiped.shape[0] - 1])).all(axis=1)
    paper = np.maximum(np.max(inner, axis=0).max(axis=1), 8.0)
    apart = np.abs(np.median(inner, axis=0) - np.median(outer, axis=0)).max(axis=1) / paper
    across = np.stack([_at(wiped, points + out * depth) for depth in _ACROSS]).max(axis=2)
    edge = (across.max(axis=0) - across.min(axis=0)) / paper  # a lamp may make the desk as light as the paper
    return np.asarray(np.maximum(apart, edge), np.float64), np.asarray(there)


def _outward(a: Floats, b: Floats) -> Floats:
    """The unit vector that leads out of the paper over a side; corners run clockwise."""
    along = b - a
    return np.asarray(np.array([along[1], -along[0]]) / max(float(np.linalg.norm(along)), 1e-6))


def _at(picture: Grey, points: Floats) -> Colours:
    maps = points.astype(np.float32).reshape(-1, 1, 2)
    return np.asarray(
        cv2.remap(picture, maps, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0], np.float32
    )


def _longest(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of True begins, and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    return max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
