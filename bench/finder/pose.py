"""Where papers come to lie in the picture: quadrilaterals 4 x 2 in pixels, clockwise from the sheet's own top left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.finder.style import Rng

Quad = NDArray[np.float64]
Size = tuple[int, int]

_SQUARE = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) / 2


def tilted(ratio: float, rng: Rng, wild: bool) -> Quad:
    """A sheet (height / width = ``ratio``) seen by a pinhole camera, centred, longest extent 1; ``wild``: any turn."""
    return _seen(_SQUARE * [1.0, ratio], rng, wild)


def rows(ratios: list[float], columns: int, rng: Rng) -> Quad:
    """Sheets side by side on one desk, in rows of so many, touching, a little apart or one over the other: 4 points
    each, as ``tilted``."""
    lying: list[Quad] = []
    for first in range(0, len(ratios), columns):
        line = _row(ratios[first : first + columns], rng)
        if lying:
            line = line + np.array([0.0, lying[-1][:, 1].max() + _gap(rng) - line[:, 1].min()])
        lying.append(line)
    points = np.concatenate(lying)
    return _seen(points - (points.max(0) + points.min(0)) / 2, rng, rng.random() < 0.3)


def _row(ratios: list[float], rng: Rng) -> Quad:
    lying, right = [], 0.0
    for ratio in ratios:
        width = rng.uniform(0.85, 1.15)
        turn = rng.normal(0, 0.03)
        flat = _turned(_SQUARE * [width, width * ratio], turn)
        lying.append(flat + np.array([right - flat[:, 0].min(), rng.normal(0, 0.06)]))
        right = lying[-1][:, 0].max() + _gap(rng)
    return np.concatenate(lying)


def _gap(rng: Rng) -> float:
    return float(rng.choice([0.0, rng.uniform(0, 0.04), rng.uniform(0.03, 0.15), -0.04]))


def _seen(flat: Quad, rng: Rng, wild: bool) -> Quad:
    """Points on the desk, turned, and as a camera that looks at them a little aslant sees them."""
    angle = rng.uniform(-np.pi, np.pi) if wild else rng.normal(0, 0.13) + rng.choice([0, 0, 0, np.pi / 2])
    flat = _turned(flat, angle)
    flat /= np.ptp(flat, axis=0).max()
    away = rng.normal(0, 0.16, 2).clip(-0.5, 0.5)  # how much deeper the far side lies, per unit
    depth = 1 + flat @ away
    seen = flat / depth[:, None] * np.array([1.0, 1 - rng.uniform(0, 0.15)])[:: rng.choice([-1, 1])]
    seen -= (seen.max(0) + seen.min(0)) / 2
    return np.asarray(seen / np.ptp(seen, axis=0).max(), np.float64)


def _turned(flat: Quad, angle: float) -> Quad:
    return np.asarray(flat @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]), np.float64)


def whole(shape: Quad, size: Size, rng: Rng, fill: float) -> Quad:
    """Inside the picture, filling ``fill`` of the way to the first border."""
    width, height = size
    extent = np.ptp(shape, axis=0)
    scaled = shape * min(width / extent[0], height / extent[1]) * fill
    room = np.array([width, height]) - np.ptp(scaled, axis=0)
    return np.asarray(scaled - scaled.min(0) + rng.beta(1.3, 1.3, 2) * room - 0.5, np.float64)


def cut(shape: Quad, size: Size, rng: Rng) -> Quad:
    """Partly outside: over one border, two that meet, or so near that little desk is left."""
    width, height = size
    if rng.random() < 0.15:
        quad = whole(shape, size, rng, 1.0)
        middle = quad.mean(0)
        return np.asarray(middle + (quad - middle) * rng.uniform(1.1, 1.7), np.float64)
    quad = whole(shape, size, rng, rng.uniform(0.45, 1.0))
    extent = np.ptp(quad, axis=0)
    for axis in rng.permutation(2)[: 1 if rng.random() < 0.75 else 2]:
        reach = extent[axis] * (rng.uniform(0.004, 0.06) if rng.random() < 0.4 else rng.uniform(0.06, 0.5))
        if rng.random() < 0.5:
            quad[:, axis] += -0.5 - reach - quad[:, axis].min()
        else:
            quad[:, axis] += (width, height)[axis] - 0.5 + reach - quad[:, axis].max()
    return quad


def crossed(quad: Quad, size: Size) -> NDArray[np.float64]:
    """How far the paper reaches over the left, top, right, bottom border, in shares of the picture; negative: room."""
    width, height = size
    low, high = quad.min(0) + 0.5, quad.max(0) + 0.5
    return np.array([-low[0] / width, -low[1] / height, high[0] / width - 1, high[1] / height - 1])
