"""Where papers lie, as a small network sees it: 256 x 256 pixels in, papers out. How it learned: docs/finder.md.

It takes the picture as patches of 4 x 4 pixels and answers with 21 maps of 32 x 32, read as two: ``fine`` (64 x 64: a
corner, paper) and ``coarse`` (32 x 32: the middle of a paper, the way from there to its corners, and whether it leaves
the picture on the left, at the top, on the right, at the bottom).
"""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import FinderBroken
from kiosk.resources import asset
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame

SIDE = 256
FINE, _COARSE = 64, 32
_PATCH = SIDE // FINE
_WAYS = 13  # of the maps are coarse
_SEEN = 0.2  # how likely the middle of a paper must be
_CORNER = 0.06  # how likely a corner must be to draw the quadrilateral to it
_REACH = 0.25  # of the paper's extent: how far from its place a corner is looked for
_BEYOND = 7  # cells outside the picture: a corner farther out cannot be one that is seen
_PART = 0.6  # of the picture's width and height a closer look sees
_CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
_SMALL = 0.12  # of the picture: a smaller paper is better seen from closer
_DOUBT = 0.75  # what was not seen in the whole picture is less likely
_GOES_ON = 0.5  # how likely paper must lie on its border for one to go on there
_AROUND = 4  # cells around the quadrilateral where a border counts as the paper's
_RUN = 3  # cells of a border must show paper
_SAME = 0.6  # two papers that share so much of their area are one
_TURNS = np.add.outer(np.arange(4), np.arange(4)) % 4  # of a quadrilateral's corners

Maps = NDArray[np.float32]


@dataclass(frozen=True)
class PaperSight:
    """A paper as the network sees it. ``quad`` is 4 x 2 in shares of the picture's width and height, clockwise.

    Likelihoods, each 0 to 1: ``middle``, that the middle of a paper is where this one's is; ``paper``, that what lies
    within it is paper; ``corners``, that each of the four is one; ``over``, that there is paper of it on the picture's
    left, top, right and bottom border; ``cut``, that it leaves the picture there, by the network's own word.
    """

    quad: Floats
    middle: float
    paper: float
    corners: Floats
    over: Floats
    cut: Floats

    @property
    def area(self) -> float:
        return abs(float(cv2.contourArea(self.quad.astype(np.float32))))


class Network:
    """The loaded network. One picture at a time: threads wait for each other."""

    def __init__(self, path: Path) -> None:
        """Raises FinderBroken if the file is not there or not a network of ours."""
        try:
            self._net = cv2.dnn.readNetFromONNX(np.frombuffer(path.read_bytes(), np.uint8))
        except (OSError, cv2.error) as error:
            raise FinderBroken(type(error).__name__, file=path.name) from error
        self._lock = threading.Lock()
        try:
            maps = self._answer(np.zeros((SIDE, SIDE, 3), np.uint8))
        except cv2.error as error:
            raise FinderBroken("no answer", file=path.name) from error
        if maps.shape != (1, _WAYS + 8, _COARSE, _COARSE):
            raise FinderBroken("another network", file=path.name)

    def look(self, picture: Frame, *, everywhere: bool = False) -> tuple[PaperSight, ...]:
        """Every paper seen, the largest first. Where none is, a closer look at the middle may show a small one;
        ``everywhere`` asks for small ones beside others too, and looks closer at the four quarters, which overlap."""
        sights = sights_of(*self.answer(shrunk(picture)))
        if not everywhere:
            return sights or tuple(self._closer(picture, (0.5, 0.5)))
        return _joined(sights, [sight for corner in _CORNERS for sight in self._closer(picture, corner)])

    def _closer(self, picture: Frame, at: tuple[float, float]) -> list[PaperSight]:
        """The papers that lie wholly in a part of the picture: its left and top in shares of what is left out."""
        height, width = picture.shape[:2]
        high, wide = round(height * _PART), round(width * _PART)
        top, left = round((height - high) * at[1]), round((width - wide) * at[0])
        sights = sights_of(*self.answer(shrunk(picture[top : top + high, left : left + wide])))
        share, shift = np.array([wide / width, high / height]), np.array([left / width, top / height])
        real = np.array([left == 0, top == 0, left + wide == width, top + high == height])  # borders of the picture
        return [
            replace(
                sight,
                quad=sight.quad * share + shift,
                middle=_DOUBT * sight.middle,
                over=sight.over * real,
                cut=sight.cut * real,
            )
            for sight in sights
            if sight.over[~real].max() < _GOES_ON
        ]

    def answer(self, small: Frame) -> tuple[Maps, Maps]:
        """The two maps of a picture of ``SIDE`` x ``SIDE`` pixels, before they are read."""
        maps = self._answer(small)[0]
        quarters = maps[_WAYS:].reshape(2, 2, 2, _COARSE, _COARSE).transpose(0, 3, 1, 4, 2)
        return quarters.reshape(2, FINE, FINE), maps[:_WAYS]

    def _answer(self, small: Frame) -> Maps:
        patches = small.reshape(FINE, _PATCH, FINE, _PATCH, 3).transpose(4, 1, 3, 0, 2).astype(np.float32, order="C")
        with self._lock:
            self._net.setInput(patches.reshape(1, -1, FINE, FINE))
            return np.asarray(self._net.forward(), np.float32)


