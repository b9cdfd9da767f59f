"""Straight edges in a picture, each with a side: the oriented lines that a page is put together from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Floats, Frame, Grey

_DEGREES_A_BIN = 2
_PIXELS_A_BIN = 2.0
_SPREAD = (-2, -1, 0, 1, 2)  # an edge pixel votes for its own direction and two bins either side
_PRINT = 9  # pixels of the working picture: strokes of print and pen narrower than this are wiped off the paper
_FLOOR = 14.0  # grey levels over three pixels below which a change is taken for noise


@dataclass(frozen=True)
class Edges:
    """The gradient of a print-free picture. ``x`` and ``y`` point to the lighter, less coloured side."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    thin: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        return self.x.shape[0], self.x.shape[1]


@dataclass(frozen=True)
class Lines:
    """``normals`` n x 2, of length one, towards the light; a point p lies on line i where ``normals[i] @ p == offsets[i]``."""

    normals: Floats
    offsets: Floats

    def __len__(self) -> int:
        return len(self.offsets)


def edges(picture: Frame, *, light: bool = True) -> Edges:
    """The edges that stay when print is wiped off. ``light`` False looks for paper darker than the desk."""
    lab = cv2.cvtColor(picture, cv2.COLOR_BGR2Lab)
    wipe = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PRINT, _PRINT))
    lightness = cv2.morphologyEx(lab[:, :, 0], cv2.MORPH_CLOSE if light else cv2.MORPH_OPEN, wipe)
    colour = cv2.max(cv2.absdiff(lab[:, :, 1], 128), cv2.absdiff(lab[:, :, 2], 128))
    colour = cv2.morphologyEx(cv2.medianBlur(colour, 5), cv2.MORPH_OPEN, wipe)
    by_light, by_colour = _gradient(lightness), _gradient(cv2.subtract(255, colour))
    stronger = _squares(by_light) >= _squares(by_colour)
    x = np.where(stronger, by_light[0], by_colour[0])
    y = np.where(stronger, by_light[1], by_colour[1])
    if not light:
        x, y = -x, -y
    return Edges(x, y, _thin(x, y))


def _gradient(channel: Grey) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    smooth = cv2.GaussianBlur(channel, (0, 0), 1.0)
    return cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)


def _squares(gradient: tuple[NDArray[np.float32], NDArray[np.float32]]) -> NDArray[np.float32]:
    return gradient[0] ** 2 + gradient[1] ** 2


def _thin(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.bool_]:
    limits = (_FLOOR, 3 * _FLOOR)
    found = cv2.Canny(x.astype(np.int16), y.astype(np.int16), *limits, L2gradient=True)
    return np.asarray(found > 0)


def strongest(found: Edges, count: int) -> Lines:
    """At most ``count`` lines, best first, by a Hough transform in which an edge pixel votes in its own direction only."""
    ys, xs = np.nonzero(found.thin)
    if len(xs) < 20:
        return Lines(np.zeros((0, 2)), np.zeros(0))
    gx, gy = found.x[ys, xs].astype(float), found.y[ys, xs].astype(float)
    strength = np.hypot(gx, gy)
    weight = strength / (strength + 2 * _FLOOR)
    bins = 360 // _DEGREES_A_BIN
    own = np.round(np.degrees(np.arctan2(gy, gx)) / _DEGREES_A_BIN).astype(int)
    height, width = found.shape
    px, py = xs - width / 2, ys - height / 2
    reach = int(np.hypot(width, height) / 2 / _PIXELS_A_BIN) + 3
    board = np.zeros((bins, 2 * reach))
    for step in _SPREAD:
        direction = (own + step) % bins
        angle = np.radians(direction * _DEGREES_A_BIN)
        rho = np.round((px * np.cos(angle) + py * np.sin(angle)) / _PIXELS_A_BIN).astype(int) + reach
        board += np.bincount(direction * 2 * reach + rho, weight, bins * 2 * reach).reshape(bins, -1)
    board += 0.5 * (np.roll(board, 1, 1) + np.roll(board, -1, 1))
    peaks = _peaks(board, count)
    points = np.stack([px, py], 1)
    headings = np.stack([gx, gy], 1) / strength[:, None]
    fitted = [_fit(points, headings, weight, row, (column - reach) * _PIXELS_A_BIN) for row, column in peaks]
    normals = np.array([normal for normal, _ in fitted]).reshape(-1, 2)
    offsets = np.array([offset for _, offset in fitted])
    return Lines(normals, offsets + normals @ np.array([width / 2, height / 2]))


