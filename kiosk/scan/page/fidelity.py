"""Is everything that was on the paper on the page that is sent? The photograph itself against the rendered PDF.

What stands out from its local ground in the photographed page, beyond its noise, must be painted. The cleaned page has
no say: what cleaning bleached is lost to it as well. Wide soft tones (shadows, folds, a bent sheet's shading) are
ground, as far as they are wider than three millimetres.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.page.tones import Box
from kiosk.scan.picture import Frame, Grey, darkest

_WORKING = 2  # pixels of the page (200 dpi) to one: a quarter of a millimetre, half a pencil's stroke
_GROUND = 13  # of those: 3.3 mm
_LEAST = 0.13  # of the ground's light that must be missing: the finest folds lie below, print of .78 lies above
_NOISE = 6.0  # standard deviations of the paper's own noise that ink must exceed
_BLOCK = 16  # of those pixels: of the many blocks of a page the calmer ones hold paper alone
_PAINTED = 250  # grey level of the rendered page: nothing but paint is darker, be it spread over a whole pixel
_NEAR = 5  # of those pixels: a stencil's edge strays from the photograph's
_WORD = 15  # of those pixels: what lies closer is lost together
_LOST = 30  # of those pixels in one place: a stroke of .45 mm that is 4 mm long
_RIM = 0.016  # of the page's longer side: desk beside the paper, which is trimmed off
_MOST = 12  # boxes: more are no more help
_DARKEST = 24  # grey level: ground that is darker has no ink that one could tell


def lost_ink(source: Frame, rendered: Frame) -> tuple[Box, ...]:
    """Where ink of ``source`` (a page laid flat at 200 dpi, as photographed) is not painted in ``rendered`` (the same
    page of the PDF at any size), the most first: boxes in pixels of ``source``. Empty where nothing is missing."""
    size = (source.shape[1] // _WORKING, source.shape[0] // _WORKING)
    if min(size) < 2 * _GROUND:
        return ()
    ink = _standing_out(darkest(np.asarray(cv2.resize(source, size, interpolation=cv2.INTER_AREA), np.uint8)))
    shown = darkest(np.asarray(cv2.resize(rendered, size, interpolation=cv2.INTER_AREA), np.uint8))
    painted = cv2.dilate(np.asarray(shown < _PAINTED, np.uint8), np.ones((_NEAR, _NEAR), np.uint8))
    lost = ink & (1 - painted)
    rim = max(2, round(_RIM * max(size)))
    inside = np.zeros_like(lost)
    inside[rim:-rim, rim:-rim] = lost[rim:-rim, rim:-rim]
    return _boxes(inside, source)


def _standing_out(low: Grey) -> Grey:
    """1 where something is darker than the ground about it by more than the paper's noise, else 0."""
    ground = cv2.morphologyEx(cv2.medianBlur(low, 3), cv2.MORPH_CLOSE, np.ones((_GROUND, _GROUND), np.uint8))
    share = cv2.divide(cv2.subtract(ground, low), ground, dtype=cv2.CV_32F)
    least = max(_LEAST, _NOISE * _noise(share))
    return np.asarray((share > least) & (ground > _DARKEST), np.uint8)


def _noise(share: NDArray[np.float32]) -> float:
    """The standard deviation of bare paper: that of the calmer half of the page's blocks."""
    fine = share - cv2.blur(share, (5, 5))
    height, width = (side // _BLOCK * _BLOCK for side in fine.shape)
    blocks = fine[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    return float(np.percentile(blocks.std(axis=(1, 3)), 40))


def _boxes(lost: Grey, source: Frame) -> tuple[Box, ...]:
    """About what is lost together, if it is more than a speck."""
    near = cv2.dilate(lost, np.ones((_WORD, _WORD), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8, ltype=cv2.CV_32S)
    if count < 2:
        return ()
    weight = np.bincount(labels.ravel()[np.flatnonzero(lost.ravel())], minlength=count)
    heavy = [int(k) for k in np.argsort(-weight)[:_MOST] if k and weight[k] >= _LOST]
    height, width = source.shape[:2]
    boxes = []
    for left, top, wide, tall in (map(int, stats[k][:4]) for k in heavy):
        right, bottom = ((left + wide) * _WORKING, (top + tall) * _WORKING)
        boxes.append((left * _WORKING, top * _WORKING, min(right, width), min(bottom, height)))
    return tuple(boxes)
