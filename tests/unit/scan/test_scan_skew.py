"""A page that lay askew on the glass comes out level; one that lay level stays as it is."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk.resources import asset
from kiosk.scan.opencv import cv2
from kiosk.scan.page.document import PageShot, sheet_of
from kiosk.scan.page.skew import straight
from kiosk.scan.picture import Frame

A4 = (1654, 2339)


@functools.cache
def printed() -> Frame:
    """A scanner's page: a form with lines of print and a ruled box, on white."""
    page = Image.new("RGB", A4, (250, 250, 250))
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(asset("fonts", "NotoSans-Regular.ttf"), 33)
    for row in range(26):
        pen.text(
            (210, 240 + 60 * row),
            "Họ, chữ đệm, tên người được khai sinh: Lù Văn Páo"[: 30 + row % 20],
            font=font,
            fill=20,
        )
    pen.rectangle((210, 1860, 1440, 2040), outline=(30, 30, 30), width=3)
    return np.asarray(page)


def askew(page: Frame, degrees: float) -> Frame:
    """As if laid on the glass turned clockwise by so much."""
    about = cv2.getRotationMatrix2D((A4[0] / 2, A4[1] / 2), -degrees, 1)
    return np.asarray(cv2.warpAffine(page, about, A4, flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250)), np.uint8)


def tilt(page: Frame) -> float:
    """Of the ruled box's lower side, in degrees."""
    dark = page.min(axis=2) < 128
    ends = []
    for left in (260, 1360):
        rows = np.flatnonzero(dark[1900:2200, left : left + 30].mean(axis=1) > 0.5)
        ends.append(1900 + rows.max())
    return float(np.degrees(np.arctan2(ends[1] - ends[0], 1100)))


@pytest.mark.parametrize("degrees", [-4.0, -0.7, 1.5, 3.0])
def test_a_page_askew_comes_out_level(degrees: float) -> None:
    seen = askew(printed(), degrees)
    assert abs(tilt(seen) - degrees) < 0.1
    shot = sheet_of(seen, (210.0, 297.0))
    assert abs(tilt(shot.picture)) < 0.12
    assert shot.picture.shape == (2339, 1654, 3)
    inked = [float((page.min(axis=2) < 150).mean()) for page in (level().picture, shot.picture)]
    assert inked[1] == pytest.approx(inked[0], rel=0.05)


@functools.cache
def level() -> PageShot:
    return sheet_of(printed(), (210.0, 297.0))


def whole(page: Frame) -> list[tuple[float, float]]:
    height, width = page.shape[:2]
    return [(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)]


def test_a_level_page_is_not_touched() -> None:
    assert list(straight(printed())) == whole(printed())


@pytest.mark.parametrize("seed", [1, 2])
def test_what_has_no_lines_stays_as_it_is(seed: int) -> None:
    blank = np.full((800, 600, 3), 255, np.uint8)
    assert list(straight(blank)) == whole(blank)
    coarse = np.random.default_rng(seed).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    blank[100:700, 100:500] = cv2.resize(coarse, (400, 600), interpolation=cv2.INTER_CUBIC)
    assert list(straight(blank)) == whole(blank)


def test_nothing_is_cut_off_for_the_sake_of_straightness() -> None:
    page = askew(printed(), 3.0)
    page[30:50, 40:200] = 20  # would lie outside once the page is turned
    assert list(straight(page)) == whole(page)


@pytest.mark.parametrize("shape", [(1, 1), (32, 32), (40, 3000), (3000, 40)])
def test_no_size_is_any_trouble(shape: tuple[int, int]) -> None:
    page = np.full((*shape, 3), 255, np.uint8)
    page[::3] = 0
    assert len(straight(page)) == 4
