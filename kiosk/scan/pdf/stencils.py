"""A page of print, stamps and signatures as a few colours, each a one-bit stencil: a tenth of a JPEG, and sharper."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.pdf.jbig2 import Mask, encoded
from kiosk.scan.pdf.page_parts import Stencil
from kiosk.scan.pdf.pale import pale_inks
from kiosk.scan.pdf.settle import settled
from kiosk.scan.picture import Frame, Grey, darkest

_PLAIN, _SMALL, _SOFT = 1.0, 1.25, 1.5  # how many pixels of a stencil to one of the page, which has 200 to the inch
_SMALL_PRINT = 17  # pixels of a lower-case letter, at 200 dpi: 11 point has 17, 10 point has 16
_SOFT_EDGES = 0.5  # greys about an edge: .33 where the camera gave 300 dpi, .47 at 190, .6 at 150
_COLOURED_INK, _INK = 188, 160  # grey levels of a cleaned page from which coloured, and black, ink counts
_DOUBT, _PAPER = 60, 240  # grey levels about ``_INK`` in which a pixel may be either, and where it is paper for sure
_DOUBTS = np.where(np.arange(256) < _PAPER, np.abs(np.arange(256) - _INK) / _DOUBT, 1).astype(np.float32)
_COLOURED = 56  # spread between the channels (of 255) from which ink is coloured
_HUELESS = 24  # likewise, up to which pale ink is a grey
_SPECK = 2.6  # pixels at 200 dpi: the dot of an i has 9
_HUES = {"red": (340, 50), "green": (50, 180), "blue": (180, 285), "violet": (285, 340)}  # degrees, from, to
_A_COLOUR = 0.06  # of the coloured ink: less is where inks cross, or a fringe
_SAMPLE = 20_000  # pixels: enough to tell a stroke's colour by
_TONES = 0.015  # share of the page that may be neither paper nor stroke


def is_print(page: Frame) -> bool:
    """Whether a cleaned page holds strokes alone: no photograph, no map, no dark ground that stencils would ruin."""
    small = cv2.resize(darkest(page), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    tones = ((small < 215) & (small > 12)).astype(np.uint8)
    solid = (small < 200).astype(np.uint8)
    # Strokes and letters vanish when everything thinner than 3 mm is taken away; areas of tone stay.
    left = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((12, 12), np.uint8))
    areas = cv2.dilate(left, np.ones((5, 5), np.uint8)) & (tones | left)
    return float(areas.mean()) < _TONES


def cut(page: Frame) -> tuple[Stencil, ...]:
    """The inks of a cleaned page of 200 dpi, black first. A page without ink gives none."""
    scale = _scale(darkest(page))
    size = (round(page.shape[1] * scale), round(page.shape[0] * scale))
    large = page if scale == _PLAIN else np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    inks = _inks(large, scale)
    pale = pale_inks(page, _painted(inks, page), scale)
    if pale.taken is not None:
        inks = [ink & (pale.taken == 0) for ink in inks]
    dark = [_stencil(large, mask) for mask in inks if mask.any()]
    return (*dark, *(_stencil(large, mask, pale=True) for mask in pale.masks))


def _painted(inks: list[Mask], page: Frame) -> Grey:
    """Where any of the inks lies on the page: 1, elsewhere 0."""
    together = np.asarray(functools.reduce(np.logical_or, inks), np.uint8)
    if together.shape == page.shape[:2]:
        return together
    size = (page.shape[1], page.shape[0])
    return np.asarray(cv2.resize(together * 255, size, interpolation=cv2.INTER_AREA) >= 100, np.uint8)


def _scale(low: Grey) -> float:
    """How fine the stencils must be: an edge's grey tells where within the pixel it runs, and small print needs it."""
    ink = (low < _COLOURED_INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tall, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    letters = tall[(tall >= 8) & (tall <= 70) & (wide >= 4) & (wide <= 90)]
    if len(letters) < 20:
        return _SOFT
    edges = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    if cv2.countNonZero(cv2.inRange(low, 71, 224)) > _SOFT_EDGES * cv2.countNonZero(edges):
        return _SOFT
    return _SMALL if float(np.percentile(letters, 10)) < _SMALL_PRINT else _PLAIN


def _stencil(page: Frame, mask: Mask, *, pale: bool = False) -> Stencil:
    """One ink, cut down to where it lies; ``pale`` ink in its own grey, other ink without a colour in black."""
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    part = np.ascontiguousarray(mask[top : top + height, left : left + width])
    size = (page.shape[1], page.shape[0])
    colour = _colour(page[top : top + height, left : left + width], part, pale=pale)
    ink = float(np.count_nonzero(part) / mask.size)
    return Stencil(encoded(part), (left, top, width, height), size, colour, ink)


def _inks(page: Frame, scale: float) -> list[Mask]:
    """A mask for black and one for each hue; together they cover the ink once."""
    blue, green, red = cv2.split(page)
    low, high = cv2.min(cv2.min(blue, green), red), cv2.max(cv2.max(blue, green), red)
    coloured = cv2.medianBlur((cv2.subtract(high, low) > _COLOURED).view(np.uint8), 5).view(np.bool_)
    ink = _without_specks(np.where(coloured, low < _COLOURED_INK, green < _INK), _SPECK * scale * scale)
    strokes = ink & coloured
    return [_calm(ink & ~coloured, green, coloured), *_by_hue(page, strokes)]


def _calm(black: Mask, green: Grey, coloured: Mask) -> Mask:
    """Black with its doubtful edges settled."""
    if not black.any():
        return black
    left, top, width, height = cv2.boundingRect(black.view(np.uint8))
    lies = np.s_[top : top + height, left : left + width]
    doubt = cv2.LUT(green[lies], _DOUBTS)
    doubt[coloured[lies]] = 1
    calm = np.zeros_like(black)
    calm[lies] = settled(black[lies], doubt)
    return calm


def _by_hue(page: Frame, strokes: Mask) -> list[Mask]:
    """Coloured strokes by hue. Where two inks cross, a third hue appears: it goes to the ink there is most of."""
    rows, columns = np.nonzero(strokes)
    if not len(rows):
        return []
    pixels = page[rows, columns].reshape(-1, 1, 3)
    hue = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV_FULL)[:, 0, 0].astype(np.float32) * (360 / 255)
    arcs = [_between(hue, *arc) for arc in _HUES.values()]
    most = max(range(len(arcs)), key=lambda k: int(arcs[k].sum()))
    for k, arc in enumerate(arcs):
        if k != most and arc.mean() < _A_COLOUR:
            arcs[most] |= arc
            arcs[k] = np.zeros_like(arc)
    masks = []
    for arc in arcs:
        mask = np.zeros_like(strokes)
        mask[rows[arc], columns[arc]] = True
        masks.append(mask)
    return masks


