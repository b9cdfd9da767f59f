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

from kiosk.scan.finder.curves import (
    WIDE,
    Curves,
    Places,
    Points,
    chords,
    in_picture,
    joined,
    meeting,
    rise_across,
    sampled,
)
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame

_PLACES = np.linspace(0.04, 0.96, 56)  # along a side; corners are torn, held and rounded
_POWERS = _PLACES[:, None] ** np.arange(5)
_HANKEL = np.add.outer(np.arange(3), np.arange(3))  # which of them stand where in a parabola's normal equations
_RIDGE = np.diag([1e-6, 1e-6, 1e-5])
_END = np.linspace(0.015, 0.16, 18)  # along its last stretch
_PAIRS = np.array(list(itertools.combinations(range(0, len(_END), 2), 2))).T
_STEPS = 12  # that the band is wide on either side, for the first search
_BOWS = np.array([-0.024, -0.012, -0.005, 0.0, 0.005, 0.012, 0.024])  # of the length: the bows that are tried
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
    support: Floats
    bow: Floats
    shown: float
    apart: float


def fitted(picture: Frame, quad: Floats, reach: float) -> Fitted:
    """The quadrilateral whose sides lie within ``reach`` (pixels) of those given. Pixel centres are whole."""
    rough = quad[:, 0] + 1j * quad[:, 1]
    plain = chords(rough, np.roll(rough, -1))
    step = max(1.0, reach / _STEPS)
    visible = in_picture(picture, plain.at(_PLACES))
    near, there = _searched(picture, plain, visible[:, ::2], step)
    sides, support, bow = _settled(picture, near, there, step)
    corners = _curled(picture, meeting(sides.rows(np.arange(-1, 3)), sides, rough), there)
    inside = visible.mean(1) > 0.3
    shown = float(support[inside].mean()) if inside.any() else 0.0
    corners = np.where(np.abs(corners - rough) > 3 * reach, rough, corners)
    return Fitted(np.stack([corners.real, corners.imag], 1), support, bow, shown, _apart(picture, corners))


def _apart(picture: Frame, corners: Points) -> float:
    """How far the light and colour on both hands of the sides lie apart: little around a line taped to the desk."""
    sides = chords(corners, np.roll(corners, -1))
    far = (0.006 * max(picture.shape[:2]) + 3) * sides.aside[:, None]
    base = sides.at(_PLACES)
    visible = in_picture(picture, base)
    if not visible.any():
        return 0.0
    light = sampled(picture, np.concatenate([base - far, base + far]))
    steps = cv2.absdiff(light[: len(base)], light[len(base) :]).max(2)
    return float(np.median(steps[visible]))


def _searched(picture: Frame, plain: Curves, visible: Places, step: float) -> tuple[Curves, Places]:
    """Each side's curve with the most edge under it, all changing one way; and which sides have one."""
    starts, ends, crossed, lifted, liking = _choices()
    lengths, many = plain.lengths / step, visible.sum(1)
    rise = rise_across(picture, plain, _PLACES[::2], _STEPS, np.full(len(lengths), step))
    size = np.abs(rise)
    usual = np.maximum(2.0, 2.5 * _usual(size, visible)).astype(np.float32)
    soft = rise / (size + usual[:, None, None]) * visible[:, :, None]
    bowed = _lifted(soft, lifted * lengths[:, None, None])
    under = bowed.reshape(len(lengths) * len(_BOWS), -1)[:, crossed].sum(1)
    score = np.abs(under).reshape(len(lengths), -1)
    score = score * liking.ravel() / np.maximum(many, 1)[:, None]
    best = score.argmax(1)
    bow, line = np.divmod(best, len(starts))
    there = (score[np.arange(len(best)), best] >= _LEAST) & (many >= 8) & (lengths >= 2)
    lift = 4 * _BOWS[bow] * lengths
    shape = np.stack([starts[line], ends[line] - starts[line] + lift, -lift], 1) * step
    return replace(plain, shape=np.where(there[:, None], shape, 0.0)), there


