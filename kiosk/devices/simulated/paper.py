"""Made-up papers for the demo and the tests: a birth notice of a health station, drawn and then "photographed".

``python -m kiosk.devices.simulated.paper DIR`` remakes the pictures of the sandbox's ``assets/papers``. The persons do
not exist, their numbers cannot (place code 999), and the stamp says MẪU: sample.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from kiosk.resources import asset

DPI = 300
_A4 = (2480, 3508)
_INK = (32, 32, 36)
_FAINT = (120, 120, 124)
_BLUE = (28, 52, 148)
_RED = (204, 30, 42)
_LEFT, _RIGHT = 280, 2270


@dataclass(frozen=True)
class _PaperPen:
    """Draws text at sizes in points."""

    draw: ImageDraw.ImageDraw

    def font(self, points: float, weight: str = "Regular") -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(asset("fonts", f"BeVietnamPro-{weight}.ttf"), round(points / 72 * DPI))

    def middle(self, x: float, y: float, text: str, points: float, weight: str = "Regular") -> float:
        """Centred on ``x``; gives the text's width."""
        font = self.font(points, weight)
        self.draw.text((x, y), text, font=font, fill=_INK, anchor="ms")
        return float(font.getlength(text))

    def left(self, x: float, y: float, text: str, points: float = 11.5, weight: str = "Regular") -> float:
        """From ``x``; gives where it ends."""
        font = self.font(points, weight)
        self.draw.text((x, y), text, font=font, fill=_INK, anchor="ls")
        return x + float(font.getlength(text))

    def rule(self, x: float, y: float, width: float, thick: int = 4) -> None:
        self.draw.line((x - width / 2, y, x + width / 2, y), fill=_INK, width=thick)


def birth_notice() -> Image.Image:
    """Giấy chứng sinh: A4, 300 dpi, as it comes from the printer, signed and stamped."""
    sheet = Image.new("RGB", _A4, "white")
    pen = _PaperPen(ImageDraw.Draw(sheet))
    _heading(pen)
    y = _fields(pen)
    _closing(pen, sheet, y)
    return sheet


def _heading(pen: _PaperPen) -> None:
    pen.middle(640, 300, "SỞ Y TẾ TỈNH TUYÊN QUANG", 10.5)
    pen.rule(640, 392, pen.middle(640, 362, "TRẠM Y TẾ XÃ ĐỒNG VĂN", 10.5, "Bold") * 0.45)
    pen.middle(640, 462, "Số: 47/2026", 10.5)
    pen.middle(1640, 300, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 11.5, "Bold")
    pen.rule(1640, 392, pen.middle(1640, 366, "Độc lập - Tự do - Hạnh phúc", 11.5, "SemiBold"))
    pen.middle(1240, 700, "GIẤY CHỨNG SINH", 23, "Bold")
    pen.middle(1240, 775, "(Cấp lần đầu)", 10.5)


_ROWS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Họ và tên mẹ:", "GIÀNG THỊ SAY"),),
    (("Ngày sinh:", "18/11/1999"), ("Dân tộc:", "Mông")),
    (("Số định danh cá nhân:", "999199002468"),),
    (("Nơi cư trú:", "thôn Séo Lủng, xã Đồng Văn, tỉnh Tuyên Quang"),),
    (("Đã sinh con vào lúc:", "05 giờ 40 phút, ngày 18 tháng 11 năm 2026"),),
    (("Tại:", "Trạm Y tế xã Đồng Văn"),),
    (("Số lần sinh:", "02"), ("Số con hiện sống:", "02")),
    (("Số con trong lần sinh này:", "01"), ("Tuổi thai:", "39 tuần")),
    (("Giới tính của con:", "Nữ"), ("Cân nặng:", "3.100 gam")),
    (("Dự kiến đặt tên con là:", "SÙNG MINH KHUÊ"),),
    (("Người đỡ đẻ:", "Lò Thị Mẩy, nữ hộ sinh"),),
    (("Tình trạng của con:", "khóc ngay, hồng hào, bú được"),),
)


def _fields(pen: _PaperPen) -> float:
    y = 960.0
    for row in _ROWS:
        width = (_RIGHT - _LEFT) / len(row)
        for at, (label, value) in enumerate(row):
            start = _LEFT + at * width
            end = start + width - (60 if at + 1 < len(row) else 0)
            edge = pen.left(start, y, label) + 26
            pen.draw.text((edge, y + 6), _dots(pen, end - edge), font=pen.font(8), fill=_FAINT, anchor="ls")
            pen.left(edge + 24, y - 8, value, 12, "SemiBold")
        y += 112
    return y


def _dots(pen: _PaperPen, width: float) -> str:
    return "." * int(width / pen.font(8).getlength("." * 100) * 100)


def _closing(pen: _PaperPen, sheet: Image.Image, y: float) -> None:
    pen.middle(1720, y + 90, "Đồng Văn, ngày 19 tháng 11 năm 2026", 11)
    pen.middle(700, y + 175, "NGƯỜI ĐỠ ĐẺ", 11.5, "Bold")
    pen.middle(1720, y + 175, "TRƯỞNG TRẠM", 11.5, "Bold")
    pen.middle(700, y + 232, "(Ký, ghi rõ họ tên)", 9.5)
    pen.middle(1720, y + 232, "(Ký tên, đóng dấu)", 9.5)
    _sign(sheet, (700, y + 400), seed=5, size=270)
    _sign(sheet, (1780, y + 410), seed=11, size=340)
    _stamp(sheet, (1530, int(y + 400)))
    pen.middle(700, y + 640, "Lò Thị Mẩy", 12, "SemiBold")
    pen.middle(1720, y + 640, "Bác sĩ Vừ Mí Sính", 12, "SemiBold")
    pen.left(_LEFT, y + 830, "Lưu ý: Giấy chứng sinh dùng để đăng ký khai sinh cho trẻ.", 9)
    pen.left(_LEFT, y + 885, "Giấy mẫu để trình diễn: người và số trong giấy này không có thật.", 9)


