"""Would a reader be content? Judged before the person walks away.

Each fault is a reason that the screen can say (``capture.reason.VALUE``) and mend (``capture.fix.VALUE``).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from kiosk.scan.clean import background
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame, Grey, darkest
from kiosk.scan.spoils import spoils
from kiosk.scan.upright import quarters

SHARP = 2.1  # of ``sharpness``, where print is scarce: a stroke of the hand of 13 pixels, a lens 4 out of focus
CRISP = 0.12  # of ``crispness``: of 109 fresh pages 59 of 65 over 6 % misread lay below, and 5 of 21 under 1 %
DARK = 60  # grey level of the paper: below 45 thin strokes break up, and a margin is kept
_LEAST_DPI = 130  # what the camera gave on the page: below this 10-point accents run together
_GLARE = (0.002, 0.3)  # share of the page: less hides nothing, more is an overexposed but even page
_SATURATED = 250


class Reason(enum.Enum):
    """Why a picture should be taken again, gravest first."""

    NO_PAGE = "no-page"
    CUT_OFF = "cut-off"
    COVERED = "covered"
    TOO_DARK = "too-dark"
    TOO_SMALL = "too-small"
    BLURRED = "blurred"
    GLARE = "glare"
    SHADOW = "shadow"
    FOLD = "fold"
    TURNED = "turned"


@dataclass(frozen=True)
class Fault:
    """A reason, and where on the page it shows (4 x 2 pixels of the page), if at one place."""

    reason: Reason
    where: Floats | None = None


def faults(page: Frame, *, seen_dpi: float, cut: bool) -> tuple[Fault, ...]:
    """What is wrong with a page laid flat at 200 dpi but not yet cleaned, gravest first; empty when it is good."""
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)
    over = spoils(page)
    found = []
    if cut:
        found.append(Fault(Reason.CUT_OFF))
    if over.covered is not None:
        found.append(Fault(Reason.COVERED, over.covered))
    if paper_level(grey) < DARK:
        found.append(Fault(Reason.TOO_DARK))
    if seen_dpi < _LEAST_DPI:
        found.append(Fault(Reason.TOO_SMALL))
    if is_blurred(grey):
        found.append(Fault(Reason.BLURRED))
    patch = glare(page)
    if patch is not None:
        found.append(Fault(Reason.GLARE, patch))
    for reason, where in ((Reason.SHADOW, over.shadow), (Reason.FOLD, over.fold)):
        if where is not None and Fault(Reason.BLURRED) not in found:  # smeared print looks like either
            found.append(Fault(reason, where))
    if quarters(grey):
        found.append(Fault(Reason.TURNED))
    return tuple(found)


def is_blurred(grey: Grey) -> bool:
    """Whether print is there that a reader would misread. A few words or rules are judged by their edges alone."""
    crisp = crispness(grey)
    if crisp is not None:
        return crisp < CRISP
    sharp = sharpness(grey)
    return sharp is not None and sharp < SHARP


def paper_level(grey: Grey) -> float:
    """The grey level of the bare paper."""
    return float(np.percentile(grey[::8, ::8], 75))


def sharpness(grey: Grey) -> float | None:
    """How much finer the print's edges are than a blur would leave them; None where there is too little print to tell.

    The gradient energy at a scale of 0.7 pixels against that at 2.2, on print only and after evening the light, in the
    worst direction: motion blurs one direction alone, which a measure over all directions cannot see.
    """
    edges = _edges(grey, fine=0.7, coarse=2.2, least=0.002)
    return None if edges is None else float(np.min(edges[0] / np.maximum(edges[1], 1e-9)))


def crispness(grey: Grey) -> float | None:
    """How well a reader can tell the print on a page of 200 dpi; None where there is too little print to tell.

    The finer edges' share, as in ``sharpness``, times the root of the least direction's own energy: print smeared
    beyond reading keeps fine edges enough, but faint ones. Print half as black counts half.
    """
    edges = _edges(grey, fine=1.0, coarse=3.0, least=0.03)
    if edges is None:
        return None
    return float(np.min(edges[0] / np.maximum(edges[1], 1e-9)) * np.sqrt(np.min(edges[0])))


def _edges(grey: Grey, *, fine: float, coarse: float, least: float) -> tuple[Floats, Floats] | None:
    """The energies of the print's edges in each of 8 directions, at two scales (pixels); None with too little print."""
    light = background(grey).astype(np.float32)
    even = grey.astype(np.float32) / np.maximum(light, 8.0)
    wide = cv2.GaussianBlur(even, (0, 0), 2.2)
    on_print = cv2.dilate((wide < 0.88).astype(np.uint8), np.ones((7, 7), np.uint8))
    if on_print.mean() < least:
        return None
    bare = ((on_print == 0) & (wide > 0.95)).astype(np.uint8)
    near, far = (_energies(cv2.GaussianBlur(even, (0, 0), scale), on_print, bare) for scale in (fine, coarse))
    return near, far


def _energies(picture: Floats, on_print: Grey, bare: Grey) -> Floats:
    """Mean squared gradient on print less that of the bare paper (its noise), in each of 8 directions."""
    x = cv2.Sobel(picture, cv2.CV_32F, 1, 0) / 8
    y = cv2.Sobel(picture, cv2.CV_32F, 0, 1) / 8
    squares = np.array([_net(p, on_print, bare) for p in (x * x, x * y, y * y)])
    angle = np.arange(8) * np.pi / 8
    weights = np.stack([np.cos(angle) ** 2, 2 * np.cos(angle) * np.sin(angle), np.sin(angle) ** 2], 1)
    return np.asarray(np.maximum(weights @ squares, 0), np.float64)


def _net(product: Floats, on_print: Grey, bare: Grey) -> float:
    return float(cv2.mean(product, mask=on_print)[0]) - float(cv2.mean(product, mask=bare)[0])


def glare(page: Frame) -> Floats | None:
    """The largest burnt-out patch on a page that is otherwise not: its corners, 4 x 2 pixels of the page."""
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    burnt = darkest(small) >= _SATURATED
    if float(np.median(darkest(small))) >= 240:
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
