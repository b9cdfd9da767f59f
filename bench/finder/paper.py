"""Sheets: float BGR 0..255 as they lie flat, print and all, with the ratio that they have."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from bench.finder.layouts import LAYOUTS, line, stamp
from bench.finder.style import Floats, Rng, Style, noise

_LONG = 720  # pixels of an A4 sheet's longer side


@dataclass(frozen=True)
class Sheet:
    """``picture`` lies flat; ``round`` is the radius of its corners as a share of the shorter side."""

    picture: Floats
    round: float = 0.0


def sheet(style: Style, rng: Rng) -> Sheet:
    """One paper, card or receipt."""
    if rng.random() < 0.13:
        return _card(style, rng)
    layout = style.layouts[int(rng.integers(len(style.layouts)))]
    ratio = _ratio(layout, rng)
    width, height = (_LONG, round(_LONG / ratio)) if rng.random() < 0.25 else (round(_LONG / ratio), _LONG)
    page = np.full((height, width, 3), 255, np.uint8)
    LAYOUTS[layout](page, style, rng)
    if rng.random() < 0.25:
        stamp(page, rng)
    return Sheet(_on_stock(page, style, rng))


def _ratio(layout: str, rng: Rng) -> float:
    if layout == "receipt":
        return float(rng.uniform(1.8, 3.6))
    if layout in ("booklet", "cover"):
        return float(rng.uniform(1.25, 1.5))
    return float(rng.choice([1.414, 1.414, 1.414, 1.294, rng.uniform(1.0, 1.8)]))


def _on_stock(page: np.ndarray, style: Style, rng: Rng) -> Floats:
    """Ink on paper of a tone, with fibres, stains and folds."""
    size = (page.shape[1], page.shape[0])
    tone = 255 * rng.uniform(0.86, 1.0) * (1 - rng.uniform(0, 0.05) * np.array([1, 0.4, 0]))
    if rng.random() < 0.22:
        tone = np.array(style.paper[int(rng.integers(len(style.paper)))]) * rng.uniform(0.8, 1.05)
    shade = 1 + noise(size, rng, 4, 6) * np.float32(rng.uniform(0, 0.02))
    if rng.random() < 0.5:
        shade = shade + noise(size, rng, size[0] / 2, size[1] / 2) * np.float32(0.008)
    for axis in (0, 1):
        if rng.random() < 0.3:
            for k in range(1, int(rng.integers(2, 4))):
                shade = shade * _fold(size, axis, k, rng)
    if rng.random() < 0.12:
        shade = shade * (1 - 0.12 * np.clip(noise(size, rng, 4, 4) - np.float32(0.6), 0, 1))
    return page.astype(np.float32) * (tone / 255).astype(np.float32) * np.asarray(shade, np.float32)[:, :, None]


def _fold(size: tuple[int, int], axis: int, k: int, rng: Rng) -> Floats:
    """Relative brightness across one fold: the halves tilt apart, the crease itself is dark."""
    length = size[1] if axis else size[0]
    where = np.arange(length, dtype=np.float32) / length - (0.5, 0.25, 0.75)[k - 1] + np.float32(rng.normal(0, 0.01))
    line = 1 + rng.uniform(0, 0.05) * np.tanh(where * 60) * np.exp(-np.abs(where) * 4)
    line = line - rng.uniform(0.02, 0.12) * np.exp(-((where / 0.002) ** 2))
    return np.asarray(line[:, None] if axis else line[None, :], np.float32)


def _card(style: Style, rng: Rng) -> Sheet:
    """An ID-1 card: a coloured ground, a portrait's place, a chip, a few lines."""
    width, height = 540, 340
    one, other = rng.uniform(120, 255, 3), rng.uniform(120, 255, 3)
    fade = np.linspace(0, 1, width)[None, :, None]
    card = np.broadcast_to(one + fade * (other - one), (height, width, 3)).astype(np.uint8)
    card = np.ascontiguousarray(card)
    x = int(rng.integers(20, 60))
    card[110:290, x : x + 130] = np.clip(rng.uniform(60, 220, 3), 0, 255).astype(np.uint8)
    cv2.ellipse(card, (x + 65, 190), (38, 52), 0, 0, 360, tuple(int(c) for c in rng.uniform(60, 200, 3)), -1)
    for k in range(int(rng.integers(3, 8))):
        line(card, 220, 90 + 28 * k, int(rng.integers(80, 300)), 13, style, rng)
    if rng.random() < 0.5:
        cv2.rectangle(card, (430, 40), (490, 90), (90, 180, 210), -1)
    if rng.random() < 0.3:
        card = np.ascontiguousarray(np.rot90(card))
    return Sheet(card.astype(np.float32), round=0.06)
