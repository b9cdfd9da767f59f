"""Light and lens: what lies there becomes what a camera gives."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.finder.style import Floats, Rng, Style, noise


def lit(picture: Floats, style: Style, rng: Rng) -> Floats:
    """Lamps that fall off, shadows of people and things, glare, and blinds where the style has them."""
    height, width = picture.shape[:2]
    size = (max(16, width // 8), max(16, height // 8))
    x, y = np.meshgrid(np.linspace(-1, 1, size[0], dtype=np.float32), np.linspace(-1, 1, size[1], dtype=np.float32))
    lamp = np.ones_like(x)
    for _ in range(2 if style.blinds else 1):
        cx, cy = rng.uniform(-1.2, 1.2, 2)
        lamp = lamp * (1 - rng.uniform(0, 0.3) * np.hypot(x - cx, y - cy))
    lamp = lamp * (1 + noise(size, rng, 2, 2) * rng.uniform(0, 0.05))
    for _ in range(int(rng.choice([0, 0, 1, 1, 2]))):
        lamp = lamp * _shadow(size, rng)
    if style.blinds and rng.random() < 0.3:
        angle = rng.uniform(0, np.pi)
        stripe = np.sin((x * np.cos(angle) + y * np.sin(angle)) * rng.uniform(4, 14))
        lamp = lamp * (1 - rng.uniform(0.05, 0.3) / (1 + np.exp(-stripe * 6)))
    light = cv2.resize(np.clip(lamp, 0.12, 1.6), (width, height), interpolation=cv2.INTER_CUBIC)
    picture = picture * light[:, :, None]
    if rng.random() < 0.15:
        picture = picture + _glare((width, height), rng)[:, :, None]
    return np.asarray(picture, np.float32)


def _shadow(size: tuple[int, int], rng: Rng) -> Floats:
    """A shadow's share of the light: a shoulder or an arm, hard or soft."""
    mask = np.zeros((size[1], size[0]), np.float32)
    if rng.random() < 0.5:
        points = rng.uniform(-0.3, 1.3, (int(rng.integers(3, 7)), 2)) * size
        cv2.fillConvexPoly(mask, cv2.convexHull(points.astype(np.int32)), 1.0, cv2.LINE_AA)
    else:
        ends = rng.uniform(-0.2, 1.2, (2, 2)) * size
        cv2.line(
            mask, tuple(ends[0].astype(int)), tuple(ends[1].astype(int)), 1.0, int(rng.integers(4, 22)), cv2.LINE_AA
        )
    soft = cv2.GaussianBlur(mask, (0, 0), float(rng.choice([0.6, 2.0, 5.0])))
    return np.asarray(1 - soft * rng.uniform(0.08, 0.5), np.float32)


def _glare(size: tuple[int, int], rng: Rng) -> Floats:
    width, height = size
    small = np.zeros((64, 64), np.float32)
    middle = tuple(int(v) for v in rng.integers(0, 64, 2))
    cv2.ellipse(
        small, middle, tuple(int(v) for v in rng.integers(2, 12, 2)), float(rng.uniform(0, 180)), 0, 360, 1.0, -1
    )
    small = cv2.GaussianBlur(small, (0, 0), rng.uniform(1, 6))
    return np.asarray(
        cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC) * rng.uniform(40, 260), np.float32
    )


def developed(picture: Floats, rng: Rng) -> NDArray[np.uint8]:
    """White balance, exposure, curve, lens, motion, noise, JPEG."""
    height, width = picture.shape[:2]
    unit = max(width, height) / 512
    gains = (
        np.exp(rng.normal(0, 0.07, 3)) * np.array([1.0, 1.0, 1.0]) * min(1.12, float(np.exp(rng.normal(0.02, 0.28))))
    )
    seen = np.clip(picture * gains.astype(np.float32) / 255, 0, 1.25)
    seen = np.power(np.minimum(seen, 1.0), np.float32(np.exp(rng.normal(0, 0.18))))
    if rng.random() < 0.06:
        seen = np.repeat(seen.mean(2, keepdims=True), 3, 2)
    seen = seen * 255
    if rng.random() < 0.35:
        seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.4, 2.2) * unit)
    if rng.random() < 0.12:
        seen = cv2.filter2D(seen, -1, _stroke(round(rng.uniform(3, 11) * unit), rng))
    if rng.random() < 0.75:
        seen = seen + rng.standard_normal(seen.shape, dtype=np.float32) * np.float32(rng.uniform(0.5, 9))
    made = np.asarray(np.clip(seen + 0.5, 0, 255), np.uint8)
    if rng.random() < 0.3:
        coded = cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 95))])[1]
        made = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    return made


def _stroke(length: int, rng: Rng) -> Floats:
    length = max(3, length)
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
    middle = (length - 1) / 2
    cv2.line(
        kernel,
        tuple(np.rint(middle - reach).astype(int)),
        tuple(np.rint(middle + reach).astype(int)),
        1.0,
        1,
        cv2.LINE_AA,
    )
    return np.asarray(kernel / max(float(kernel.sum()), 1e-6), np.float32)
