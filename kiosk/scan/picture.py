"""What this room works on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan import geometry
from kiosk.scan.bitmap import Bitmap, GreyBitmap
from kiosk.scan.opencv import cv2

Frame = NDArray[np.uint8]
"""A picture, height x width x 3, BGR, 8 bit."""

Grey = NDArray[np.uint8]
"""One channel of it, height x width."""

Floats = NDArray[np.float64]

Point = geometry.Point
Corners = geometry.Corners


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


def bitmap_of(picture: Frame) -> Bitmap:
    """The same picture as plain bytes; nothing is copied where its rows lie one behind the other."""
    height, width = picture.shape[:2]
    return Bitmap(width, height, np.ascontiguousarray(picture).data.cast("B"))


def frame_of(bitmap: Bitmap) -> Frame:
    """The same picture to be worked on, on the same memory: not to be written to."""
    return np.frombuffer(bitmap.pixels, np.uint8).reshape(bitmap.height, bitmap.width, 3)


def grey_of(picture: Frame) -> GreyBitmap:
    """The picture without its colours, as plain bytes."""
    grey = np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    return GreyBitmap(grey.shape[1], grey.shape[0], grey.data.cast("B"))


def small(picture: Frame, side: int) -> Frame:
    """The picture, its longer side no longer than ``side`` pixels."""
    scale = side / max(picture.shape[:2])
    if scale >= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
