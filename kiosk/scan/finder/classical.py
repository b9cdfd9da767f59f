"""Where the paper lies, without having learned it: the finder's second opinion, and its fallback.

Print is wiped off the paper by a morphological closing, so that neither text nor printed frames
remain; what edges are left vote for straight lines with a *side* (towards the lighter ground); lines that can be the
four sides of one paper are put together, and the quadrilateral whose sides are best covered by edges, all of the same
polarity, is the page.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.finder.lines import Edges, Lines, cover, edges, strongest
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Floats, Frame, corners_of

WORKING = 480  # pixels along the longer side: print is gone, paper edges are still sharp
_LINES = 40
_A_SIDE = 7  # candidates for each of the four sides
_STEP = 1.5
_BORDER_COVER = 0.35  # what a side outside the picture counts for: less than a faint edge
_ENOUGH = 0.42
_CONTRAST = 12.0  # L*a*b*, 8 bit: white paper on a pale desk has 15 and more, two boards of one desk up to 10
_SMALLEST = 0.04  # of the picture's area


@dataclass(frozen=True)
class Outline:
    """The paper that was found. ``sure`` runs from 0 to 1; ``cut`` says that a side lies outside the picture."""

    corners: Corners
    sure: float
    cut: bool


def find(picture: Frame) -> Outline | None:
    """The paper whose sides are best seen, or None on an empty desk."""
    scale = min(1.0, WORKING / max(picture.shape[:2]))
    small = _resized(picture, scale)
    candidate = _best(edges(small)) or _best(edges(small, light=False))
    if candidate is None:
        return None
    cut = candidate.cut or _leaves(candidate.quad, small.shape[:2])
    corners = (candidate.quad + 0.5) / scale - 0.5
    return Outline(_ordered(corners), candidate.sure, cut)


@dataclass(frozen=True)
class _Candidate:
    quad: Floats  # 4 x 2
    sure: float
    is_border: NDArray[np.bool_]  # per side, the first from corner 0 to corner 1

    @property
    def cut(self) -> bool:
        return bool(self.is_border.any())


def _resized(picture: Frame, scale: float) -> Frame:
    if scale >= 1.0:
        return picture
    smaller: Frame = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return smaller


def _best(edge_map: Edges) -> _Candidate | None:
    lines = strongest(edge_map, _LINES)
    if len(lines) < 3:
        return None
    candidates = [_quad(edge_map, lines, heading) for heading in _headings(lines)]
    good = [one for one in candidates if one and one.sure >= _ENOUGH and _stands_out(edge_map.ground, one)]
    return max(good, key=lambda one: one.sure, default=None)


def _stands_out(ground: Frame, page: _Candidate) -> bool:
    """Whether paper and desk differ across the sides: a seam between two boards is a line with the same wood beyond."""
    steps = [_step(ground, page.quad[k], page.quad[(k + 1) % 4]) for k in range(4) if not page.is_border[k]]
    return float(np.median(steps)) >= _CONTRAST


def _step(ground: Frame, one: Floats, other: Floats) -> float:
    """How far apart (L*a*b*, 8 bit) the ground lies on both hands of a side, 4 to 8 pixels from it; 0 if unseen."""
    height, width = ground.shape[:2]
    along = (other - one) / max(float(np.linalg.norm(other - one)), 1e-6)
    aside = np.array([-along[1], along[0]])
    points = one + np.linspace(0.1, 0.9, 40)[:, None] * (other - one)
    middles = []
    for hand in (-1, 1):
        samples = np.rint(np.concatenate([points + hand * away * aside for away in (4, 6, 8)])).astype(int)
        samples = samples[((samples >= 0) & (samples < [width, height])).all(axis=1)]
        if len(samples) < 12:
            return 0.0
        middles.append(np.median(ground[samples[:, 1], samples[:, 0]], axis=0))
    return float(np.linalg.norm(middles[0] - middles[1]))


def _leaves(quad: Floats, shape: tuple[int, ...]) -> bool:
    """Whether a corner lies outside the picture, by more than the finder's own error."""
    slack = 0.004 * max(shape)
    return bool((quad < -slack).any() or (quad > np.array([shape[1], shape[0]]) - 1 + slack).any())


def _headings(lines: Lines) -> list[float]:
    """At most two directions (degrees, modulo 90) that the strongest lines suggest for the paper."""
    angles = np.degrees(np.arctan2(lines.normals[:, 1], lines.normals[:, 0])) % 90
    headings: list[float] = []
    for angle in angles[:8]:
        if all(min(abs(angle - other), 90 - abs(angle - other)) > 20 for other in headings):
            headings.append(float(angle))
    return headings[:2]


def _quad(edge_map: Edges, lines: Lines, heading: float) -> _Candidate | None:
    """The best quadrilateral of lines turned by ``heading`` or a quarter more; the picture's border may stand in."""
    framed = _with_border(lines, edge_map.shape)
    first = len(lines)
    choices = []
    for k in range(4):
        facing = _towards(framed, heading + 90 * k, 32)
        border = [side for side in _towards(framed, heading + 90 * k, 46) if side >= first][:1]
        choices.append([*[side for side in facing if side < first][:_A_SIDE], *border])
    if not all(choices):
        return None
    return _judge(
        _Sides(framed, first, *cover(edge_map, framed, _STEP), edge_map.shape),
        np.array(list(itertools.product(*choices))),
    )


