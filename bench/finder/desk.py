"""Desk tops: float BGR 0..255, height x width x 3. Cells are counted over the picture, so every size looks alike."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from bench.finder.style import Floats, Rng, Style, noise

Size = tuple[int, int]


def desk(size: Size, style: Style, rng: Rng) -> Floats:
    """The bare top, one of the style's families, turned by any angle."""
    family = style.desks[int(rng.integers(len(style.desks)))]
    return np.clip(np.asarray(_FAMILIES[family](size, rng), np.float32), 0, 255)


def _grid(size: Size, rng: Rng, turned: bool = True) -> tuple[Floats, Floats]:
    """Coordinates over the picture (1 = its longer side), turned."""
    unit = 1 / max(size)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32) * unit, np.arange(size[1], dtype=np.float32) * unit)
    angle = rng.uniform(0, np.pi) if turned and rng.random() < 0.5 else rng.choice([0, np.pi / 2]) + rng.normal(0, 0.06)
    c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return x * c + y * s, y * c - x * s


def _tint(rng: Rng, low: float, high: float, colour: float) -> Floats:
    """A colour: its lightness, and how far the channels part."""
    return np.asarray(np.clip(rng.uniform(low, high) * (1 + rng.normal(0, colour, 3)), 8, 255), np.float32)


def _grainy(size: Size, base: Floats, rng: Rng, depth: float) -> Floats:
    cells = rng.uniform(60, 400)
    grain = noise(size, rng, cells, cells) * depth + noise(size, rng, 5, 5) * depth
    return base + grain[:, :, None]


def _plain(size: Size, rng: Rng) -> Floats:
    base = np.broadcast_to(_tint(rng, 30, 225, 0.13), (size[1], size[0], 3))
    return _grainy(size, base, rng, rng.uniform(0, 6))


def _white(size: Size, rng: Rng) -> Floats:
    base = np.broadcast_to(_tint(rng, 195, 245, 0.025), (size[1], size[0], 3))
    return _grainy(size, base, rng, rng.uniform(0, 4))


def _dark(size: Size, rng: Rng) -> Floats:
    base = np.broadcast_to(_tint(rng, 10, 60, 0.15), (size[1], size[0], 3))
    return _grainy(size, base, rng, rng.uniform(0, 7))


def _wooden(rng: Rng) -> tuple[Floats, Floats]:
    """Two tones of one wood, BGR."""
    light = np.array([rng.uniform(60, 170), rng.uniform(110, 195), rng.uniform(150, 225)], np.float32)
    if rng.random() < 0.25:
        light = np.full(3, light.mean() * rng.uniform(0.6, 1.1), np.float32) + rng.normal(0, 6, 3).astype(np.float32)
    light = np.sort(light) * np.float32(rng.uniform(0.35, 1.1))
    return light, light * np.float32(rng.uniform(0.45, 0.85))


def _boards(size: Size, rng: Rng) -> Floats:
    along, across = _grid(size, rng, turned=False)
    light, dark = _wooden(rng)
    wide = rng.uniform(0.08, 0.7)
    board = np.floor(across / wide + rng.random())
    shift = noise(size, rng, 3, 4) * 0.03
    rings = np.sin((across + shift) * np.float32(rng.uniform(40, 260)) + np.sin(along * rng.uniform(2, 9) + board) * 2)
    streaks = cv2.GaussianBlur(noise(size, rng, 40, 300), (0, 0), 0.6)
    tone = 0.5 + 0.2 * rings + rng.uniform(0.02, 0.16) * streaks + 0.1 * np.sin(board * 12.9) * (rng.random() < 0.7)
    picture = dark + np.clip(tone, 0, 1)[:, :, None] * (light - dark)
    seam = np.abs(across / wide + 0.0 - np.round(across / wide)) * wide < rng.uniform(0.0006, 0.003)
    return picture * np.where(seam, np.float32(rng.uniform(0.4, 0.95)), np.float32(1))[:, :, None]