def _sign(sheet: Image.Image, centre: tuple[float, float], *, seed: int, size: float) -> None:
    """A signature in blue ballpoint: a running loop whose thickness follows its speed."""
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 1, 700)
    x = (t - 0.5) * 1.7 + 0.16 * np.sin(2 * np.pi * (6 * t + rng.random()))
    y = sum(a * np.sin(2 * np.pi * (f * t + rng.random())) for f, a in ((1.2, 0.10), (4.2, 0.20), (6.1, 0.17)))
    y = y * (1.15 - t) - 0.14 * t
    points = np.stack([centre[0] + x * size, centre[1] + y * size], 1)
    speed = np.linalg.norm(np.gradient(points, axis=0), axis=1)
    layer = Image.new("L", sheet.size, 0)
    draw = ImageDraw.Draw(layer)
    for (x0, y0), v in zip(points, speed / speed.max(), strict=True):
        radius = 4.6 - 2.4 * v
        draw.ellipse((x0 - radius, y0 - radius, x0 + radius, y0 + radius), fill=235)
    flourish = [
        (centre[0] + size * (u - 0.6) * 1.5, centre[1] + size * (0.30 - 0.16 * u)) for u in np.linspace(0, 1, 40)
    ]
    draw.line(flourish, fill=220, width=6)
    _ink(sheet, layer.filter(ImageFilter.GaussianBlur(1.2)), _BLUE)


def _stamp(sheet: Image.Image, centre: tuple[int, int]) -> None:
    """A round red stamp, 36 mm across, pressed a little unevenly."""
    side = 460
    layer = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(layer)
    middle = side / 2
    for radius, width in ((218, 7), (206, 3), (126, 3)):
        draw.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), outline=255, width=width)
    _on_circle(layer, "SỞ Y TẾ TỈNH TUYÊN QUANG", 165, start=-196, sweep=212)
    _on_circle(layer, "TRẠM Y TẾ XÃ ĐỒNG VĂN", 165, start=159, sweep=-138)
    draw.polygon(_star(middle, middle - 42, 40), fill=255)
    font = ImageFont.truetype(asset("fonts", "BeVietnamPro-Bold.ttf"), 66)
    draw.text((middle, middle + 62), "MẪU", font=font, fill=255, anchor="ms")
    layer = layer.rotate(9, Image.Resampling.BICUBIC)
    whole = Image.new("L", sheet.size, 0)
    whole.paste(ImageChops.multiply(layer, _pressure(side)), (centre[0] - side // 2, centre[1] - side // 2))
    _ink(sheet, whole.filter(ImageFilter.GaussianBlur(1.0)), _RED)


def _on_circle(layer: Image.Image, text: str, radius: float, *, start: float, sweep: float) -> None:
    """Letters on a circle, from ``start`` degrees over ``sweep`` (clockwise; a negative sweep reads from below)."""
    font = ImageFont.truetype(asset("fonts", "BeVietnamPro-Bold.ttf"), 33)
    middle = layer.width / 2
    widths = np.array([font.getlength(letter) + 1 for letter in text])
    places = (np.cumsum(widths) - widths / 2) / widths.sum()
    for letter, place in zip(text, places, strict=True):
        angle = start + sweep * float(place)
        tile = Image.new("L", (90, 90), 0)
        ImageDraw.Draw(tile).text((45, 58), letter, font=font, fill=255, anchor="ms")
        tile = tile.rotate(-(angle + 90) if sweep > 0 else 90 - angle, Image.Resampling.BICUBIC)
        x = middle + radius * math.cos(math.radians(angle)) - 45
        y = middle + radius * math.sin(math.radians(angle)) - 45
        at = (round(x), round(y), round(x) + 90, round(y) + 90)
        layer.paste(ImageChops.lighter(layer.crop(at), tile), at)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [
        (x + r * math.sin(k * math.pi / 5), y - r * math.cos(k * math.pi / 5))
        for k in range(10)
        for r in ((radius if k % 2 == 0 else radius * 0.4),)
    ]


def _pressure(side: int) -> Image.Image:
    rng = np.random.default_rng(3)
    coarse = Image.fromarray(rng.integers(190, 256, (7, 7), dtype=np.uint8)).resize(
        (side, side), Image.Resampling.BICUBIC
    )
    grain = Image.fromarray(rng.integers(200, 256, (side, side), dtype=np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
    return ImageChops.multiply(coarse, grain)


def _ink(sheet: Image.Image, layer: Image.Image, colour: tuple[int, int, int]) -> None:
    """Ink soaks in: what lies below shines through."""
    coloured = Image.composite(Image.new("RGB", sheet.size, colour), Image.new("RGB", sheet.size, "white"), layer)
    sheet.paste(ImageChops.multiply(sheet, coloured))


def main(folder: Path) -> None:
    """Remake all sample pictures in ``folder``."""
    from kiosk.devices.simulated.desk import photographs

    folder.mkdir(parents=True, exist_ok=True)
    for name, jpeg in photographs(birth_notice()):
        (folder / f"{name}.jpg").write_bytes(jpeg)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
