"""A page of print, stamps and signatures as a few colours, each a one-bit stencil: a fifth of a JPEG, and sharper.

Stencils are coded losslessly (ITU-T T.6, "Group 4"): a code that swaps look-alike letters to save bytes has no place
in an office.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

Mask = NDArray[np.bool_]

SCALE = 1.5  # stencils are cut at 300 dpi from a page of 200: an edge's grey tells where within the pixel it runs
_STRIP_OFFSETS, _STRIP_BYTES, _ROWS_PER_STRIP, _PHOTOMETRIC = 273, 279, 278, 262
_COLOURED = 56  # spread between the channels (of 255) from which ink is coloured
_SPECK = 6  # pixels at 300 dpi: the dot of an i has 20
_HUES = {"red": (340, 50), "green": (50, 180), "blue": (180, 285), "violet": (285, 340)}  # degrees, from, to
_A_COLOUR = 0.06  # of the coloured ink: less is where inks cross, or a fringe
_TONES = 0.015  # share of the page that may be neither paper nor stroke


@dataclass(frozen=True)
class Stencil:
    """Where one ink lies: Group 4 data with ink as black, its pixels, its colour (red, green, blue; 0..1)."""

    g4: bytes
    pixels: tuple[int, int]
    colour: tuple[float, float, float]
    ink: float  # share of the page that is painted


def is_print(page: Frame) -> bool:
    """Whether a cleaned page holds strokes alone: no photograph, no map, no dark ground that stencils would ruin."""
    small = cv2.resize(page.min(axis=2), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    tones = ((small < 215) & (small > 12)).astype(np.uint8)
    solid = (small < 200).astype(np.uint8)
    # Strokes and letters vanish when everything thinner than 3 mm is taken away; areas of tone stay.
    left = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((12, 12), np.uint8))
    areas = cv2.dilate(left, np.ones((5, 5), np.uint8)) & (tones | left)
    return float(areas.mean()) < _TONES


def cut(page: Frame) -> tuple[Stencil, ...]:
    """The inks of a cleaned page, black first. A page without ink gives none."""
    size = (round(page.shape[1] * SCALE), round(page.shape[0] * SCALE))
    large = np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    return tuple(
        Stencil(_g4(mask), size, _colour(large, mask), float(mask.mean())) for mask in _inks(large) if mask.any()
    )


def _inks(page: Frame) -> list[Mask]:
    """A mask for black and one for each hue in use; together they cover the ink once."""
    blue, green, red = cv2.split(page)
    low, high = cv2.min(cv2.min(blue, green), red), cv2.max(cv2.max(blue, green), red)
    coloured = cv2.medianBlur((cv2.subtract(high, low) > _COLOURED).astype(np.uint8), 5).astype(bool)
    ink = _without_specks(np.where(coloured, low < 188, green < 160))
    strokes = ink & coloured
    return [ink & ~coloured, *_by_hue(page, strokes)]


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


def _without_specks(mask: Mask) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    if count < 2:
        return mask
    small = np.nonzero(stats[:, cv2.CC_STAT_AREA] < _SPECK)[0]
    kept = mask.copy()
    for label in small:
        x, y, w, h = stats[label, :4]
        kept[y : y + h, x : x + w] &= labels[y : y + h, x : x + w] != label
    return kept


def _colour(page: Frame, mask: Mask) -> tuple[float, float, float]:
    """The ink's own colour: the median of its pixels, a shade stronger, for edges are paler than strokes."""
    blue, green, red = (float(v) for v in np.median(page[mask], axis=0))
    if max(red, green, blue) - min(red, green, blue) <= _COLOURED:
        return 0.05, 0.05, 0.06
    return round(red / 255, 2), round(green / 255 * 0.9, 2), round(blue / 255 * 0.95, 2)


def _g4(mask: Mask) -> bytes:
    """The mask as one Group 4 strip with ink as its black runs, which a PDF stencil with ``/Decode [0 1]`` paints."""
    height = mask.shape[0]
    out = io.BytesIO()
    picture = Image.fromarray(mask)
    picture.save(out, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: height})
    with Image.open(io.BytesIO(out.getvalue())) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]
        (start,), (length,) = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
        if tags[_PHOTOMETRIC] != 1:
            raise RuntimeError("the TIFF writer turned the picture round")
    return out.getvalue()[start : start + length]
