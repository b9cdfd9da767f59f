"""A paper's sides drawn to where its edges really are, to a part of a pixel.

Each side of a rough quadrilateral is looked for in a band around it: the light is sampled across the band at many
places along the side, and of all slightly bowed curves that cross the band the one with the most edge under it is
taken; a parabola is then laid through the edge points near it, closer and closer. A corner is where two parabolas
meet, or rather the last stretches of its two sides: sheets curl most at their corners.

All sides go through each step together, as rows of arrays: n sides x places along a side x offsets across it.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame

Places = NDArray[np.bool_]
"""Which sides, or which places of each."""

_PLACES = np.linspace(0.04, 0.96, 56)  # along a side; corners are torn, held and rounded
_END = np.linspace(0.015, 0.16, 18)  # along its last stretch
_PAIRS = np.array(list(itertools.combinations(range(0, len(_END), 2), 2))).T
_STEPS = 12  # that the band is wide on either side, for the first search
_BOWS = np.array([-0.024, -0.012, -0.005, 0.0, 0.005, 0.012, 0.024])  # of the length: the bows that are tried
_WIDE = 3  # samples on either hand of an edge
_NEARER = 0.5  # how much less an edge counts at the band's rim
_LEAST = 0.12  # of the best curve's places, weighed by strength: less is no edge
_HELD = 0.3  # of a side's places must agree, or it stays where the first search put it
_FLAT = 0.003  # of its length: a side that bows less is straight
_ROUND = 0.045  # a "side" that bows more than this is something else
_CURL = 0.016  # of the length: how far a corner curls away
_SHORT = 24.0  # pixels: shorter sides hold too few places to tell anything


@dataclass(frozen=True)
class Fitted:
    """``quad`` 4 x 2; ``held``: per side (the first from corner 0 to 1) the share of its length that shows an edge;
    ``bow``: how far it leaves its chord, as a share of its length; ``shown``: ``held`` of the sides in the picture, on
    the average; ``apart``: how far (grey levels) what lies within differs from what lies beyond."""

    quad: Floats
    held: Floats
    bow: Floats
    shown: float
    apart: float


@dataclass(frozen=True)
class _Curves:
    """n curves: points ``start + t * along + (a + b * t + c * t * t) * aside`` for t from 0 to 1."""

    start: Floats
    along: Floats
    aside: Floats  # of length one, away from the paper
    shape: Floats  # n x (a, b, c)

    @property
    def lengths(self) -> Floats:
        return np.asarray(np.linalg.norm(self.along, axis=1), np.float64)

    def at(self, t: Floats) -> Floats:
        """n x 2 points for n values of t, or n x places x 2 for n x places."""
        a, b, c = (self.shape[:, k].reshape(-1, *[1] * (t.ndim - 1)) for k in range(3))
        lift = a + b * t + c * t * t
        return np.asarray(
            _beside(self.start, t) + t[..., None] * _beside(self.along, t) + lift[..., None] * _beside(self.aside, t)
        )

    def slope(self, t: Floats) -> Floats:
        return np.asarray(self.along + (self.shape[:, 1] + 2 * self.shape[:, 2] * t)[:, None] * self.aside)

    def rows(self, index: NDArray[np.int64]) -> _Curves:
        return _Curves(self.start[index], self.along[index], self.aside[index], self.shape[index])


def _beside(vectors: Floats, t: Floats) -> Floats:
    return vectors if t.ndim == 1 else vectors[:, None]


def fitted(picture: Frame, quad: Floats, reach: float) -> Fitted:
    """The quadrilateral whose sides lie within ``reach`` (pixels) of those given. Pixel centres are whole."""
    plain = _chords(quad, np.roll(quad, -1, 0))
    step = max(1.0, reach / _STEPS)
    near, there = _searched(picture, plain, step)
    sides, held, bow = _settled(picture, near, there, step)
    index = np.arange(4)
    corners = _meeting(sides.rows(index - 1), sides, quad)
    corners = _curled(picture, corners, there)
    far = np.linalg.norm(corners - quad, axis=1) > 3 * reach
    inside = _seen(picture, plain, _PLACES).mean(1) > 0.3
    shown = float(held[inside].mean()) if inside.any() else 0.0
    settled = np.where(far[:, None], quad, corners)
    return Fitted(settled, held, bow, shown, _apart(picture, settled))


def _apart(picture: Frame, quad: Floats) -> float:
    """How far the light and colour on both hands of the sides lie apart: little around a line taped to the desk."""
    chords = _chords(quad, np.roll(quad, -1, 0))
    far = 0.006 * max(picture.shape[:2]) + 3
    seen = _seen(picture, chords, _PLACES)
    base = chords.at(np.broadcast_to(_PLACES, (4, len(_PLACES))))
    hands = [(base + hand * far * chords.aside[:, None]).astype(np.float32) for hand in (-1, 1)]
    one, other = (
        cv2.remap(picture, hand[..., 0], hand[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for hand in hands
    )
    steps = np.abs(one.astype(np.float32) - other.astype(np.float32)).max(2)
    return float(np.median(steps[seen])) if seen.any() else 0.0


def _chords(one: Floats, other: Floats, hand: float = 1.0) -> _Curves:
    """Straight from ``one`` to ``other``; ``hand`` -1 where the paper lies on the left of that way."""
    along = other - one
    aside = np.stack([along[:, 1], -along[:, 0]], 1) / np.maximum(np.linalg.norm(along, axis=1), 1e-6)[:, None]
    return _Curves(one, along, aside * hand, np.zeros((len(one), 3)))


def _seen(picture: Frame, curves: _Curves, t: Floats) -> Places:
    """Which places (n x places) lie in the picture."""
    points = curves.at(np.broadcast_to(t, (len(curves.start), len(t))))
    room = np.array([picture.shape[1], picture.shape[0]]) - 2
    return np.asarray(((points > 1) & (points < room)).all(2))


def _rise(picture: Frame, curves: _Curves, t: Floats, steps: int, fine: Floats, wide: int = _WIDE) -> Floats:
    """How the light changes across each side: n x places x offsets, ``steps`` either way, ``fine`` (n) pixels apart.

    The mean of ``wide`` samples beyond less that of as many before: a printed line, thinner than that, counts little.
    Signed, positive where it grows lighter outwards; the change of colour where that is what changes.
    """
    base = curves.at(np.broadcast_to(t, (len(curves.start), len(t))))
    ticks = np.arange(-steps - wide, steps + wide + 1)
    across = ticks[None, :, None] * (curves.aside * fine[:, None])[:, None, :]
    unit = curves.along / np.maximum(curves.lengths, 1e-6)[:, None] * fine[:, None]
    points = (base[:, :, None] + across[:, None]).astype(np.float32)
    shift = (0.8 * unit).astype(np.float32)[:, None, None]
    both = np.concatenate([points - shift, points + shift]).reshape(-1, len(ticks), 2)
    light = cv2.remap(picture, both[..., 0], both[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = light.reshape(2, len(curves.start), len(t), len(ticks), 3).astype(np.float32).sum(0)
    count = 2 * steps + 1
    edges = sum(
        light[:, :, wide + k : wide + k + count] - light[:, :, wide - k : wide - k + count] for k in range(1, wide + 1)
    )
    edges = np.asarray(edges, np.float32) / np.float32(4 * wide)
    change = edges @ np.full(3, 1 / 3, np.float32)
    high, low = edges.max(3), edges.min(3)
    colour = np.where(high > -low, high, low)
    return np.asarray(np.where(np.abs(change) > 0.6 * np.abs(colour), change, colour))


def _searched(picture: Frame, plain: _Curves, step: float) -> tuple[_Curves, Places]:
    """Each side's curve with the most edge under it, all changing one way; and which sides have one."""
    t = _PLACES[::2]
    fine = np.full(len(plain.start), step)
    rise = _rise(picture, plain, t, _STEPS, fine)
    seen = _seen(picture, plain, t)
    found = [_best(rise[k], seen[k], float(length) / step) for k, length in enumerate(plain.lengths)]
    there = np.array([one is not None for one in found])
    shapes = np.array([np.zeros(3) if one is None else one for one in found]) * step
    return replace(plain, shape=shapes), there


