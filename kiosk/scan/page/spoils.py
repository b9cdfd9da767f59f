"""What lies over the print: a finger or a thing, the edge of a shadow, a fold. Looked for on a page laid flat.

All three are looked for a half millimetre at a time, where print has been wiped away: a dark stroke narrower than a
letter's is gone when everything dark and thin is closed with the paper about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import background
from kiosk.scan.page.tones import coarse, pictures
from kiosk.scan.picture import Floats, Frame, Grey

_WORKING = 4  # pixels of the page (200 dpi) to one: half a millimetre
_LETTER = 5  # of those: a stroke of a headline has 3
_RIM = 8  # of those: what reaches no further in, 4 mm, is a sliver of desk
_REACH = 24  # how far in a finger reaches at least, 12 mm
_COLOUR, _DARK = 40, 70  # of 255, against the paper: skin has 45 to 90 between its channels; a pen's barrel is dark
_LEAST_THING, _LEAST_SHADOW = 400, 700  # of those pixels: 1 and 1.75 square centimetres
_SHADOW_PRINT = 0.01  # share of a dark ground that is darker still, from which there is print on it
_PRINTED = 60  # of 255: what is darker is a printed bar
_SHADOWED = 178  # of 255 where the paper is 255: below, cleaning makes ink of it
_FOLD = 30  # of 255: how much darker than the paper about it a fold is that hides thin strokes
_FOLD_LONG, _FOLD_WIDE = 80, 14  # at least 4 cm, at most 7 mm
_FOLD_PRINT = 0.04  # share of the fold that crosses print
_CELL = 0.7  # of its box (turned as it lies) that a tinted heading of a table fills


@dataclass(frozen=True)
class Spoils:
    """Where each lies, as 4 x 2 pixels of the page; None where there is none."""

    covered: Floats | None
    shadow: Floats | None
    fold: Floats | None


def spoils(page: Frame, small: Frame | None = None) -> Spoils:
    """What hides print on a page laid flat at 200 dpi, not yet cleaned. ``small`` as of ``pictures``."""
    small = coarse(page) if small is None else small
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    wiped = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _disc(_LETTER))
    printed = grey.astype(np.int16) * 4 < cv2.cvtColor(wiped, cv2.COLOR_BGR2GRAY).astype(np.int16) * 3
    thing = _thing(wiped, printed)
    even = np.asarray(cv2.divide(wiped, background(small), scale=255), np.uint8)
    level = even.max(axis=2)  # a shadow takes light of every colour, a highlighter's pen and tinted ground do not
    dark = (level < _SHADOWED) & (level > _PRINTED)
    for left, top, right, bottom in pictures(page, small):
        dark[top // _WORKING : bottom // _WORKING + 1, left // _WORKING : right // _WORKING + 1] = False
    dark[cv2.dilate(thing, _disc(9)) > 0] = False
    return Spoils(_box(thing, _LEAST_THING), _shadow(dark.astype(np.uint8)), _fold(wiped, printed))


def _disc(side: int) -> Grey:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _thing(wiped: Frame, printed: NDArray[np.bool_]) -> Grey:
    """What reaches in from an edge and is no paper: coloured like skin, or dark; with print on it, it is a shadow."""
    paper = np.percentile(wiped[::4, ::4].reshape(-1, 3), 80, axis=0)
    even = np.clip(wiped * (255 / np.maximum(paper, 8)), 0, 255)
    blue, green, red = cv2.split(even)
    low, high = cv2.min(cv2.min(blue, green), red), cv2.max(cv2.max(blue, green), red)
    strange = ((high - low > _COLOUR) | (high < _DARK)).astype(np.uint8)
    solid = cv2.morphologyEx(strange, cv2.MORPH_OPEN, _disc(9))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    pieces = np.zeros(solid.shape, np.uint8)
    for k in range(1, count):
        left, top, width, height, area = (int(v) for v in stats[k])
        gaps = left, top, solid.shape[1] - left - width, solid.shape[0] - top - height
        if area >= _LEAST_THING and min(gaps) <= _RIM and min(width, height) >= _REACH - _RIM:
            inside = labels == k
            pieces[inside] = printed[inside].mean() < _SHADOW_PRINT
    return pieces


def _shadow(dark: Grey) -> Floats | None:
    """The largest, of those that are no ground printed under a table's heading."""
    _clear_rim(dark)
    wide = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, _disc(_LETTER + 2)), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(wide)
    large = [k for k in range(1, len(stats)) if stats[k, cv2.CC_STAT_AREA] >= _LEAST_SHADOW]
    over = [stats[k] for k in large if not _is_cell(labels == k)]
    return _corners(max(over, key=lambda one: int(one[cv2.CC_STAT_AREA]))) if over else None


def _is_cell(inside: NDArray[np.bool_]) -> bool:
    """Whether a dark piece is a printed one: it has four straight sides, and ends on the page. Shadows fall in from
    outside, and a fold runs to an edge."""
    places = np.argwhere(inside)
    gaps = *places.min(axis=0), *(inside.shape - places.max(axis=0) - 1)
    (_, _), sides, _ = cv2.minAreaRect(places[:, ::-1].astype(np.float32))
    return bool(min(gaps) > _RIM + 2 and len(places) >= _CELL * (sides[0] + 1) * (sides[1] + 1))


def _clear_rim(mask: Grey) -> None:
    mask[:_RIM], mask[-_RIM:], mask[:, :_RIM], mask[:, -_RIM:] = 0, 0, 0, 0


def _fold(wiped: Frame, printed: NDArray[np.bool_]) -> Floats | None:
    """A long soft valley in the wiped paper, with print in it."""
    paper = wiped.max(axis=2)
    valley = cv2.morphologyEx(paper, cv2.MORPH_BLACKHAT, _disc(2 * _FOLD_WIDE + 1))
    deep = (valley.astype(np.float32) * 255 > _FOLD * np.maximum(paper, 8).astype(np.float32)).astype(np.uint8)
    _clear_rim(deep)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(deep, cv2.MORPH_CLOSE, _disc(5)))
    for k in np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:20] + 1:
        inside = labels == k
        (_, _), sides, _ = cv2.minAreaRect(np.argwhere(inside)[:, ::-1].astype(np.float32))
        if _is_cell(inside):
            continue
        if max(sides) < _FOLD_LONG or stats[k, cv2.CC_STAT_AREA] > _FOLD_WIDE * max(sides):
            continue
        if printed[inside].mean() > _FOLD_PRINT:
            return _corners(stats[k])
    return None


def _box(mask: Grey, least: int) -> Floats | None:
    """The largest piece of ``mask``, if it has so many pixels."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return None
    largest = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
    return _corners(largest) if largest[cv2.CC_STAT_AREA] >= least else None


def _corners(stats: NDArray[np.int32]) -> Floats:
    left, top, width, height = (int(v) for v in stats[:4])
    box = np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]], np.float64)
    return box * _WORKING
