"""What the finder's signs weigh: ``python -m bench.finder.weigh [SCENES]`` prints ``_SURE``, ``_CROSSED`` of page.py.

Two logistic regressions over scenes of the world that the network learned in, with seeds of their own: is what the
network saw a paper, and does this border cut it off? To be run after each training, and copied by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bench.finder.scene import Scene, Truth, drawn
from bench.finder.style import LEARN
from kiosk.scan.network import Sight, network, shared
from kiosk.scan.page import _REACH, crossed_signs, sure_signs
from kiosk.scan.sides import Fitted, fitted

SEED = 20261128
SIDE = 1600
NEAR = 0.003  # of the picture: whether a paper that ends so close to the border is cut nobody can tell
MEANT = 0.5  # of their area: then a sight means this paper
GOOD = 0.85  # and then it is found
EASE = 0.5  # how much is taken off each weight's likelihood for its square: few scenes must not make it sure

Array = NDArray[np.float64]


def main(count: int = 400) -> None:
    sure: list[tuple[Array, bool]] = []
    crossed: list[tuple[Array, bool]] = []
    for k in range(count):
        scene = drawn(LEARN, SEED, k, side=SIDE)
        for sight, fit in seen(scene):
            truth, common = meant(scene, fit)
            sure.append((sure_signs(sight, fit.shown), common > GOOD))
            if truth is None or common < MEANT:
                continue
            signs = crossed_signs(sight, fit, size_of(scene))
            crossed += [(signs[b], truth.over[b] > 0) for b in range(4) if abs(truth.over[b]) > NEAR]
    for name, told in (("_SURE", sure), ("_CROSSED", crossed)):
        signs, true = np.array([one for one, _ in told]), np.array([one for _, one in told])
        weights = regression(signs, true)
        said = signs @ weights > 0
        print(f"{name} = np.array({np.round(weights, 1).tolist()})")
        print(f"  {true.sum()} of {len(true)}: {(said & true).sum()} seen, {(said & ~true).sum()} falsely")


def size_of(scene: Scene) -> tuple[int, int]:
    return scene.picture.shape[1], scene.picture.shape[0]


def seen(scene: Scene) -> Iterator[tuple[Sight, Fitted]]:
    width, height = size_of(scene)
    for sight in network().look(scene.picture):
        yield sight, fitted(scene.picture, sight.quad * [width, height] - 0.5, _REACH * max(width, height))


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
