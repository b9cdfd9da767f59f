"""Scenes to learn from, without end: each process draws its own and hands them over in small lots.

What process k hands over depends on the seed and on k alone. A scene is shown a few times, each time another way:
closer, mirrored, turned by quarters, in other light, or with a rim around it as ``kiosk/scan/finder/rim.py`` looks.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.finder.paper import Sheet, sheet
from bench.finder.scene import CROWD, Scene, drawn
from bench.finder.style import LEARN, Rng, Style

SIDE = 256  # what the network looks at
MAP = 64  # its finest map
LOT = 16  # scenes that are handed over at once
SEED = 20261128
_DRAWN = 320  # pixels of a scene's longer side
_STOCK = 1200  # sheets that a process draws first, and lays again and again
_LONG = 360  # pixels of their longer side
_OFTEN = 2  # times a scene is shown, each time another way
_RIM = 24 / SIDE  # of the picture on every side
_RIMMED = 0.2  # of the scenes have one

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class View:
    """``papers``: which of the map's cells each paper is seen in; ``seen``: the share of what lies in the picture;
    ``quads`` in shares of the picture's sides; ``inner``: the share of it that is no rim."""

    picture: NDArray[np.uint8]  # 256 x 256 x 3
    labels: NDArray[np.uint8]  # 64 x 64
    quads: NDArray[np.float32]  # 6 x 4 x 2
    seen: NDArray[np.float32]  # 6
    inner: float = 1.0


def lots(drawers: int, first: int) -> Iterator[Columns]:
    """Lots in turn from so many processes; others for each ``first``."""
    context = multiprocessing.get_context("spawn")
    queues = [context.Queue(8) for _ in range(drawers)]
    for k, queue in enumerate(queues):
        context.Process(target=_hand_over, args=(first * drawers + k, queue), daemon=True).start()
    while True:
        for queue in queues:
            yield queue.get()


def _hand_over(number: int, queue: Any) -> None:
    cv2.setNumThreads(1)
    rng = np.random.default_rng([SEED, number])
    stock = [_small(sheet(LEARN, rng)) for _ in range(_STOCK)]

    def one(_: Style, dice: Rng) -> Sheet:
        return stock[int(dice.integers(len(stock)))]

    views: list[View] = []
    index = 0
    while True:
        scene = drawn(LEARN, SEED + number, index, side=_DRAWN, sheets=one)
        views += [varied(seen(scene), rng) for _ in range(_OFTEN)]
        index += 1
        if len(views) >= 8 * LOT:  # the views of one scene do not come in one lot
            order = rng.permutation(len(views))
            queue.put(_columns([views[k] for k in order[:LOT]]))
            views = [views[k] for k in order[LOT:]]


def _small(paper: Sheet) -> Sheet:
    height, width = paper.picture.shape[:2]
    scale = _LONG / max(height, width)
    small = cv2.resize(paper.picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Sheet(np.asarray(small, np.float32), paper.round)


def _columns(views: list[View]) -> Columns:
    return {
        name: np.stack([getattr(view, name) for view in views]) for name in ("picture", "labels", "quads", "seen")
    } | {"inner": np.array([view.inner for view in views], np.float32)}


def seen(scene: Scene) -> View:
    """As the network takes it."""
    height, width = scene.labels.shape
    quads, share = np.zeros((CROWD, 4, 2), np.float32), np.zeros(CROWD, np.float32)
    for k, truth in enumerate(scene.papers):
        quads[k] = (truth.quad + 0.5) / [width, height]
        share[k] = truth.seen
    return View(
        cv2.resize(scene.picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA),
        cv2.resize(scene.labels, (MAP, MAP), interpolation=cv2.INTER_NEAREST_EXACT),
        quads,
        share,
    )


def varied(view: View, rng: Rng) -> View:
    """The same scene seen another way."""
    if rng.random() < 0.6:
        view = _closer(view, rng)
    picture, labels, quads = view.picture, view.labels, view.quads
    if rng.random() < 0.5:
        picture, labels = picture[:, ::-1], labels[:, ::-1]
        quads = (quads * [-1, 1] + [1, 0])[:, ::-1]
    if rng.random() < 0.5:
        picture, labels = picture[::-1], labels[::-1]
        quads = (quads * [1, -1] + [0, 1])[:, ::-1]
    if rng.random() < 0.5:
        picture, labels, quads = picture.transpose(1, 0, 2), labels.T, quads[:, ::-1, ::-1]
    gain = np.exp(rng.normal(0, 0.12) + rng.normal(0, 0.05, 3)).astype(np.float32)
    picture = np.clip(picture * gain + 0.5, 0, 255).astype(np.uint8)
    view = View(picture, np.ascontiguousarray(labels), np.asarray(quads, np.float32), view.seen)
    return _rimmed(view) if rng.random() < _RIMMED else view


def _closer(view: View, rng: Rng) -> View:
    """A window of the picture, at least two thirds of it each way."""
    share = rng.uniform(0.67, 1.0, 2).astype(np.float32)
    corner = rng.uniform(0, 1, 2).astype(np.float32) * (1 - share)
    layers = _scaled(view, 1 / share, -corner / share)
    return View(*layers, (view.quads - corner) / share, view.seen)


def _rimmed(view: View) -> View:
    """Smaller, with a rim that continues what lies at the very border."""
    inner = np.float32(1 - 2 * _RIM)
    layers = _scaled(view, np.array([inner, inner]), np.array([_RIM, _RIM]))
    return View(*layers, view.quads * inner + np.float32(_RIM), view.seen, float(inner))


def _scaled(view: View, scale: NDArray[Any], move: NDArray[Any]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Picture and labels, a place p (0..1) moved to ``scale`` * p + ``move``."""
    made = []
    for layer, side, flag in ((view.picture, SIDE, cv2.INTER_LINEAR), (view.labels, MAP, cv2.INTER_NEAREST)):
        shift = 0.5 * scale - 0.5 + move * side
        onto = np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]]], np.float32)
        made.append(cv2.warpAffine(layer, onto, (side, side), flags=flag, borderMode=cv2.BORDER_REPLICATE))
    return made[0], made[1]