def _between(hue: NDArray[np.float32], start: int, end: int) -> Mask:
    return (hue >= start) & (hue < end) if start < end else (hue >= start) | (hue < end)


def _without_specks(mask: Mask, least: float) -> Mask:
    """Without what has fewer than ``least`` pixels."""
    count, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    at = np.flatnonzero(mask)
    number = labels.ravel()[at]
    large = np.bincount(number, minlength=count) >= least
    clear = np.zeros_like(mask)
    clear.ravel()[at] = large[number]
    return clear


def _colour(page: Frame, mask: Mask, *, pale: bool = False) -> tuple[float, float, float]:
    """The ink's own colour: that of its darker half, for edges are paler than strokes."""
    places = np.flatnonzero(mask)
    rows, columns = np.divmod(places[:: len(places) // _SAMPLE + 1], mask.shape[1])
    pixels = page[rows, columns]
    low = pixels.min(axis=1)
    blue, green, red = (float(v) for v in np.median(pixels[low <= np.median(low)], axis=0))
    spread = max(red, green, blue) - min(red, green, blue)
    if pale and spread <= _HUELESS:
        red = green = blue = (red + green + blue) / 3
    elif spread <= _COLOURED and not pale:
        return 0.05, 0.05, 0.06
    return round(red / 255, 2), round(green / 255, 2), round(blue / 255, 2)
