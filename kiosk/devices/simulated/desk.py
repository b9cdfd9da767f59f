"""A desk under a camera: flat sheets turned into photographs with wood, folds, shadows, uneven light and noise.

Everything is drawn from seeded noise, so the same call gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kiosk.devices.ports import Corners
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

Floats = NDArray[np.float32]

SIZE = (2400, 3200)  # width, height: what an 8-megapixel document camera gives
A4_ON_DESK: Corners = ((262, 196), (2168, 232), (2206, 2946), (196, 2904))
_QUALITY = 84
_WOOD_DARK, _WOOD_LIGHT = np.array([38, 66, 108], np.float32), np.array([84, 128, 178], np.float32)  # BGR


@dataclass(frozen=True)
class DeskScene:
    """How a sheet is photographed. ``corners``: where its corners come to lie, in pixels of the picture."""

    size: tuple[int, int] = SIZE
    corners: Corners = A4_ON_DESK
    light: float = 1.0
    motion: int = 0  # pixels the hand moved while the shutter was open
    noise: float = 2.2  # grey levels, standard deviation
    shadow: bool = True
    folds: bool = True
    wood: tuple[float, float, float] = (1.0, 1.0, 1.0)  # tint of the desk, BGR
    seed: int = 7


GOOD = DeskScene()
CUT_OFF: Corners = ((262, 620), (2168, 596), (2226, 3330), (210, 3368))
VARIANTS: dict[str, DeskScene] = {
    "birth-notice": GOOD,
    "birth-notice-blurred": replace(GOOD, motion=23),
    "birth-notice-cut-off": replace(GOOD, corners=CUT_OFF),
    "birth-notice-dark": replace(GOOD, light=0.21, noise=3.0),
}


def photographs(sheet: Image.Image) -> Iterator[tuple[str, bytes]]:
    """All sample pictures by name, as JPEG."""
    for name, scene in VARIANTS.items():
        yield name, jpeg(photograph(sheet, scene))
    yield "empty-desk", jpeg(photograph(None, GOOD))


def jpeg(picture: Frame, quality: int = _QUALITY) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])[1])


def photograph(sheet: Image.Image | None, scene: DeskScene = GOOD) -> Frame:
    """The sheet on the desk; None: the desk alone."""
    rng = np.random.default_rng(scene.seed)
    picture = wood(scene.size, rng) * np.array(scene.wood, np.float32)
    if sheet is not None:
        picture = _laid(picture, _paper(sheet, rng, scene.folds), scene)
    picture *= _light(scene.size, shadow=scene.shadow)[:, :, None] * scene.light
    return _taken(picture, scene, rng)


def wood(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """A desk top of three boards, grain running across, BGR 0..255."""
    width, height = size
    grain = sum(
        weight * _noise(size, rng, cells) for cells, weight in (((5, 60), 0.5), ((9, 240), 0.3), ((30, 1100), 0.16))
    )
    bend = _noise(size, rng, (3, 4)) * 9 + _noise(size, rng, (6, 9)) * 3
    rings = np.sin((np.arange(height, dtype=np.float32)[:, None] / height * 46 + bend) * 1.3) * 0.5
    tone = 0.55 + 0.34 * np.asarray(grain, np.float32) + 0.13 * rings
    colour = _WOOD_DARK + np.clip(tone, 0, 1)[:, :, None] * (_WOOD_LIGHT - _WOOD_DARK)
    pores = np.clip(_noise(size, rng, (width // 60, height // 3)) - 0.75, 0, 1) * 55
    colour -= pores[:, :, None]
    for board, at in enumerate((0.0, 0.31, 0.69)):
        top = round(at * height)
        colour[top:] *= 1 + (0.05, -0.07, 0.06)[board]
        if top:
            colour[top - 2 : top + 3] *= 0.52
    return np.asarray(colour, np.float32)


def _noise(size: tuple[int, int], rng: np.random.Generator, cells: tuple[int, int]) -> Floats:
    """Smooth noise, about -1..1, with so many cells across and down."""
    small = rng.standard_normal((max(2, cells[1]), max(2, cells[0]))).astype(np.float32) * 0.6
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.float32)


def _paper(sheet: Image.Image, rng: np.random.Generator, folds: bool) -> Floats:
    """The sheet with the paper's own tone, BGR 0..255: not quite white, folded twice and carried in a pocket."""
    ink = np.asarray(sheet.convert("RGB"), np.float32)[:, :, ::-1] / 255
    size = (ink.shape[1], ink.shape[0])
    tone = np.full((size[1], size[0]), 238, np.float32)
    if folds:
        tone *= 1 + _creases(size, rng)
    fibres = rng.standard_normal((size[1] // 2, size[0] // 2)).astype(np.float32)
    tone += cv2.resize(fibres, size, interpolation=cv2.INTER_LINEAR) * 1.6
    return np.asarray(ink * tone[:, :, None] * np.array([0.955, 0.985, 1.0], np.float32), np.float32)


def _creases(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Relative brightness of a sheet once folded in four: each quarter tilts its own way, the folds catch the light."""
    width, height = size
    x = np.arange(width, dtype=np.float32)[None, :] / width - 0.5
    y = np.arange(height, dtype=np.float32)[:, None] / height - 0.497
    waver_x = 0.0012 * _noise(size, rng, (2, 40))
    waver_y = 0.0009 * _noise(size, rng, (40, 2))
    shade = 0.022 * np.tanh((y + waver_y) * 90) * np.exp(-np.abs(y) * 3.2)
    shade = shade + 0.018 * np.tanh((x + waver_x) * 80) * np.exp(-np.abs(x) * 3.2)
    for distance, width_of_fold in ((y + waver_y, 0.0010), (x + waver_x, 0.0013)):
        shade -= 0.085 * np.exp(-((distance / width_of_fold) ** 2))
        shade += 0.03 * np.exp(-(((distance - 2.2 * width_of_fold) / width_of_fold) ** 2))
    bumps = _noise(size, rng, (9, 12)) + 0.5 * _noise(size, rng, (23, 31))
    slope = cv2.Sobel(bumps, cv2.CV_32F, 0, 1, ksize=3) / 8
    return np.asarray(shade + 1.9 * slope, np.float32)


def _laid(desk: Floats, paper: Floats, scene: DeskScene) -> Floats:
    """The paper on the desk, in perspective, a little curled, with the soft shadow that its edge throws."""
    height, width = paper.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    onto = cv2.getPerspectiveTransform(flat, np.array(scene.corners, np.float32))
    warped = cv2.warpPerspective(paper, onto, scene.size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), onto, scene.size, flags=cv2.INTER_LINEAR)
    x, y = _curl(scene.size)
    warped, mask = (cv2.remap(layer, x, y, cv2.INTER_LINEAR) for layer in (warped, mask))
    unit = scene.size[1] / 3200
    near = _blurred(_moved(mask, 7 * unit, 9 * unit), 7 * unit)
    far = _blurred(_moved(mask, 22 * unit, 30 * unit), 34 * unit)
    desk *= ((1 - 0.42 * near - 0.22 * far) * (1 - mask))[:, :, None]  # in its place: the picture has 100 MB and more
    desk += np.asarray(warped, np.float32) * mask[:, :, None]
    return desk


def _curl(size: tuple[int, int]) -> tuple[Floats, Floats]:
    width, height = size
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    reach = height / 3200
    aside, down = 5 * reach * np.sin(y / height * 4.1 + 0.4), 7 * reach * np.sin(x / width * 3.6 + 0.9)
    return np.asarray(x + aside, np.float32), np.asarray(y + down, np.float32)


def _moved(mask: Floats, right: float, down: float) -> Floats:
    by = np.array([[1, 0, right], [0, 1, down]], np.float32)
    return np.asarray(cv2.warpAffine(mask, by, (mask.shape[1], mask.shape[0])), np.float32)


def _blurred(mask: Floats, sigma: float) -> Floats:
    """Through a Gaussian of ``sigma`` pixels: of a wide one a small picture knows as much, to half a grey level."""
    less = int(sigma // 4)
    if less < 2:
        return np.asarray(cv2.GaussianBlur(mask, (0, 0), sigma), np.float32)
    small = cv2.resize(mask, None, fx=1 / less, fy=1 / less, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / less)
    return np.asarray(cv2.resize(soft, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _light(size: tuple[int, int], *, shadow: bool) -> Floats:
    """A lamp at the upper left, falling off, and the soft shadow of somebody's shoulder at the lower right."""
    small = (size[0] // 8, size[1] // 8)
    x, y = np.meshgrid(np.linspace(0, 1, small[0], dtype=np.float32), np.linspace(0, 1, small[1], dtype=np.float32))
    lamp = 1.04 - 0.30 * np.hypot(x - 0.30, (y - 0.22) * 1.2)
    if shadow:
        edge = (x - 1.02) * 0.72 + (y - 0.86) * 0.95 + 0.05 * np.sin(y * 9)
        lamp *= 1 - 0.24 / (1 + np.exp(-edge * 17))
    return np.asarray(cv2.resize(lamp, size, interpolation=cv2.INTER_CUBIC), np.float32)


def _taken(picture: Floats, scene: DeskScene, rng: np.random.Generator) -> Frame:
    """Through the lens: a touch of softness, motion, the sensor's noise."""
    blurred = cv2.GaussianBlur(picture, (0, 0), 0.7)
    if scene.motion:
        blurred = cv2.filter2D(blurred, -1, _stroke(scene.motion))
    width, height = scene.size
    grain = rng.standard_normal((height, width)).astype(np.float32) * scene.noise
    colour = rng.standard_normal((height // 3, width // 3, 3)).astype(np.float32) * scene.noise * 0.6
    blurred += grain[:, :, None] + cv2.resize(colour, scene.size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(blurred + 0.5, 0, 255), np.uint8)


def _stroke(length: int) -> Floats:
    """The path of a hand that moves while the shutter is open, as a filter: a slanted line."""
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, length * 2 // 3), (length - 1, length // 3), 1.0, 2, cv2.LINE_AA)
    return np.asarray(kernel / kernel.sum(), np.float32)
