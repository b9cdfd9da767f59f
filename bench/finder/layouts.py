"""What is printed or written on a sheet: each layout draws on a white page, uint8 BGR. Nobody's real document."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.finder.style import Floats, Rng, Style, noise

_FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
_SYLLABLES = [
    "giấy",
    "khai",
    "sinh",
    "xã",
    "bản",
    "làng",
    "họ",
    "tên",
    "mẹ",
    "cha",
    "con",
    "trai",
    "gái",
    "ngày",
    "tháng",
    "năm",
    "nơi",
    "cư",
    "trú",
    "dân",
    "tộc",
    "chứng",
    "thực",
    "số",
    "quyển",
    "trang",
    "đơn",
    "xin",
    "xác",
    "nhận",
    "hộ",
    "nghèo",
    "đất",
    "rừng",
    "ruộng",
    "nước",
    "nhà",
    "chợ",
    "phiên",
    "ủy",
    "ban",
    "cán",
    "bộ",
    "ký",
    "đóng",
    "dấu",
]


@functools.cache
def _strips(font: str, height: int) -> tuple[np.ndarray, ...]:
    """Lines of made-up words as ink masks, 0 where the ink is."""
    rng = np.random.default_rng(height)
    face = ImageFont.truetype(str(_FONTS / font), height)
    made = []
    for _ in range(24):
        text = " ".join(_SYLLABLES[k] for k in rng.integers(0, len(_SYLLABLES), 26))
        strip = Image.new("L", (900, round(height * 1.5)), 255)
        ImageDraw.Draw(strip).text((0, 0), text, font=face, fill=0)
        made.append(np.asarray(strip))
    return tuple(made)


def _ink(rng: Rng) -> Floats:
    return np.array([(20, 20, 20), (25, 25, 25), (120, 40, 20), (60, 60, 60)][int(rng.integers(4))], np.float32)


def line(page: np.ndarray, x: int, y: int, width: int, height: int, style: Style, rng: Rng) -> None:
    """One line of print at (x, y), cut at ``width``."""
    strips = _strips(style.fonts[int(rng.integers(len(style.fonts)))], height)
    strip = strips[int(rng.integers(len(strips)))][:, : max(1, width)]
    part = page[y : y + strip.shape[0], x : x + strip.shape[1]]
    if part.size:
        np.minimum(part, strip[: part.shape[0], : part.shape[1], None], out=part)


def _paragraphs(page: np.ndarray, box: tuple[int, int, int, int], style: Style, rng: Rng) -> None:
    left, top, right, bottom = box
    height = int(rng.choice([9, 11, 13]))
    step = round(height * rng.uniform(1.45, 2.0))
    y = top
    while y < bottom - step:
        ragged = right - left if rng.random() < 0.75 else int((right - left) * rng.uniform(0.2, 0.9))
        line(page, left, y, ragged, height, style, rng)
        y += step * (1 if rng.random() < 0.9 else 2)


def _margins(page: np.ndarray, rng: Rng) -> tuple[int, int, int, int]:
    height, width = page.shape[:2]
    margin = [rng.uniform(0.04, 0.13) for _ in range(4)]
    bottom = rng.choice([0.92, 0.92, rng.uniform(0.25, 0.9)])
    return round(width * margin[0]), round(height * margin[1]), round(width * (1 - margin[2])), round(height * bottom)


def _letter(page: np.ndarray, style: Style, rng: Rng) -> None:
    left, top, right, bottom = _margins(page, rng)
    middle = (left + right) // 2
    for k in range(int(rng.integers(0, 4))):
        line(
            page, middle - (right - left) // 4, top + 24 * k, (right - left) // 2, int(rng.choice([13, 18])), style, rng
        )
    _paragraphs(page, (left, top + 90, right, bottom), style, rng)


def _form(page: np.ndarray, style: Style, rng: Rng) -> None:
    left, top, right, bottom = _margins(page, rng)
    y = top
    while y < bottom - 20:
        line(page, left, y, int((right - left) * rng.uniform(0.15, 0.4)), 11, style, rng)
        for x in range(left + (right - left) // 3, right, 5):
            page[y + 13 : y + 14, x : x + 2] = 60
        if rng.random() < 0.3:
            cv2.rectangle(page, (right - 30, y), (right - 18, y + 12), (40, 40, 40), 1)
        y += 26


def _table(page: np.ndarray, style: Style, rng: Rng) -> None:
    left, top, right, bottom = _margins(page, rng)
    rows, columns = int(rng.integers(4, 22)), int(rng.integers(2, 8))
    xs = np.linspace(left, right, columns + 1).astype(int)
    ys = np.linspace(top, bottom, rows + 1).astype(int)
    thick = int(rng.choice([1, 1, 2, 3]))
    for x in xs:
        cv2.line(page, (int(x), int(ys[0])), (int(x), int(ys[-1])), (30, 30, 30), thick)
    for y in ys:
        cv2.line(page, (int(xs[0]), int(y)), (int(xs[-1]), int(y)), (30, 30, 30), thick)
    if rng.random() < 0.5:
        shade = page[ys[0] : ys[1], xs[0] : xs[-1]]
        np.minimum(shade, np.uint8(rng.integers(120, 230)), out=shade)
    for y in ys[:-1]:
        for x, after in itertools.pairwise(xs):
            if rng.random() < 0.6:
                line(page, int(x) + 4, int(y) + 3, int((after - x) * rng.uniform(0.3, 0.9)), 9, style, rng)


def _framed(page: np.ndarray, style: Style, rng: Rng) -> None:
    """A printed frame near the edge: what is most easily taken for the page itself."""
    height, width = page.shape[:2]
    for k in range(int(rng.integers(1, 4))):
        inset = rng.uniform(0.02, 0.12) + 0.018 * k
        colour = tuple(int(c) for c in (_ink(rng) if rng.random() < 0.6 else rng.uniform(20, 200, 3)))
        x, y = round(width * inset), round(height * inset * rng.uniform(0.7, 1.2))
        cv2.rectangle(page, (x, y), (width - x, height - y), colour, int(rng.choice([1, 2, 4, 9])))
    if rng.random() < 0.4:
        x, y = round(width * 0.12), round(height * 0.12)
        page[y:-y, x:-x] = np.clip(rng.uniform(170, 250, 3), 0, 255).astype(np.uint8)
    _paragraphs(page, (round(width * 0.2), round(height * 0.2), round(width * 0.8), round(height * 0.8)), style, rng)


def _notes(page: np.ndarray, style: Style, rng: Rng) -> None:
    """A ruled sheet and a hand that writes: long wandering strokes."""
    left, top, right, bottom = _margins(page, rng)
    step = int(rng.integers(16, 40))
    ruled = rng.random() < 0.5
    for y in range(top, bottom, step):
        if ruled:
            cv2.line(page, (0, y + 6), (page.shape[1], y + 6), (220, 190, 170), 1)
        if rng.random() < 0.85:
            xs = np.arange(left, left + int((right - left) * rng.uniform(0.3, 1.0)), 3)
            wave = np.cumsum(rng.normal(0, 1, len(xs)))
            ys = y + (wave - cv2.blur(wave.reshape(1, -1), (15, 1)).ravel()) * step * 0.16
            points = np.stack([xs + rng.normal(0, 1.2, len(xs)), ys], 1)
            breaks = np.split(points, np.flatnonzero(rng.random(len(xs)) < 0.1))
            colour = tuple(int(c) for c in _ink(rng))
            cv2.polylines(page, [b.astype(np.int32) for b in breaks if len(b) > 1], False, colour, 1, cv2.LINE_AA)


def _bare(page: np.ndarray, style: Style, rng: Rng) -> None:
    if rng.random() < 0.7:
        left, top, right, _ = _margins(page, rng)
        _paragraphs(page, (left, top, right, top + int(rng.integers(20, 160))), style, rng)


def _receipt(page: np.ndarray, style: Style, rng: Rng) -> None:
    height, width = page.shape[:2]
    _paragraphs(page, (width // 12, height // 30, width * 11 // 12, height * 14 // 15), style, rng)


def _booklet(page: np.ndarray, style: Style, rng: Rng) -> None:
    """Two pages and the fold between them."""
    height, width = page.shape[:2]
    across = width > height
    half = (width if across else height) // 2
    for k in (0, 1):
        part = page[:, k * half : (k + 1) * half] if across else page[k * half : (k + 1) * half]
        (_letter if rng.random() < 0.5 else _table)(part, style, rng)
    where = np.abs(np.arange(width if across else height) - half) / half
    shade = 1 - rng.uniform(0.1, 0.6) * np.exp(-where * rng.uniform(8, 50))
    page[:] = (page * (shade[None, :, None] if across else shade[:, None, None])).astype(np.uint8)


def _picture(page: np.ndarray, style: Style, rng: Rng) -> None:
    """A sheet that is mostly a photograph or a coloured plate."""
    height, width = page.shape[:2]
    inset = rng.uniform(0.0, 0.15)
    x, y = round(width * inset), round(height * inset)
    size = (width - 2 * x, round((height - 2 * y) * rng.uniform(0.4, 1.0)))
    plate = rng.uniform(30, 220, 3) + np.stack([noise(size, rng, 5, 7) for _ in range(3)], 2) * rng.uniform(10, 60)
    page[y : y + size[1], x : x + size[0]] = np.clip(plate, 0, 255).astype(np.uint8)
    _paragraphs(page, (x + 8, y + size[1] + 6, width - x - 8, height - 6), style, rng)


def _cover(page: np.ndarray, style: Style, rng: Rng) -> None:
    """The cover of a booklet: an emblem and a few lines, light on a strong dark colour."""
    height, width = page.shape[:2]
    middle, radius = (width // 2, round(height * rng.uniform(0.25, 0.5))), round(width * rng.uniform(0.1, 0.24))
    cv2.circle(page, middle, radius, (0, 0, 0), int(rng.choice([-1, 3, 8])), cv2.LINE_AA)
    cv2.circle(page, middle, radius // 2, (255, 255, 255), int(rng.choice([-1, 3])), cv2.LINE_AA)
    for k in range(int(rng.integers(1, 6))):
        wide, high = round(width * rng.uniform(0.3, 0.8)), int(rng.choice([13, 18, 26]))
        y = round(height * rng.uniform(0.06, 0.18)) if k == 0 else middle[1] + radius + 20 + 44 * k
        line(page, (width - wide) // 2, y, wide, high, style, rng)
    ground, gold = _cloth(rng), np.array([rng.uniform(60, 200), rng.uniform(160, 230), rng.uniform(190, 245)])
    print_on = page.astype(np.float32) / 255
    page[:] = np.clip(gold + print_on * (ground - gold), 0, 255).astype(np.uint8)


def _cloth(rng: Rng) -> np.ndarray:
    """Red, green, blue or brown, BGR, dark to middling."""
    kinds = np.array([[45, 35, 150], [50, 45, 90], [60, 95, 30], [120, 60, 30], [150, 110, 60], [50, 80, 120]])
    colour = kinds[int(rng.integers(len(kinds)))] * rng.uniform(0.6, 1.5)
    return np.asarray(np.clip(colour * (1 + rng.normal(0, 0.12, 3)), 5, 235))


def _columns(page: np.ndarray, style: Style, rng: Rng) -> None:
    left, top, right, bottom = _margins(page, rng)
    many = int(rng.integers(2, 4))
    wide = (right - left) // many
    for k in range(many):
        _paragraphs(page, (left + k * wide, top + 40, left + (k + 1) * wide - 12, bottom), style, rng)
    cv2.line(page, (left, top + 30), (right, top + 30), (50, 50, 50), 2)


def _certificate(page: np.ndarray, style: Style, rng: Rng) -> None:
    """A wide ornamented frame close to the edge, as on a red book or a diploma."""
    height, width = page.shape[:2]
    inset, wide = rng.uniform(0.015, 0.08), rng.uniform(0.01, 0.06)
    x, y, w = round(width * inset), round(height * inset), max(2, round(min(width, height) * wide))
    colour = tuple(int(c) for c in rng.choice([[40, 40, 190], [60, 130, 170], [120, 70, 30], [40, 110, 40]]))
    cv2.rectangle(page, (x, y), (width - x, height - y), colour, w)
    for k in range(x, width - x, 2 * w + 2):
        cv2.circle(page, (k, y), max(1, w // 3), (230, 240, 250), -1)
        cv2.circle(page, (k, height - y), max(1, w // 3), (230, 240, 250), -1)
    if rng.random() < 0.5:
        page[y + w : -y - w, x + w : -x - w] = (225, 240, 250)
    _letter(page[y + 2 * w : -y - 2 * w, x + 2 * w : -x - 2 * w], style, rng)


def _ledger(page: np.ndarray, style: Style, rng: Rng) -> None:
    height, width = page.shape[:2]
    for y in range(int(height * 0.1), height, int(rng.integers(12, 30))):
        cv2.line(page, (0, y), (width, y), (210, 170, 150), 1)
    for x in rng.integers(0, width, int(rng.integers(1, 5))):
        cv2.line(page, (int(x), 0), (int(x), height), (90, 90, 210), 2)
    _notes(page, style, rng)


def stamp(page: np.ndarray, rng: Rng) -> None:
    height, width = page.shape[:2]
    centre = (int(width * rng.uniform(0.3, 0.8)), int(height * rng.uniform(0.4, 0.85)))
    radius = int(width * rng.uniform(0.07, 0.13))
    for reach in (radius, round(radius * 0.9), round(radius * 0.6)):
        cv2.circle(page, centre, reach, (60, 50, 210), 2, cv2.LINE_AA)


LAYOUTS: dict[str, Callable[[np.ndarray, Style, Rng], None]] = {
    "letter": _letter,
    "form": _form,
    "table": _table,
    "framed": _framed,
    "notes": _notes,
    "bare": _bare,
    "receipt": _receipt,
    "booklet": _booklet,
    "picture": _picture,
    "cover": _cover,
    "columns": _columns,
    "certificate": _certificate,
    "ledger": _ledger,
}
