"""Pages near the border: which end there and which go on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scan_scenes import ON_DESK, SIZE, iou, scene

from bench.finder.windows import LEAST, windows
from kiosk.scan.finder.network import PaperSight, network, shared
from kiosk.scan.finder.outlines import Border, _up_to, find
from kiosk.scan.finder.rim import RimView, look_around
from kiosk.scan.picture import Corners, Frame, corners_of

LOW, HIGH = np.array(ON_DESK).min(0).astype(int), np.array(ON_DESK).max(0).astype(int)
NAMES = list(Border)


def window(left: int, top: int, right: int, bottom: int) -> tuple[Frame, Corners]:
    """The page with so many pixels of desk on each side, or so many cut off it; and where it lies."""
    x, y = LOW[0] - left, LOW[1] - top
    part = scene()[y : HIGH[1] + bottom + 1, x : HIGH[0] + right + 1]
    return np.ascontiguousarray(part), corners_of(np.array(ON_DESK) - [x, y])


def shares(picture: Frame, corners: Corners) -> np.ndarray:
    return (np.array(corners) + 0.5) / [picture.shape[1], picture.shape[0]]


@pytest.mark.parametrize("border", range(4))
def test_a_page_with_a_hairs_breadth_of_desk_has_none_of_it_beyond(border: int) -> None:
    room = [40] * 4
    room[border] = 4
    picture, corners = window(*room)
    around = look_around(picture)
    assert around.beyond(shares(picture, corners)).max() < 0.3
    assert shared(around.sights[0].quad, shares(picture, corners)) > 0.93, "in shares of the picture, not of the rim's"


@pytest.mark.parametrize("border", range(4))
def test_a_page_that_goes_on_has_some_of_it_beyond_that_border_alone(border: int) -> None:
    room = [40] * 4
    room[border] = -25
    picture, corners = window(*room)
    beyond = look_around(picture).beyond(shares(picture, corners))
    assert beyond[border] > 0.7
    assert np.delete(beyond, border).max() < 0.3


def test_a_paper_seen_in_both_looks_is_one() -> None:
    picture, _ = window(40, 40, 40, 40)
    (one,) = look_around(picture).sights
    nearly, small = replace(one, quad=one.quad * 0.9), replace(one, quad=one.quad * 0.2)
    seen = RimView((nearly, one, small), np.zeros((64, 64), np.float32))
    assert seen.like([]) == ()
    assert seen.like([small, one]) == (small, one)
    assert RimView((one,), seen.paper).like([nearly, one]) == (None, one), "none twice"
    assert RimView((), seen.paper).like([one]) == (None,)


def test_a_page_that_ends_near_the_border_is_whole_whatever_the_first_look_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture, corners = window(40, 40, 5, 40)
    over = np.array([0.0, 0.0, 0.95, 0.0])
    doubtful = PaperSight(shares(picture, corners), 0.9, 0.95, np.array([0.8, 0.2, 0.2, 0.8]), over, over)
    monkeypatch.setattr(network(), "look", lambda picture, **_: (doubtful,))
    found = find(picture)
    assert found is not None
    assert not found.cut


def test_a_page_that_the_first_look_misses_is_seen_by_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network(), "look", lambda picture, **_: ())
    found = find(scene())
    assert found is not None
    assert iou(found.corners, ON_DESK, SIZE) > 0.97
    assert find(scene(), closely=False) is None, "a live frame has no time for it"


def test_what_is_true_about_a_window() -> None:
    """The windows of photographs that the finder is measured on, on a desk of nothing."""
    photograph = np.zeros((1200, 900, 3), np.uint8)
    made = list(windows("any", photograph, ON_DESK, 30, 1))
    assert sum(bool(one.cut) for one in made) == 30
    for one in made:
        height, width = one.picture.shape[:2]
        quad = shares(one.picture, one.corners)
        room = np.concatenate([quad.min(0), 1 - quad.max(0)])
        assert {NAMES[k] for k in range(4) if room[k] < 0} == one.cut, (width, height)
        assert one.cut or room.min() >= LEAST


def test_a_photograph_without_room_has_no_whole_windows() -> None:
    photograph = np.zeros((int(HIGH[1]) + 3, 900, 3), np.uint8)
    made = list(windows("any", photograph, ON_DESK, 10, 1))
    assert len(made) == 10
    assert all(one.cut for one in made)


@pytest.mark.parametrize("border", range(4))
def test_a_page_that_is_cut_off_ends_where_the_picture_does(border: int) -> None:
    room = [60] * 4
    room[border] = -70
    picture, _ = window(*room)
    found = find(picture)
    assert found is not None
    assert found.over == (NAMES[border],)
    height, width = picture.shape[:2]
    frame = np.array([-0.5, -0.5, width - 0.5, height - 0.5])
    quad = np.array(found.corners)
    low, high = quad.min(0), quad.max(0)
    reached = np.concatenate([low, high])
    assert reached[border] == pytest.approx(frame[border], abs=1.0)
    assert (low >= frame[:2] - 1e-6).all() and (high <= frame[2:] + 1e-6).all()


def test_a_corner_beyond_two_borders_is_brought_to_both_along_its_sides() -> None:
    quad = np.array([[20.0, 30.0], [180.0, 20.0], [240.0, 150.0], [30.0, 90.0]])
    inside = _up_to(quad, np.array([False, False, True, True]), (200, 100))
    assert inside[[0, 1, 3]] == pytest.approx(quad[[0, 1, 3]])
    assert (inside[2] <= [199.5, 99.5]).all()
    assert inside[2].max() == pytest.approx(199.5) or inside[2][1] == pytest.approx(99.5)
