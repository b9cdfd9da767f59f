"""Drawn faces for the made-up people: flat and friendly, never a photograph."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from kiosk.devices.simulated.person import FaceStyle

WIDTH, HEIGHT = 480, 600
_FINE = 3  # drawn three times as large, then reduced: that smooths the edges

_WALL, _SKIN, _SHADE, _LINE = "#D9E4EA", "#E0B48F", "#CB9B74", "#4A3A30"
_CHEEK = "#E3A184"
_WHITE, _RED, _GOLD, _NAVY = "#F4EDE4", "#B5423C", "#E0A93B", "#23365A"

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class FacePicture:
    """An encoded face, in pixels."""

    data: bytes
    width: int = WIDTH
    height: int = HEIGHT


@lru_cache(maxsize=32)
def portrait(look: FaceStyle, *, jpeg_2000: bool = False) -> FacePicture:
    """The face of ``look``, 480 x 600, as JPEG or JPEG 2000, about 20 kB."""
    canvas = _Canvas()
    _shoulders(canvas, look)
    _head(canvas, look)
    _features(canvas, look)
    _headwear(canvas, look)
    return FacePicture(_encoded(canvas.finished(), jpeg_2000=jpeg_2000))


def _encoded(image: Image.Image, *, jpeg_2000: bool) -> bytes:
    out = io.BytesIO()
    if jpeg_2000:
        image.save(out, "JPEG2000", quality_mode="rates", quality_layers=[40])
    else:
        image.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


class _Canvas:
    """Draws in the finished picture's pixels."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _WALL)
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def ellipse(self, box: Box, fill: str) -> None:
        self._draw.ellipse(self._fine(*box), fill=fill)

    def polygon(self, *points: tuple[float, float], fill: str) -> None:
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=fill)

    def box(self, box: Box, radius: float, fill: str) -> None:
        self._draw.rounded_rectangle(self._fine(*box), radius * _FINE, fill=fill)

    def half(self, box: Box, fill: str) -> None:
        """The upper half of an ellipse."""
        self._draw.pieslice(self._fine(*box), 180, 360, fill=fill)

    def arc(self, box: Box, start: float, end: float, *, width: float = 5, fill: str = _LINE) -> None:
        self._draw.arc(self._fine(*box), start, end, fill=fill, width=int(width * _FINE))

    def line(self, *points: tuple[float, float], width: float, fill: str) -> None:
        fine = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(fine, fill=fill, width=int(width * _FINE), joint="curve")

    @staticmethod
    def _fine(left: float, top: float, right: float, bottom: float) -> Box:
        return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE


def _shoulders(canvas: _Canvas, look: FaceStyle) -> None:
    canvas.ellipse((46, 440, 434, 828), look.colour)
    canvas.box((202, 380, 278, 486), 34, _SHADE)
    canvas.polygon((190, 455), (290, 455), (240, 545), fill=_WHITE)
    if look.clothes == "trimmed":
        _trim(canvas)
    else:
        _collar(canvas, look)


def _trim(canvas: _Canvas) -> None:
    for inset, width, colour in ((0, 16, _RED), (15, 6, _GOLD)):
        points = (176 - inset, 462), (240, 562 + inset), (304 + inset, 462)
        canvas.line(*points, width=width, fill=colour)


def _collar(canvas: _Canvas, look: FaceStyle) -> None:
    canvas.polygon((176, 450), (212, 440), (240, 520), (208, 532), fill=_WHITE)
    canvas.polygon((304, 450), (268, 440), (240, 520), (272, 532), fill=_WHITE)
    canvas.polygon((233, 532), (247, 532), (252, 600), (228, 600), fill=look.colour)


def _head(canvas: _Canvas, look: FaceStyle) -> None:
    if look.headwear == "none":
        canvas.ellipse((132, 118, 348, 350), look.hair)
    else:
        canvas.ellipse((136, 150, 344, 366), look.hair)
    for ear in ((124, 270, 156, 326), (324, 270, 356, 326)):
        canvas.ellipse(ear, _SHADE)
    canvas.ellipse((142, 172, 338, 424), _SKIN)
    if look.headwear == "none":
        canvas.half((142, 150, 338, 272), look.hair)


def _features(canvas: _Canvas, look: FaceStyle) -> None:
    for left in (176, 256):
        canvas.arc((left, 244, left + 48, 272), 200, 340, width=5, fill=look.hair)
        _eye(canvas, left, look)
    canvas.arc((226, 296, 256, 338), 60, 190, width=4, fill=_SHADE)
    canvas.arc((198, 326, 282, 384), 25, 155, width=6)
    if look.age == "old":
        _wrinkles(canvas)
    elif look.age == "child":
        for left in (158, 284):
            canvas.ellipse((left, 316, left + 38, 342), _CHEEK)


def _eye(canvas: _Canvas, left: float, look: FaceStyle) -> None:
    if look.age == "old":  # smiling eyes
        canvas.arc((left + 4, 280, left + 44, 310), 195, 345)
    else:
        canvas.ellipse((left + 15, 282, left + 33, 302), _LINE)
        canvas.ellipse((left + 20, 285, left + 26, 291), _WHITE)


def _wrinkles(canvas: _Canvas) -> None:
    for box, start, end in (
        ((172, 336, 206, 396), 100, 200),
        ((274, 336, 308, 396), 340, 80),
        ((158, 278, 182, 302), 20, 110),
        ((298, 278, 322, 302), 70, 160),
    ):
        canvas.arc(box, start, end, width=3, fill=_SHADE)


def _headwear(canvas: _Canvas, look: FaceStyle) -> None:
    if look.headwear == "cap":
        canvas.half((128, 88, 352, 336), _NAVY)
        _band(canvas, 214)
    elif look.headwear == "scarf":
        canvas.half((116, 92, 364, 344), look.colour)
        canvas.polygon((118, 214), (150, 214), (138, 352), (110, 340), fill=look.colour)
        canvas.polygon((362, 214), (330, 214), (342, 352), (370, 340), fill=look.colour)
        _band(canvas, 214)


def _band(canvas: _Canvas, y: float) -> None:
    canvas.arc((122, y - 46, 358, y + 40), 196, 344, width=18, fill=_RED)
    canvas.arc((122, y - 58, 358, y + 28), 196, 344, width=5, fill=_GOLD)
