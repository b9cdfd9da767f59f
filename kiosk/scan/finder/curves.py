"""Slightly bowed curves across a picture, where they meet, and how the light changes across them.

n curves go through each step together, as rows of arrays: n curves x places along each x offsets across it. The arrays
are small, so what costs is the number of steps: points are complex numbers (x + iy), and OpenCV does what it can.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame

Places = NDArray[np.bool_]
"""Which curves, or which places of each."""

Points = NDArray[np.complex128]

WIDE = 3  # samples on either hand of an edge


@dataclass(frozen=True)
class Curves:
    """n curves: points ``start + t * along + (a + b * t + c * t * t) * aside`` for t from 0 to 1."""

    start: Points
    along: Points
    aside: Points  # of length one, away from the paper
    shape: Floats  # n x (a, b, c)

    @functools.cached_property
    def lengths(self) -> Floats:
        return np.asarray(np.abs(self.along), np.float64)

    def at(self, t: Floats) -> Points:
        """n x places points, for as many places of each curve, or for n x 1."""
        a, b, c = self.shape.T[:, :, None]
        return np.asarray(self.start[:, None] + t * self.along[:, None] + (a + t * (b + t * c)) * self.aside[:, None])

    def slope(self, t: Floats) -> Points:
        b, c = self.shape.T[1:, :, None]
        return np.asarray(self.along[:, None] + (b + 2 * c * t) * self.aside[:, None])

    def rows(self, index: NDArray[np.int64]) -> Curves:
        return Curves(self.start[index], self.along[index], self.aside[index], self.shape[index])


def joined(one: Curves, other: Curves) -> Curves:
    return Curves(
        np.concatenate([one.start, other.start]),
        np.concatenate([one.along, other.along]),
        np.concatenate([one.aside, other.aside]),
        np.concatenate([one.shape, other.shape]),
    )


def chords(one: Points, other: Points, hand: float = 1.0) -> Curves:
    """Straight from ``one`` to ``other``; ``hand`` -1 where the paper lies on the left of that way."""
    along = other - one
    aside = -1j * hand * along / np.maximum(np.abs(along), 1e-6)
    return Curves(one, along, aside, np.zeros((len(one), 3)))


def in_picture(picture: Frame, points: Points) -> Places:
    """Which of the points lie in the picture."""
    across, down = points.real, points.imag
    height, width = picture.shape[:2]
    return np.asarray((across > 1) & (across < width - 2) & (down > 1) & (down < height - 2))


def sampled(picture: Frame, points: NDArray[np.complexfloating]) -> Frame:
    """The picture at these points, rows x columns x 3."""
    x, y = points.real.astype(np.float32), points.imag.astype(np.float32)
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def rise_across(picture: Frame, curves: Curves, t: Floats, steps: int, fine: Floats, wide: int = WIDE) -> Floats:
    """How the light changes across each side: n x places x offsets, ``steps`` either way, ``fine`` (n) pixels apart.

    The mean of ``wide`` samples beyond less that of as many before: a printed line, thinner than that, counts little.
    Signed, positive where it grows lighter outwards; the change of colour where that is what changes.
    """
    ticks = np.arange(-steps - wide, steps + wide + 1, dtype=np.float32)
    across = ((curves.aside * fine).astype(np.complex64)[:, None] * ticks)[:, None]
    shift = 0.8 * fine * curves.along / np.maximum(curves.lengths, 1e-6)
    base = curves.at(t)
    both = np.stack([base - shift[:, None], base + shift[:, None]]).astype(np.complex64)
    light = sampled(picture, (both[..., None] + across).reshape(-1, len(ticks)))
    half = len(light) // 2
    edges = cv2.filter2D(cv2.add(light[:half], light[half:], dtype=cv2.CV_32F), -1, _kernel(wide))
    blue, green, red = cv2.split(np.ascontiguousarray(edges[:, wide:-wide]))
    change = (blue + green + red) * np.float32(1 / 3)
    high, low = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    colour = np.where(high > -low, high, low)
    signed = np.where(np.abs(change) > 0.6 * np.abs(colour), change, colour)
    return np.asarray(signed.reshape(len(base), len(t), -1))


@functools.cache
def _kernel(wide: int) -> Floats:
    return np.repeat(np.array([-1, 0, 1], np.float32) / (4 * wide), [wide, 1, wide])[None]


def meeting(before: Curves, after: Curves, near: Points, end: float = 1.0, rounds: int = 3) -> Points:
    """Where each curve (near its t = ``end``) meets the start of the next, by Newton's method; else ``near``."""
    s, t = np.full((len(near), 1), end), np.zeros((len(near), 1))
    for _ in range(rounds):
        gap, one, other = before.at(s) - after.at(t), before.slope(s), -after.slope(t)
        det = (one.conj() * other).imag
        det = np.where(np.abs(det) < 1e-9, np.inf, det)
        s = s - (gap.conj() * other).imag / det
        t = t - (one.conj() * gap).imag / det
    met = before.at(s)[:, 0]
    return np.where(np.isfinite(met), met, near)