def _best(rise: Floats, seen: Places, length: float) -> Floats | None:
    """a, b, c of the best curve, in steps; None where there is no edge. ``length`` of the side, in steps."""
    if seen.sum() < 8 or length < 2:
        return None
    starts, ends, bows, straight, lifted, liking = _choices()
    lifts = bows * length
    columns = np.clip(np.rint(straight + lifted * np.float32(length)).astype(np.intp) + _STEPS, 0, 2 * _STEPS)
    usual = float(np.median(np.abs(rise[seen])))
    soft = rise / (np.abs(rise) + max(2.0, 2.5 * usual)) * seen[:, None]
    under = soft.ravel()[columns + np.arange(len(rise)) * (2 * _STEPS + 1)].sum(1) / seen.sum()
    score = np.abs(under) * liking
    best = int(score.argmax())
    if score[best] < _LEAST:
        return None
    return np.array([starts[best], ends[best] - starts[best] + 4 * lifts[best], -4 * lifts[best]])


@functools.cache
def _choices() -> tuple[Floats, ...]:
    """Every start and end (in steps) and bow (of the length) that is tried; where each lies at each place without its
    bow, what the bow adds for each step of length, and how likely each is beforehand."""
    ticks = np.arange(-_STEPS, _STEPS + 1, 2.0)
    every = np.meshgrid(ticks, ticks, _BOWS, indexing="ij")
    level = np.abs(every[0] - every[1]) <= _STEPS
    starts, ends, bows = (one[level] for one in every)
    straight = (starts[:, None] + (ends - starts)[:, None] * _PLACES[::2]).astype(np.float32)
    lifted = (4 * bows[:, None] * _PLACES[::2] * (1 - _PLACES[::2])).astype(np.float32)
    far = (starts**2 + ends**2) / (2 * _STEPS**2) + (bows / _BOWS[-1]) ** 2 / 3
    return starts, ends, bows, straight, lifted, np.exp(-_NEARER * far)


