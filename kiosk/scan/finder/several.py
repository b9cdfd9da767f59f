"""More papers than one in a picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kiosk.scan.finder import outlines as finder
from kiosk.scan.finder.outlines import PaperOutline
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Frame, Point

MOST_PAPERS = 4  # papers: more on one desk are a heap
_LIVE = 640  # pixels of the longer side that a look for more papers needs
_RIM = 1.06  # of a paper's size: it is painted over with a rim, so that neither edge nor shadow is left
_SURE = 0.55  # of the classical finder, where it speaks alone: a second paper is shown only where it is plain
_SHARED = 0.2  # of the smaller one's area: papers that share more are one and the same


def papers(picture: Frame, most: int = MOST_PAPERS) -> tuple[PaperOutline, ...]:
    """The papers in a picture, the largest first. Those found are painted over, and the rest looked at again."""
    left, outlines = picture, list[PaperOutline]()
    while len(outlines) < most:
        fresh = _apart(finder.papers(left, everywhere=not outlines, beside=bool(outlines)), outlines)
        if not fresh:
            break
        outlines += fresh
        left = without(left, [one.corners for one in fresh])
    return tuple(sorted(outlines[:most], key=lambda one: -area(one.corners)))


def _apart(candidates: Sequence[PaperOutline], outlines: Sequence[PaperOutline]) -> list[PaperOutline]:
    """Those seen that lie over none of those found, nor over one another: of two that do, the larger."""
    fresh = list[PaperOutline]()
    for one in candidates:
        if (one.sure >= _SURE or not outlines) and not any(
            same(one.corners, other.corners) for other in [*outlines, *fresh]
        ):
            fresh.append(one)
    return fresh


def outlines_in(frame: Frame) -> tuple[Corners, ...]:
    """The papers in a live frame, the largest first; to about a hundredth of the frame."""
    scale = min(1.0, _LIVE / max(frame.shape[:2]))
    small = np.asarray(cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return tuple(_scaled(one.corners, 1 / scale) for one in papers(small))


def at(picture: Frame, point: Point) -> PaperOutline | None:
    """The paper at a point, the smallest where several lie over each other; the largest where there is none."""
    outlines = papers(picture)
    there = [one for one in outlines if holds(one.corners, point)]
    return there[-1] if there else (outlines[0] if outlines else None)


def holds(corners: Corners, point: Point) -> bool:
    return float(cv2.pointPolygonTest(np.array(corners, np.float32), point, False)) >= 0


def area(corners: Corners) -> float:
    """In square pixels."""
    return float(cv2.contourArea(np.array(corners, np.float32)))


def _scaled(corners: Corners, by: float) -> Corners:
    a, b, c, d = ((x * by, y * by) for x, y in corners)
    return a, b, c, d


def same(one: Corners, other: Corners) -> bool:
    """Whether the two lie over each other."""
    shared, _ = cv2.intersectConvexConvex(np.array(one, np.float32), np.array(other, np.float32))
    return float(shared) > _SHARED * min(area(one), area(other))


def without(picture: Frame, hidden: Sequence[Corners]) -> Frame:
    """The picture with these papers painted over in the colour of the desk around each."""
    for corners in hidden:
        picture = _cleared(picture, corners)
    return picture


def _cleared(picture: Frame, corners: Corners) -> Frame:
    quad = np.array(corners, np.float32)
    centre = quad.mean(axis=0)
    wider = [np.rint(centre + (quad - centre) * by).astype(np.int32) for by in (_RIM, _RIM * _RIM)]
    ring = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(ring, wider[1], 255)
    cv2.fillConvexPoly(ring, wider[0], 0)
    desk = picture[ring > 0]
    cleared = picture.copy()
    colour = np.median(desk, axis=0) if desk.size else np.zeros(3)
    cv2.fillConvexPoly(cleared, wider[0], [float(part) for part in colour])
    return cleared
