"""A test sheet under the camera, measured: for a technician, one picture at a time."""

from __future__ import annotations

import math

import numpy as np

from kiosk.scan.finder import outlines as finder
from kiosk.scan.finder.glance import upright_crop
from kiosk.scan.opencv import cv2
from kiosk.scan.page import quality
from kiosk.scan.picture import Corners, Frame, Grey, bitmap_of, small
from kiosk.scan.tray_measure import TrayMeasure

SHOWN = 1920  # pixels of the longer side of the picture that is shown, and in which the sheet is looked for
A4 = (210.0, 297.0)  # mm
_NO_PRINT = -1.0
_PARTS = ((0.0, 0.0), (0.6, 0.0), (0.3, 0.3), (0.0, 0.6), (0.6, 0.6))  # where each zone begins, in parts of the sheet
_ZONE = 0.4  # of the sheet's width and height


def measure(picture: Frame) -> TrayMeasure:
    """Without a sheet: the picture alone."""
    frame = small(picture, SHOWN)
    height, width = picture.shape[:2]
    outline = finder.find(frame, closely=True)
    if outline is None:
        return TrayMeasure(bitmap_of(frame), width, height)
    grey = np.asarray(cv2.cvtColor(upright_crop(frame, outline.corners), cv2.COLOR_BGR2GRAY), np.uint8)
    tiles = [_tile(grey, *at) for at in _PARTS]
    levels = [quality.paper_level(tile) for tile in tiles]
    across = _side(outline.corners) * width / frame.shape[1]
    return TrayMeasure(
        bitmap_of(frame),
        width,
        height,
        outline.corners,
        not outline.cut,
        tuple(_sharpness(tile) for tile in tiles),
        float(quality.paper_level(grey)),
        float((max(levels) - min(levels)) / max(*levels, 1.0)),
        _tilt(outline.corners),
        across / A4[0] * 25.4,
        width / across * A4[0],
    )


def _tile(grey: Grey, left: float, top: float) -> Grey:
    high, wide = grey.shape
    return grey[int(top * high) : int((top + _ZONE) * high), int(left * wide) : int((left + _ZONE) * wide)]


def _sharpness(tile: Grey) -> float:
    value = quality.sharpness(tile)
    return _NO_PRINT if value is None else float(value)


def _side(corners: Corners) -> float:
    """The shorter side of the sheet, in pixels: the mean of both of its edges."""
    quad = np.array(corners, float)
    edges = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float(min((edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2))


def _tilt(corners: Corners) -> float:
    """Degrees of the upper edge against the picture's, to the nearest quarter turn."""
    (x, y), (right, lower) = corners[0], corners[1]
    degrees = math.degrees(math.atan2(lower - y, right - x))
    return (degrees + 45) % 90 - 45
