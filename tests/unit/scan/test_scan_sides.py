"""Rough sides drawn to the edges that are really there."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.scan.finder.sides import fitted
from kiosk.scan.opencv import cv2

QUAD = np.array([[103.4, 81.7], [702.6, 96.2], [688.1, 905.3], [92.8, 893.9]])
DESK, PAPER = (70, 95, 120), (228, 232, 236)


def laid(quad: NDArray[np.float64], paper: tuple[int, int, int] = PAPER, bow: float = 0.0) -> NDArray[np.uint8]:
    """A paper on a plain desk, drawn four times as fine; its left side leaves its line by ``bow`` at the middle."""
    t = np.linspace(0, 1, 60)[:, None]
    sides = [quad[k] + t * (quad[(k + 1) % 4] - quad[k]) for k in range(4)]
    sides[3] = sides[3] - np.array([4 * bow, 0]) * t * (1 - t)
    picture = np.full((4000, 3200, 3), DESK, np.uint8)
    shape = np.rint(((np.concatenate(sides) + 0.5) * 4 - 0.5) * 16).astype(np.int32)
    cv2.fillPoly(picture, [shape], paper, cv2.LINE_8, 4)
    small = cv2.resize(picture, (800, 1000), interpolation=cv2.INTER_AREA).astype(np.int16)
    small += np.random.default_rng(1).normal(0, 3, small.shape).astype(np.int16)
    return np.asarray(np.clip(small, 0, 255), np.uint8)


def off(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(one - other, axis=1).max())


@pytest.mark.parametrize("seed", range(5))
def test_corners_come_to_a_part_of_a_pixel(seed: int) -> None:
    rough = QUAD + np.random.default_rng(seed).normal(0, 5, (4, 2))
    found = fitted(laid(QUAD), rough, 14)
    assert off(found.quad, QUAD) < 0.6
    assert found.support.min() > 0.8
    assert found.bow.max() < 0.002


def test_a_paper_that_differs_only_in_colour_has_sides() -> None:
    found = fitted(laid(QUAD, paper=(120, 96, 70)), QUAD + 4, 14)
    assert off(found.quad, QUAD) < 1.0


def test_a_dark_paper_has_sides() -> None:
    assert off(fitted(laid(QUAD, paper=(15, 20, 25)), QUAD - 4, 14).quad, QUAD) < 1.0


def test_a_bowed_side_does_not_move_its_corners() -> None:
    found = fitted(laid(QUAD, bow=12), QUAD + np.array([[3, 3], [-3, 3], [-3, -3], [3, -3]]), 14)
    assert off(found.quad, QUAD) < 2.5
    assert 0.008 < found.bow[3] < 0.022, "12 of 812 pixels"


def test_a_finger_over_a_side_does_not_bend_it() -> None:
    picture = laid(QUAD)
    cv2.circle(picture, (95, 500), 45, (120, 150, 205), -1)
    assert off(fitted(picture, QUAD + 3, 14).quad, QUAD) < 1.0


def test_a_printed_line_beside_a_side_is_not_the_side() -> None:
    picture = laid(QUAD)
    cv2.line(picture, (112, 100), (102, 880), (40, 40, 40), 1, cv2.LINE_AA)
    assert off(fitted(picture, QUAD + np.array([-2, 0]), 14).quad, QUAD) < 1.5


def test_without_an_edge_the_sides_stay_where_they_were() -> None:
    bare = np.full((1000, 800, 3), DESK, np.uint8)
    found = fitted(bare, QUAD, 14)
    assert off(found.quad, QUAD) < 1e-6
    assert (found.support == 0).all()


def test_sides_outside_the_picture_stay_there() -> None:
    moved = QUAD + np.array([-150, 0])
    found = fitted(laid(QUAD)[:, 150:], moved, 14)
    assert off(found.quad[[1, 2]], moved[[1, 2]]) < 2
    assert off(found.quad[[0, 3]], moved[[0, 3]]) < 15


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 5, 3), (40, 3, 3)])
def test_the_smallest_pictures_are_no_trouble(shape: tuple[int, int, int]) -> None:
    quad = np.array([[0.0, 0], [shape[1] - 1, 0], [shape[1] - 1, shape[0] - 1], [0, shape[0] - 1]])
    assert np.isfinite(fitted(np.full(shape, 90, np.uint8), quad, 2.0).quad).all()
