"""A page is never laid flat coarser than it may have been, and its size says no more than something bears out."""

from __future__ import annotations

import numpy as np
import pytest
import qrcode
from local_eyes import local_station
from PIL import Image, ImageDraw
from scan_scenes import ON_DESK, bare_desk, scene
from test_scan_rectify import seen

from kiosk.devices.ports import ScannedSide, Shot
from kiosk.devices.simulated.camera import SimulatedCamera, paper
from kiosk.devices.simulated.card_on_desk import card_with_code
from kiosk.scan.decode import decode
from kiosk.scan.opencv import cv2
from kiosk.scan.page.document import page_of, sheet_of
from kiosk.scan.page.paper_sizes import A4, A5, CARD, F4, LEGAL, LETTER, by_ratio, by_scale, is_card
from kiosk.scan.page.rectify import lay_flat
from kiosk.scan.picture import Corners, Frame, bitmap_of, corners_of

OFFICE = {
    "A4": (210, 297),
    "A4 seen six hundredths too long": (210, 315),
    "A5": (148, 210),
    "F4": (210, 330),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "half letter": (139.7, 215.9),
    "B5": (176, 250),
    "B6": (125, 176),
    "photograph 3 x 4": (30, 40),
    "photograph 10 x 15": (102, 152),
    "card": (53.98, 85.6),
    "receipt 58": (58, 120),
    "receipt 80": (80, 150),
    "long receipt 80": (80, 420),
    "very long receipt 80": (80, 1000),
    "square": (150, 150),
}


@pytest.mark.parametrize("lying", [False, True])
@pytest.mark.parametrize("tilt", [0, 12])
@pytest.mark.parametrize("name", OFFICE)
def test_no_paper_of_an_office_is_laid_flat_at_less_than_200_dots_an_inch(name: str, tilt: float, lying: bool) -> None:
    """Of what it truly measures, whatever it is taken for; to what a ratio seen in perspective is off."""
    short, long = OFFICE[name]
    scale = 400 / long
    width, height = (long * scale, short * scale) if lying else (short * scale, long * scale)
    flat = lay_flat(np.full((1500, 2000, 3), 200, np.uint8), seen(width, height, tilt))
    pixels = sorted(flat.picture.shape[:2])
    assert pixels[0] > 0.94 * short / 25.4 * 200
    assert pixels[1] > 0.94 * long / 25.4 * 200
    assert pixels[1] / pixels[0] == pytest.approx(long / short, rel=0.07)


@pytest.mark.parametrize(
    ("ratio", "size"),
    [
        (A4.ratio, (210, 297)),
        (1.36, (210, 297)),
        (F4.ratio, (210, 330)),
        (1.545, (210, 330)),
        (1.51, (210, 210 * 1.51)),
        (LETTER.ratio, (215.9, 279.4)),
        (LEGAL.ratio, (215.9, 355.6)),
        (1.0, (210, 210)),
        (2.0, (177.8, 355.6)),
        (5.0, (80, 400)),
    ],
)
def test_a_ratio_alone_stands_for_the_largest_paper_that_has_it(ratio: float, size: tuple[float, float]) -> None:
    assert by_ratio(ratio) == pytest.approx(size)


@pytest.mark.parametrize(
    ("sides", "size"),
    [
        ((207, 293), (210, 297)),
        ((299, 212), (210, 297)),
        ((147, 207), (148, 210)),
        ((212, 333), (210, 330)),
        ((53.5, 86), (53.98, 85.6)),
        ((101, 153), (102, 152)),
        ((58.9, 120), (58, 120 * 58 / 58.9)),
        ((79, 400), (80, 400 * 80 / 79)),
        ((150, 94.6), (94.6, 150)),
        ((180, 190), (180, 190)),
        ((3, 200), (10, 200)),
    ],
)
def test_a_measured_paper_is_a_known_one_or_what_was_measured(
    sides: tuple[float, float], size: tuple[float, float]
) -> None:
    assert by_scale(sides) == pytest.approx(size)


