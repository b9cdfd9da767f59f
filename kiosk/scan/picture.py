"""What this room works on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2

Frame = NDArray[np.uint8]
"""A picture, height x width x 3, BGR, 8 bit."""

Grey = NDArray[np.uint8]
"""One channel of it, height x width."""

Floats = NDArray[np.float64]

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left, in pixels of the picture they belong to (pixel centres are whole)."""


def darkest(picture: Frame) -> Grey:
    """The least of each pixel's three channels: coloured ink is dark in it too. (numpy takes ten times as long.)"""
    blue, green, red = cv2.split(picture)
    return np.asarray(cv2.min(cv2.min(blue, green), red), np.uint8)


def lightest(picture: Frame) -> Grey:
    """The most of each pixel's three channels."""
    blue, green, red = cv2.split(picture)
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.uint8)


def corners_of(quad: Floats) -> Corners:
    """Four points, 4 x 2, as plain numbers in the order they have."""
    a, b, c, d = ((float(x), float(y)) for x, y in quad)
    return a, b, c, d
