"""Even light and white paper, with every colour of ink kept."""

from __future__ import annotations

import enum

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame, darkest

_LIGHT = 160  # pixels of the longer side in which the light is judged: text is gone, shadows stay
_WHITE = 0.90  # of the local paper: from here on it is paper. Noise and folds lie above, faint pencil below
_BLACK = 0.12
_PAPER = 200.0  # grey level of paper while the light is evened: sharpening overshoots, and must not be cut off
_SWALLOWED = 0.4  # of its brightest channel: so dark is the darkest one of strong yellow, but of no pink, blue or green
_SLIVER = 0.014  # of the longer side: 4 mm on A4, about what a curled edge strays from a straight one


class Profile(enum.Enum):
    """What is on the paper."""

    DOCUMENT = "document"  # print, stamps and signatures
    PHOTO = "photo"  # pictures and maps: tones are kept
    TEXT = "text"  # print alone: whitest, smallest


def cleaned(page: Frame, profile: Profile = Profile.DOCUMENT) -> Frame:
    """The page as if lit evenly on white paper."""
    if profile is Profile.PHOTO:
        return _levels(_balanced(page), 0.0, 1.0)
    light = np.maximum(background(page), 8)
    even = _black_on_yellow(np.asarray(cv2.divide(page, light, scale=_PAPER), np.uint8), light)
    sharper = cv2.addWeighted(even, 1.6, cv2.GaussianBlur(even, (0, 0), 1.2), -0.6, 0)
    steps = np.arange(256, dtype=np.float32) / _PAPER
    return np.asarray(cv2.LUT(sharper, _levels(steps, _BLACK, _WHITE)), np.uint8)


def _black_on_yellow(even: Frame, light: Frame) -> Frame:
    """Where the paper swallows one channel, print that is dark in the brightest one is dark in that one as well: there
    the paper is nearly as dark as the print, and the quotient of the two would make it a shining blue."""
    paper = np.median(light[::16, ::16].reshape(-1, 3), axis=0)
    most = cv2.convertScaleAbs(even[:, :, int(paper.argmax())], alpha=1.4)
    for channel in np.flatnonzero(paper < _SWALLOWED * paper.max()):
        even[:, :, channel] = cv2.min(even[:, :, channel], most)
    return even


def _balanced(page: Frame) -> NDArray[np.float32]:
    """Each channel relative to the brightest ground of the page: its white turns white, its tones stay as they are."""
    white = np.percentile(page[::4, ::4].reshape(-1, 3), 97, axis=0)
    return np.asarray(page / np.maximum(white, 8.0), np.float32)


def trimmed(page: Frame) -> Frame:
    """A cleaned page without the slivers of desk along its edges: from each edge inward to the first white pixel."""
    dark = darkest(page) < 225
    depth = max(2, round(_SLIVER * max(page.shape[:2])))
    sliver = np.zeros_like(dark)
    for quarter in range(4):  # views: what is marked in the turned one is marked in all
        band, marked = np.rot90(dark, quarter)[:depth], np.rot90(sliver, quarter)[:depth]
        np.logical_or(marked, np.logical_and.accumulate(band, axis=0), out=marked)
    clear = page.copy()
    clear[sliver] = 255
    return clear


def background(page: Frame) -> Frame:
    """The bare paper, shadows and all: what the page (in colour or grey) would look like with nothing on it."""
    scale = _LIGHT / max(page.shape[:2])
    # Cells of the coarse picture take a high share of their pixels, so that paper wins over ink in each.
    cell = max(1, round(1 / scale))
    high = cv2.dilate(cv2.medianBlur(page, 3), np.ones((max(1, cell // 2), max(1, cell // 2)), np.uint8))
    coarse = cv2.resize(high, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    wide = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    smooth = cv2.GaussianBlur(cv2.medianBlur(wide, 9), (0, 0), 3)
    full: Frame = cv2.resize(smooth, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_CUBIC)
    return full


def _levels(flat: NDArray[np.float32], black: float, white: float) -> Frame:
    return np.asarray(np.clip((flat - black) * (255.0 / (white - black)), 0, 255) + 0.5, np.uint8)