def _weave(size: Size, rng: Rng) -> Floats:
    x, y = _grid(size, rng)
    threads = rng.uniform(40, 200) * 2 * np.pi
    cloth = np.sin(x * threads) * np.sin(y * threads * rng.uniform(0.6, 1.2))
    base = _tint(rng, 30, 225, 0.3)
    picture = base + (cloth * rng.uniform(3, 22) + noise(size, rng, 9, 9) * 6)[:, :, None]
    if rng.random() < 0.4:
        stripe = np.sin(x * rng.uniform(20, 120)) > rng.uniform(0.2, 0.9)
        picture = np.where(stripe[:, :, None], picture * 0.4 + 0.6 * _tint(rng, 30, 240, 0.3), picture)
    return np.asarray(picture, np.float32)


def _tiles(size: Size, rng: Rng) -> Floats:
    x, y = _grid(size, rng)
    wide = rng.uniform(0.12, 0.6)
    high = wide * rng.choice([1.0, 0.5, 2.0])
    column, row = np.floor(x / wide), np.floor(y / high)
    base = _tint(rng, 60, 235, 0.1) + (np.sin(column * 7.1 + row * 3.7) * rng.uniform(0, 12))[:, :, None]
    base = base + (noise(size, rng, 14, 14) * rng.uniform(0, 7))[:, :, None]
    thick = rng.uniform(0.003, 0.012)
    joint = (np.abs(x / wide - column) * wide < thick) | (np.abs(y / high - row) * high < thick)
    return np.asarray(np.where(joint[:, :, None], _tint(rng, 40, 220, 0.05), base), np.float32)


def _patchwork(size: Size, rng: Rng) -> Floats:
    """A quilt, or a floor of two or more colours: each field has one of a few."""
    x, y = _grid(size, rng)
    wide = rng.uniform(0.03, 0.35)
    colours = np.stack([_tint(rng, 20, 245, 0.25) for _ in range(int(rng.integers(2, 5)))])
    column, row = np.floor(x / wide).astype(int), np.floor(y / (wide * rng.uniform(0.7, 1.4))).astype(int)
    table = rng.integers(0, len(colours), (int(rng.integers(2, 9)), int(rng.integers(2, 9))))
    fields = colours[table[row % table.shape[0], column % table.shape[1]]]
    return np.asarray(fields + noise(size, rng, 70, 70)[:, :, None] * rng.uniform(0, 6), np.float32)


def _speckle(size: Size, rng: Rng) -> Floats:
    picture = np.broadcast_to(_tint(rng, 50, 230, 0.1), (size[1], size[0], 3)).copy()
    cells = rng.uniform(60, 260)
    for _ in range(int(rng.integers(1, 4))):
        chips = noise(size, rng, cells, cells) > rng.uniform(1.0, 2.0)
        picture = np.where(chips[:, :, None], _tint(rng, 20, 245, 0.2), picture)
    return np.asarray(picture, np.float32)


def _blobs(size: Size, rng: Rng) -> Floats:
    """A printed cloth or a carpet: patches of a few colours."""
    picture = np.broadcast_to(_tint(rng, 20, 220, 0.4), (size[1], size[0], 3)).copy()
    for _ in range(int(rng.integers(2, 6))):
        cells = rng.uniform(5, 60)
        patch = np.abs(noise(size, rng, cells, cells)) > rng.uniform(0.5, 1.6)
        picture = np.where(patch[:, :, None], _tint(rng, 15, 235, 0.5), picture)
    return np.asarray(picture, np.float32)


def _marble(size: Size, rng: Rng) -> Floats:
    x, _ = _grid(size, rng)
    bend = sum(noise(size, rng, cells, cells) / cells for cells in (4, 9, 20, 50))
    veins = np.abs(np.sin((x + 0.6 * np.asarray(bend)) * rng.uniform(6, 22))) ** 0.3
    light, dark = _tint(rng, 140, 245, 0.04), _tint(rng, 60, 190, 0.06)
    return np.asarray(dark + (veins * (0.8 + 0.1 * noise(size, rng, 8, 8)))[:, :, None] * (light - dark), np.float32)