def _with_border(lines: Lines, shape: tuple[int, int]) -> Lines:
    height, width = shape
    return Lines(
        np.vstack([lines.normals, [[1, 0], [0, 1], [-1, 0], [0, -1]]]),
        np.concatenate([lines.offsets, [0.0, 0.0, -(width - 1.0), -(height - 1.0)]]),
    )


@dataclass(frozen=True)
class _Sides:
    """Lines that may be sides; from ``first`` on they are the picture's border. ``total``, ``start``: see ``cover``."""

    lines: Lines
    first: int
    total: Floats
    start: Floats
    shape: tuple[int, int]


def _towards(lines: Lines, degrees: float, within: float) -> NDArray[np.int64]:
    """Indices of the lines whose normal points to ``degrees``, in the order they have."""
    heading = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    return np.nonzero(lines.normals @ heading > np.cos(np.radians(within)))[0]


def _judge(sides: _Sides, picks: NDArray[np.int64]) -> _Candidate | None:
    """The best of the picked quadruples (n x 4 line indices, each line next to its neighbour)."""
    corners = np.stack([_meet(sides.lines, picks[:, k - 1], picks[:, k]) for k in range(4)], 1)  # k: side k-1 x side k
    following = np.roll(corners, -1, 1)
    lengths = np.linalg.norm(following - corners, axis=2)
    share = _area(corners) / (sides.shape[0] * sides.shape[1])
    is_border = picks >= sides.first
    covers = np.stack([_covered(sides, picks[:, k], corners[:, k], following[:, k]) for k in range(4)], 1)
    covers = np.where(is_border, _BORDER_COVER, covers / np.maximum(lengths, 1))
    mean = (covers * lengths).sum(1) / np.maximum(lengths.sum(1), 1)
    score = mean * (0.6 + 0.4 * covers.min(1) / np.maximum(mean, 1e-6)) * share**0.1
    good = _shaped(corners, lengths, sides.shape) & (share > _SMALLEST) & _bordered(is_border)
    top = int(np.where(good, score, 0).argmax())
    return _Candidate(corners[top], float(min(score[top], 1.0)), is_border[top]) if good[top] else None


def _area(corners: Floats) -> Floats:
    following = np.roll(corners, -1, 1)
    crosses = corners[:, :, 0] * following[:, :, 1] - following[:, :, 0] * corners[:, :, 1]
    return np.asarray(0.5 * np.abs(crosses.sum(1)), np.float64)


def _bordered(is_border: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """At most two sides outside, and not two facing ones: such a strip is the desk's own pattern."""
    facing = (is_border[:, 0] & is_border[:, 2]) | (is_border[:, 1] & is_border[:, 3])
    return np.asarray((is_border.sum(1) <= 2) & ~facing, np.bool_)


def _meet(lines: Lines, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
    a, b = lines.normals[one], lines.normals[other]
    det = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    det = np.where(np.abs(det) < 1e-6, 1e-6, det)
    ra, rb = lines.offsets[one], lines.offsets[other]
    return np.stack([(ra * b[:, 1] - rb * a[:, 1]) / det, (rb * a[:, 0] - ra * b[:, 0]) / det], 1)


def _covered(sides: _Sides, picked: NDArray[np.int64], one: Floats, other: Floats) -> Floats:
    """How many pixels of each picked side, from one corner to the other, lie on an edge."""
    normal = sides.lines.normals[picked]
    along = np.stack([-normal[:, 1], normal[:, 0]], 1)
    last = sides.total.shape[1] - 1
    at = [np.clip(((along * p).sum(1) - sides.start[picked]) / _STEP, 0, last).astype(int) for p in (one, other)]
    return np.asarray(np.abs(sides.total[picked, at[1]] - sides.total[picked, at[0]]), np.float64)


def _shaped(corners: Floats, lengths: Floats, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Convex, no corner sharper than 49 degrees, no side tiny, no corner far outside the picture."""
    height, width = shape
    edge = np.roll(corners, -1, 1) - corners
    after = np.roll(edge, -1, 1)
    turn = edge[:, :, 0] * after[:, :, 1] - edge[:, :, 1] * after[:, :, 0]
    sine = turn / np.maximum(np.linalg.norm(edge, axis=2) * np.linalg.norm(after, axis=2), 1e-6)
    roomy = np.all(np.abs(corners / [width, height] - 0.5) < 0.58, axis=(1, 2))
    return np.asarray(np.all(sine > 0.75, 1) & (lengths.min(1) > 0.1 * min(height, width)) & roomy, np.bool_)


def _ordered(quad: Floats) -> Corners:
    """Clockwise from the corner nearest the picture's top left, as seen."""
    first = int((quad[:, 0] + quad[:, 1]).argmin())
    return corners_of(np.roll(quad, -first, 0))
