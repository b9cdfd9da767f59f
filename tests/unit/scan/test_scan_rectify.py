"""A page laid flat has its true shape and lies where it was."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scan_scenes import ON_DESK, scene

from kiosk.scan.page.document import page_of
from kiosk.scan.page.paper_sizes import A4, A5, CARD, F4, LEGAL
from kiosk.scan.page.rectify import aspect, lay_flat, turned
from kiosk.scan.picture import Corners, corners_of

Floats = NDArray[np.float64]


def seen(width: float, height: float, tilt: float, turn: float = 0.0) -> Corners:
    """The corners of a sheet seen by a pinhole camera (focal length 1500, picture 2000 x 1500), tilted by degrees."""
    quad = np.array([[-width, -height, 0], [width, -height, 0], [width, height, 0], [-width, height, 0]]) / 2
    a, b = np.radians(tilt), np.radians(turn)
    about_x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    about_y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    points = quad @ about_x.T @ about_y.T + [0, 0, 600]
    return corners_of(points[:, :2] / points[:, 2:] * 1500 + [1000, 750])


@pytest.mark.parametrize(("tilt", "turn"), [(0, 0), (12, 9), (25, -14), (35, 20), (-30, 25)])
@pytest.mark.parametrize("size", [(210, 297), (297, 210), (85.6, 53.98), (150, 150)])
def test_the_true_shape_is_told_from_the_perspective(tilt: float, turn: float, size: tuple[float, float]) -> None:
    measured = aspect(np.array(seen(*size, tilt, turn)), (2000, 1500))
    assert measured == pytest.approx(size[0] / size[1], rel=0.03)


def blank(width: int = 2000, height: int = 1500) -> NDArray[np.uint8]:
    return np.full((height, width, 3), 200, np.uint8)


@pytest.mark.parametrize(("size", "expected"), [((210, 297), A4), ((297, 210), A4), ((210, 330), F4), ((330, 210), F4)])
def test_known_papers_get_their_true_size(size: tuple[float, float], expected: object) -> None:
    flat = lay_flat(blank(), seen(*size, 8, 5))
    assert sorted(flat.size_mm) == [expected.short, expected.long]  # type: ignore[attr-defined]
    assert (flat.size_mm[0] > flat.size_mm[1]) == (size[0] > size[1])


def test_only_the_trays_scale_tells_a5_from_a4() -> None:
    corners = seen(148, 210, 0)
    assert lay_flat(blank(), corners).size_mm == (A4.short, A4.long)
    assert lay_flat(blank(), corners, pixels_per_mm=2.5).size_mm == (A5.short, A5.long)


def test_a_card_is_told_by_its_real_size_from_a_sheet_of_its_shape() -> None:
    """A photograph of 150 x 95 mm has a card's ratio: only the tray's scale knows how large either is."""
    card, photograph = seen(85.6, 53.98, 0), seen(150.0, 94.6, 0)
    scale = (card[1][0] - card[0][0]) / 85.6
    larger = (photograph[1][0] - photograph[0][0]) / 150.0
    assert lay_flat(blank(), card, pixels_per_mm=scale).size_mm == (CARD.long, CARD.short)
    assert lay_flat(blank(), photograph).size_mm == (F4.long, F4.short), "nothing says that it is a card"
    assert lay_flat(blank(), photograph, pixels_per_mm=larger).size_mm == pytest.approx((150.0, 94.6), rel=0.02)


def test_an_unknown_shape_keeps_its_ratio() -> None:
    width, height = lay_flat(blank(), seen(100, 250, 0)).size_mm
    assert height / width == pytest.approx(2.5, rel=0.02)
    assert height == pytest.approx(LEGAL.long), "as long as the longest sheet, so that nothing seen is lost"


def test_the_page_has_200_dots_an_inch() -> None:
    flat = lay_flat(blank(), seen(210, 297, 0))
    assert flat.picture.shape == (2339, 1654, 3)
    assert flat.dpi == 200


def test_what_lies_on_the_page_can_be_shown_in_the_photograph() -> None:
    flat = lay_flat(scene(), ON_DESK)
    height, width = flat.picture.shape[:2]
    edges = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], float)
    assert np.allclose(flat.in_source(edges), ON_DESK, atol=0.1)


def test_quarters_turn_clockwise() -> None:
    picture = np.zeros((2, 3, 3), np.uint8)
    picture[0, 0] = 255
    assert turned(picture, 1)[0, 1].min() == 255
    assert turned(picture, 1).shape == (3, 2, 3)
    assert np.array_equal(turned(picture, 4), picture)


def test_a_calibrated_camera_tells_a5_from_a4_and_what_it_gave() -> None:
    picture = scene()
    tray = np.linalg.norm(np.array(ON_DESK[0]) - np.array(ON_DESK[3])) / 210.0  # the page's long side is A5's
    small, plain = page_of(picture, pixels_per_mm=float(tray)), page_of(picture)
    assert small.size_mm == (148.0, 210.0)
    assert plain.size_mm == (210.0, 297.0)
    assert small.seen_dpi == pytest.approx(tray * 25.4, rel=0.05)