@functools.cache
def network() -> Network:
    """The network that came with the kiosk. Raises FinderBroken."""
    return Network(asset("models", "finder.onnx"))


def sights_of(fine: Maps, coarse: Maps) -> tuple[PaperSight, ...]:
    """The papers in the network's two maps, the largest first; of two that are one, the surer."""
    middles = likely(coarse[0])
    peaks = (middles >= cv2.dilate(middles, np.ones((3, 3), np.uint8))) & (middles > _SEEN)
    rows, columns = np.nonzero(peaks)
    corners, paper = likely(fine[0]), likely(fine[1])
    sights = [_sight(middles, coarse, corners, paper, int(y), int(x)) for y, x in zip(rows, columns, strict=True)]
    distinct: list[PaperSight] = []
    for sight in sorted(sights, key=lambda one: -one.middle):
        if sight.area > 0.002 and all(shared(sight.quad, other.quad) < _SAME for other in distinct):
            distinct.append(sight)
    return tuple(sorted(distinct, key=lambda one: -one.area))


def _joined(sights: tuple[PaperSight, ...], closer: list[PaperSight]) -> tuple[PaperSight, ...]:
    """Each paper once: the small ones as they were seen from closer, whether or not they were seen before."""
    joined = list(sights)
    for sight in sorted(closer, key=lambda one: -one.middle):
        again = [k for k, other in enumerate(joined) if shared(sight.quad, other.quad) > _SAME]
        if again and sight.area < _SMALL:
            joined[again[0]] = replace(sight, middle=max(sight.middle, joined[again[0]].middle))
        elif not again and sight.area < 2 * _SMALL:
            joined.append(sight)
    return tuple(sorted(joined, key=lambda one: -one.area))


