"""Tinted ground that is printed or drawn is neither a shadow nor a fold: nobody is asked to step out of the light."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.scan.page.fidelity import lost_ink
from kiosk.scan.page.spoils import spoils
from kiosk.scan.picture import Frame

MM = 200 / 25.4
SIZE = (2339, 1654)


def box(page: Frame, place: tuple[float, float, float, float], colour: tuple[int, int, int]) -> None:
    left, top, width, height = (round(side * MM) for side in place)
    page[top : top + height, left : left + width] = colour


def print_on(page: Frame, top: float, ink: int = 25) -> None:
    for left in (24, 70, 120, 160):
        cv2.putText(page, "So 001", (round(left * MM), round(top * MM)), 3, 0.8, (ink,) * 3, 2, cv2.LINE_AA)


def letter() -> Frame:
    page = np.full((*SIZE, 3), 245, np.uint8)
    for row in range(20):
        print_on(page, 30 + 8 * row)
    return page


@pytest.mark.parametrize("height", [6, 7, 9, 20])
@pytest.mark.parametrize("colour", [(150,) * 3, (110,) * 3, (160, 70, 60)], ids=["grey", "dark grey", "blue"])
@pytest.mark.parametrize("tilt", [0.0, 0.3], ids=["level", "tilted"])
def test_a_tables_tinted_heading_is_no_shadow(height: float, colour: tuple[int, int, int], tilt: float) -> None:
    page = letter()
    box(page, (20, 200, 170, height), colour)
    print_on(page, 200 + height - 1.5, 250)
    turn = cv2.getRotationMatrix2D((827, 1170), tilt, 1)
    over = spoils(np.asarray(cv2.warpAffine(page, turn, SIZE[::-1], borderValue=(245,) * 3), np.uint8))
    assert over.shadow is None and over.fold is None


@pytest.mark.parametrize("colour", [(140, 255, 120), (190, 130, 255), (110, 250, 255)], ids=["green", "pink", "yellow"])
def test_a_highlighters_stroke_over_print_is_no_fold(colour: tuple[int, int, int]) -> None:
    page = letter()
    marked = np.full_like(page, 255)
    box(marked, (20, 42, 100, 6), colour)
    over = spoils(np.asarray(np.minimum(page, marked), np.uint8))
    assert over.shadow is None and over.fold is None


@pytest.mark.parametrize("grey", [115, 130])
def test_print_that_drowns_in_its_cell_is_told(grey: int) -> None:
    """One bit a pixel makes a grey cell black, and black print on it is gone, though all of it is painted."""
    page = letter()
    box(page, (20, 200, 90, 6), (grey,) * 3)
    print_on(page, 204.5)
    drowned = page.copy()
    box(drowned, (20, 200, 90, 6), (13,) * 3)
    places = lost_ink(page, drowned)
    assert places and all(place[1] >= 199 * MM and place[3] <= 208 * MM for place in places)
    assert lost_ink(page, page) == ()


def test_shadows_from_a_side_and_folds_across_are_still_told() -> None:
    page = letter()
    page[1200:] = page[1200:] * 0.4
    assert spoils(page).shadow is not None
    valley = 1 - 0.45 * np.exp(-(((np.arange(SIZE[0], dtype=np.float32) - 700) / 16) ** 2))
    assert spoils(np.asarray(letter() * valley[:, None, None], np.uint8)).fold is not None
