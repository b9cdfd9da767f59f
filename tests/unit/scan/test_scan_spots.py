"""Each fault is told in words and shown somewhere: where it is, or where it can be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from _pytest.mark import ParameterSet
from scan_scenes import scene

from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.finder import outlines
from kiosk.scan.opencv import cv2
from kiosk.scan.page import spots
from kiosk.scan.page.document import page_of
from kiosk.scan.page.quality import Reason
from kiosk.scan.page.spots import missing_side, print_spot
from kiosk.scan.picture import Frame, corners_of
from kiosk.words import words


def sample(name: str = "birth-notice") -> Frame:
    return decode(paper(name).read_bytes())


def under_a_finger() -> Frame:
    return np.asarray(cv2.line(sample(), (2399, 1500), (1700, 1600), (60, 85, 130), 190))


def with_folded_corner() -> Frame:
    """The upper right corner, 2.5 cm of it, folded onto the page."""
    picture, (x, y), fold = sample().copy(), (2168, 232), 260
    away = np.array([[x - fold, y - 6], [x + 20, y - 20], [x + 4, y + fold]], np.int32)
    hole = cv2.fillConvexPoly(np.zeros(picture.shape[:2], np.uint8), away, 1) > 0
    picture[hole] = sample("empty-desk")[hole]
    flap = np.array([[x - fold, y - 6], [x + 4, y + fold], [x - fold + 6, y + fold - 6]], np.int32)
    return np.asarray(cv2.fillConvexPoly(picture, flap, (196, 206, 208), cv2.LINE_AA), np.uint8)


def under_a_lamp() -> Frame:
    glow = np.zeros((3200, 2400), np.float32)
    cv2.circle(glow, (1100, 1500), 240, 160.0, -1)
    return np.clip(sample() + cv2.GaussianBlur(glow, (0, 0), 60)[:, :, None], 0, 255).astype(np.uint8)


def in_half_shade() -> Frame:
    picture = sample().astype(np.float32)
    picture[1500:] *= 0.33
    return picture.astype(np.uint8)


def folded() -> Frame:
    valley = 1 - 0.45 * np.exp(-(((np.arange(3200, dtype=np.float32) - 1450) / 20) ** 2))
    return np.asarray(sample() * valley[:, None, None], np.uint8)


def with_breath_of_pencil() -> Frame:
    """Fainter than anything that a page keeps: a seventh darker than the paper."""
    mark = np.zeros((3200, 2400), np.float32)
    for row in range(3):
        x = np.arange(700, 1300)
        wave = np.stack([x, 2790 + 26 * row + 9 * np.sin(x / 9)], 1).astype(np.int32)
        cv2.polylines(mark, [wave], False, 1.0, 9, cv2.LINE_AA)
    return np.asarray(sample() * (1 - 0.145 * cv2.GaussianBlur(mark, (0, 0), 1.0))[:, :, None], np.uint8)


def upside_down() -> Frame:
    return np.ascontiguousarray(np.rot90(sample(), 2))


Place = tuple[float, float, float]  # x, y and how far the middle of the spot may lie from there, in pixels
FAULTS: dict[Reason, tuple[Callable[[], Frame], Place | None]] = {
    Reason.NO_PAGE: (lambda: sample("empty-desk"), None),
    Reason.CUT_OFF: (lambda: sample("birth-notice-cut-off"), (1200, 3000, 300)),
    Reason.COVERED: (under_a_finger, (1950, 1560, 200)),
    Reason.BEYOND: (with_folded_corner, (1260, 340, 200)),  # the finder goes past the corner, across the page
    Reason.TOO_DARK: (lambda: sample("birth-notice-dark"), None),
    Reason.TOO_SMALL: (scene, None),
    Reason.BLURRED: (lambda: sample("birth-notice-blurred"), None),
    Reason.GLARE: (under_a_lamp, (1100, 1500, 200)),
    Reason.SHADOW: (in_half_shade, (1200, 1500, 200)),
    Reason.FOLD: (folded, (1200, 1450, 250)),
    Reason.FAINT: (with_breath_of_pencil, (1000, 2815, 250)),
    Reason.TURNED: (upside_down, None),
}


def test_what_of_the_paper_goes_on_beyond_its_outline_is_told_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the finder had taken four fifths of the sheet for all of it."""
    whole = outlines.find(sample())
    assert whole is not None and not {Reason.BEYOND, Reason.CORNER} & set(page_of(sample()).reasons)
    a, b, c, d = np.array(whole.corners)
    part = replace(whole, corners=corners_of(np.array([a, a + 0.8 * (b - a), d + 0.8 * (c - d), d])))
    monkeypatch.setattr(outlines, "find", lambda picture: part)
    shot = page_of(sample())
    assert shot.reasons[0] is Reason.BEYOND
    assert shot.where is not None
    x, y = np.array(shot.where).mean(axis=0)
    assert abs(x - (a + 0.8 * (b - a))[0]) < 150 and 900 < y < 2300, "on the side that is no side"
    for language in ("vi", "en"):
        assert all(words(language).say(f"capture.{what}.beyond") for what in ("reason", "fix"))