def _settled(picture: Frame, near: _Curves, there: Places, step: float) -> tuple[_Curves, Floats, Floats]:
    """The parabolas through the edge points close to ``near``; how much of each side holds, and how far it bows."""
    lengths = np.maximum(near.lengths, 1e-6)
    shape, held, bow = near.shape, np.zeros(len(lengths)), np.zeros(len(lengths))
    going = there & (lengths > _SHORT)
    seen = _seen(picture, near, _PLACES)
    bands = np.maximum(4 * step, 0.012 * lengths), np.full(len(shape), 2.5 * step), np.full(len(shape), 2.5)
    for band, count, wide in zip(bands, (9, 9, 5), (_WIDE, _WIDE, 1), strict=True):
        rise = _rise(picture, replace(near, shape=shape), _PLACES, count, band / count, wide)
        peaks, strength = _peaks(rise, band / count, count)
        fresh, good = _parabolas(peaks, strength, seen, band)
        share = good.sum(1) / np.maximum(seen.sum(1), 1)
        going = going & (share >= _HELD)
        shape = np.where(going[:, None], shape + fresh, shape)
        held = np.where(going, share, held)
        bow = np.abs(shape[:, 2]) / 4 / lengths
        wild = bow > _ROUND
        shape, held = np.where(wild[:, None], near.shape, shape), np.where(wild, 0, held)
    flat = bow < _FLAT
    middle = shape + shape[:, 2:] * np.array([-1 / 6, 1.0, -1.0])  # the line nearest to the parabola over 0..1
    return replace(near, shape=np.where(flat[:, None], middle, shape)), held, bow


def _peaks(rise: Floats, fine: Floats, count: int) -> tuple[Floats, Floats]:
    """Where across each place the strongest edge is (of the polarity that most of the side has), and how strong."""
    top = np.abs(rise).argmax(2)[..., None]
    sign = np.sign(np.median(np.take_along_axis(rise, top, 2)[..., 0], axis=1))
    strength = np.clip(rise * np.where(sign == 0, 1, sign)[:, None, None], 0, None)
    top = np.clip(strength.argmax(2), 1, 2 * count - 1)[..., None]
    left, mid, right = (np.take_along_axis(strength, top + move, 2)[..., 0] for move in (-1, 0, 1))
    bend = np.minimum(left - 2 * mid + right, -1e-6)
    shift = np.clip(0.5 * (left - right) / bend, -1, 1)
    return (top[..., 0] - count + shift) * fine[:, None], mid


