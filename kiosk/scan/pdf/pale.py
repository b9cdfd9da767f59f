"""Ink that is paler than print: pencil, thermal print, a faint stamp, the dotted rules of a form.

What is ink and what is paper no one level tells: pencil in good light is paler than paper in a shadow. So ink is what
is darker than the ground a few millimetres about it, piece by connected piece, and each piece ends half way between
its own darkest and that ground. Pieces without a dark core keep their own grey or colour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.pdf.jbig2 import Mask
from kiosk.scan.picture import Frame, Grey, darkest

_GROUND = 13  # half pixels of the page: what is wider than 3 mm is ground itself, be it tinted, shaded or a picture's
_SOFT = 0.8  # pixels at 200 dpi: noise and dots of a printer's needle run together, a stroke of .4 mm stays
_DEEP = (18, 25, 34, 46)  # of 255 on a cleaned page: from here on something stands out, on calm paper and on grainy
_CALM, _LEAST_CALM = 400, 12  # specks at most, where a faint piece may be as small as the dot of an i
_GRAINY = 1500  # specks smaller than a dot, from which a page is so grainy that only deeper ones count
_FAINT = 34  # of 255: a piece whose deepest stands out less must be as large as a word
_LEAST, _LEAST_FAINT = 8, 40  # pixels at 200 dpi of a piece: a dot of .35 mm; so much for a faint one
_CORE = 110  # of 255: a piece that is darker somewhere is print, and keeps what it has
_MOSTLY = 0.92  # of a piece without a core is painted already: it is ordinary ink, only thin
_BESIDE = 7  # pixels about a painted stroke: its soft edge
_ENDS = 0.45  # of how far a piece stands out at its deepest: the thin strokes of a letter stand out less than its stem
_COLOURED = 30  # spread between the channels (of 255) from which a piece has a hue
_GREYS = (150, 190)  # of 255: where one grey ends and the next begins
_HUES = ((330, 60), (60, 180), (180, 265), (265, 330))  # degrees, from, to
_SHADES = len(_GREYS) + 1


@dataclass(frozen=True)
class PaleInks:
    """One mask for each grey and hue, of a page ``scale`` times as fine; and which of the painted it takes over."""

    masks: tuple[Mask, ...]
    taken: NDArray[np.uint8] | None  # 1 and 0


def pale_inks(page: Frame, painted: Grey, scale: float) -> PaleInks:
    """The pale ink of a cleaned page of 200 dpi, ``painted`` (1 and 0, of its size) being what print has of it."""
    low = darkest(page)
    depth = standing_out(low)
    pieces, rest = _left_over(depth, cv2.dilate(painted, np.ones((_BESIDE, _BESIDE), np.uint8)) == 0)
    if not rest.any():
        return PaleInks((), None)
    whole, taken = _own_pieces(pieces, rest, painted, low)
    return PaleInks(_by_shade(page, whole, depth, scale), _finer(taken, scale) if taken.any() else None)


def standing_out(low: Grey) -> Grey:
    """How much darker each pixel is than the ground a few millimetres about it, grain smoothed away."""
    soft = cv2.GaussianBlur(low, (0, 0), _SOFT)
    half = cv2.resize(soft, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ground = cv2.morphologyEx(half, cv2.MORPH_CLOSE, np.ones((_GROUND, _GROUND), np.uint8))
    return np.asarray(cv2.subtract(cv2.resize(ground, (low.shape[1], low.shape[0])), soft), np.uint8)


def _left_over(depth: Grey, bare: Mask) -> tuple[Grey, Grey]:
    """What stands out, and what of it lies on ``bare`` paper: as much as the page's own grain lets one tell."""
    pieces = rest = np.zeros_like(depth)
    for deep in _DEEP:
        pieces = np.asarray(depth > deep, np.uint8)
        rest, specks = _large_enough(pieces & bare, depth)
        if specks < _GRAINY:
            break
    return pieces, rest


def _large_enough(pieces: Grey, depth: Grey) -> tuple[Grey, int]:
    """Without grain: pieces too small for a dot, or as faint as the grain and smaller than a word. And how many were
    too small."""
    count, labels = cv2.connectedComponents(pieces, connectivity=8, ltype=cv2.CV_32S)
    at = _places(pieces)
    number = labels.ravel()[at]
    area = np.bincount(number, minlength=count)
    large = area >= _LEAST
    specks = count - 1 - int(large.sum())
    if not large.any():
        return np.zeros_like(pieces), specks
    deepest = np.zeros(count, np.uint8)
    np.maximum.at(deepest, number, depth.ravel()[at])
    large &= (deepest > _FAINT) | (area >= (_LEAST_CALM if specks < _CALM else _LEAST_FAINT))
    stays = np.zeros_like(pieces)
    stays.ravel()[at] = large[number]
    return stays, specks


