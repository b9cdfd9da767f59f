"""Where on a picture its fault is shown best, for those faults that are all over it."""

from __future__ import annotations

import numpy as np

from kiosk.scan.opencv import cv2
from kiosk.scan.page.quality import Reason
from kiosk.scan.picture import Corners, Floats, Frame

_TILE = 0.3  # of the page's shorter side: some lines of print
_STRIP = 0.14  # of the page, inward from the side that is missing
_NEAR = 0.012  # of the picture: what comes closer to its border is beyond it


def print_spot(page: Frame) -> Floats:
    """The square of a page laid flat that holds the most print (4 x 2 pixels of the page): what is hard to read there
    is hard to read."""
    height, width = page.shape[:2]
    small = cv2.resize(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), (max(8, width // 8), max(8, height // 8)))
    even = cv2.absdiff(small, cv2.medianBlur(small, 5)).astype(np.float32)
    side = max(2, round(_TILE * min(small.shape)))
    amount = cv2.boxFilter(even, cv2.CV_32F, (side, side), anchor=(0, 0), normalize=False)
    room = amount[: small.shape[0] - side + 1, : small.shape[1] - side + 1]
    y, x = (int(v) * 8 for v in np.unravel_index(int(room.argmax()), room.shape))
    far = side * 8
    return np.array([[x, y], [x + far, y], [x + far, y + far], [x, y + far]], np.float64)


def missing_side(corners: Corners, size: tuple[int, int]) -> Floats | None:
    """A strip of the paper along the side that lies outside a picture of ``size`` (width, height), in its pixels."""
    quad, far = np.array(corners, np.float64), np.array(size, np.float64) - 1
    margin = _NEAR * max(size)
    gaps = np.concatenate([quad, far - quad], axis=1)  # of each corner: to the left, top, right and bottom border
    for k in range(4):
        if (np.maximum(gaps[k], gaps[(k + 1) % 4]) < margin).any():
            inward = [(1 - _STRIP) * quad[a] + _STRIP * quad[b] for a, b in (((k + 1) % 4, (k + 2) % 4), (k, k - 1))]
            return np.asarray(np.clip(np.array([quad[k], quad[(k + 1) % 4], *inward]), 0, far), np.float64)
    return None


SPREAD = (Reason.BLURRED, Reason.TOO_SMALL, Reason.TOO_DARK, Reason.TURNED, Reason.CUT_OFF)
"""Faults of a whole page, shown where most is printed; one that is cut off so only where no side of it is."""
