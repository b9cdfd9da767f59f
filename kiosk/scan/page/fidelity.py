"""Is everything that was on the paper on the page that is sent? The photograph itself against the rendered PDF.

What stands out from its local ground in the photographed page, beyond its noise, must be painted. The cleaned page has
no say: what cleaning bleached is lost to it as well. Wide soft tones (shadows, folds, a bent sheet's shading) are
ground, as far as they are wider than three millimetres.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.geometry import Box
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame, Grey, darkest

_WORKING = 2  # pixels of the page (200 dpi) to one: a quarter of a millimetre, half a pencil's stroke
_GRAIN = 0.8  # pixels of the page: single ones are grain, the thinnest print is two wide
_GROUND = 13  # of those: 3.3 mm
_LEAST = 0.13  # of the ground's light that must be missing: the finest folds lie below, print of .78 lies above
_NOISE = 6.0  # standard deviations of the paper's own noise that ink must exceed
_BLOCK = 16  # of those pixels: of the many blocks of a page the calmer ones hold paper alone
_PAINTED = 250  # grey level of the rendered page: nothing but paint is darker, be it spread over a whole pixel
_DROWNED = 0.03  # of the rendered ground: print on a tinted cell that was painted as dark as the print is lost
_NEAR = 5  # of those pixels: a stencil's edge strays from the photograph's
_WORD = 15  # of those pixels: what lies closer is lost together
_LOST = 30  # of those pixels in one place: a stroke of .45 mm that is 4 mm long
_RIM = 0.016  # of the page's longer side: desk beside the paper, which is trimmed off
_DUST = 3  # of those pixels: a grain of dust is no larger
_MARK, _MARKS = 24, 6  # of those pixels together, a stroke of 3.5 mm; or so many pieces: a word's letters
_DARK, _GROUNDLESS = 160, 0.0003  # a grey level, and the share of a page that is darker where it has a ground of tones
_MOST = 12  # boxes: more are no more help
_DARKEST = 24  # grey level: ground that is darker has no ink that one could tell


def lost_ink(source: Frame, rendered: Frame) -> tuple[Box, ...]:
    """Where ink of ``source`` (a page laid flat at 200 dpi, as photographed) is not painted in ``rendered`` (the same
    page of the PDF, at any size), the most first: boxes in pixels of ``source``. Empty where nothing is missing."""
    return missing(ink_of(source), rendered, source.shape[:2])


def ink_of(source: Frame) -> Grey:
    """1 where ink stands on ``source``, else 0, at half its size. What is cut off with the desk's sliver is none."""
    size = (max(1, source.shape[1] // _WORKING), max(1, source.shape[0] // _WORKING))
    soft = cv2.GaussianBlur(darkest(source), (0, 0), _GRAIN)
    least = cv2.erode(soft, np.ones((_WORKING, _WORKING), np.uint8))  # the darker of neighbours: a thin stroke stays
    ink = _standing_out(np.asarray(least[: size[1] * _WORKING : _WORKING, : size[0] * _WORKING : _WORKING], np.uint8))
    rim = max(2, round(_RIM * max(size)))
    ink[:rim], ink[-rim:], ink[:, :rim], ink[:, -rim:] = 0, 0, 0, 0
    return ink


def is_blank(ink: Grey, rendered: Frame) -> bool:
    """Whether nothing is on a page: no stroke, dot row or mark (``ink_of`` its photograph), and no dark ground on the
    page as it is sent. Dust and a scanner's streak of single pixels are nothing; what is in doubt is something."""
    within = cv2.erode(ink, np.ones((1, _DUST), np.uint8))  # pixels that have one on either side are no dust
    if cv2.countNonZero(within) >= _MARK:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    areas = stats[1:count, cv2.CC_STAT_AREA]
    some = areas[areas >= _DUST]
    if int(some.sum()) >= _MARK or len(some) >= _MARKS:
        return False
    return float((darkest(rendered)[::2, ::2] < _DARK).mean()) < _GROUNDLESS


def missing(ink: Grey, rendered: Frame, of: tuple[int, ...]) -> tuple[Box, ...]:
    """As ``lost_ink``, of what ``ink_of`` gave for a source of shape ``of`` (height, width)."""
    size = (ink.shape[1], ink.shape[0])
    # one channel: a third of the work
    shown = np.asarray(cv2.resize(darkest(rendered), size, interpolation=cv2.INTER_AREA), np.uint8)
    ground = cv2.morphologyEx(shown, cv2.MORPH_CLOSE, np.ones((_GROUND, _GROUND), np.uint8))
    drowned = cv2.subtract(ground, shown, dtype=cv2.CV_32F) <= _DROWNED * ground.astype(np.float32)
    painted = np.asarray((shown < _PAINTED) & ~drowned, np.uint8)
    painted = cv2.dilate(painted, np.ones((_NEAR, _NEAR), np.uint8))
    return _boxes(ink & (1 - painted), of)


def _standing_out(low: Grey) -> Grey:
    """1 where something is darker than the ground about it by more than the paper's noise, else 0."""
    ground = cv2.morphologyEx(cv2.medianBlur(low, 3), cv2.MORPH_CLOSE, np.ones((_GROUND, _GROUND), np.uint8))
    share = cv2.divide(cv2.subtract(ground, low), ground, dtype=cv2.CV_32F)
    least = max(_LEAST, _NOISE * _noise(share))
    return np.asarray((share > least) & (ground > _DARKEST), np.uint8)


def _noise(share: NDArray[np.float32]) -> float:
    """The standard deviation of bare paper: that of the calmer half of the page's blocks. 0 of a page too small."""
    fine = share - cv2.blur(share, (5, 5))
    height, width = (side // _BLOCK * _BLOCK for side in fine.shape)
    if not height or not width:
        return 0.0
    blocks = fine[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    return float(np.percentile(blocks.std(axis=(1, 3)), 40))


def _boxes(lost: Grey, of: tuple[int, ...]) -> tuple[Box, ...]:
    """About what is lost together, if it is more than a speck."""
    if cv2.countNonZero(lost) < _LOST:
        return ()
    near = cv2.dilate(lost, np.ones((_WORD, _WORD), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8, ltype=cv2.CV_32S)
    if count < 2:
        return ()
    weight = np.bincount(labels.ravel()[np.flatnonzero(lost.ravel())], minlength=count)
    heavy = [int(k) for k in np.argsort(-weight)[:_MOST] if k and weight[k] >= _LOST]
    height, width = of[:2]
    boxes = []
    for left, top, wide, tall in (map(int, stats[k][:4]) for k in heavy):
        right, bottom = ((left + wide) * _WORKING, (top + tall) * _WORKING)
        boxes.append((left * _WORKING, top * _WORKING, min(right, width), min(bottom, height)))
    return tuple(boxes)