def _checks(size: Size, rng: Rng) -> Floats:
    x, y = _grid(size, rng)
    wide = rng.uniform(0.02, 0.12)
    tone = 0.5 * (np.floor(x / wide) % 2) + 0.5 * (np.floor(y / wide) % 2)
    one, other = _tint(rng, 120, 245, 0.1), _tint(rng, 25, 170, 0.4)
    return np.asarray(other + tone[:, :, None] * (one - other) + noise(size, rng, 300, 300)[:, :, None] * 4, np.float32)


def _parquet(size: Size, rng: Rng) -> Floats:
    x, y = _grid(size, rng)
    light, dark = _wooden(rng)
    wide = rng.uniform(0.05, 0.2)
    column, row = np.floor(x / wide), np.floor(y / wide)
    across = (column + row) % 2 > 0
    strip = np.floor(np.where(across, y, x) / wide * 4)
    grain = noise(size, rng, 200, 200) * 0.08 + 0.18 * np.sin(strip * 5.3 + column * 2.1)
    tone = np.clip(0.55 + grain + 0.12 * across, 0, 1)
    return np.asarray(dark + tone[:, :, None] * (light - dark), np.float32)


def _ribs(size: Size, rng: Rng) -> Floats:
    x, _ = _grid(size, rng)
    base = _tint(rng, 40, 210, 0.2)
    ribs = np.tanh(np.sin(x * rng.uniform(60, 400)) * rng.uniform(1, 5)) * rng.uniform(4, 24)
    return np.asarray(base + ribs[:, :, None] + noise(size, rng, 90, 90)[:, :, None] * 3, np.float32)


def _smoke(size: Size, rng: Rng) -> Floats:
    """Clouded stone or worn leather."""
    cloud = sum(noise(size, rng, cells, cells) * depth for cells, depth in ((4, 14), (11, 10), (30, 7), (120, 5)))
    return np.asarray(_tint(rng, 25, 200, 0.2) + np.asarray(cloud)[:, :, None] * rng.uniform(0.4, 1.3), np.float32)


