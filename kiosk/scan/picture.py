"""What this room works on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""A picture, height x width x 3, BGR, 8 bit."""

Grey = NDArray[np.uint8]
"""One channel of it, height x width."""

Floats = NDArray[np.float64]

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, in pixels of the picture they belong to (pixel centres are whole)."""


def corners_of(quad: Floats) -> Corners:
    """Four points, 4 x 2, as plain numbers in the order they have."""
    a, b, c, d = ((float(x), float(y)) for x, y in quad)
    return a, b, c, d
