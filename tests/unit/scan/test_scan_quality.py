"""Each fault is seen, and a good picture has none."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from scan_scenes import ON_DESK, bare_desk, scene

from kiosk.devices.simulated.camera import paper
from kiosk.resources import asset
from kiosk.scan.decode import decode
from kiosk.scan.finder.outlines import find
from kiosk.scan.opencv import cv2
from kiosk.scan.page import quality
from kiosk.scan.page.document import page_of
from kiosk.scan.page.quality import Reason, crispness, faults, glare, is_blurred, sharpness
from kiosk.scan.page.rectify import lay_flat
from kiosk.scan.page.upright import quarters
from kiosk.scan.picture import Frame


@functools.lru_cache(maxsize=1)
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


def flat_page(picture: Frame) -> Frame:
    found = find(picture)
    assert found is not None
    return lay_flat(picture, found.corners).picture


@functools.lru_cache(maxsize=1)
def notice() -> Frame:
    """The sample that is good, laid flat: what is to be changed in it is changed in a copy."""
    return flat_page(sample("birth-notice"))


def reasons(page: Frame) -> dict[Reason, Frame | None]:
    return {fault.reason: fault.where for fault in faults(page, seen_dpi=240, cut=False)}


def shaded(page: Frame, ratio: float, top: float) -> Frame:
    """A shadow with a hard edge over all of the page from ``top`` (share of its height) down."""
    dark = page.astype(np.float32)
    dark[int(top * len(page)) :] *= ratio
    return np.asarray(dark, np.uint8)


@pytest.mark.parametrize("ratio", [0.32, 0.35])
def test_the_hard_edge_of_a_shadow_is_seen_where_it_is(ratio: float) -> None:
    page = notice()
    where = reasons(shaded(page, ratio, 0.5)).get(Reason.SHADOW)
    assert where is not None
    assert 0.45 * len(page) < where[:, 1].min() < 0.55 * len(page)


def test_a_soft_or_faint_shadow_is_taken_out_by_cleaning_and_not_told() -> None:
    page = notice()
    assert Reason.SHADOW not in reasons(shaded(page, 0.8, 0.5))
    light = np.linspace(1, 0.45, len(page), dtype=np.float32)[:, None, None]
    assert Reason.SHADOW not in reasons(np.asarray(page * light, np.uint8))


@pytest.mark.parametrize(
    ("start", "end"), [((1654, 900), (1250, 1000)), ((500, 2339), (620, 1950)), ((0, 300), (330, 420))]
)
@pytest.mark.parametrize("skin", [(140, 165, 215), (60, 85, 130), (25, 25, 30)])
def test_a_finger_or_a_pen_over_the_page_is_seen(
    start: tuple[int, int], end: tuple[int, int], skin: tuple[int, int, int]
) -> None:
    page = notice().copy()
    cv2.line(page, start, end, skin, 130, cv2.LINE_AA)
    where = reasons(page).get(Reason.COVERED)
    assert where is not None
    assert np.abs(where.mean(axis=0) - np.mean([start, end], axis=0)).max() < 160


def folded(page: Frame, depth: float, at: int, height: int = 16) -> Frame:
    """A soft valley across the page, ``depth`` darker than its paper, some ``height`` pixels from half to half."""
    rows = np.arange(len(page), dtype=np.float32)
    valley = 1 - depth * np.exp(-(((rows - at) / height) ** 2))
    return np.asarray(page * valley[:, None, None], np.uint8)


def test_a_deep_fold_over_print_is_seen_where_it_is() -> None:
    page = notice()
    where = reasons(folded(page, 0.45, 1000)).get(Reason.FOLD)
    assert where is not None
    assert abs(where[:, 1].mean() - 1000) < 60


def test_a_faint_fold_is_none() -> None:
    assert Reason.FOLD not in reasons(folded(notice(), 0.08, 1000))


def of_print(points: int = 40, font_name: str = "BeVietnamPro-Regular", ink: int = 40) -> Frame:
    """A page of lines that no stamp or dotted rule disturbs."""
    font = ImageFont.truetype(asset("fonts", f"{font_name}.ttf"), points)
    page = Image.new("RGB", (1654, 2339), (225, 225, 225))
    said = "Họ và tên mẹ: Giàng Thị Say, thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang, số định danh"
    words = said.split()
    for row in range(22):
        line = " ".join(words[(5 * row + k) % len(words)] for k in range(12))
        ImageDraw.Draw(page).text((140, 180 + 90 * row), line, font=font, fill=(ink, ink, ink))
    return np.asarray(page)


@pytest.mark.parametrize("turned_by", [0, 1, 2, 3])
def test_a_page_upside_down_or_sideways_is_seen(turned_by: int) -> None:
    page = np.ascontiguousarray(np.rot90(of_print(), turned_by))
    assert quarters(np.asarray(page[:, :, 0])) == turned_by
    assert (Reason.TURNED in reasons(page)) == (turned_by != 0)


def test_a_page_with_little_print_is_not_called_turned() -> None:
    page = np.full((2339, 1654), 225, np.uint8)
    cv2.putText(page, "Dong Van", (300, 400), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 30, 4)
    assert quarters(page) == 0


def test_every_fault_at_one_place_is_shown_in_the_photograph() -> None:
    picture = sample("birth-notice").copy()
    cv2.line(picture, (2399, 1500), (1700, 1600), (60, 85, 130), 190)
    shot = page_of(picture)
    assert shot.reasons[0] is Reason.COVERED
    assert shot.where is not None
    assert np.abs(np.mean(shot.where, axis=0) - [1950, 1560]).max() < 200


def soft(font: str, ink: int, lens: float) -> Frame:
    """Print of 13 points, seen by a lens so far out of focus and a sensor with noise."""
    page = cv2.GaussianBlur(of_print(36, font, ink)[:, :, 0], (0, 0), lens)
    return np.asarray(np.clip(page + np.random.default_rng(1).normal(0, 3, page.shape), 0, 255), np.uint8)


@pytest.mark.parametrize("font", ["NotoSans-Regular", "NotoSans-Bold"])
@pytest.mark.parametrize("ink", [40, 130])
def test_print_that_is_read_is_not_blurred_be_it_pale_or_bold(font: str, ink: int) -> None:
    """tesseract misreads 0 to 0.6 % of such letters at 2 pixels, 4 to 11 % at 3.5."""
    assert not is_blurred(soft(font, ink, 1.8))
    assert is_blurred(soft(font, ink, 3.5))


def test_a_strip_of_dark_desk_beside_the_paper_does_not_make_it_blurred() -> None:
    page = soft("NotoSans-Regular", 130, 1.5)
    clear = crispness(page)
    page[:, -60:] = 20
    assert clear is not None
    assert crispness(page) == pytest.approx(clear, rel=0.1)


@pytest.mark.parametrize(("crisp", "blurred"), [(0.3, True), (0.8, False), (1.3, False)])
def test_keen_edges_speak_for_a_page_in_doubt(crisp: float, blurred: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "_crisp", lambda _: crisp)
    keen = grey_page(sample("birth-notice"))
    assert is_blurred(keen) == blurred
