"""Each fault is seen, and a good picture has none."""

from __future__ import annotations

import numpy as np
import pytest
from scan_scenes import ON_DESK, bare_desk, scene

from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.document import page_of
from kiosk.scan.opencv import cv2
from kiosk.scan.page import find
from kiosk.scan.picture import Frame
from kiosk.scan.quality import Reason, glare, sharpness
from kiosk.scan.rectify import lay_flat


def sample(name: str) -> Frame:
    return decode(paper(name).read_bytes())


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("birth-notice", ()),
        ("birth-notice-blurred", (Reason.BLURRED,)),
        ("birth-notice-cut-off", (Reason.CUT_OFF,)),
        ("birth-notice-dark", (Reason.TOO_DARK,)),
        ("empty-desk", (Reason.NO_PAGE,)),
    ],
)
def test_the_sample_pictures_are_judged_as_they_are_named(name: str, reasons: tuple[Reason, ...]) -> None:
    assert page_of(sample(name)).reasons == reasons


@pytest.mark.parametrize("angle", [0, 45, 90, 135])
def test_motion_is_seen_in_every_direction(angle: int) -> None:
    picture = sample("birth-notice")
    kernel = np.zeros((25, 25), np.float32)
    c, s = np.cos(np.radians(angle)) * 11, np.sin(np.radians(angle)) * 11
    cv2.line(kernel, (round(12 - c), round(12 - s)), (round(12 + c), round(12 + s)), 1.0, 1)
    assert Reason.BLURRED in page_of(cv2.filter2D(picture, -1, kernel / kernel.sum())).reasons


def test_a_lens_out_of_focus_is_seen() -> None:
    assert Reason.BLURRED in page_of(cv2.GaussianBlur(sample("birth-notice"), (0, 0), 5)).reasons


def grey_page(picture: Frame) -> Frame:
    found = find(picture)
    assert found is not None
    return np.asarray(cv2.cvtColor(lay_flat(picture, found.corners).picture, cv2.COLOR_BGR2GRAY), np.uint8)


def test_noise_is_not_taken_for_sharpness() -> None:
    blurred = cv2.GaussianBlur(sample("birth-notice"), (0, 0), 5)
    noise = np.random.default_rng(2).normal(0, 18, blurred.shape)
    noisy = np.asarray(np.clip(blurred + noise, 0, 255), np.uint8)
    quiet, loud = sharpness(grey_page(blurred)), sharpness(grey_page(noisy))
    assert quiet is not None
    assert loud == pytest.approx(quiet, rel=0.1)


def test_a_blank_page_is_not_called_blurred() -> None:
    assert sharpness(np.full((1170, 827), 230, np.uint8)) is None


def test_a_page_seen_from_far_is_too_small() -> None:
    assert Reason.TOO_SMALL in page_of(scene()).reasons


def with_lamp(picture: Frame, at: tuple[int, int], radius: int) -> Frame:
    glow = np.zeros(picture.shape[:2], np.float32)
    cv2.circle(glow, at, radius, 255.0, -1)
    shone = picture + 1.6 * cv2.GaussianBlur(glow, (0, 0), radius / 3)[:, :, None]
    return np.asarray(np.clip(shone, 0, 255), np.uint8)


def test_glare_is_seen_and_shown_where_it_is() -> None:
    shot = page_of(with_lamp(sample("birth-notice"), (1300, 1300), 160))
    assert Reason.GLARE in shot.reasons
    assert shot.where is not None
    assert np.abs(np.mean(shot.where, axis=0) - [1300, 1300]).max() < 60


def test_an_overexposed_page_is_not_glare() -> None:
    assert glare(np.full((1170, 827, 3), 255, np.uint8)) is None


def test_without_a_page_the_whole_picture_is_kept() -> None:
    shot = page_of(bare_desk())
    assert shot.corners is None
    assert shot.reasons == (Reason.NO_PAGE,)
    assert shot.picture.std() > 5


def test_the_corners_are_those_of_the_photograph() -> None:
    found = page_of(scene()).corners
    assert found is not None
    assert np.abs(np.array(found) - np.array(ON_DESK)).max() < 15
