"""A page seen at an angle, laid flat at its true size."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.page import paper_sizes
from kiosk.scan.picture import Corners, Floats, Frame

DPI = 200  # the least the law asks of a scan, and enough for 8-point print
_INCH = 25.4
_MOST_PIXELS = 9_000_000  # of a page: A3 has 7.7 million
_LONGEST_MM = 1200.0


@dataclass(frozen=True)
class FlatPage:
    """A page laid flat. ``size_mm`` is width, height; ``seen_dpi`` is what the camera really gave."""

    picture: Frame
    size_mm: tuple[float, float]
    dpi: int
    seen_dpi: float
    to_page: Floats  # 3 x 3: from pixels of the source to pixels of the page

    def from_source(self, quad: Floats) -> Floats:
        """Points of the source (n x 2) in pixels of the page."""
        moved: Floats = cv2.perspectiveTransform(quad.reshape(-1, 1, 2).astype(np.float64), self.to_page).reshape(-1, 2)
        return moved

    def in_source(self, quad: Floats) -> Floats:
        """Points of the page (n x 2) in pixels of the source."""
        back = np.linalg.inv(self.to_page)
        moved: Floats = cv2.perspectiveTransform(quad.reshape(-1, 1, 2).astype(np.float64), back).reshape(-1, 2)
        return moved


def lay_flat(
    picture: Frame,
    corners: Corners,
    *,
    dpi: int = DPI,
    pixels_per_mm: float | None = None,
    size_mm: tuple[float, float] | None = None,
) -> FlatPage:
    """The page at ``dpi``, straight, the way up it is seen.

    ``size_mm`` is the page's own size where it is known (a scanner's word, a PDF's page), ``pixels_per_mm`` the scale
    of the tray in the picture; without either the size is told by what is seen (``paper_sizes``). A page too large to
    be held at ``dpi`` is made smaller, which ``seen_dpi`` then says.
    """
    size = size_mm or _size_mm(picture, corners, pixels_per_mm)
    sides = _mean_sides(np.array(corners))
    seen_dpi = min(sides[0] / size[0], sides[1] / size[1]) * _INCH
    size, seen_dpi = _bounded(size, seen_dpi, dpi)
    w, h = (round(side / _INCH * dpi) for side in size)
    target = np.array([[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]], np.float32)
    to_page = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    # A page seen much larger than wanted is shrunk first: a warp alone would skip pixels and break thin strokes.
    shrink = max(1.0, min(sides[0] / w, sides[1] / h) / 1.25)
    source, first = _shrunk(picture, shrink)
    flat: Frame = cv2.warpPerspective(
        source, to_page @ first, (w, h), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return FlatPage(flat, size, dpi, float(seen_dpi), np.asarray(to_page, np.float64))


def turned(picture: Frame, quarters: int) -> Frame:
    """The picture turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, -quarters))


def aspect(corners: Floats, size: tuple[int, int]) -> float:
    """Width over height of the rectangle whose four corners are seen, for an uncropped picture with square pixels.

    From the vanishing points (Zhang and He, Whiteboard scanning and image enhancement, 2007, section 3); where the
    view is all but straight down they lie at infinity and the sides' lengths are the answer.
    """
    across, down = _mean_sides(corners)
    plain = across / down
    centre = np.array([size[0] / 2, size[1] / 2])
    a, b, d, c = (np.append(p - centre, 1.0) for p in corners)  # c: bottom left, d: bottom right
    k2 = np.cross(a, d) @ c / (np.cross(b, d) @ c)
    k3 = np.cross(a, d) @ b / (np.cross(c, d) @ b)
    n2, n3 = k2 * b - a, k3 * c - a
    if abs(n2[2]) < 0.02 or abs(n3[2]) < 0.02:  # one pair of sides all but parallel: the focal length cannot be told
        return float(_weak_aspect(n2, n3, plain))
    focal2 = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
    longest = max(size)
    if not 0.4 * longest <= np.sqrt(max(focal2, 0)) <= 4 * longest:
        return float(plain)
    across2 = (n2[0] ** 2 + n2[1] ** 2) / focal2 + n2[2] ** 2
    down2 = (n3[0] ** 2 + n3[1] ** 2) / focal2 + n3[2] ** 2
    return float(np.sqrt(across2 / down2))


def _weak_aspect(n2: Floats, n3: Floats, plain: float) -> float:
    weak = float(np.hypot(n2[0], n2[1]) / max(np.hypot(n3[0], n3[1]), 1e-9))
    return weak if abs(weak / plain - 1) < 0.05 else plain


def _mean_sides(corners: Floats) -> tuple[float, float]:
    """Mean length of the two sides across and of the two down."""
    sides = np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1)
    return float(sides[0] + sides[2]) / 2, float(sides[1] + sides[3]) / 2


def tray_scale(corners: Corners, size: tuple[int, int]) -> float | None:
    """Pixels to a millimetre, by a paper that can only be A4 (or larger); None where it is of another ratio.

    What lies beside it is measured by it.
    """
    ratio = aspect(np.array(corners), size)
    if paper_sizes.by_ratio(max(ratio, 1 / ratio)) != (paper_sizes.A4.short, paper_sizes.A4.long):
        return None
    across, down = _mean_sides(np.array(corners))
    return math.sqrt(across * down / (paper_sizes.A4.short * paper_sizes.A4.long))


def _size_mm(picture: Frame, corners: Corners, pixels_per_mm: float | None) -> tuple[float, float]:
    across, down = _mean_sides(np.array(corners))
    if pixels_per_mm:
        upright = across <= down
        short, long = paper_sizes.by_scale((across / pixels_per_mm, down / pixels_per_mm))
    else:
        measured = aspect(np.array(corners), (picture.shape[1], picture.shape[0]))
        upright, ratio = measured <= 1, max(measured, 1 / measured)
        card = paper_sizes.is_card(picture, corners, ratio)
        short, long = (paper_sizes.CARD.short, paper_sizes.CARD.long) if card else paper_sizes.by_ratio(ratio)
    return (short, long) if upright else (long, short)


def _bounded(size: tuple[float, float], seen_dpi: float, dpi: int) -> tuple[tuple[float, float], float]:
    """A page's size, or less where it would have too many pixels; and of how many dots an inch it then is.

    A strip too narrow for a paper is made wider.
    """
    pixels = size[0] * size[1] * (dpi / _INCH) ** 2
    by = max(1.0, math.sqrt(pixels / _MOST_PIXELS), max(size) / _LONGEST_MM)
    width, height = (max(paper_sizes.LEAST_MM, side / by) for side in size)
    return (width, height), min(seen_dpi, dpi / by) if by > 1 else seen_dpi


def _shrunk(picture: Frame, by: float) -> tuple[Frame, Floats]:
    """The picture made smaller, and the 3 x 3 that leads from its pixels back to the source's."""
    if by <= 1.0:
        return picture, np.eye(3)
    small: Frame = cv2.resize(picture, None, fx=1 / by, fy=1 / by, interpolation=cv2.INTER_AREA)
    sx, sy = picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0]
    return small, np.array([[sx, 0, sx / 2 - 0.5], [0, sy, sy / 2 - 0.5], [0, 0, 1.0]])
