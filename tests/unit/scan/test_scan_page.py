"""The finder: where the paper lies, whether it is whole, and that an empty desk holds none."""

from __future__ import annotations

import numpy as np
import pytest
from scan_scenes import ON_DESK, SIZE, bare_desk, iou, scene, sheet

from kiosk.scan.finder import outlines, several
from kiosk.scan.finder.network import PaperSight, network
from kiosk.scan.finder.outlines import Border, PaperOutline, find, papers
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Corners, Frame


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


@pytest.mark.parametrize("colour", [(150, 130, 120), (90, 120, 180), (150, 110, 70), (40, 30, 140)])
def test_paper_darker_than_the_desk_is_found_too(colour: tuple[int, int, int]) -> None:
    printed = cv2.resize(np.asarray(sheet(), np.uint8), (600, 400), interpolation=cv2.INTER_AREA)
    picture = np.full((900, 1200, 3), 225, np.uint8)
    picture[250:650, 300:900] = printed / 255 * colour
    found = find(picture)
    assert found is not None
    assert iou(found.corners, ((300, 250), (899, 250), (899, 649), (300, 649)), (1200, 900)) > 0.95


@pytest.mark.parametrize("colour", [(60, 40, 30), (40, 70, 25), (150, 110, 70)])
def test_a_dark_mat_with_nothing_on_it_is_no_page(colour: tuple[int, int, int]) -> None:
    picture = np.full((900, 1200, 3), 225, np.uint8)
    picture[250:650, 300:900] = colour
    assert find(picture) is None


def keyboard() -> Frame:
    """Light keys on a dark body, on a wooden desk."""
    picture = np.full((900, 1200, 3), (90, 130, 170), np.uint8)
    picture[300:640, 200:1000] = (50, 48, 46)
    for top in range(320, 620, 60):
        for left in range(220, 980, 60):
            picture[top : top + 48, left : left + 48] = (190, 188, 185)
    return picture


def test_a_keyboard_is_no_page() -> None:
    assert find(keyboard()) is None


def test_a_tiny_picture_is_no_trouble() -> None:
    assert find(np.full((32, 32, 3), 128, np.uint8)) is None


@pytest.mark.parametrize(
    ("right", "down", "border"),
    [(0, 260, Border.BOTTOM), (0, -240, Border.TOP), (260, 0, Border.RIGHT), (-260, 0, Border.LEFT)],
)
def test_the_border_it_leaves_by_is_named(right: int, down: int, border: Border) -> None:
    a, b, c, d = ((x + right, y + down) for x, y in ON_DESK)
    found = find(scene(corners=(a, b, c, d)))
    assert found is not None
    assert found.over == (border,)


def two_sheets() -> Frame:
    """A large sheet on the left, a card-sized one at the lower right, on a plain desk."""
    small = cv2.resize(np.asarray(sheet(), np.uint8), (560, 792), interpolation=cv2.INTER_AREA)
    card = cv2.resize(np.asarray(sheet(), np.uint8)[:470], (300, 190), interpolation=cv2.INTER_AREA)
    picture = np.full((900, 1200, 3), (60, 80, 105), np.uint8)
    picture[54:846, 60:620] = small
    picture[600:790, 800:1100] = card
    return picture


def test_several_papers_come_largest_first() -> None:
    found = papers(two_sheets())
    assert len(found) == 2
    assert iou(found[0].corners, ((60, 54), (619, 54), (619, 845), (60, 845)), (1200, 900)) > 0.98
    assert iou(found[1].corners, ((800, 600), (1099, 600), (1099, 789), (800, 789)), (1200, 900)) > 0.95


def test_grey_and_transparent_pictures_are_seen_alike() -> None:
    colour = scene()
    grey = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    with_alpha = np.dstack([colour, np.full(colour.shape[:2], 255, np.uint8)])
    for picture in (grey, grey[:, :, None], with_alpha):
        found = find(picture)
        assert found is not None
        assert iou(found.corners, ON_DESK, SIZE) > 0.97


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 4000, 3), (7, 7), (16, 16, 4), (3, 500, 3)])
def test_no_size_is_any_trouble(shape: tuple[int, ...]) -> None:
    assert find(np.full(shape, 128, np.uint8)) is None


def test_a_live_look_is_near_enough() -> None:
    found = find(scene(), closely=False)
    assert found is not None
    assert iou(found.corners, ON_DESK, SIZE) > 0.94


def test_two_finders_that_agree_are_surer_and_two_that_do_not_are_less(monkeypatch: pytest.MonkeyPatch) -> None:
    quad = np.array(ON_DESK) / SIZE
    unsure = PaperSight(quad, 0.2, 0.9, np.full(4, 0.1), np.zeros(4), np.zeros(4))
    monkeypatch.setattr(network(), "look", lambda picture, **_: (unsure,))
    agreed = find(scene())
    assert agreed is not None
    assert agreed.sure > 0.7
    monkeypatch.setattr(outlines.classical, "find", lambda picture: None)
    assert find(scene()) is None


def test_a_sure_network_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(picture: Frame) -> None:
        raise AssertionError("the second opinion costs more than the first")

    monkeypatch.setattr(outlines.classical, "find", asked)
    assert find(scene()) is not None


@pytest.mark.parametrize(("sure", "shown"), [((0.75,), 0), ((0.95, 0.75), 2), ((0.95, 0.6), 1)])
def test_a_doubtful_paper_counts_only_beside_a_sure_one(
    monkeypatch: pytest.MonkeyPatch, sure: tuple[float, ...], shown: int
) -> None:
    places = (ON_DESK, tuple((x + 2000, y) for x, y in ON_DESK))
    seen = iter([PaperOutline(place, one, False) for place, one in zip(places, sure, strict=False)])
    sight = PaperSight(np.array(ON_DESK) / SIZE, 0.9, 0.9, np.ones(4), np.zeros(4), np.zeros(4))
    monkeypatch.setattr(network(), "look", lambda picture, **_: (sight,) * len(sure))
    monkeypatch.setattr(outlines, "_page", lambda *_: next(seen, PaperOutline(ON_DESK, 0.0, False)))
    monkeypatch.setattr(outlines, "_reconsidered", lambda _, pages: pages)
    assert len(several.papers(two_sheets())) == shown