def shrunk(picture: Frame) -> Frame:
    """The picture as the network takes it. Of a very large one every few pixels do; then it is halved, which is quick,
    as long as half is enough."""
    skip = max(1, min(picture.shape[:2]) // (3 * SIDE))
    small = np.ascontiguousarray(picture[skip // 2 :: skip, skip // 2 :: skip])
    while min(small.shape[:2]) >= 2 * SIDE:
        height, width = (side // 2 for side in small.shape[:2])
        small = cv2.resize(small[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
    nearly = max(small.shape[:2]) < 2 * SIDE <= 2 * min(small.shape[:2])
    return np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR if nearly else cv2.INTER_AREA))


def likely(logits: Maps) -> Maps:
    """What the network said of each cell, as likelihoods."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


def _sight(middles: Maps, coarse: Maps, corners: Maps, paper: Maps, y: int, x: int) -> PaperSight:
    """The paper whose middle is at (x, y) of the coarse map: the cells around it speak by how likely they are."""
    rows, columns = np.mgrid[max(0, y - 1) : min(_COARSE, y + 2), max(0, x - 1) : min(_COARSE, x + 2)].reshape(2, -1)
    weight = middles[rows, columns] / middles[rows, columns].sum()
    here = (np.stack([columns, rows], 1) + 0.5) / _COARSE
    quads = coarse[1:9, rows, columns].T.reshape(-1, 4, 2) + here[:, None]
    middle = int(np.nonzero((rows == y) & (columns == x))[0][0])
    quad = np.asarray((_turned_like(quads, quads[middle]) * weight[:, None, None]).sum(0), np.float64)
    quad = _drawn_to(quad, corners)
    cut = np.asarray(likely(coarse[9:13, rows, columns]) @ weight, np.float64)
    return PaperSight(
        quad, float(middles[y, x]), _filled(quad, paper), _cornered(quad, corners), _over(quad, paper), cut
    )


def _turned_like(quads: Floats, other: Floats) -> Floats:
    """Each of the quadrilaterals starting at the corner that makes it most like ``other``."""
    turned = quads[:, _TURNS]
    best = np.abs(turned - other).sum((2, 3)).argmin(1)
    return np.asarray(turned[np.arange(len(quads)), best])


def _drawn_to(quad: Floats, corners: Maps) -> Floats:
    """Each corner moved to the likeliest place for one near it, to a part of a cell, where there is one."""
    reach = _REACH * float(np.ptp(quad, axis=0).mean()) * FINE
    moved = quad.copy()
    ticks = np.arange(FINE)
    for k, (x, y) in enumerate(quad * FINE - 0.5):
        if not (-_BEYOND < x < FINE - 1 + _BEYOND and -_BEYOND < y < FINE - 1 + _BEYOND):
            continue
        across, down = (np.exp(-((ticks - at) ** 2) / (2 * max(1.2, reach / 2) ** 2)) for at in (x, y))
        row, column = np.unravel_index(int((corners * (down[:, None] * across)).argmax()), corners.shape)
        if corners[row, column] < _CORNER:
            continue
        rows, columns = np.mgrid[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3].reshape(2, -1)
        inside = (rows < FINE) & (columns < FINE)
        rows, columns = rows[inside], columns[inside]
        weight = corners[rows, columns] ** 1.5
        moved[k] = (np.array([weight @ columns, weight @ rows]) / weight.sum() + 0.5) / FINE
    return moved


def _filled(quad: Floats, paper: Maps) -> float:
    """How likely paper is, over the part of the quadrilateral that lies in the picture."""
    mask = np.zeros((FINE, FINE), np.uint8)
    cv2.fillPoly(mask, [np.rint((quad * FINE - 0.5) * 16).astype(np.int32)], 1, shift=4)
    return float(paper[mask > 0].mean()) if mask.any() else 0.0


def _cornered(quad: Floats, corners: Maps) -> Floats:
    """How likely each corner is, by the best of the cells around it; one outside by those of the nearest border."""
    widened = cv2.dilate(corners, np.ones((3, 3), np.uint8))
    columns, rows = np.clip(np.rint(quad * FINE - 0.5), 0, FINE - 1).astype(int).T
    return np.asarray(widened[rows, columns], np.float64)


def _over(quad: Floats, paper: Maps) -> Floats:
    """How likely paper lies on the left, top, right and bottom border of the picture, near the quadrilateral."""
    near = np.zeros((FINE, FINE), np.uint8)
    shape = [np.rint((quad * FINE - 0.5) * 16).astype(np.int32)]
    cv2.fillPoly(near, shape, 1, shift=4)
    cv2.polylines(near, shape, True, 1, 2 * _AROUND, shift=4)
    nearby = np.where(near > 0, paper, 0)
    borders = (nearby[:, 0], nearby[0], nearby[:, -1], nearby[-1])
    return np.array([np.sort(border)[-_RUN] for border in borders], np.float64)


def shared(one: Floats, other: Floats) -> float:
    """Intersection over union of the convex hulls of two quadrilaterals."""
    hulls = [cv2.convexHull(quad.astype(np.float32)) for quad in (one, other)]
    common, _ = cv2.intersectConvexConvex(*hulls)
    union = sum(float(cv2.contourArea(hull)) for hull in hulls) - common
    return float(common / max(union, 1e-9))
