"""How far a scanner's page lies askew, by its lines of print and its rules.

Along straight lines the ink of a page stands in few rows: the angle at which neighbouring rows differ most is that of
the print (the projection profile of Postl, 1986).
"""

from __future__ import annotations

import math

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Floats, Frame, Grey, corners_of, darkest

_WORKING = 800  # pixels of the longer side: a line of 10-point print is ten rows high
_INK = 170
_LEAST_INK, _MOST_INK = 0.002, 0.3  # share of the page: a blank one, and a picture, have no lines
_FARTHEST = 5.0  # degrees: a feeder gives two, a hand on the glass four
_LEAST = 0.25  # degrees: less is not seen, and turning costs sharpness
_PLAINER = 1.25  # how much more rows must differ at the angle than as the page lies
_LOST = 0.0002  # share of the page's ink that straightening may cut off


def straight(sheet: Frame) -> Corners:
    """The page's corners in a picture that is all page, turned so that its print is level when it is laid flat.

    Those of the picture itself where its print is level, cannot be told, or would be cut off by turning.
    """
    height, width = sheet.shape[:2]
    whole = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float64)
    scale = min(1.0, _WORKING / max(height, width))
    small = cv2.resize(darkest(sheet), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < _INK).astype(np.uint8)
    angle = _angle(ink)
    if abs(angle) < _LEAST:
        return corners_of(whole)
    quad = _turned(whole, angle)
    inside = cv2.fillConvexPoly(np.zeros_like(ink), np.round(quad * scale).astype(np.int32), 1)
    if np.count_nonzero(ink & (1 - inside)) > _LOST * np.count_nonzero(ink):
        return corners_of(whole)
    return corners_of(quad)


def _angle(ink: Grey) -> float:
    """Degrees by which the lines fall to the right; 0 where there are none."""
    if not _LEAST_INK < float(ink.mean()) < _MOST_INK:
        return 0.0
    coarse = np.arange(-_FARTHEST, _FARTHEST + 0.1, 0.5)
    near = coarse[int(np.argmax([_differing(ink, angle) for angle in coarse]))]
    fine = np.arange(near - 0.5, near + 0.51, 0.1)
    scores = [_differing(ink, angle) for angle in fine]
    best = float(fine[int(np.argmax(scores))])
    plain = max(scores) > _PLAINER * _differing(ink, 0.0)
    return best if plain and abs(best) < _FARTHEST else 0.0


def _differing(ink: Grey, angle: float) -> float:
    """How much neighbouring rows differ once the page is sheared so that lines at ``angle`` are level."""
    height, width = ink.shape
    slope = math.tan(math.radians(angle))
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]])
    level = cv2.warpAffine(ink * 255, shear, (width, height), flags=cv2.INTER_LINEAR)
    rows = level.sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum())


def _turned(quad: Floats, angle: float) -> Floats:
    """Clockwise as seen, about its middle."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    middle = quad.mean(axis=0)
    return np.asarray((quad - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle, np.float64)
