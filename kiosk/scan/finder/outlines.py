"""Where papers lie in a picture: the one place that decides.

The network says where papers are; where one comes near the border it looks again, at the picture with a rim around it,
which tells a page that ends there from one that is cut off. Their sides are then drawn to the edges that are really
there. The classical finder is asked where the network is not sure: agreeing they are surer, disagreeing they are less
sure, and without the network it speaks alone. What ``find`` gives is what the rest of the house sees.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.errors import FinderBroken
from kiosk.scan.finder import classical
from kiosk.scan.finder.network import PaperSight, network, shared
from kiosk.scan.finder.rim import RimView, look_around
from kiosk.scan.finder.sides import Fitted, fitted
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Floats, Frame, corners_of

Flags = NDArray[np.bool_]

_SURE = np.array([-4.8, 2.4, 3.2, 2.9, 1.8])  # of ``sure_signs``: python -m bench.finder.weigh
_ALONE = 0.8  # a network that is so sure needs no second opinion
_LEAST = 0.8  # less sure than this is no page
_BESIDE = 0.7  # nor is this, beside a page: there another is likelier than one on a bare desk
_AGREED = 0.85  # of their area: so alike, the two finders mean one paper
_YES, _NO = 0.15, -0.1  # what the classical finder's word counts
_APART = 2.0  # grey levels between paper and desk: less is a line drawn on the desk
_UNSEEN = 0.5  # how likely the corners count of a paper that has none in the picture
_USUAL = 0.5  # of a side shows its edge: where nobody has looked yet
_CROSSED = np.array([-0.8, 1.7, -1.7, -2.3, 0.2, 2.1, 1.8, 3.5, -3.3])  # of ``crossed_signs``: likewise
_FAR = 0.03  # of the picture beyond a border, or this side of it, is far
_LOOK = 0.2  # how likely paper must lie on a border for the picture to be looked at with a rim around it
_CLOSE = 0.02  # of the picture: a paper that comes so near the border may cross it, as far as the network sees
_ENDS = 0.002  # of the picture: a side so far within it ends the paper, where it shows its edge
_REACH = 0.014  # of the picture's longer side: how far the network's sides may be off
_SMALLEST = 16  # pixels: a picture with a shorter side holds nothing


class Border(enum.Enum):
    """A border of the picture."""

    LEFT = "left"
    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class PaperOutline:
    """A paper that was found, up to the borders that cut it off. ``sure`` runs from 0 to 1; ``cut`` says that some do,
    and ``over`` which, where that is known."""

    corners: Corners
    sure: float
    cut: bool
    over: tuple[Border, ...] = ()


def find(picture: Frame, *, closely: bool = True) -> PaperOutline | None:
    """The page in a picture: the largest paper. None on an empty desk.

    ``closely`` False leaves the corners as the network saw them, to about a hundredth of the picture: for live frames.
    """
    outlines = papers(picture, closely=closely)
    return outlines[0] if outlines else None


def papers(
    picture: Frame, *, closely: bool = True, everywhere: bool = False, beside: bool = False
) -> tuple[PaperOutline, ...]:
    """Every paper in a picture, the largest first; ``everywhere``: small ones beside large ones too, for four more
    looks of the network; ``beside``: others were found in it before."""
    picture = _colour(picture)
    if min(picture.shape[:2]) < _SMALLEST:
        return ()
    try:
        sights = network().look(picture, everywhere=everywhere)
        rim = look_around(picture) if any(map(_near_border, sights)) or (closely and not sights) else None
    except FinderBroken:  # the doctor tells the technician; the resident's paper is found all the same
        return _classical(picture)
    others = rim.like(sights) if rim else (None,) * len(sights)
    if rim is not None and not sights:
        sights, others = rim.sights, (None,) * len(rim.sights)
    pages = [_page(picture, sight, other, rim, closely) for sight, other in zip(sights, others, strict=True)]
    if closely and pages and max(page.sure for page in pages) < _ALONE:
        pages = _reconsidered(picture, pages)
    beside = beside or (everywhere and any(page.sure >= _LEAST for page in pages))
    return tuple(page for page in pages if page.sure >= (_BESIDE if beside else _LEAST))


def _near_border(sight: PaperSight) -> bool:
    return bool((sight.over > _LOOK).any() or sight.quad.min() < _CLOSE or sight.quad.max() > 1 - _CLOSE)


def _colour(picture: Frame) -> Frame:
    """Grey and transparent pictures as colour, so that nobody below needs to know."""
    if picture.ndim == 2:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)
    if picture.shape[2] == 4:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), np.uint8)
    return np.repeat(picture, 3, 2) if picture.shape[2] == 1 else picture


def _classical(picture: Frame) -> tuple[PaperOutline, ...]:
    outline = classical.find(picture)
    if outline is None:
        return ()
    quad = fitted(picture, np.array(outline.corners), _REACH * max(picture.shape[:2])).quad
    return (PaperOutline(_ordered(quad), outline.sure, outline.cut),)


def _page(
    picture: Frame, sight: PaperSight, other: PaperSight | None, rim: RimView | None, closely: bool
) -> PaperOutline:
    """``other`` is the same paper as it was seen with a rim ``rim`` the picture, where that was looked at."""
    size = (picture.shape[1], picture.shape[0])
    sure = _sure(sight, _USUAL)
    if not closely and rim is None and sure >= _ALONE:
        return PaperOutline(_ordered(sight.quad * size - 0.5), sure, False)
    best, fit = shown(picture, sight, other)  # edges tell a paper near the border from one cut off, and from none
    sure = _sure(best, fit.shown) if fit.apart > _APART else 0.0
    over = _crossed(sight, fit, size, rim)
    borders = tuple(border for border, crossed in zip(Border, over, strict=True) if crossed)
    return PaperOutline(_ordered(_up_to(fit.quad, over, size)), sure, bool(borders), borders)


def _up_to(quad: Floats, over: Flags, size: tuple[int, int]) -> Floats:
    """A paper that is cut off, up to the borders that do it: each corner beyond is moved along its side. How far the
    paper goes on nobody sees, and what would be laid flat from there is no paper."""
    for border in np.flatnonzero(over):
        axis, far = border % 2, border > 1
        place = quad[:, axis] + 0.5
        depth = place - size[axis] if far else -place
        ends = np.stack([np.roll(quad, 1, 0), np.roll(quad, -1, 0)])
        depths = np.stack([np.roll(depth, 1), np.roll(depth, -1)])
        inner, each = depths.argmin(0), np.arange(4)
        end, inside = ends[inner, each], depths[inner, each]
        moved = (depth > 0) & (inside < 0)
        share = np.where(moved, inside / np.where(moved, inside - depth, 1.0), 1.0)
        quad = end + share[:, None] * (quad - end)
    return quad


def shown(picture: Frame, sight: PaperSight, other: PaperSight | None) -> tuple[PaperSight, Fitted]:
    """Whichever of the two shows more of its edges, and its sides."""
    size = (picture.shape[1], picture.shape[0])
    fits = [(one, fitted(picture, one.quad * size - 0.5, _REACH * max(size))) for one in (sight, other) if one]
    return max(fits, key=lambda one: one[1].shown)


def _sure(sight: PaperSight, shown: float) -> float:
    """From 0 to 1, how sure it is that a sight is a paper whose sides show ``shown`` of their edges."""
    return float(1 / (1 + np.exp(-_SURE @ sure_signs(sight, shown))))


def sure_signs(sight: PaperSight, shown: float) -> Floats:
    """What tells a paper from none: 1, middle, paper, corners (those in the picture), edges."""
    there = ((sight.quad > 0) & (sight.quad < 1)).all(1)
    corners = sight.corners[there].mean() if there.any() else _UNSEEN
    return np.array([1.0, sight.middle, sight.paper, corners, shown])


def _crossed(sight: PaperSight, fit: Fitted, size: tuple[int, int], rim: RimView | None) -> Flags:
    """Which borders (left, top, right, bottom) cut the paper off: none, unless it comes near one."""
    if rim is None:
        return np.zeros(4, np.bool_)
    return np.asarray(crossed_signs(sight, fit, size, rim) @ _CROSSED > 0)


def crossed_signs(sight: PaperSight, fit: Fitted, size: tuple[int, int], rim: RimView) -> Floats:
    """For each border what tells whether it cuts the paper off, 4 x 9: 1, paper on it, the worse and the better corner
    near it, the edge of the side that faces it, how far that lies beyond, the network's own word, paper in the rim
    beyond it, and the edge of that side if it lies within the picture.

    A paper ends inside where that side shows its edge and two real corners; it goes on where there is paper on the
    border and in the rim, and no corner near.
    """
    room = np.stack([sight.quad[:, 0], sight.quad[:, 1], 1 - sight.quad[:, 0], 1 - sight.quad[:, 1]])
    nearest = sight.corners[np.argsort(room, 1)[:, :2]]
    along = np.roll(fit.quad, -1, 0) - fit.quad
    outward = np.stack([along[:, 1], -along[:, 0]], 1) / np.maximum(np.linalg.norm(along, axis=1), 1e-6)[:, None]
    support = fit.support[(outward @ np.array([[-1, 0, 1, 0], [0, -1, 0, 1]])).argmax(0)]
    beyond = _beyond(fit.quad, size)
    far, ends = np.clip(beyond / _FAR, -1, 1), support * (beyond < -_ENDS)
    signs = [
        np.ones(4),
        sight.over,
        nearest.min(1),
        nearest.max(1),
        support,
        far,
        sight.cut,
        rim.beyond(sight.quad),
        ends,
    ]
    return np.stack(signs, 1)


def _beyond(quad: Floats, size: tuple[int, int]) -> Floats:
    """How far a quadrilateral reaches over the left, top, right and bottom border, in shares of the picture."""
    low, high = (quad.min(0) + 0.5) / size, (quad.max(0) + 0.5) / size
    return np.array([-low[0], -low[1], high[0] - 1, high[1] - 1])


def _reconsidered(picture: Frame, pages: list[PaperOutline]) -> list[PaperOutline]:
    """Pages that the network is not sure of, after a second opinion: surer where it agrees, less sure where not."""
    second = classical.find(picture)
    heard = []
    for page in pages:
        agreed = second is not None and shared(np.array(page.corners), np.array(second.corners)) > _AGREED
        heard.append(replace(page, sure=float(np.clip(page.sure + (_YES if agreed else _NO), 0.0, 1.0))))
    return heard


def _ordered(quad: Floats) -> Corners:
    """Clockwise from the corner nearest the picture's top left, as seen."""
    first = int((quad[:, 0] + quad[:, 1]).argmin())
    return corners_of(np.roll(quad, -first, 0))
