"""Small drawn photographs of papers, for the tests of everything that looks at papers."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image

from kiosk.devices.simulated.desk import GOOD, jpeg, photograph
from kiosk.devices.simulated.paper import birth_notice
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Frame

SIZE = (900, 1200)
ON_DESK: Corners = ((96.0, 74.0), (812.0, 90.0), (828.0, 1104.0), (74.0, 1088.0))


@functools.lru_cache(maxsize=1)
def sheet() -> Image.Image:
    return birth_notice().resize((744, 1052))


@functools.lru_cache(maxsize=16)
def scene(**changes: Any) -> Frame:
    """The birth notice on the desk; see ``kiosk.devices.simulated.desk.Scene`` for what can be changed."""
    return photograph(sheet(), replace(GOOD, **({"size": SIZE, "corners": ON_DESK} | changes)))


@functools.lru_cache(maxsize=4)
def bare_desk(**changes: Any) -> Frame:
    return photograph(None, replace(GOOD, **({"size": SIZE} | changes)))


def as_jpeg(picture: Frame) -> bytes:
    return jpeg(picture, 90)


def iou(one: Corners, other: Corners, size: tuple[int, int]) -> float:
    """Intersection over union of two quadrilaterals in a picture of ``size`` (width, height)."""
    scale, margin = 1000 / max(size), 150
    masks = []
    for quad in (one, other):
        mask = np.zeros((int(size[1] * scale) + 2 * margin, int(size[0] * scale) + 2 * margin), np.uint8)
        cv2.fillConvexPoly(mask, np.rint((np.array(quad) * scale + margin) * 16).astype(np.int32), 1, shift=4)
        masks.append(mask)
    return float((masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum())


CARD: Corners = ((520.0, 760.0), (850.0, 768.0), (846.0, 976.0), (516.0, 968.0))
BESIDE: Corners = ((60.0, 60.0), (460.0, 66.0), (452.0, 632.0), (52.0, 624.0))


def two_papers() -> Frame:
    """A4 at the upper left, a card at the lower right, on one desk."""
    both = scene(corners=BESIDE).copy()
    with_card = photograph(sheet().crop((0, 0, 744, 469)), replace(GOOD, size=SIZE, corners=CARD))
    both[700:1040, 470:900] = with_card[700:1040, 470:900]
    return both