def _peaks(board: Floats, count: int) -> list[tuple[int, int]]:
    """The best cells, each clearing its neighbourhood (6 degrees, 8 pixels) before the next is taken."""
    rest = board.copy()
    found = []
    enough = max(12.0, 0.1 * float(rest.max()))
    for _ in range(count):
        row, column = np.unravel_index(int(rest.argmax()), rest.shape)
        if rest[row, column] < enough:
            break
        found.append((int(row), int(column)))
        rows = np.arange(row - 3, row + 4) % len(rest)
        rest[rows, max(0, column - 4) : column + 5] = 0
    return found


def _fit(points: Floats, headings: Floats, weight: Floats, row: int, rho: float) -> tuple[Floats, float]:
    """The line through the edge pixels that voted for a cell, by weighted least squares, twice."""
    angle = np.radians(row * _DEGREES_A_BIN)
    normal = np.array([np.cos(angle), np.sin(angle)])
    for near in (4.0, 2.0):
        mine = (np.abs(points @ normal - rho) < near) & (headings @ normal > 0.94)
        if mine.sum() < 8:
            break
        share = weight[mine] / weight[mine].sum()
        centre = share @ points[mine]
        spread = (points[mine] - centre) * np.sqrt(share)[:, None]
        fresh = np.linalg.eigh(spread.T @ spread)[1][:, 0]
        normal = fresh if fresh @ normal > 0 else -fresh
        rho = float(normal @ centre)
    return normal, rho


def cover(found: Edges, lines: Lines, step: float) -> tuple[Floats, Floats]:
    """How well each line is covered by edges of its own heading.

    Gives ``total`` (lines x samples, running sum of 0..1 times ``step``) and ``start`` (per line): the running sum at a
    point p of line i is ``total[i]`` at ``(along(i) @ p - start[i]) / step``, where ``along`` is the normal turned by 90
    degrees.
    """
    height, width = found.shape
    reach = float(np.hypot(width, height))
    centre = np.array([width / 2, height / 2])
    along = np.stack([-lines.normals[:, 1], lines.normals[:, 0]], 1)
    start = along @ centre - reach / 2 - step
    ticks = np.arange(int(reach / step) + 4) * step
    on = lines.normals * lines.offsets[:, None]
    points = on[:, None, :] + (start[:, None] + ticks)[:, :, None] * along[:, None, :]
    best = np.zeros(points.shape[:2])
    for aside in (-1.5, 0.0, 1.5):
        at = points + aside * lines.normals[:, None, :]
        x, y = np.rint(at[:, :, 0]).astype(int), np.rint(at[:, :, 1]).astype(int)
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        x, y = np.where(inside, x, 0), np.where(inside, y, 0)
        toward = found.x[y, x] * lines.normals[:, :1] + found.y[y, x] * lines.normals[:, 1:]
        sharp = np.clip(toward, 0, None) ** 2 / (found.x[y, x] ** 2 + found.y[y, x] ** 2 + 1e-6)
        strong = np.clip(toward, 0, None) / (np.clip(toward, 0, None) + 2 * _FLOOR)
        best = np.maximum(best, np.where(inside & (sharp > 0.75), strong, 0))
    return np.cumsum(best * step, 1), start