def _parabolas(peaks: Floats, strength: Floats, seen: Places, band: Floats) -> tuple[Floats, Places]:
    """For each side the parabola that most of its points lie on, and which do."""
    usual = np.median(strength, axis=1, keepdims=True)
    strong = seen & (strength > np.maximum(3.0, 0.25 * usual))
    t = _PLACES
    powers = np.stack([np.ones_like(t), t, t * t], 1)
    fit = np.zeros((len(peaks), 3))
    fit[:, 0] = np.median(np.where(strong, peaks, 0), axis=1)
    for part in (1, 0.5, 0.25, 0.25, 0.25):
        width = np.maximum(band * part / 2, 0.3)[:, None]
        near = strong / (1 + ((peaks - fit @ powers.T) / width) ** 2) ** 2
        ridge = np.diag([1e-6, 1e-6, 1e-5]) * (near.sum(1) + 1e-3)[:, None, None]
        left = np.einsum("np,pi,pj->nij", near, powers, powers) + ridge
        fit = np.linalg.solve(left, ((near * peaks) @ powers)[..., None])[..., 0]
    return fit, strong & (np.abs(peaks - fit @ powers.T) < np.maximum(band / 3, 0.8)[:, None])


def _curled(picture: Frame, corners: Floats, there: Places) -> Floats:
    """Each corner where the last stretches of its two sides meet: lines through most edge points near the corner."""
    before = _ends(picture, _chords(corners, np.roll(corners, 1, 0), -1.0), np.roll(there, 1))
    after = _ends(picture, _chords(corners, np.roll(corners, -1, 0)), there)
    return _meeting(before, after, corners, 0.0)


def _ends(picture: Frame, chords: _Curves, there: Places) -> _Curves:
    """The chords, or where there is one the line through the edge points of their first stretch."""
    count = 16
    band = np.maximum(_CURL * chords.lengths, 4.0)
    fine = band / count
    rise = _rise(picture, chords, _END, count, fine)
    peaks, strength = _peaks(rise, fine, count)
    usable = _seen(picture, chords, _END) & (strength > 4)
    one, other = _PAIRS
    slopes = (peaks[:, other] - peaks[:, one]) / (_END[other] - _END[one])
    apart = np.abs(peaks[:, None] - peaks[:, one, None] - slopes[..., None] * (_END - _END[one][:, None]))
    good = (apart < 1.5 * fine[:, None, None]) & usable[:, None]
    votes = good.sum(2) * (np.abs(slopes) < 0.12 * chords.lengths[:, None])
    best = votes.argmax(1)[:, None]
    found = np.take_along_axis(votes, best, 1)[:, 0]
    mine = np.take_along_axis(good, best[..., None], 1)[:, 0]
    clear = there & (found >= 0.8 * len(_END)) & (chords.lengths > 2 * _SHORT)
    line = _lines(peaks, mine)
    return replace(chords, shape=np.where(clear[:, None], line, 0.0))


def _lines(peaks: Floats, mine: Places) -> Floats:
    """a, b, 0 of the least-squares line through each row's own points."""
    many = np.maximum(mine.sum(1), 1)
    middle_t, middle = (mine * _END).sum(1) / many, (mine * peaks).sum(1) / many
    apart = np.where(mine, _END - middle_t[:, None], 0)
    b = (apart * peaks).sum(1) / np.maximum((apart**2).sum(1), 1e-9)
    return np.stack([middle - b * middle_t, b, np.zeros_like(b)], 1)


def _meeting(before: _Curves, after: _Curves, near: Floats, end: float = 1.0) -> Floats:
    """Where each curve (near its t = ``end``) meets the start of the next, by Newton's method; else ``near``."""
    s, t = np.full(len(near), end), np.zeros(len(near))
    for _ in range(5):
        gap = before.at(s) - after.at(t)
        (ax, ay), (bx, by) = before.slope(s).T, -after.slope(t).T
        det = ax * by - ay * bx
        det = np.where(np.abs(det) < 1e-9, np.inf, det)
        s = s - (gap[:, 0] * by - gap[:, 1] * bx) / det
        t = t - (ax * gap[:, 1] - ay * gap[:, 0]) / det
    met = before.at(s)
    return np.where(np.isfinite(met).all(1, keepdims=True), met, near)