def _mosaic(size: Size, rng: Rng) -> Floats:
    """Broken stone laid in cement: each pixel belongs to the nearest of some points."""
    count = int(rng.integers(30, 260))
    small = (max(8, size[0] // 2), max(8, size[1] // 2))
    points = (rng.uniform(0, 1, (count, 2)) * small).astype(np.int32)
    field = np.full((small[1], small[0]), 255, np.uint8)
    field[np.minimum(points[:, 1], small[1] - 1), np.minimum(points[:, 0], small[0] - 1)] = 0
    far, owner = cv2.distanceTransformWithLabels(field, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    tones = _tint(rng, 50, 225, 0.15) * (1 + rng.normal(0, rng.uniform(0.03, 0.3), (count + 2, 1)))
    stones = tones[np.minimum(owner, count + 1)].astype(np.float32)
    if rng.random() < 0.6:
        rims = cv2.dilate(owner.astype(np.float32), np.ones((3, 3))) != owner
        stones = np.where(rims[:, :, None], _tint(rng, 40, 230, 0.05), stones)
    stones = stones - (far * rng.uniform(0, 0.4))[:, :, None]
    return np.asarray(cv2.resize(stones, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _flowers(size: Size, rng: Rng) -> Floats:
    """Oilcloth with a printed pattern that repeats: discs, petals or diamonds."""
    x, y = _grid(size, rng)
    wide = rng.uniform(0.03, 0.22)
    row = np.floor(y / wide)
    shifted = x / wide + 0.5 * (row % 2) * (rng.random() < 0.5)
    a, b = shifted - np.floor(shifted) - 0.5, y / wide - row - 0.5
    petals = float(rng.integers(1, 8))
    reach = rng.uniform(0.15, 0.42) * (1 + rng.uniform(0, 0.6) * np.cos(np.arctan2(b, a) * petals + rng.uniform(0, 6)))
    away = np.abs(a) + np.abs(b) if rng.random() < 0.3 else np.hypot(a, b)
    ground = np.broadcast_to(_tint(rng, 30, 240, 0.3), (size[1], size[0], 3))
    picture = np.where((away < reach)[:, :, None], _tint(rng, 20, 245, 0.4), ground)
    if rng.random() < 0.6:
        picture = np.where((away < 0.4 * reach)[:, :, None], _tint(rng, 20, 245, 0.4), picture)
    return np.asarray(picture + noise(size, rng, 60, 60)[:, :, None] * rng.uniform(0, 4), np.float32)


def _brushed(size: Size, rng: Rng) -> Floats:
    """Metal with a grain along one way, and the light that runs across it."""
    x, y = _grid(size, rng)
    streaks = cv2.GaussianBlur(noise(size, rng, 6, 400), (0, 0), 0.6)
    sheen = np.sin(x * rng.uniform(1, 7) + y * rng.uniform(0, 2) + rng.uniform(0, 6)) * rng.uniform(0, 40)
    return np.asarray(_tint(rng, 70, 220, 0.04) + (streaks * rng.uniform(2, 12) + sheen)[:, :, None], np.float32)


def _bamboo(size: Size, rng: Rng) -> Floats:
    """Strips side by side, each of its own tone and round, tied with thread."""
    x, y = _grid(size, rng)
    light, dark = _wooden(rng)
    wide = rng.uniform(0.006, 0.05)
    strip = np.floor(x / wide)
    inner = x / wide - strip - 0.5
    tone = np.clip(0.6 + 0.25 * np.sin(strip * 78.2) - inner**2 * rng.uniform(0, 2), 0, 1)
    tied = np.abs(y / rng.uniform(0.1, 0.5) % 1 - 0.5) < rng.uniform(0, 0.02)
    picture = dark + tone[:, :, None] * (light - dark)
    return np.asarray(np.where(tied[:, :, None], _tint(rng, 30, 220, 0.2), picture), np.float32)


def _shapes(size: Size, rng: Rng) -> Floats:
    """A collage of coloured triangles, bars and discs, some large: whatever covers a table."""
    picture = np.ascontiguousarray(np.broadcast_to(_tint(rng, 20, 240, 0.3), (size[1], size[0], 3)))
    reach = rng.uniform(0.05, 0.5)
    for _ in range(int(rng.integers(4, 60))):
        middle, colour = rng.uniform(0, 1, 2), _tint(rng, 15, 245, 0.4).tolist()
        if rng.random() < 0.3:
            radius = round(reach * rng.uniform(0.1, 0.5) * max(size))
            cv2.circle(picture, tuple(int(v) for v in middle * size), radius, colour, -1, cv2.LINE_AA)
        else:
            points = (middle + rng.normal(0, reach / 2, (int(rng.integers(3, 5)), 2))) * size
            cv2.fillPoly(picture, [np.rint(points).astype(np.int32)], colour, cv2.LINE_AA)
    return np.asarray(picture + noise(size, rng, 90, 90)[:, :, None] * rng.uniform(0, 5), np.float32)


_FAMILIES: dict[str, Callable[[Size, Rng], Floats]] = {
    "boards": _boards,
    "plain": _plain,
    "white": _white,
    "dark": _dark,
    "weave": _weave,
    "tiles": _tiles,
    "patchwork": _patchwork,
    "speckle": _speckle,
    "blobs": _blobs,
    "marble": _marble,
    "checks": _checks,
    "parquet": _parquet,
    "ribs": _ribs,
    "smoke": _smoke,
    "mosaic": _mosaic,
    "flowers": _flowers,
    "brushed": _brushed,
    "bamboo": _bamboo,
    "shapes": _shapes,
}
