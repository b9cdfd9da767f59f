"""What the finder's signs weigh: ``python -m bench.finder.weigh [SCENES]`` prints ``_SURE``, ``_CROSSED`` of page.py.

Two logistic regressions over scenes of the world that the network learned in, with seeds of their own: is what the
network saw a paper, and does this border cut it off? The second also over windows of six photographs, where those lie
beside the checkout: no drawn page lies as near the border as calmly as a real one. To be run after each training, and
copied by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.finder.scene import Scene, Truth, drawn
from bench.finder.style import LEARN
from bench.finder.windows import CHOSEN_ON, windows
from bench.finding import PHOTOS, labelled
from kiosk.scan.finder.network import network, shared
from kiosk.scan.finder.outlines import Border, crossed_signs, shown, sure_signs
from kiosk.scan.finder.rim import look_around
from kiosk.scan.finder.sides import Fitted
from kiosk.scan.picture import Frame

SEED = 4711
WINDOWS = 20  # of each photograph and kind
WINDOWS_SEED = 11
SIDE = 900
EMPTY = 3  # of ten desks: what is no paper is rarer than papers
NEAR = 0.003  # of the picture: whether a paper that ends so close to the border is cut nobody can tell
MEANT = 0.5  # of their area: then a sight means this paper
GOOD = 0.85  # and then it is found
NONE = 0.3  # of their area: with less a sight means none of the papers; between the two it tells nothing
EASE = 0.5  # how much is taken off each weight's likelihood for its square: few scenes must not make it sure

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """A paper as the finder saw it, with what tells whether it is one and whether each border cuts it off."""

    fit: Fitted
    sure: Array
    crossed: Array


def main(count: int = 340) -> None:
    sure: list[tuple[Array, bool]] = []
    crossed: list[tuple[Array, bool]] = [one for window in real() for one in window]
    for k in range(count):
        scene = drawn(LEARN, SEED, k, side=SIDE, kind="empty" if k % 10 < EMPTY else None)
        for one in seen(scene.picture):
            truth, common = meant(scene, one.fit)
            if not NONE < common <= GOOD:
                sure.append((one.sure, common > GOOD))
            if truth is not None and common >= MEANT:
                crossed += [(one.crossed[b], truth.over[b] > 0) for b in range(4) if abs(truth.over[b]) > NEAR]
    for name, told in (("_SURE", sure), ("_CROSSED", crossed)):
        signs, true = np.array([one for one, _ in told]), np.array([one for _, one in told])
        weights = regression(signs, true)
        said = signs @ weights > 0
        print(f"{name} = np.array({np.round(weights, 1).tolist()})")
        print(f"  {true.sum()} of {len(true)}: {(said & true).sum()} seen, {(said & ~true).sum()} falsely")


def real() -> Iterator[list[tuple[Array, bool]]]:
    """The four borders of each window of the photographs that are chosen on."""
    for name, photograph, corners in labelled() if PHOTOS.is_dir() else ():
        if any(part in name for part in CHOSEN_ON):
            for window in windows(name, photograph, corners, WINDOWS, WINDOWS_SEED):
                for one in [*seen(window.picture)][:1]:
                    yield [(signs, border in window.cut) for signs, border in zip(one.crossed, Border, strict=True)]


def seen(picture: Frame) -> Iterator[Seen]:
    """Each paper, the largest first, as ``page.papers`` judges it where it comes near the border."""
    size = (picture.shape[1], picture.shape[0])
    sights, around = network().look(picture), look_around(picture)
    for sight, other in zip(sights, around.like(sights), strict=True):
        best, fit = shown(picture, sight, other)
        yield Seen(fit, sure_signs(best, fit.shown), crossed_signs(sight, fit, size, around))


def meant(scene: Scene, fit: Fitted) -> tuple[Truth | None, float]:
    """The paper that was meant, and how much of the area the two share."""
    common = [(shared(fit.quad, truth.quad), k) for k, truth in enumerate(scene.papers)]
    best, k = max(common, default=(0.0, -1))
    return (scene.papers[k] if k >= 0 else None), best


def regression(signs: Array, true: NDArray[np.bool_]) -> Array:
    """Logistic, by Newton's method."""
    weights = np.zeros(signs.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-np.clip(signs @ weights, -30, 30)))
        slope = signs.T @ (true - likely) - EASE * weights
        curve = (signs * (likely * (1 - likely))[:, None]).T @ signs + EASE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
