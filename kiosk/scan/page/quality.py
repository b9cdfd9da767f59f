"""Would a reader be content? Judged before the person walks away.

Each fault is a reason that the screen can say (``capture.reason.VALUE``) and mend (``capture.fix.VALUE``).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import background
from kiosk.scan.page.spoils import spoils
from kiosk.scan.page.tones import coarse
from kiosk.scan.page.upright import quarters
from kiosk.scan.picture import Floats, Frame, Grey, darkest

SHARP = 2.1  # of ``sharpness``, where print is scarce: a stroke of the hand of 13 pixels, a lens 4 out of focus
CRISP = 1.0  # of ``crispness``: of 146 pages the least cost, a misread one let through weighing three read ones refused
_DOUBT = 0.4  # of ``crispness``: from here to ``CRISP`` its edges have a say, as handwriting has fewer than print
_KEEN = 2.5  # of ``sharpness``: in that doubt no misread page had more than 2.3; photographed handwriting had 2.7 to 6
DARK = 60  # grey level of the paper: below 45 thin strokes break up, and a margin is kept
_LEAST_DPI = 130  # what the camera gave on the page: below this 10-point accents run together
_GLARE = (0.002, 0.3)  # share of the page: less hides nothing, more is an overexposed but even page
_SATURATED = 250
_WEIGHTS = np.array([1.0, 1.0, -2.82, -0.91])  # exponents of ``traits``, as ``bench/judge/weigh.py`` fits them,
_EVEN = 1.087e-5  # and their product where as many pages are over 3 % misread as are not
_BROAD = 7  # of 4 pixels each: 3.5 mm
_FEW_WORDS, _SOME_LINES = 0.002, 0.03  # of the page is print, or close around it: less tells nothing
_LEAST = np.array([1e-6, 1e-6, 0.03, 0.03])  # no trait counts as less


class Reason(enum.Enum):
    """Why a picture should be taken again, gravest first."""

    PARTIAL = "partial"  # of a file alone
    NO_PAGE = "no-page"
    CUT_OFF = "cut-off"
    BEYOND = "beyond"
    CORNER = "corner"
    COVERED = "covered"
    TOO_DARK = "too-dark"
    TOO_SMALL = "too-small"
    BLURRED = "blurred"
    GLARE = "glare"
    SHADOW = "shadow"
    FOLD = "fold"
    FAINT = "faint"
    TURNED = "turned"


@dataclass(frozen=True)
class PageFault:
    """A reason, and where on the page it shows (4 x 2 pixels of the page), if at one place."""

    reason: Reason
    where: Floats | None = None


def faults(page: Frame, *, seen_dpi: float, cut: bool, small: Frame | None = None) -> tuple[PageFault, ...]:
    """What is wrong with a page laid flat at 200 dpi but not yet cleaned, gravest first; empty when it is good.

    ``small`` is what ``tones.coarse`` gave of the page, if it did.
    """
    small = coarse(page) if small is None else small
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)
    over = spoils(page, small)
    page_faults = []
    if cut:
        page_faults.append(PageFault(Reason.CUT_OFF))
    if over.covered is not None:
        page_faults.append(PageFault(Reason.COVERED, over.covered))
    if paper_level(grey) < DARK:
        page_faults.append(PageFault(Reason.TOO_DARK))
    if seen_dpi < _LEAST_DPI:
        page_faults.append(PageFault(Reason.TOO_SMALL))
    if is_blurred(grey):
        page_faults.append(PageFault(Reason.BLURRED))
    patch = glare(page, small)
    if patch is not None:
        page_faults.append(PageFault(Reason.GLARE, patch))
    for reason, where in ((Reason.SHADOW, over.shadow), (Reason.FOLD, over.fold)):
        if where is not None and PageFault(Reason.BLURRED) not in page_faults:  # smeared print looks like either
            page_faults.append(PageFault(reason, where))
    if quarters(grey):
        page_faults.append(PageFault(Reason.TURNED))
    return tuple(page_faults)


def in_order(page_faults: Sequence[PageFault]) -> tuple[PageFault, ...]:
    """Gravest first."""
    gravest = list(Reason)
    return tuple(sorted(page_faults, key=lambda fault: gravest.index(fault.reason)))


def is_blurred(grey: Grey) -> bool:
    """Whether print is there that a reader would misread. A few words or rules are judged by their edges alone."""
    strokes = _print(_even(grey))
    crisp = _crisp(strokes)
    if crisp is not None and not _DOUBT <= crisp < CRISP:
        return crisp < CRISP
    sharp = _sharp(strokes)
    return sharp is not None and sharp < (SHARP if crisp is None else _KEEN)


def paper_level(grey: Grey) -> float:
    """The grey level of the bare paper."""
    return float(np.percentile(grey[::8, ::8], 75))


def sharpness(grey: Grey) -> float | None:
    """How much finer the print's edges are than a blur would leave them; None where there is too little print to tell.

    The gradient energy at a scale of 0.7 pixels against that at 2.2, on print only and after evening the light, in the
    worst direction: motion blurs one direction alone, which a measure over all directions cannot see.
    """
    return _sharp(_print(_even(grey)))


def crispness(grey: Grey) -> float | None:
    """How well a reader can tell the print on a page of 200 dpi: 1 where every other such page is misread.

    None where there is too little print to tell.
    """
    return _crisp(_print(_even(grey)))


def traits(even: Floats) -> Floats | None:
    """What tells legible print: the energies of its edges at scales of 1 and 3 pixels, each in its least direction, and
    how dark its ink is: its darkest fiftieth, where strokes are broadest, and its middle.

    Ink is as dark as its cartridge, its weight and the blur make it. Held against the ink, the edges of pale print are
    as strong as those of black, and those of bold print, which has fewer for its ink, are not taken for blurred ones.
    """
    return _traits(_print(even))


def _sharp(strokes: _Print) -> float | None:
    if not strokes.covers(_FEW_WORDS):
        return None
    near, far = (_energies(strokes, scale) for scale in (0.7, 2.2))
    return float(np.min(near / np.maximum(far, 1e-9)))


def _crisp(strokes: _Print) -> float | None:
    traits = _traits(strokes)
    return None if traits is None else float(np.exp(np.log(traits) @ _WEIGHTS) / _EVEN)


def _traits(strokes: _Print) -> Floats | None:
    if not strokes.covers(_SOME_LINES):
        return None
    edges = [float(_energies(strokes, scale).min()) for scale in (1.0, 3.0)]
    some = strokes.even[::3, ::3]  # plenty for a percentile
    paper = float(np.median(some[strokes.bare[::3, ::3] > 0]))
    ink = 1 - np.percentile(some[strokes.on[::3, ::3] > 0], [2, 50]) / paper
    return np.asarray(np.maximum([*(edge / paper**2 for edge in edges), *ink], _LEAST), np.float64)


def _even(grey: Grey) -> Floats:
    """Bare paper 1, whatever its light."""
    return np.asarray(grey.astype(np.float32) / np.maximum(background(grey).astype(np.float32), 8.0))


class _Print(NamedTuple):
    even: Floats
    on: Grey  # where print is, and close around it
    bare: Grey  # where only paper is

    def covers(self, least: float) -> bool:
        """Is at least so much of the page print, and not all of it?"""
        return bool(cv2.countNonZero(self.on) >= least * self.on.size and cv2.countNonZero(self.bare))


def _print(even: Floats) -> _Print:
    wide = cv2.GaussianBlur(even, (0, 0), 2.2)
    on = cv2.dilate((wide < 0.88).astype(np.uint8), np.ones((7, 7), np.uint8))
    on[_solid(wide) > 0] = 0
    bare = ((on == 0) & (wide > 0.95)).astype(np.uint8)
    return _Print(even, on, bare)


def _solid(wide: Floats) -> Grey:
    """Where something dark is wider than any stroke of print, and close around it: desk beside the paper, pictures."""
    small = cv2.resize(wide, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    broad = cv2.morphologyEx((small < 0.6).astype(np.uint8), cv2.MORPH_OPEN, np.ones((_BROAD, _BROAD), np.uint8))
    near = cv2.dilate(broad, np.ones((_BROAD, _BROAD), np.uint8))
    return np.asarray(cv2.resize(near, wide.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _energies(strokes: _Print, scale: float) -> Floats:
    """Mean squared gradient on print less that of the bare paper (its noise), in each of 8 directions."""
    soft = cv2.GaussianBlur(strokes.even, (0, 0), scale)
    x, y = (cv2.Sobel(soft, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
    product = soft  # its memory is used again: a page of floats is 15 MB, and new ones cost as much as the product
    squares = np.array([_net(cv2.multiply(a, b, product), strokes) for a, b in ((x, x), (x, y), (y, y))])
    angle = np.arange(8) * np.pi / 8
    weights = np.stack([np.cos(angle) ** 2, 2 * np.cos(angle) * np.sin(angle), np.sin(angle) ** 2], 1)
    return np.asarray(np.maximum(weights @ squares, 0), np.float64)


def _net(product: Floats, strokes: _Print) -> float:
    return float(cv2.mean(product, mask=strokes.on)[0]) - float(cv2.mean(product, mask=strokes.bare)[0])


def glare(page: Frame, small: Frame | None = None) -> Floats | None:
    """The largest burnt-out patch on a page that is otherwise not: its corners, 4 x 2 pixels of the page."""
    low = darkest(coarse(page) if small is None else small)
    burnt = low >= _SATURATED
    if float(np.median(low)) >= 240:
        return None
    patches = cv2.morphologyEx(burnt.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(patches)
    if count < 2:
        return None
    left, top, width, height, area = (int(v) for v in stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())])
    if not _GLARE[0] <= area / burnt.size <= _GLARE[1]:
        return None
    box = np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]], float)
    return np.asarray(box * 4, np.float64)
