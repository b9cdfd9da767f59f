"""A second look, at the picture with a rim around it: does a paper end near the border, or does it go on beyond?

The rim continues what lies at the very border. A page with a hair's breadth of desk beside it stands free then, with
desk all around; one that the picture cuts off runs on into the rim. In the picture itself both look much the same to
the network, whose cells are wider than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kiosk.scan.finder.network import FINE, SIDE, Maps, PaperSight, likely, network, shared, shrunk, sights_of
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame

_RIM = 24  # of the network's pixels, on every side
_EDGE = 0.001  # of the picture's longer side: what the rim continues
_CELLS = _RIM * FINE // SIDE - 1  # of the fine map, in the rim; the one nearest the picture sees both
_RUN = 3  # cells along a border must show paper
_LIKE = 0.15  # of the area in the picture: what shares less is another paper
_INNER = 1 - 2 * _RIM / SIDE  # of the network's picture is the picture itself


@dataclass(frozen=True)
class RimView:
    """What was seen: ``sights`` in shares of the picture itself, and how likely each cell shows paper, rim and all."""

    sights: tuple[PaperSight, ...]
    paper: Maps

    def beyond(self, quad: Floats) -> Floats:
        """How likely there is paper beyond the left, top, right and bottom border, where a quadrilateral (in shares of
        the picture) lies at them."""
        inside = np.clip(_in_rim(quad) * FINE - 0.5, _CELLS + 1, FINE - 2 - _CELLS)
        (left, top), (right, bottom) = np.floor(inside.min(0)).astype(int), np.ceil(inside.max(0)).astype(int) + 1
        strips = (
            self.paper[top:bottom, :_CELLS].mean(1),
            self.paper[:_CELLS, left:right].mean(0),
            self.paper[top:bottom, -_CELLS:].mean(1),
            self.paper[-_CELLS:, left:right].mean(0),
        )
        return np.array([np.sort(strip)[-min(_RUN, len(strip))] for strip in strips], np.float64)

    def like(self, sights: Sequence[PaperSight]) -> tuple[PaperSight | None, ...]:
        """For each of ``sights`` the one seen here that means the same paper, if any; none twice."""
        if not sights or not self.sights:
            return (None,) * len(sights)
        common = np.array([[_common(one, other) for other in self.sights] for one in sights])
        best = common.argmax(1)
        mutual = (common.argmax(0)[best] == np.arange(len(sights))) & (common.max(1) > _LIKE)
        return tuple(self.sights[k] if sure else None for k, sure in zip(best, mutual, strict=True))


def look_around(picture: Frame) -> RimView:
    """Raises FinderBroken, as ``network`` does."""
    fine, coarse = network().answer(_rimmed(picture))
    paper = likely(fine[1])
    view = RimView((), paper)
    sights = [replace(one, quad=(one.quad - 0.5) / _INNER + 0.5) for one in sights_of(fine, coarse)]
    return RimView(tuple(replace(one, over=view.beyond(one.quad)) for one in sights), paper)


def _common(one: PaperSight, other: PaperSight) -> float:
    return shared(np.clip(one.quad, 0, 1), np.clip(other.quad, 0, 1))


def _in_rim(quad: Floats) -> Floats:
    return np.asarray((quad - 0.5) * _INNER + 0.5)


def _rimmed(picture: Frame) -> Frame:
    """The picture as the network takes it, smaller by the rim, which continues its outermost pixels at their full
    sharpness: once they are made small, they hold what lies next to them too."""
    side = SIDE - 2 * _RIM
    edge = max(1, round(_EDGE * max(picture.shape[:2])))
    inner = cv2.resize(shrunk(picture), (side, side), interpolation=cv2.INTER_AREA)
    whole = cv2.copyMakeBorder(inner, _RIM, _RIM, _RIM, _RIM, cv2.BORDER_REPLICATE)
    across, down = slice(_RIM, -_RIM), slice(_RIM, -_RIM)
    whole[:_RIM, across] = _squeezed(picture[:edge], (side, 1))
    whole[-_RIM:, across] = _squeezed(picture[-edge:], (side, 1))
    whole[down, :_RIM] = _squeezed(picture[:, :edge], (1, side))
    whole[down, -_RIM:] = _squeezed(picture[:, -edge:], (1, side))
    return np.asarray(whole, np.uint8)


def _squeezed(strip: Frame, size: tuple[int, int]) -> Frame:
    return np.asarray(cv2.resize(np.ascontiguousarray(strip), size, interpolation=cv2.INTER_AREA), np.uint8)
