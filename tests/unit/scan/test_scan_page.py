"""The finder: where the paper lies, whether it is whole, and that an empty desk holds none."""

from __future__ import annotations

import numpy as np
import pytest
from scan_scenes import ON_DESK, SIZE, bare_desk, iou, scene, sheet

from kiosk.scan.opencv import cv2
from kiosk.scan.page import find
from kiosk.scan.picture import Corners


def turned(angle: float, size: tuple[int, int] = SIZE, scale: float = 0.86) -> Corners:
    quad = (np.array(ON_DESK) - np.array(SIZE) / 2) * scale
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    moved = quad @ np.array([[c, s], [-s, c]]) + np.array(size) / 2
    a, b, d, e = ((float(x), float(y)) for x, y in moved)
    return a, b, d, e


def test_the_page_is_found_to_a_few_pixels() -> None:
    found = find(scene())
    assert found is not None
    assert not found.cut
    assert iou(found.corners, ON_DESK, SIZE) > 0.97


def test_corners_come_clockwise_from_the_top_left() -> None:
    found = find(scene())
    assert found is not None
    assert np.abs(np.array(found.corners) - np.array(ON_DESK)).max() < 15


@pytest.mark.parametrize("angle", [-30, -12, 7, 20, 38])
def test_a_turned_page_is_found(angle: float) -> None:
    corners = turned(angle, (1200, 1200))
    found = find(scene(corners=corners, size=(1200, 1200)))
    assert found is not None
    assert iou(found.corners, corners, (1200, 1200)) > 0.95


@pytest.mark.parametrize("light", [0.25, 0.5, 1.1])
def test_light_does_not_matter_much(light: float) -> None:
    found = find(scene(light=light))
    assert found is not None
    assert iou(found.corners, ON_DESK, SIZE) > 0.95


@pytest.mark.parametrize("seed", range(6))
def test_an_empty_desk_holds_no_page(seed: int) -> None:
    assert find(bare_desk(seed=seed)) is None


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_bare_ground_holds_no_page(level: int) -> None:
    assert find(np.full((600, 800, 3), level, np.uint8)) is None


def test_noise_alone_holds_no_page() -> None:
    assert find(np.random.default_rng(4).integers(0, 256, (600, 800, 3), dtype=np.uint8)) is None


def test_a_frame_taped_to_the_desk_is_no_page() -> None:
    desk = np.full((900, 1200, 3), (90, 110, 130), np.uint8)
    cv2.rectangle(desk, (300, 200), (900, 700), (235, 235, 235), 5)
    assert find(desk) is None


@pytest.mark.parametrize(("right", "down"), [(0, 260), (0, -240), (260, 0), (-260, 0)])
def test_a_page_that_leaves_the_picture_is_cut_off(right: int, down: int) -> None:
    a, b, c, d = ((x + right, y + down) for x, y in ON_DESK)
    found = find(scene(corners=(a, b, c, d)))
    assert found is not None
    assert found.cut


def test_a_printed_frame_is_not_the_page() -> None:
    framed = np.asarray(sheet(), np.uint8).copy()
    cv2.rectangle(framed, (90, 120), (650, 930), (0, 0, 0), 3)
    picture = np.full((1300, 1000, 3), (60, 90, 120), np.uint8)
    picture[120:1172, 128:872] = framed
    found = find(picture)
    assert found is not None
    assert iou(found.corners, ((128, 120), (871, 120), (871, 1171), (128, 1171)), (1000, 1300)) > 0.97


def test_paper_darker_than_the_desk_is_found_too() -> None:
    picture = np.full((900, 1200, 3), 225, np.uint8)
    picture[250:650, 300:900] = (150, 110, 70)
    found = find(picture)
    assert found is not None
    assert iou(found.corners, ((300, 250), (899, 250), (899, 649), (300, 649)), (1200, 900)) > 0.95


def test_a_tiny_picture_is_no_trouble() -> None:
    assert find(np.full((32, 32, 3), 128, np.uint8)) is None