def _own_pieces(pieces: Grey, rest: Grey, painted: Grey, low: Grey) -> tuple[NDArray[np.int32], Mask]:
    """The pieces that become pale ink, numbered, and what of the painted they take over.

    A piece without a dark core, of which little is painted, is pale as a whole; of any other the rest alone is.
    """
    count, labels = cv2.connectedComponents(pieces, connectivity=8, ltype=cv2.CV_32S)
    at = _places(pieces)
    number = labels.ravel()[at]
    area, there = np.bincount(number, minlength=count), np.bincount(number, painted.ravel()[at], count)
    pale = np.zeros(count, np.bool_)
    pale[number[rest.ravel()[at] > 0]] = True
    pale[number[low.ravel()[at] < _CORE]] = False
    pale &= there < _MOSTLY * area
    as_whole = np.zeros(pieces.shape, np.bool_)
    as_whole.ravel()[at] = pale[number]
    _, whole = cv2.connectedComponents(np.asarray(as_whole | (rest > 0), np.uint8), connectivity=8, ltype=cv2.CV_32S)
    return whole, as_whole


def _places(mask: Grey) -> NDArray[np.int64]:
    """Where a mask is not 0, as indices of its flat pixels."""
    return np.flatnonzero(mask.ravel())


def _by_shade(page: Frame, whole: NDArray[np.int32], depth: Grey, scale: float) -> tuple[Mask, ...]:
    """Each shade's pieces, ending half way between their own deepest and the ground."""
    at = np.flatnonzero(whole.ravel())
    number, deep = whole.ravel()[at], depth.ravel()[at]
    deepest = np.zeros(int(number.max()) + 1, np.uint8)
    np.maximum.at(deepest, number, deep)
    core = deep >= deepest[number] * 0.75
    colours = _mean_colours(page.reshape(-1, 3)[at[core]], number[core], len(deepest))
    shade = _shades(colours)[whole].astype(np.uint8)
    half = (deepest * _ENDS).astype(np.uint8)[whole]
    fine = depth if scale == 1 else np.asarray(cv2.resize(depth, _size(page, scale), interpolation=cv2.INTER_CUBIC))
    wide = np.ones((3, 3), np.uint8)  # a piece's edge lies a little beyond where it stands out
    ends, shades = (_finer(np.asarray(cv2.dilate(one, wide)), scale) for one in (half, shade))
    inside = (fine >= ends) & (ends > 0)
    masks = (inside & (shades == one) for one in range(1, _SHADES + len(_HUES) + 1))
    return tuple(mask for mask in masks if mask.any())


def _mean_colours(pixels: NDArray[np.uint8], number: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    often = np.maximum(np.bincount(number, minlength=count), 1)
    return np.stack([np.bincount(number, pixels[:, k], count) / often for k in range(3)], axis=1)


def _shades(colours: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each mean colour (n x 3, BGR; the first is that of none) its shade's number, from 1: greys, then hues."""
    low, high = colours.min(axis=1), colours.max(axis=1)
    shade = 1 + np.searchsorted(_GREYS, low)
    grey = np.asarray(colours[:, None, :].round(), np.uint8)
    hue = cv2.cvtColor(grey, cv2.COLOR_BGR2HSV_FULL)[:, 0, 0] * (360 / 255)
    for k, (start, end) in enumerate(_HUES):
        within = (hue >= start) & (hue < end) if start < end else (hue >= start) | (hue < end)
        shade[within & (high - low > _COLOURED)] = 1 + _SHADES + k
    shade[0] = 0
    return np.asarray(shade, np.int64)


def _finer(mask: NDArray[np.uint8] | Mask, scale: float) -> NDArray[np.uint8]:
    """As many pixels as the stencils have."""
    whole = np.asarray(mask, np.uint8)
    if scale == 1:
        return whole
    return np.asarray(cv2.resize(whole, _size(whole, scale), interpolation=cv2.INTER_NEAREST), np.uint8)


def _size(page: NDArray[np.uint8], scale: float) -> tuple[int, int]:
    return round(page.shape[1] * scale), round(page.shape[0] * scale)