def _lifted(soft: Floats, lift: Floats) -> Floats:
    """n x bows x places x offsets: what lies so far (n x bows x places, in steps) above each place's offsets."""
    sides, places, offsets = soft.shape
    across = (np.arange(offsets) + lift[..., None]).astype(np.float32)
    rows = np.arange(sides * places, dtype=np.float32).reshape(sides, 1, places, 1)
    onto = [one.reshape(-1, offsets) for one in (across, np.broadcast_to(rows, across.shape))]
    moved = cv2.remap(soft.reshape(-1, offsets), *onto, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved.reshape(across.shape))


def _usual(size: Floats, visible: Places) -> Floats:
    """The median of each side's places that are seen."""
    every = np.sort(np.where(visible[:, :, None], size, np.inf).reshape(len(visible), -1), 1)
    many = visible.sum(1) * size.shape[2]
    rows = np.arange(len(visible))
    middle = (every[rows, np.maximum(many - 1, 0) // 2] + every[rows, np.minimum(many // 2, every.shape[1] - 1)]) / 2
    return np.where(many > 0, middle, 0.0)


@functools.cache
def _choices() -> tuple[Floats, Floats, NDArray[np.int64], Floats, Floats]:
    """The start and end (in steps) of every straight line that is tried; which of the places x offsets each crosses,
    places x lines; how far each bow lifts each place, for each step of length; how likely each bow of each line is.

    (What lies under the lines is picked and added up. A product of matrices is as quick, but numpy's hands it to other
    threads, which go on waiting for more where the network needs the cores.)"""
    ticks = np.arange(-_STEPS, _STEPS + 1, 2.0)
    starts, ends = (one.ravel() for one in np.meshgrid(ticks, ticks, indexing="ij"))
    level = np.abs(starts - ends) <= _STEPS
    starts, ends = starts[level], ends[level]
    t = _PLACES[::2]
    offsets = np.rint(starts + (ends - starts) * t[:, None]).astype(np.int64) + _STEPS
    crossed = np.arange(len(t))[:, None] * (2 * _STEPS + 1) + offsets
    lifted = 4 * _BOWS[:, None] * t * (1 - t)
    far = (starts**2 + ends**2) / (2 * _STEPS**2) + (_BOWS[:, None] / _BOWS[-1]) ** 2 / 3
    return starts, ends, crossed, lifted, np.exp(-_NEARER * far).astype(np.float32)


def _settled(picture: Frame, near: Curves, there: Places, step: float) -> tuple[Curves, Floats, Floats]:
    """The parabolas through the edge points close to ``near``; how much of each side holds, and how far it bows."""
    lengths = np.maximum(near.lengths, 1e-6)
    shape, support, bow = near.shape, np.zeros(len(lengths)), np.zeros(len(lengths))
    going = there & (lengths > _SHORT)
    visible = in_picture(picture, near.at(_PLACES))
    bands = np.maximum(4 * step, 0.012 * lengths), np.full(len(shape), 2.5)
    for band, count, wide in zip(bands, (9, 5), (WIDE, 1), strict=True):
        rise = rise_across(picture, replace(near, shape=shape), _PLACES, count, band / count, wide)
        peaks, strength = _peaks(rise, band / count, count)
        fresh, good = _parabolas(peaks, strength, visible, band)
        share = good.sum(1) / np.maximum(visible.sum(1), 1)
        going = going & (share >= _HELD)
        shape = np.where(going[:, None], shape + fresh, shape)
        support = np.where(going, share, support)
        bow = np.abs(shape[:, 2]) / 4 / lengths
        wild = bow > _ROUND
        shape, support = np.where(wild[:, None], near.shape, shape), np.where(wild, 0, support)
    flat = bow < _FLAT
    middle = shape + shape[:, 2:] * np.array([-1 / 6, 1.0, -1.0])  # the line nearest to the parabola over 0..1
    return replace(near, shape=np.where(flat[:, None], middle, shape)), support, bow


def _peaks(rise: Floats, fine: Floats, count: int) -> tuple[Floats, Floats]:
    """Where across each place the strongest edge is (of the polarity that most of the side has), and how strong."""
    sides, places, offsets = rise.shape
    rows = np.arange(sides * places)
    each = rise.reshape(-1, offsets)
    sign = np.sign(_median(each[rows, np.abs(each).argmax(1)].reshape(sides, places)))
    strength = np.maximum(rise * np.where(sign == 0, 1, sign)[:, :, None], 0).reshape(-1, offsets)
    top = np.clip(strength.argmax(1), 1, 2 * count - 1)
    left, mid, right = (strength[rows, top + move].astype(np.float64) for move in (-1, 0, 1))
    shift = np.clip(0.5 * (left - right) / np.minimum(left - 2 * mid + right, -1e-6), -1, 1)
    return (top - count + shift).reshape(sides, places) * fine[:, None], mid.reshape(sides, places)


def _median(rows: Floats) -> Floats:
    """Of each row, n x 1. (numpy's own takes five times as long for so few.)"""
    level, half = np.sort(rows, 1), rows.shape[1] // 2
    return np.asarray((level[:, [-half - 1]] + level[:, [half]]) / 2, np.float64)


def _parabolas(peaks: Floats, strength: Floats, visible: Places, band: Floats) -> tuple[Floats, Places]:
    """For each side the parabola that most of its points lie on, and which do."""
    strong = visible & (strength > np.maximum(3.0, 0.25 * _median(strength)))
    powers = _POWERS[:, :3]
    fit = np.zeros((len(peaks), 3))
    fit[:, :1] = _median(np.where(strong, peaks, 0))
    for part in (1, 0.4, 0.25):
        width = np.maximum(band * part / 2, 0.3)[:, None]
        near = strong / (1 + ((peaks - fit @ powers.T) / width) ** 2) ** 2
        moments = near @ _POWERS
        left = moments[:, _HANKEL] + (moments[:, 0, None, None] + 1e-3) * _RIDGE
        fit = np.asarray(np.linalg.solve(left, ((near * peaks) @ powers)[..., None])[..., 0], np.float64)
    return fit, strong & (np.abs(peaks - fit @ powers.T) < np.maximum(band / 3, 0.8)[:, None])


def _curled(picture: Frame, corners: Points, there: Places) -> Points:
    """Each corner where the last stretches of its two sides meet: lines through most edge points near the corner."""
    both = joined(chords(corners, np.roll(corners, 1), -1.0), chords(corners, np.roll(corners, -1)))
    ends = _ends(picture, both, np.concatenate([np.roll(there, 1), there]))
    return meeting(ends.rows(np.arange(4)), ends.rows(np.arange(4, 8)), corners, 0.0, 1)


def _ends(picture: Frame, plain: Curves, there: Places) -> Curves:
    """The chords, or where there is one the line through the edge points of their first stretch."""
    count = 16
    fine = np.maximum(_CURL * plain.lengths, 4.0) / count
    peaks, strength = _peaks(rise_across(picture, plain, _END, count, fine), fine, count)
    usable = in_picture(picture, plain.at(_END)) & (strength > 4)
    one, other = _PAIRS
    slopes = (peaks[:, other] - peaks[:, one]) / (_END[other] - _END[one])
    apart = np.abs(peaks[:, None] - peaks[:, one, None] - slopes[..., None] * (_END - _END[one][:, None]))
    good = (apart < 1.5 * fine[:, None, None]) & usable[:, None]
    votes = good.sum(2) * (np.abs(slopes) < 0.12 * plain.lengths[:, None])
    best, rows = votes.argmax(1), np.arange(len(votes))
    clear = there & (votes[rows, best] >= 0.8 * len(_END)) & (plain.lengths > 2 * _SHORT)
    return replace(plain, shape=np.where(clear[:, None], _lines(peaks, good[rows, best]), 0.0))


def _lines(peaks: Floats, mine: Places) -> Floats:
    """a, b, 0 of the least-squares line through each row's own points."""
    many = np.maximum(mine.sum(1), 1)
    middle_t, middle = (mine * _END).sum(1) / many, (mine * peaks).sum(1) / many
    apart = np.where(mine, _END - middle_t[:, None], 0)
    b = (apart * peaks).sum(1) / np.maximum((apart**2).sum(1), 1e-9)
    return np.stack([middle - b * middle_t, b, np.zeros_like(b)], 1)
