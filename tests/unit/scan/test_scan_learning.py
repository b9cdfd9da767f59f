"""What the finder learns from: each view of a scene says truly where its papers lie."""

from __future__ import annotations

import numpy as np
import pytest

from bench.finder.learning.feed import MAP, SIDE, View, seen, varied
from bench.finder.scene import Scene, drawn
from bench.finder.style import LEARN
from kiosk.scan.opencv import cv2


def lone() -> list[Scene]:
    """Scenes with one paper, whole or cut off, nothing over it, its sides straight."""
    every = [drawn(LEARN, 11, k, side=200, kind="cut" if k % 3 == 0 else "whole") for k in range(16)]
    return [scene for scene in every if scene.papers[0].bow < 0.005]


def common(view: View) -> float:
    """How much of their area the quadrilateral and the labelled cells share, in the part that is no rim."""
    cells = np.zeros((MAP, MAP), np.uint8)
    cv2.fillConvexPoly(cells, np.rint((view.quads[0] * MAP - 0.5) * 16).astype(np.int32), 1, shift=4)
    rim = round((1 - view.inner) / 2 * MAP)
    inner = (slice(rim, MAP - rim),) * 2
    quad, labelled = cells[inner] > 0, view.labels[inner] == 1
    return float((quad & labelled).sum() / (quad | labelled).sum())


def test_a_view_says_where_the_paper_lies() -> None:
    rng = np.random.default_rng(5)
    views = [varied(seen(scene), rng) for scene in lone() for _ in range(6)]
    views = [view for view in views if (view.labels == 1).sum() > 60]
    assert len(views) > 20
    assert sum(view.inner < 1 for view in views) > 3
    assert min(map(common, views)) > 0.8, sorted(map(common, views))[:5]
    assert all(view.picture.shape == (SIDE, SIDE, 3) for view in views)


def test_corners_go_clockwise_in_every_view() -> None:
    rng = np.random.default_rng(6)
    for scene in lone()[:4]:
        for _ in range(8):
            quad = varied(seen(scene), rng).quads[0]
            assert cv2.contourArea(quad.astype(np.float32), oriented=True) > 0


@pytest.mark.parametrize("kind", ["empty", "several"])
def test_a_learned_desk_is_drawn_the_same_each_time(kind: str) -> None:
    first, again = (drawn(LEARN, 12, 2, side=160, kind=kind) for _ in range(2))
    assert (first.picture == again.picture).all()
    assert (first.labels == again.labels).all()
    assert len(first.papers) == 0 if kind == "empty" else len(first.papers) > 1
