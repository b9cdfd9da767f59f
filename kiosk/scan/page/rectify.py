"""A page seen at an angle, laid flat at its true size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Floats, Frame

DPI = 200  # the least the law asks of a scan, and enough for 8-point print
_INCH = 25.4
_A3_LONG = 421.0  # millimetres
_LEAST_MM = 10.0  # a strip narrower than that is no paper; it is kept, but wider than it was
_SNAP = 0.06  # how far (relative) a measured ratio may lie from a known paper's


@dataclass(frozen=True)
class PaperSize:
    """A known kind of paper, upright, in millimetres."""

    name: str
    short: float
    long: float

    @property
    def ratio(self) -> float:
        return self.long / self.short


A4 = PaperSize("A4", 210.0, 297.0)
A5 = PaperSize("A5", 148.0, 210.0)
CARD = PaperSize("card", 53.98, 85.6)  # ISO/IEC 7810 ID-1


@dataclass(frozen=True)
class FlatPage:
    """A page laid flat. ``size_mm`` is width, height; ``seen_dpi`` is what the camera really gave."""

    picture: Frame
    size_mm: tuple[float, float]
    dpi: int
    seen_dpi: float
    to_page: Floats  # 3 x 3: from pixels of the source to pixels of the page

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

    ``pixels_per_mm`` is the scale of the tray in the picture where it is known: only that tells A5 from A4.
    ``size_mm`` is the page's own size where it is known; larger than A3 it is not believed.
    """
    height, width = picture.shape[:2]
    known = size_mm is not None and max(size_mm) <= _A3_LONG
    size = size_mm if size_mm and known else _size_mm(np.array(corners), (width, height), pixels_per_mm)
    w, h = (max(16, round(side / _INCH * dpi)) for side in size)
    target = np.array([[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]], np.float32)
    to_page = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    seen = _mean_sides(np.array(corners))
    seen_dpi = min(seen[0] / size[0], seen[1] / size[1]) * _INCH
    # A page seen much larger than wanted is shrunk first: a warp alone would skip pixels and break thin strokes.
    shrink = max(1.0, seen_dpi / dpi / 1.25)
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


def _size_mm(corners: Floats, size: tuple[int, int], pixels_per_mm: float | None) -> tuple[float, float]:
    ratio = aspect(corners, size)
    upright = ratio <= 1
    paper = _paper(max(ratio, 1 / ratio), corners, pixels_per_mm)
    if paper is None:  # no known kind: as large as it is, or as fits on A4, which keeps its print at a size to be read
        true = max(_mean_sides(corners)) / pixels_per_mm if pixels_per_mm else 0.0
        long = true if 0 < true <= _A3_LONG else min(A4.long, A4.short * max(ratio, 1 / ratio))
        short = max(long / max(ratio, 1 / ratio), _LEAST_MM)
    else:
        short, long = paper.short, paper.long
    return (short, long) if upright else (long, short)


def _paper(ratio: float, corners: Floats, pixels_per_mm: float | None) -> PaperSize | None:
    """The known paper of this ratio: by its real size where the tray's scale tells it, else by the ratio alone."""
    among: tuple[PaperSize, ...] = (A4, CARD)
    if pixels_per_mm:
        long = max(_mean_sides(corners)) / pixels_per_mm
        among = (min((A4, A5, CARD), key=lambda paper: max(paper.long / long, long / paper.long)),)
    fits = [paper for paper in among if abs(ratio / paper.ratio - 1) < _SNAP]
    return min(fits, key=lambda paper: abs(ratio / paper.ratio - 1)) if fits else None


def _shrunk(picture: Frame, by: float) -> tuple[Frame, Floats]:
    """The picture made smaller, and the 3 x 3 that leads from its pixels back to the source's."""
    if by <= 1.0:
        return picture, np.eye(3)
    small: Frame = cv2.resize(picture, None, fx=1 / by, fy=1 / by, interpolation=cv2.INTER_AREA)
    sx, sy = picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0]
    return small, np.array([[sx, 0, sx / 2 - 0.5], [0, sy, sy / 2 - 0.5], [0, 0, 1.0]])
