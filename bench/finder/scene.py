"""A desk with papers on it, photographed: the picture, and what is true about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.finder import pose
from bench.finder.camera import developed, lit
from bench.finder.desk import desk
from bench.finder.paper import Sheet, sheet
from bench.finder.pose import Quad, Size
from bench.finder.strange import decoy, strange
from bench.finder.style import Floats, Rng, Style
from bench.finder.things import clutter, hands, mat

WILD = 0.25  # of the sheets lie at any turn, the others nearly as the picture does
CROWD = 6  # papers at most
ASPECTS = ((4, 3), (3, 4), (16, 9), (9, 16), (3, 4), (4, 3), (1, 1))


@dataclass(frozen=True)
class Truth:
    """One paper. ``seen``: the visible share of what lies in the picture; ``over``: see ``pose.crossed``."""

    quad: Quad
    seen: float
    over: NDArray[np.float64]
    bow: float  # how far a side leaves its straight line, as a share of the side


@dataclass(frozen=True)
class Scene:
    """``labels`` holds for each pixel the number of the paper seen there, from 1, or 0."""

    picture: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    papers: tuple[Truth, ...]


Sheets = Callable[[Style, Rng], Sheet]


def drawn(
    style: Style,
    seed: int,
    index: int,
    *,
    side: int = 448,
    kind: str | None = None,
    size: Size | None = None,
    sheets: Sheets = sheet,
) -> Scene:
    """The scene ``index`` of a world; the same call gives the same picture. ``side``: pixels of the longer side.

    ``kind``: "empty", "whole" (one paper, all of it), "cut" (one paper), "several"; None draws from all. ``sheets``
    gives each paper: drawn for this scene, or taken from some drawn before.
    """
    rng = np.random.default_rng([seed, index])
    across, down = ASPECTS[int(rng.integers(len(ASPECTS)))]
    size = size or (round(side * across / max(across, down)), round(side * down / max(across, down)))
    kind = kind or str(rng.choice(["empty", "whole", "cut", "several"], p=[0.16, 0.43, 0.21, 0.2]))
    picture = strange(size, style, rng) if style.strange else desk(size, style, rng)
    labels = np.zeros((size[1], size[0]), np.uint8)
    if rng.random() < 0.12:
        picture = mat(picture, rng)
    if rng.random() < 0.45 or kind == "empty":
        picture = clutter(picture, rng, int(rng.integers(1, 5)))
    if style.strange and rng.random() < (0.75 if kind == "empty" else 0.15):
        picture = decoy(picture, rng)
    laid = []
    for quad, paper in _placed(kind, size, style, sheets, rng):
        bow = _bow(rng)
        picture = _laid(picture, labels, len(laid) + 1, paper, quad, bow, rng)
        laid.append((quad, float(np.abs(bow).max())))
    if rng.random() < 0.12:
        picture = clutter(picture, rng, 1)
    if rng.random() < 0.22:
        picture = hands(picture, [quad for quad, _ in laid], style, rng)
    picture = developed(lit(picture, style, rng), rng)
    return Scene(picture, labels, tuple(_truth(k, *one, labels, size) for k, one in enumerate(laid, 1)))


def _placed(kind: str, size: Size, style: Style, sheets: Sheets, rng: Rng) -> list[tuple[Quad, Sheet]]:
    if kind == "empty":
        return []
    if kind == "several":
        return _several(size, style, sheets, rng)
    paper = sheets(style, rng)
    shape = pose.tilted(_ratio(paper), rng, rng.random() < WILD)
    if kind == "cut":
        return [(pose.cut(shape, size, rng), paper)]
    small = paper.round > 0 or rng.random() < 0.08
    fill = (
        rng.uniform(0.15, 0.7)
        if small
        else float(rng.choice([rng.uniform(0.5, 0.9), rng.uniform(0.85, 0.996), rng.uniform(0.93, 0.996)]))
    )
    return [(pose.whole(shape, size, rng, fill), paper)]


def _several(size: Size, style: Style, sheets: Sheets, rng: Rng) -> list[tuple[Quad, Sheet]]:
    if rng.random() < 0.2:  # a pile: sheets of one kind, each a little aside of the one below
        paper = sheets(style, rng)
        shape = pose.tilted(_ratio(paper), rng, False)
        base = pose.whole(shape, size, rng, rng.uniform(0.5, 0.85))
        pile = [base + rng.normal(0, 0.05 * min(size), 2) + rng.normal(0, 0.006 * min(size), (4, 2)) for _ in range(2)]
        return [(quad, sheets(style, rng) if k == 0 else paper) for k, quad in enumerate([*pile, base])]
    if rng.random() < (0.5 if style.strange else 0.3):
        many = int(rng.choice([2, 3, 4, 5, 6] if style.strange else [2, 2, 3]))
        row = [sheets(style, rng) for _ in range(many)]
        shape = pose.rows([_ratio(paper) for paper in row], int(rng.choice([2, 3])) if many > 3 else 3, rng)
        points = pose.whole(shape, size, rng, rng.uniform(0.6, 0.98))
        return list(zip(points.reshape(-1, 4, 2), row, strict=True))
    placed = []
    for _ in range(int(rng.choice([2, 3, 4, 5, CROWD] if style.strange else [2, 2, 2, 3, 4]))):
        paper = sheets(style, rng)
        shape = pose.tilted(_ratio(paper), rng, rng.random() < 0.25)
        if rng.random() < 0.2:
            placed.append((pose.cut(shape * 0.8, size, rng), paper))
        else:
            placed.append((pose.whole(shape, size, rng, rng.uniform(0.22, 0.62)), paper))
    return placed


def _ratio(paper: Sheet) -> float:
    return float(paper.picture.shape[0] / paper.picture.shape[1])


def _bow(rng: Rng) -> NDArray[np.float64]:
    """How far each side (left, right, top, bottom) leaves its line at the middle, as a share of the other side."""
    if rng.random() < 0.5:
        return np.zeros(4)
    return rng.normal(0, rng.choice([0.003, 0.01, 0.018]), 4).clip(-0.04, 0.04)


def _laid(
    picture: Floats,
    labels: NDArray[np.uint8],
    number: int,
    paper: Sheet,
    quad: Quad,
    bow: NDArray[np.float64],
    rng: Rng,
) -> Floats:
    height, width = picture.shape[:2]
    u, v = _flat(quad, bow, width, height)
    across, down = _lengths(quad)
    alpha = _alpha(u, v, across, down, paper.round)
    picture = picture * (1 - _shade(alpha, (width, height), rng))[:, :, None]
    sides = max(8, round(across * 1.2)), max(8, round(down * 1.2))
    source = paper.picture
    if sides[0] < source.shape[1]:
        source = cv2.resize(source, sides, interpolation=cv2.INTER_AREA)
    x, y = u * source.shape[1] - 0.5, v * source.shape[0] - 0.5
    seen = cv2.remap(source, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if bow.any():
        seen = seen * _rolled(u, v, bow, rng)[:, :, None]
    labels[alpha > 0.5] = number
    return np.asarray(picture * (1 - alpha[:, :, None]) + seen * alpha[:, :, None], np.float32)


def _flat(quad: Quad, bow: NDArray[np.float64], width: int, height: int) -> tuple[Floats, Floats]:
    """For each pixel where it lies on the sheet (0..1 each way); bowed sides keep the corners where they are."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    onto = cv2.getPerspectiveTransform(quad.astype(np.float32), unit)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    w = onto[2, 0] * x + onto[2, 1] * y + onto[2, 2]
    w = np.where(w < 1e-6, 1e-6, w)
    u = (onto[0, 0] * x + onto[0, 1] * y + onto[0, 2]) / w
    v = (onto[1, 0] * x + onto[1, 1] * y + onto[1, 2]) / w
    if not bow.any():
        return np.asarray(u, np.float32), np.asarray(v, np.float32)
    cu, cv = np.clip(u, -0.2, 1.2), np.clip(v, -0.2, 1.2)
    bent_u = u + np.sin(np.pi * np.clip(v, 0, 1)) * (bow[0] * (1 - cu) + bow[1] * cu)
    bent_v = v + np.sin(np.pi * np.clip(u, 0, 1)) * (bow[2] * (1 - cv) + bow[3] * cv)
    return np.asarray(bent_u, np.float32), np.asarray(bent_v, np.float32)


