"""How large a paper is: by its scale where that is known, by what only a card has, else by its ratio, never too small.

A ratio alone decides no size: an ID card, a folio sheet, half a letter and a photograph of 10 x 15 cm differ in it by
less than a measurement is off. Of all papers that a ratio fits, the largest is taken, because a page is laid flat at
200 dots an inch of its size: taken for too large it keeps all that was seen, taken for too small it loses it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Floats, Frame
from kiosk.scan.reading.codes import CodeOwner, find


@dataclass(frozen=True)
class PaperSize:
    """A known kind of paper, upright, in millimetres."""

    name: str
    short: float
    long: float

    @property
    def ratio(self) -> float:
        return self.long / self.short


A4 = PaperSize("A4", 210.0, 297.0)  # ISO 216
A3 = PaperSize("A3", 297.0, 420.0)
A5 = PaperSize("A5", 148.0, 210.0)
A6 = PaperSize("A6", 105.0, 148.0)
B5 = PaperSize("B5", 176.0, 250.0)
B6 = PaperSize("B6", 125.0, 176.0)  # booklets of households and passports
F4 = PaperSize("F4", 210.0, 330.0)  # folio
LETTER = PaperSize("letter", 215.9, 279.4)  # ANSI/ASME Y14.1
LEGAL = PaperSize("legal", 215.9, 355.6)
HALF_LETTER = PaperSize("half letter", 139.7, 215.9)
CARD = PaperSize("card", 53.98, 85.6)  # ISO/IEC 7810 ID-1
PHOTOS = tuple(
    PaperSize(f"photo {short} x {long}", short, long) for short, long in ((30, 40), (40, 60), (89, 127), (102, 152))
)
KNOWN = (A4, A3, A5, A6, B5, B6, F4, LETTER, LEGAL, HALF_LETTER, CARD, *PHOTOS)
ROLLS = (58.0, 80.0)
"""Widths of receipts, millimetres; they are of any length (and print at 48 and 72)."""

LEAST_MM = 10.0
"""A strip narrower than that is no paper; it is kept, but wider than it was."""

_SNAP = 0.06  # how far (relative) a measured ratio may lie from A4's, by far the commonest
_EXACT = 0.03  # and from those of other sheets: what a measurement in perspective is off
_SCALED = (0.04, 0.08)  # how far a measured ratio and a measured length may lie from a known paper's, with a scale
_CARD_RATIOS = (1.49, 1.68)

_DOTS = 8  # a millimetre: what a card is looked at with
_ROUND = 3.18  # millimetres, ISO/IEC 7810, 8.1.3: a card's corners
_CONTRAST = 12.0  # grey levels between card and desk: with less nobody can tell
_LIKE_DESK = 0.4  # of that contrast


def by_scale(sides: tuple[float, float]) -> tuple[float, float]:
    """Short and long side in millimetres, of a paper measured at these: a known one's where it comes near."""
    short, long = sorted(sides)
    ratio_off, long_off = _SCALED
    near = [
        paper
        for paper in KNOWN
        if abs(long / short / paper.ratio - 1) < ratio_off and abs(long / paper.long - 1) < long_off
    ]
    if near:
        best = min(near, key=lambda paper: abs(long / paper.long - 1) + abs(short / paper.short - 1))
        return best.short, best.long
    roll = min(ROLLS, key=lambda width: abs(short / width - 1))
    if abs(short / roll - 1) < ratio_off and long > 1.2 * short:
        return roll, long * roll / short
    return max(short, LEAST_MM), long


def by_ratio(ratio: float) -> tuple[float, float]:
    """Short and long side of the largest paper that a ratio (long to short, 1 or more) fits.

    Up to the ratio of legal paper it is as wide as A4; longer ones are as long as that, and strips as wide as receipts.
    """
    if abs(ratio / A4.ratio - 1) < _SNAP:
        return A4.short, A4.long
    near = min((LETTER, F4, LEGAL), key=lambda paper: abs(ratio / paper.ratio - 1))
    if abs(ratio / near.ratio - 1) < _EXACT:
        return near.short, near.long
    if ratio * A4.short <= LEGAL.long:
        return A4.short, A4.short * ratio
    short = max(LEGAL.long / ratio, ROLLS[1])
    return short, short * ratio


def is_card(picture: Frame, corners: Corners, ratio: float) -> bool:
    """Whether a paper of about a card's ratio is an ID-1 card: its code says so, or its corners are a card's."""
    low, high = _CARD_RATIOS
    if not low <= ratio <= high:
        return False
    flat = _flat(picture, corners)
    return _has_round_corners(flat) or any(code.kind is CodeOwner.CARD for code in find(flat))


def _flat(picture: Frame, corners: Corners) -> Frame:
    """The paper as large as a card, lying, with a rim of ``_ROUND`` of what is around it."""
    quad, rim = np.array(corners, np.float32), _ROUND * _DOTS
    if np.linalg.norm(quad[1] - quad[0]) < np.linalg.norm(quad[2] - quad[1]):
        quad = np.roll(quad, -1, 0)
    right, bottom = rim + CARD.long * _DOTS, rim + CARD.short * _DOTS
    target = np.array([[rim, rim], [right, rim], [right, bottom], [rim, bottom]], np.float32)
    size = round(right + rim), round(bottom + rim)
    matrix = cv2.getPerspectiveTransform(quad, target)
    flat: Frame = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return flat


def _has_round_corners(flat: Frame) -> bool:
    """At three corners of four the desk is seen where a sharp corner would show the card."""
    return sum(_is_round(np.rot90(flat, quarter)) for quarter in range(4)) >= 3


def _is_round(flat: Frame) -> bool:
    """The corner at the top left. Its arc crosses the diagonal 1.3 mm from where the sides meet."""
    desk, tip, card = (_on_diagonal(flat, *reach) for reach in ((-1.7, -0.7), (0.2, 0.7), (1.9, 3.2)))
    contrast = float(np.abs(desk - card).max())
    return contrast > _CONTRAST and float(np.abs(tip - desk).max()) < _LIKE_DESK * contrast


def _on_diagonal(flat: Frame, start: float, end: float) -> Floats:
    """The median colour of a small square, whose corners lie so far along the diagonal, in millimetres from the tip."""
    first, last = (round((_ROUND + reach / np.sqrt(2)) * _DOTS) for reach in (start, end))
    return np.asarray(np.median(flat[first : last + 1, first : last + 1].reshape(-1, 3), axis=0), np.float64)
