"""Scenes drawn ahead, for learning: ``python -m bench.finder.shards DIR FIRST LAST`` writes those shards.

A shard holds ``SCENES`` pictures of 256 x 256, and for each at most four papers with what is true about them. What is
in a shard depends on its number alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.finder.scene import Scene, drawn
from bench.finder.style import LEARN

SIDE = 256  # what the network looks at
MAP = 64  # its finest map
PAPERS = 4
SCENES = 1000
SEED = 20261124


def path_of(folder: Path, number: int) -> Path:
    return folder / f"shard-{number:03}.npz"


def draw(folder: Path, number: int) -> None:
    """Write one shard, whole or not at all."""
    rows = [_row(drawn(LEARN, SEED, number * SCENES + k)) for k in range(SCENES)]
    columns = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    part = path_of(folder, number).with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **columns)  # type: ignore[arg-type]
    part.rename(path_of(folder, number))


def _row(scene: Scene) -> dict[str, NDArray[np.generic]]:
    height, width = scene.labels.shape
    quads, over = np.zeros((PAPERS, 4, 2), np.float32), np.zeros((PAPERS, 4), np.float32)
    seen, middles = np.zeros(PAPERS, np.float32), np.zeros((PAPERS, 2), np.float32)
    for k, truth in enumerate(scene.papers):
        rows, columns = np.nonzero(scene.labels == k + 1)
        if not len(rows):
            continue
        quads[k] = (truth.quad + 0.5) / [width, height]
        over[k], seen[k] = truth.over, truth.seen
        middles[k] = _within(rows, columns) / [width, height]
    return {
        "picture": cv2.resize(scene.picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA),
        "labels": cv2.resize(scene.labels, (MAP, MAP), interpolation=cv2.INTER_NEAREST),
        "quads": quads,
        "over": over,
        "seen": seen,
        "middles": middles,
    }


def _within(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """The middle of what is seen of a paper, moved onto the paper where it falls beside it (x, y)."""
    points = np.stack([columns, rows], 1)
    nearest = points[int(((points - points.mean(0)) ** 2).sum(1).argmin())]
    return np.asarray(nearest + 0.5, np.float64)


def main() -> None:
    cv2.setNumThreads(1)
    folder, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, last):
        if not path_of(folder, number).exists():
            draw(folder, number)
            print(number, flush=True)


if __name__ == "__main__":
    main()
