"""Backs of cards as a camera sees them: clean, turned, tilted, blurred, in shadow, grainy. Seeded: each call alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kiosk.devices.simulated.person import Person
from kiosk.resources import asset
from kiosk.scan.opencv import cv2

FONT = asset("fonts", "OCRB.otf")
OTHER_CUTS = Path("/usr/share/fonts/opentype/ocr-b")
"""Where Debian's fonts-ocr-b lies: sharp (OCRBS) and slanted (OCRBL) cuts of the same standard."""

SIZE = (1712, 1080)  # pixels of a flat card: 85.6 x 54 mm at 20 a millimetre
_PITCH, _LINE, _LEFT, _LAST = 50.8, 106.0, 94, 990  # 2.54 mm a character; the last line's foot


@dataclass(frozen=True)
class Shot:
    """How the card lies and is seen."""

    width: float = 900  # pixels of the card's long side in the picture
    turn: float = 0.0  # degrees
    tilt: float = 0.0  # how much one side is nearer: 0.1 is a tenth
    blur: float = 0.0  # pixels, at a width of 900
    motion: int = 0
    shadow: float = 0.0  # 0 to 1
    noise: float = 2.0  # grey levels
    weight: int = 0  # pixels by which the print is fatter (or, below zero, thinner)
    ink: int = 30
    quality: int = 90
    seed: int = 1


def hard(seed: int) -> Shot:
    """A shot as bad as they come where somebody still tries."""
    rng = np.random.default_rng(seed)
    return Shot(
        width=float(rng.uniform(620, 1150)),
        turn=float(rng.choice([0, 90, 180, 270]) + rng.uniform(-25, 25)),
        tilt=float(rng.uniform(0, 0.10)),
        blur=float(rng.uniform(0, 1.3)),
        motion=int(rng.integers(0, 4)),
        shadow=float(rng.uniform(0, 0.6)),
        noise=float(rng.uniform(1, 9)),
        weight=int(rng.integers(-1, 3)),
        ink=int(rng.integers(20, 80)),
        quality=int(rng.integers(60, 95)),
        seed=seed,
    )


def back(who: Person, weight: int = 0, ink: int = 30, font: Path = FONT) -> np.ndarray:
    """The card's back, flat: a security ground, a few printed lines, and the three lines."""
    card = Image.new("RGB", SIZE, (222, 228, 220))
    draw = ImageDraw.Draw(card)
    for k in range(40):
        wave = [(x, 20 + k * 28 + 14 * np.sin(x / 90 + k * 0.7)) for x in range(0, SIZE[0] + 20, 20)]
        draw.line(wave, fill=(206, 219, 214), width=3)
    plain = ImageFont.truetype(asset("fonts", "BeVietnamPro-Medium.ttf"), 44)
    for line, text in enumerate(("Đặc điểm nhận dạng: " + (who.marks or "không"), "Ngày, tháng, năm: 20/07/2022")):
        draw.text((110, 90 + 80 * line), text, font=plain, fill=(60, 64, 66))
    draw.rounded_rectangle((1180, 240, 1600, 560), 30, outline=(150, 120, 90), width=6)
    print_ = Image.new("L", SIZE, 255)
    face = ImageFont.truetype(str(font), 70)
    face = ImageFont.truetype(str(font), round(70 * _PITCH / face.getlength("0")))
    pen = ImageDraw.Draw(print_)
    for line in range(3):
        for column, character in enumerate(who.mrz[30 * line : 30 * line + 30]):
            pen.text((_LEFT + column * _PITCH, _LAST - (2 - line) * _LINE), character, font=face, fill=0, anchor="ls")
    dark = 255 - np.asarray(print_)
    if weight:
        kernel = np.ones((2 * abs(weight) + 1,) * 2, np.uint8)
        dark = cv2.dilate(dark, kernel) if weight > 0 else cv2.erode(dark, np.ones((2, 2), np.uint8))
    share = dark[:, :, None].astype(np.float32) / 255
    return np.asarray(np.asarray(card)[:, :, ::-1] * (1 - share) + ink * share, np.uint8)


def picture(who: Person, shot: Shot, font: Path = FONT, desk: tuple[int, int] = (1280, 1280)) -> np.ndarray:
    """The card on a desk, as the camera gives it."""
    rng = np.random.default_rng(shot.seed)
    card = back(who, shot.weight, shot.ink, font)
    width, height = desk
    half = np.array([shot.width / 2, shot.width / 2 * SIZE[1] / SIZE[0]])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], float) * half
    corners[1:3] *= 1 - shot.tilt
    corners[2:4, 0] *= 1 + shot.tilt / 2
    angle = np.radians(shot.turn)
    turned = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    target = (turned + np.array([width / 2, height / 2]) + rng.uniform(-20, 20, 2)).astype(np.float32)
    source = np.array([[0, 0], [SIZE[0], 0], [SIZE[0], SIZE[1]], [0, SIZE[1]]], np.float32)
    onto = cv2.getPerspectiveTransform(source, target)
    small = cv2.GaussianBlur(card, (0, 0), max(0.3, 0.45 * SIZE[0] / shot.width))
    grain = rng.normal(0, 10, (height // 8 + 1, width // 8 + 1, 1)).repeat(8, 0).repeat(8, 1)[:height, :width]
    ground = np.full((height, width, 3), (62, 92, 128), np.float32) + grain
    mask = cv2.warpPerspective(np.ones(SIZE[::-1], np.float32), onto, (width, height))[:, :, None]
    seen = ground * (1 - mask) + cv2.warpPerspective(small, onto, (width, height)) * mask
    if shot.shadow:
        x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
        a, b = rng.uniform(-1, 1, 2)
        seen = seen * (1 - shot.shadow / (1 + np.exp(-(a * x + b * y) * 9)))[:, :, None]
    if shot.blur:
        seen = cv2.GaussianBlur(seen, (0, 0), shot.blur * shot.width / 900)
    if shot.motion > 1:
        seen = cv2.blur(seen, (shot.motion, 1))
    seen = seen + rng.normal(0, shot.noise, (height, width, 1)) + rng.normal(0, shot.noise / 2, (height, width, 3))
    whole = np.asarray(np.clip(seen, 0, 255), np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, shot.quality])[1], cv2.IMREAD_COLOR)
