"""Cleaning: white paper, even light, colours kept."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.page.clean import Profile, cleaned, trimmed
from kiosk.scan.pdf import stencils


def lit(page: NDArray[np.uint8], dim: float = 0.45) -> NDArray[np.uint8]:
    """The page under a lamp at its left: the right side gets ``dim`` of the light, and all of it is yellowish."""
    light = np.linspace(0.95, dim, page.shape[1])[None, :, None] * np.array([0.75, 0.92, 1.0])
    return np.asarray(page * light, np.uint8)


def written(ink: tuple[int, int, int] = (30, 30, 30)) -> NDArray[np.uint8]:
    page = np.full((1170, 827, 3), 245, np.uint8)
    for row in range(12):
        cv2.putText(page, "Dong Van 18 11 2026", (60, 120 + 80 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.4, ink, 3)
    return page


def test_unevenly_lit_paper_turns_white() -> None:
    clean = cleaned(lit(written()))
    assert np.percentile(clean, 40) == 255
    assert (clean.min(axis=2) > 250).mean() > 0.8


def test_ink_stays_dark_in_light_and_shadow() -> None:
    clean = cleaned(lit(written()))
    for part in (clean[:, :400], clean[:, 430:]):
        assert np.percentile(part.min(axis=2), 1) < 40


@pytest.mark.parametrize(("ink", "channel"), [((40, 40, 200), 2), ((170, 60, 40), 0)])
def test_a_stamp_stays_red_and_a_signature_blue(ink: tuple[int, int, int], channel: int) -> None:
    clean = cleaned(lit(written(ink)))
    strokes = clean[clean.min(axis=2) < 120]
    others = [k for k in range(3) if k != channel]
    assert len(strokes) > 1000
    assert np.median(strokes[:, channel]) > np.median(strokes[:, others], axis=0).max() + 60


def test_a_photograph_keeps_its_tones() -> None:
    ramp = np.tile(np.linspace(30, 240, 827).astype(np.uint8)[None, :, None], (1170, 1, 3))
    page = np.full((1170, 827, 3), 240, np.uint8)
    page[300:700] = ramp[300:700]
    tones = cleaned(page, Profile.PHOTO)[500, 100:700, 0]
    assert len(np.unique(tones)) > 60


def test_slivers_of_desk_go_and_print_stays() -> None:
    page = np.full((1170, 827, 3), 255, np.uint8)
    page[:, :6] = (40, 70, 110)
    page[-4:] = (40, 70, 110)
    page[500:520, 100:300] = 0
    clean = trimmed(page)
    assert clean[:, :6].min() == 255
    assert clean[-4:].min() == 255
    assert clean[500:520, 100:300].max() == 0


def test_a_wide_dark_margin_is_not_taken_for_a_sliver_and_eaten_whole() -> None:
    page = np.full((1170, 827, 3), 255, np.uint8)
    page[:, :120] = 0
    assert (trimmed(page)[:, :120] == 0).mean() > 0.8


def test_print_on_strong_yellow_stays_black_and_a_stamp_red() -> None:
    """BGR: paper (60, 215, 250), black ink, and red ink through which the paper shines."""
    page = np.full((1169, 827, 3), (60, 215, 250), np.uint8)
    for row in range(8):
        page[100 + 60 * row : 108 + 60 * row, 100:700] = (34, 30, 30)
    cv2.circle(page, (400, 850), 120, (24, 40, 200), 8)
    white = cleaned(page)
    black, red, paper = white[104, 400].astype(int), white[850, 520].astype(int), white[700, 400]
    assert np.ptp(black) < 30 and black.max() < 60
    assert red[2] > 150 and red[:2].max() < 110
    assert paper.min() == 255


@pytest.mark.parametrize("grey", [30, 90])
def test_a_dotted_rule_keeps_its_dots(grey: int) -> None:
    """Dots of a third of a millimetre, one a millimetre, as a camera sees them: blurred by half a pixel, and noisy."""
    fine = np.full((1200, 3000, 3), 245, np.uint8)  # 600 to the inch
    for row in range(5):
        for column in range(100):
            cv2.circle(fine, (100 + 24 * column, 200 + 200 * row), 4, (grey, grey, grey), -1, cv2.LINE_AA)
    seen = cv2.resize(fine, (1000, 400), interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(3).normal(0, 4, seen.shape)
    page = cleaned(np.clip(cv2.GaussianBlur(seen, (0, 0), 0.5) + noise, 0, 255).astype(np.uint8))
    ink = np.any(stencils._inks(page, 1.0), axis=0).astype(np.uint8)
    assert cv2.connectedComponents(ink)[0] - 1 == 500