def test_a_corner_that_is_folded_in_is_told_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the finder draws the sheet's sides on to where its corner was."""
    whole = outlines.find(sample())
    monkeypatch.setattr(outlines, "find", lambda picture: whole)
    shot = page_of(with_folded_corner())
    assert shot.reasons[0] is Reason.CORNER
    assert shot.where is not None
    x, y = np.array(shot.where).mean(axis=0)
    assert np.hypot(x - 2060, y - 340) < 150, (x, y)
    for language in ("vi", "en"):
        assert all(words(language).say(f"capture.{what}.corner") for what in ("reason", "fix"))


LOSES = {
    Reason.FAINT: "the sheet has print too faint to stay: that it is said is what is looked at",
    Reason.GLARE: "print at the burnt patch's edge is washed out, and said after the glare",
}


def reasons() -> list[ParameterSet]:
    one_page = [one for one in Reason if one not in (Reason.CORNER, Reason.PARTIAL)]
    return [
        pytest.param(one, marks=pytest.mark.loses_ink(LOSES[one]) if one in LOSES else (), id=str(one))
        for one in one_page
    ]


@pytest.mark.parametrize("reason", reasons())
def test_every_reason_is_found_told_and_shown_on_the_picture(reason: Reason) -> None:
    make, place = FAULTS[reason]
    picture = make()
    shot = page_of(picture)
    assert shot.reasons[0] is reason
    for language in ("vi", "en"):
        told = [words(language).say(f"capture.{what}.{reason.value}") for what in ("reason", "fix")]
        others = [words(language).say(f"capture.reason.{other.value}") for other in Reason if other is not reason]
        assert all(told) and told[0] not in others
    if reason is Reason.NO_PAGE:
        assert shot.where is None and shot.corners is None, "the whole picture is shown"
        return
    assert shot.where is not None and shot.corners is not None
    spot = np.array(shot.where)
    assert (spot >= 0).all() and (spot <= [picture.shape[1], picture.shape[0]]).all()
    x, y = spot.mean(axis=0)
    assert cv2.pointPolygonTest(np.array(shot.corners, np.float32), (float(x), float(y)), False) >= 0, "on the paper"
    if place is not None:
        assert np.hypot(x - place[0], y - place[1]) < place[2], (x, y)


def test_a_cut_off_page_without_a_missing_side_is_shown_where_its_print_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spots, "missing_side", lambda corners, size: None)
    assert page_of(sample("birth-notice-cut-off")).where is not None


def test_the_print_is_found_where_it_is() -> None:
    page = np.full((1200, 900, 3), 245, np.uint8)
    for row in range(6):
        cv2.putText(page, "cong hoa xa hoi", (500, 820 + 40 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 2)
    left, top = print_spot(page)[0]
    right, bottom = print_spot(page)[2]
    assert left < 700 < right and top < 920 < bottom


@pytest.mark.parametrize(
    ("corners", "touched"),
    [
        (((100, 50), (700, 50), (700, 1000), (100, 1000)), (50, 350)),  # the bottom, of a picture 1000 high
        (((-20, 50), (700, 50), (700, 900), (-20, 900)), (0, 475)),  # the left
    ],
)
def test_the_side_that_is_missing(corners: tuple[tuple[float, float], ...], touched: tuple[int, int]) -> None:
    strip = missing_side(corners, (800, 1000))  # type: ignore[arg-type]
    assert strip is not None
    assert strip.min() >= 0 and strip[:, 0].max() <= 799 and strip[:, 1].max() <= 999
    assert missing_side(((100, 50), (700, 50), (700, 900), (100, 900)), (800, 1000)) is None
    assert strip[:, 0].min() == 0 if touched[0] == 0 else strip[:, 1].max() == 999
