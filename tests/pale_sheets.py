"""Sheets with ink of known reflectance, photographed, and where each row of it lies on the page laid flat.

A row's reflectance is the light that its ink gives back, as a share of the paper's. Where its strokes lie is found by
photographing the same sheet again with that row alone in black, without noise, shadow or folds: through the same lens.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFont

from kiosk.devices.simulated.desk import GOOD, photograph
from kiosk.resources import asset
from kiosk.scan.opencv import cv2
from kiosk.scan.page.rectify import lay_flat
from kiosk.scan.picture import Corners, Frame

A4 = (2480, 3508)
"""Pixels of a sheet: 300 dpi."""

_MM = 300 / 25.4
_SIZE = (3000, 4000)
_CORNERS: Corners = ((217.0, 170.0), (2810.0, 140.0), (2831.0, 3838.0), (174.0, 3860.0))
_WHOLE = "Kính gửi Ủy ban nhân dân xã Mường Phăng, số 999186004215 ngày 25/05/2021"

Colour = tuple[int, int, int]
Draw = Callable[[ImageDraw.ImageDraw, int], None]


@dataclass(frozen=True)
class Row:
    """Ink of one kind in one colour (red, green, blue as shares of the paper's light)."""

    kind: str
    ink: tuple[float, float, float]

    @property
    def reflectance(self) -> float:
        return min(self.ink)


def grey(kind: str, *levels: float) -> tuple[Row, ...]:
    return tuple(Row(kind, (level, level, level)) for level in levels)


def drawn(rows: Sequence[Row], paper: Colour = (255, 255, 255), *, black: bool = False) -> Image.Image:
    """The sheet: a heading in black, then the rows. ``black``: the rows alone, in black."""
    sheet = Image.new("RGB", A4, paper)
    if not black:
        font = ImageFont.truetype(asset("fonts", "BeVietnamPro-Bold.ttf"), 60)
        ImageDraw.Draw(sheet).text((500, 170), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font=font, fill=(20, 20, 24))
    for number, (row, (top, bottom)) in enumerate(zip(rows, bands(rows), strict=True)):
        layer = Image.new("L", (A4[0], bottom - top), 0)
        _KINDS[row.kind](ImageDraw.Draw(layer), number)
        strip = sheet.crop((0, top, A4[0], bottom))
        ink = Image.new("RGB", strip.size, (0, 0, 0) if black else _colour(row.ink))
        sheet.paste(
            ImageChops.multiply(strip, Image.composite(ink, Image.new("RGB", strip.size, "white"), layer)), (0, top)
        )
    return sheet


def _colour(ink: tuple[float, float, float]) -> Colour:
    red, green, blue = (round(255 * one) for one in ink)
    return red, green, blue


def bands(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Top and bottom of each row, in pixels of the sheet."""
    ends = (330 + np.cumsum([0, *(_TALL[row.kind] for row in rows)])).tolist()
    return list(itertools.pairwise(ends))


def seen(sheet: Image.Image, *, seed: int = 7, plain: bool = False, **changes: Any) -> Frame:
    """The sheet on the desk; ``plain``: without anything that is not on the sheet."""
    if plain:
        changes = {"noise": 0.0, "shadow": False, "folds": False}
    return photograph(sheet, replace(GOOD, size=_SIZE, corners=_CORNERS, seed=seed, **changes))


def strokes(rows: Sequence[Row], corners: Corners) -> list[NDArray[np.bool_]]:
    """Where each row's strokes lie on the page of 200 dpi that ``corners`` in the photograph give."""
    low = lay_flat(seen(drawn(rows, black=True), plain=True), corners).picture.min(axis=2)
    there = low < 0.5 * float(np.percentile(low, 75))
    unit = low.shape[0] / A4[1]
    each = []
    for top, bottom in bands(rows):
        one = np.zeros_like(there)
        one[round(top * unit) : round(bottom * unit), 40:-40] = there[round(top * unit) : round(bottom * unit), 40:-40]
        each.append(one)
    return each


def share(there: NDArray[np.bool_], painted: NDArray[np.bool_]) -> float:
    """How much of the strokes is painted, to a pixel."""
    near = cv2.dilate(painted.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float((there & near).sum() / max(1, there.sum()))


def _pencil(draw: ImageDraw.ImageDraw, number: int) -> None:
    """A running hand, .45 mm wide."""
    rng = np.random.default_rng(number)
    t = np.linspace(0, 1, 3000)
    tall = np.repeat(rng.choice([0.5, 1.0, 0.5, 1.4], 60), 50)
    x, up = 300 + 1800 * t + 14 * np.sin(2 * np.pi * 60 * t + 1), 22 * tall * np.sin(2 * np.pi * 60 * t)
    points = list(zip(x.tolist(), (50 - up).tolist(), strict=True))
    for k in range(0, 3000, 250):
        draw.line(points[k : k + 235], fill=255, width=round(0.45 * _MM), joint="curve")


def _thermal(draw: ImageDraw.ImageDraw, number: int) -> None:
    del number
    draw.text((300, 10), _WHOLE, font=ImageFont.truetype(asset("fonts", "NotoSans-Regular.ttf"), 38), fill=255)


def _needles(draw: ImageDraw.ImageDraw, number: int) -> None:
    """Print of a needle printer: dots of a third of a millimetre, .35 mm apart."""
    del number
    tiny = Image.new("L", (420, 16), 0)
    font = ImageFont.truetype(asset("fonts", "NotoSans-Regular.ttf"), 11)
    ImageDraw.Draw(tiny).text((0, 0), "BIEN LAI THU PHI 0045871 - SO TIEN 8.000 DONG", font=font, fill=255)
    step, radius = 0.36 * _MM, 0.17 * _MM
    for row, column in np.argwhere(np.asarray(tiny) > 110):
        x, down = 300 + column * step, 10 + row * step
        draw.ellipse((x - radius, down - radius, x + radius, down + radius), fill=255)


def _stamp(draw: ImageDraw.ImageDraw, number: int) -> None:
    del number
    for radius, width in ((110, 8), (72, 4)):
        box = (520 - radius, 120 - radius, 520 + radius, 120 + radius)
        draw.ellipse(box, outline=255, width=width)
    font = ImageFont.truetype(asset("fonts", "BeVietnamPro-Bold.ttf"), 30)
    draw.text((520, 120), "UBND XÃ", font=font, fill=255, anchor="mm")
    draw.rectangle((760, 60, 1500, 180), outline=255, width=6)
    large = ImageFont.truetype(asset("fonts", "BeVietnamPro-Bold.ttf"), 66)
    draw.text((1130, 120), "ĐÃ NỘP TIỀN", font=large, fill=255, anchor="mm")


def _guilloche(draw: ImageDraw.ImageDraw, number: int) -> None:
    """Waves of a certificate's ground, a quarter of a millimetre wide."""
    t = np.linspace(0, 1, 1200)
    for k in range(10):
        x, up = 300 + 1800 * t, 60 * np.sin(2 * math.pi * (9 * t + k / 10 + number / 3))
        draw.line(list(zip(x.tolist(), (100 + up).tolist(), strict=True)), fill=255, width=3)


_KINDS: dict[str, Draw] = {
    "pencil": _pencil,
    "thermal": _thermal,
    "needles": _needles,
    "stamp": _stamp,
    "guilloche": _guilloche,
}
_TALL = {"pencil": 110, "thermal": 90, "needles": 110, "stamp": 260, "guilloche": 220}