def on_desk(*, rounded: bool, desk: int = 90, code: str = "") -> tuple[Frame, Corners]:
    """A paper of a card's shape on a desk, askew, and where its sides meet."""
    long, short = 1000, 1000 * CARD.short / CARD.long
    flat = Image.new("L", (round(long * 1.3), round(short * 1.4)), desk)
    left, top = long * 0.15, short * 0.2
    draw = ImageDraw.Draw(flat)
    draw.rounded_rectangle((left, top, left + long, top + short), 3.18 / CARD.long * long if rounded else 0, fill=235)
    draw.text((left + long / 2, top + short / 2), "CĂN CƯỚC", fill=30)
    if code:
        flat.paste(
            qrcode.make(code, border=2).get_image().convert("L").resize((330, 330)), (int(left) + 60, int(top) + 60)
        )
    quad = np.array([[left, top], [left + long, top], [left + long, top + short], [left, top + short]], np.float32)
    moved = quad * 0.9 + np.array([[20, 60], [90, 10], [60, 90], [0, 40]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, moved)
    grey = cv2.warpPerspective(np.asarray(flat), matrix, (1400, 1000), flags=cv2.INTER_AREA, borderValue=desk)
    noise = np.random.default_rng(3).normal(0, 3, (1000, 1400, 3))
    picture = np.clip(grey[..., None] + noise, 0, 255).astype(np.uint8)
    return picture, corners_of(moved.astype(np.float64))


def test_a_card_is_known_by_its_round_corners() -> None:
    for desk in (40, 90, 180):
        picture, corners = on_desk(rounded=True, desk=desk)
        assert is_card(picture, corners, CARD.ratio)
        assert sorted(lay_flat(picture, corners).size_mm) == [CARD.short, CARD.long]
        for quarter in (1, 2, 3):
            assert is_card(picture, corners[quarter:] + corners[:quarter], CARD.ratio)


def test_a_sheet_of_a_cards_shape_with_sharp_corners_is_none() -> None:
    for desk in (40, 90, 180, 230):
        picture, corners = on_desk(rounded=False, desk=desk)
        assert not is_card(picture, corners, CARD.ratio)
        assert min(lay_flat(picture, corners).size_mm) >= F4.short


def test_round_corners_alone_make_no_card_of_another_shape() -> None:
    picture, corners = on_desk(rounded=True)
    assert not is_card(picture, corners, A4.ratio)


CODE = "999162001234|999000111|GIÀNG THỊ MỶ|01011990|Nữ|Thôn Séo Lủng|01012024"


def test_a_card_is_known_by_its_code() -> None:
    """In a picture where its corners cannot be told from the desk."""
    assert is_card(*on_desk(rounded=False, code=CODE), CARD.ratio)
    assert not is_card(*on_desk(rounded=False, code="https://example.org/999162001234"), CARD.ratio)


def test_a_photographed_card_is_as_large_as_a_card() -> None:
    assert sorted(page_of(card_with_code(CODE, bare_desk())).size_mm) == [CARD.short, CARD.long]


@pytest.mark.loses_ink("a notice of A5 seen from as far as an A4: its dotted rules are finer than the camera")
def test_a_calibrated_camera_tells_how_large_a_paper_is() -> None:
    """The caller of the scale: how wide the camera's picture is on the tray."""
    camera = SimulatedCamera(fps=0)

    def shot(view_mm: float) -> Shot:
        station = local_station(camera, view_mm=view_mm)
        station.open()
        camera.put(paper("birth-notice"))
        return station.shoot()

    plain = shot(0.0)
    assert plain.corners is not None
    left, right = np.array(plain.corners[0]), np.array(plain.corners[1])
    width = decode(plain.original).shape[1]
    scaled = shot(width / float(np.linalg.norm(right - left)) * A5.short)
    assert (plain.size_mm, scaled.size_mm) == ((A4.short, A4.long), (A5.short, A5.long))


def test_a_paper_on_the_glass_is_as_large_as_the_scanner_says() -> None:
    """Under a dark lid a sheet is found as on a desk; the glass has a scale."""
    picture = scene()
    long = max(np.linalg.norm(np.array(ON_DESK[0]) - np.array(ON_DESK[3])), 1.0)
    dpi = round(float(long) / 210 * 25.4)
    page = sheet_of(picture, None, pixels_per_mm=dpi / 25.4)
    assert page.size_mm == (A5.short, A5.long)
    station = local_station(SimulatedCamera(fps=0))
    assert station.shot_of(ScannedSide(bitmap_of(picture), dpi)).size_mm == (A5.short, A5.long)


def test_a_page_larger_than_can_be_held_says_how_coarse_it_is() -> None:
    picture = np.full((3000, 2000, 3), 255, np.uint8)
    whole: Corners = ((0.0, 0.0), (1999.0, 0.0), (1999.0, 2999.0), (0.0, 2999.0))
    for size in ((841.0, 1189.0), (420.0, 594.0), (60.0, 5080.0)):
        large = lay_flat(picture, whole, size_mm=size)
        assert large.picture.shape[0] * large.picture.shape[1] < 9_100_000
        assert large.picture.shape[0] < 9_500
        assert large.seen_dpi < 200
    fair = lay_flat(picture, whole, size_mm=(297.0, 420.0))
    assert fair.size_mm == (297.0, 420.0), "A3 is held as it is"


def test_a_strip_too_narrow_for_a_paper_is_kept_and_cleaned() -> None:
    picture = np.full((60, 5000, 3), 255, np.uint8)
    picture[20:40, 100:900] = 30
    page = sheet_of(picture, (5080.0, 14.0))
    assert min(page.size_mm) == pytest.approx(10.0)
    assert int((page.picture.min(axis=2) < 128).sum()) > 100