def _rolled(u: Floats, v: Floats, bow: NDArray[np.float64], rng: Rng) -> Floats:
    """How a sheet that does not lie flat takes the light."""
    slope = rng.normal(0, 3) * bow[2:].sum(), rng.normal(0, 3) * bow[:2].sum()
    tilt = np.cos(np.pi * u) * np.float32(slope[0]) + np.cos(np.pi * v) * np.float32(slope[1])
    return np.asarray(np.clip(1 + tilt, 0.7, 1.15), np.float32)


def _lengths(quad: Quad) -> tuple[float, float]:
    sides = np.linalg.norm(np.roll(quad, -1, 0) - quad, axis=1)
    return float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2


def _alpha(u: Floats, v: Floats, across: float, down: float, rounded: float) -> Floats:
    """How much of each pixel the sheet covers; ``rounded`` corners as a share of the shorter side."""
    a, b = (0.5 - np.abs(u - 0.5)) * across, (0.5 - np.abs(v - 0.5)) * down
    inside = np.minimum(a, b)
    if rounded:
        radius = rounded * min(across, down)
        corner = (a < radius) & (b < radius)
        inside = np.where(corner, radius - np.hypot(radius - a, radius - b), inside)
    return np.asarray(np.clip(inside + 0.5, 0, 1), np.float32)


def _shade(alpha: Floats, size: Size, rng: Rng) -> Floats:
    """What the paper's edge takes from the light beside it: a thin contact shadow, and sometimes a wide soft one."""
    unit = max(size) / 512
    depth = rng.uniform(0, 0.5)
    angle, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0, 4) * unit
    move = np.array([[1, 0, np.cos(angle) * reach], [0, 1, np.sin(angle) * reach]], np.float32)
    near = cv2.GaussianBlur(cv2.warpAffine(alpha, move, size), (0, 0), rng.uniform(0.5, 3) * unit)
    return np.asarray(near * depth, np.float32)


def _truth(number: int, quad: Quad, bow: float, labels: NDArray[np.uint8], size: Size) -> Truth:
    full = np.zeros(labels.shape, np.uint8)
    cv2.fillConvexPoly(full, np.rint(quad * 16).astype(np.int32), 1, shift=4)
    seen = float((labels == number).sum() / max(int(full.sum()), 1))
    return Truth(quad, min(1.0, seen), pose.crossed(quad, size), bow)
