"""What each trait of print weighs in the judge: ``python -m bench.judge.weigh --folder DIR [--seeds 1 2 3] [--held 7]``

A logistic regression of blocks that a reader misreads on the logarithms of ``quality.traits``. A block near the limit
of 3 % counts as partly bad: from not at all at 1.5 % to wholly at 6. The weights are the exponents of the traits, so
scaled that the first is 1. Print whose letters tesseract misreads even when they are sharp is left out. How well they
tell blocks of the seeds ``--held`` back is told too: nothing is fitted to those.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.judge.blocks import PAPER, drawn
from bench.scan_sheets import auc, interval
from kiosk.scan.page.quality import traits

BAD = 3.0
_MISREAD = "BeVietnamPro-Regular"
_RIDGE = 1e-3

Doubles = NDArray[np.float64]


def rows(path: Path) -> tuple[Doubles, Doubles]:
    """The traits' logarithms of each block, and its error."""
    with np.load(path) as held:
        greys, errors, fonts = (held[name] for name in ("grey", "error", "font"))
    kept = [k for k in range(len(errors)) if fonts[k] != _MISREAD]
    seen = [traits(greys[k].astype(np.float32) / PAPER) for k in kept]
    told = [(np.log(one), errors[k]) for one, k in zip(seen, kept, strict=True) if one is not None]
    return np.array([row for row, _ in told]), np.array([error for _, error in told])


def fitted(logs: Doubles, errors: Doubles) -> Doubles:
    """The weights and, last, the constant."""
    aim = np.clip(np.log2(np.maximum(errors, 0.1) / 1.5) / 2, 0, 1)
    middle, spread = logs.mean(0), logs.std(0)
    table = np.c_[(logs - middle) / spread, np.ones(len(logs))]
    ridge = _RIDGE * len(logs) * np.diag([1.0] * logs.shape[1] + [0.0])
    weights = np.zeros(table.shape[1])
    for _ in range(60):  # Newton's steps
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (likely - aim) + ridge @ weights
        weights -= np.linalg.solve((table * (likely * (1 - likely))[:, None]).T @ table + ridge, slope)
    scaled = weights[:-1] / spread
    return np.append(scaled, weights[-1] - scaled @ middle)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--folder", type=Path, required=True, help="where blocks are kept")
    ask.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    ask.add_argument("--count", type=int, default=280, help="blocks of each seed")
    ask.add_argument("--held", type=int, nargs="+", default=[], help="seeds that nothing is fitted to")
    said = ask.parse_args()
    parts = _parts(said.folder, said.seeds, said.count)
    logs, errors = _whole(parts)
    told = fitted(logs, errors)
    _tell("fitted", logs @ told[:-1], errors)
    if len(parts) > 1:
        _tell("each seed by the others' weights", *in_turn(parts))
    print("weights", np.round(told[:-1] / told[0], 2), "even chance at", f"{np.exp(-told[-1] / told[0]):.4g}")
    if said.held:
        logs, errors = _whole(_parts(said.folder, said.held, said.count))
        _tell("held back", logs @ told[:-1], errors)


def in_turn(parts: list[tuple[Doubles, Doubles]]) -> tuple[Doubles, Doubles]:
    """How blurred each part's blocks are by what is fitted to the other parts, and their errors."""
    blurred = []
    for k, (logs, _) in enumerate(parts):
        told = fitted(*_whole(parts[:k] + parts[k + 1 :]))
        blurred.append(logs @ told[:-1] + told[-1])
    return np.concatenate(blurred), _whole(parts)[1]


def _parts(folder: Path, seeds: list[int], count: int) -> list[tuple[Doubles, Doubles]]:
    return [rows(drawn(folder, seed, count)) for seed in seeds]


def _whole(parts: list[tuple[Doubles, Doubles]]) -> tuple[Doubles, Doubles]:
    logs, errors = zip(*parts, strict=True)
    return np.concatenate(logs), np.concatenate(errors)


def _tell(name: str, blurred: Doubles, errors: Doubles) -> None:
    bad = errors > BAD
    low, high = interval(-blurred, bad)
    print(f"{name}: {len(bad)} blocks, {bad.sum()} bad; area {auc(-blurred, bad):.4f} ({low:.3f} to {high:.3f})")


if __name__ == "__main__":
    main()
