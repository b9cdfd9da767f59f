"""Scenes of a world that the finder has not learned in, for measuring it."""

from __future__ import annotations

from collections.abc import Iterator

from bench.finder.scene import Scene, drawn
from bench.finder.style import HELD_OUT

SEED = 99
KINDS = ("whole", "whole", "cut", "whole", "several", "empty", "whole", "whole", "cut", "empty")


def scenes(count: int, *, seed: int = SEED, side: int = 1600, first: int = 0) -> Iterator[tuple[str, Scene]]:
    """``count`` scenes, each with its kind: half hold one whole page, the rest a cut one, several, or none."""
    for k in range(first, first + count):
        kind = KINDS[k % len(KINDS)]
        yield kind, drawn(HELD_OUT, seed, k, side=side, kind=kind)
