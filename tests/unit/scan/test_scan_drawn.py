"""The finder in a world that it has not learned in; bench/finding.py measures it on many more."""

from __future__ import annotations

import functools

import numpy as np
from scan_scenes import iou

from bench.finder.held_out import scenes
from bench.finder.scene import Scene, drawn
from bench.finder.style import LEARN
from kiosk.scan.finder.outlines import find
from kiosk.scan.picture import corners_of


@functools.lru_cache(maxsize=1)
def few() -> tuple[tuple[str, Scene], ...]:
    return tuple(scenes(20, side=560))


def test_a_drawn_scene_is_the_same_each_time() -> None:
    first, again = (drawn(LEARN, 3, 4, side=200) for _ in range(2))
    assert (first.picture == again.picture).all()
    assert (first.picture != drawn(LEARN, 3, 5, side=200).picture[:1, :1]).any()


def test_whole_pages_are_found() -> None:
    scores = []
    for kind, scene in few():
        if kind == "whole":
            found = find(scene.picture)
            size = (scene.picture.shape[1], scene.picture.shape[0])
            scores.append(iou(found.corners, corners_of(scene.papers[0].quad), size) if found else 0.0)
    assert len(scores) == 10
    assert np.mean(scores) > 0.85, np.round(scores, 2)


def test_empty_desks_stay_empty() -> None:
    assert sum(find(scene.picture) is not None for kind, scene in few() if kind == "empty") == 0


def test_pages_cut_off_are_told_from_whole_ones() -> None:
    seen = {"cut": [], "whole": []}
    for kind, scene in few():
        found = find(scene.picture)
        if kind in seen and found is not None:
            seen[kind].append(found.cut)
    assert np.mean(seen["cut"]) > 0.5
    assert sum(seen["whole"]) <= 1
