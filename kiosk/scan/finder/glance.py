"""A quick look at a live frame: enough to say one thing to the person, at 15 frames a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiosk.scan.finder import outlines as finder
from kiosk.scan.finder.outlines import PaperOutline
from kiosk.scan.opencv import cv2
from kiosk.scan.page import quality
from kiosk.scan.picture import Corners, Frame, Grey

_SIDE = 900  # pixels of the longer side of the page that is judged
_TILE = 384  # pixels: so much of the print tells whether all of it is sharp
_SHARP = 2.8  # of ``sharpness`` at the scale of a live frame; the picture itself is judged again at its own


@dataclass(frozen=True)
class LiveView:
    """What was seen. ``area`` is the page's share of the frame, 0 to 1."""

    corners: Corners
    area: float
    cut: bool
    dark: bool
    blurred: bool
    glare: bool


def glance(frame: Frame) -> LiveView | None:
    """None where no paper lies."""
    outline = finder.find(frame, closely=False)
    return seen_in(frame, outline, judged(frame, outline)) if outline is not None else None


@dataclass(frozen=True)
class Judgement:
    """What would keep the page from being read."""

    dark: bool
    blurred: bool
    glare: bool


def judged(frame: Frame, outline: PaperOutline) -> Judgement:
    page = upright_crop(frame, outline.corners)
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)
    sharp = quality.sharpness(_most_printed(grey))
    return Judgement(
        dark=quality.paper_level(grey) < quality.DARK,
        blurred=sharp is not None and sharp < _SHARP,
        glare=quality.glare(page) is not None,
    )


def seen_in(frame: Frame, outline: PaperOutline, judgement: Judgement) -> LiveView:
    quad = np.array(outline.corners, np.float32)
    return LiveView(
        corners=outline.corners,
        area=float(cv2.contourArea(quad)) / (frame.shape[0] * frame.shape[1]),
        cut=outline.cut,
        dark=judgement.dark,
        blurred=judgement.blurred,
        glare=judgement.glare,
    )


def _most_printed(grey: Grey) -> Grey:
    """The tile of a page with the most print on it: a look at all of it takes four times as long."""
    height, width = grey.shape
    if max(height, width) <= _TILE:
        return grey
    small = cv2.resize(grey, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    busy = cv2.convertScaleAbs(cv2.Laplacian(small, cv2.CV_16S))
    tile = min(_TILE // 4, *small.shape)
    amount = cv2.boxFilter(busy, cv2.CV_32F, (tile, tile), anchor=(0, 0), normalize=False)
    room = amount[: small.shape[0] - tile + 1, : small.shape[1] - tile + 1]
    y, x = (int(v) * 4 for v in np.unravel_index(int(room.argmax()), room.shape))
    return grey[y : y + _TILE, x : x + _TILE]


def upright_crop(frame: Frame, corners: Corners) -> Frame:
    """The page laid flat at about the size it is seen, for judging only."""
    quad = np.array(corners, np.float32)
    across = float(np.linalg.norm(quad[1] - quad[0]))
    down = float(np.linalg.norm(quad[3] - quad[0]))
    scale = min(1.0, _SIDE / max(across, down, 1.0))
    w, h = max(16, int(across * scale)), max(16, int(down * scale))
    flat = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    return np.asarray(cv2.warpPerspective(frame, cv2.getPerspectiveTransform(quad, flat), (w, h)), np.uint8)
