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
    """The gradient of a print-free picture (``ground``, L*a*b*): ``x``, ``y`` point to the lighter, paler side."""

    ground: Frame
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    thin: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        return self.x.shape[0], self.x.shape[1]


@dataclass(frozen=True)
class Lines:
    """``normals`` n x 2, of length one, towards the light; point p lies on line i: ``normals[i] @ p == offsets[i]``."""

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
    return Edges(cv2.merge([lightness, lab[:, :, 1], lab[:, :, 2]]), x, y, _thin(x, y))


def _gradient(channel: Grey) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    smooth = cv2.GaussianBlur(channel, (0, 0), 1.0)
    return cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)


def _squares(gradient: tuple[NDArray[np.float32], NDArray[np.float32]]) -> NDArray[np.float32]:
    return gradient[0] ** 2 + gradient[1] ** 2


def _thin(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.bool_]:
    limits = (_FLOOR, 3 * _FLOOR)
    canny = cv2.Canny(x.astype(np.int16), y.astype(np.int16), *limits, L2gradient=True)
    return np.asarray(canny > 0)


@dataclass(frozen=True)
class _Votes:
    """The edge pixels: where they lie (from the picture's middle), where they point, and how much they count."""

    points: Floats
    headings: Floats
    weight: Floats


def strongest(edge_map: Edges, count: int) -> Lines:
    """At most ``count`` lines, best first, by a Hough transform: an edge pixel votes in its own direction only."""
    votes = _votes(edge_map)
    if len(votes.weight) < 20:
        return Lines(np.zeros((0, 2)), np.zeros(0))
    reach = int(np.hypot(*edge_map.shape) / 2 / _PIXELS_A_BIN) + 3
    peaks = _peaks(_board(votes, reach), count)
    fitted = [_fit(votes, row, (column - reach) * _PIXELS_A_BIN) for row, column in peaks]
    normals = np.array([normal for normal, _ in fitted]).reshape(-1, 2)
    offsets = np.array([offset for _, offset in fitted])
    return Lines(normals, offsets + normals @ _middle(edge_map))


def _middle(edge_map: Edges) -> Floats:
    height, width = edge_map.shape
    return np.array([width / 2, height / 2])


def _votes(edge_map: Edges) -> _Votes:
    rows, columns = np.nonzero(edge_map.thin)
    gradient = np.stack([edge_map.x[rows, columns], edge_map.y[rows, columns]], 1).astype(np.float64)
    strength = np.linalg.norm(gradient, axis=1)
    points = np.stack([columns, rows], 1) - _middle(edge_map)
    return _Votes(points, gradient / np.maximum(strength, 1e-6)[:, None], strength / (strength + 2 * _FLOOR))


def _board(votes: _Votes, reach: int) -> Floats:
    """The votes by direction (rows) and distance from the middle (columns, ``reach`` in the centre)."""
    bins = 360 // _DEGREES_A_BIN
    own = np.round(np.degrees(np.arctan2(votes.headings[:, 1], votes.headings[:, 0])) / _DEGREES_A_BIN).astype(int)
    board = np.zeros(bins * 2 * reach)
    for step in _SPREAD:
        direction = (own + step) % bins
        angle = np.radians(direction * _DEGREES_A_BIN)
        rho = votes.points[:, 0] * np.cos(angle) + votes.points[:, 1] * np.sin(angle)
        cell = np.round(rho / _PIXELS_A_BIN).astype(int) + reach
        board += np.bincount(direction * 2 * reach + cell, votes.weight, len(board))
    shaped = board.reshape(bins, -1)
    return np.asarray(shaped + 0.5 * (np.roll(shaped, 1, 1) + np.roll(shaped, -1, 1)), np.float64)


def _peaks(board: Floats, count: int) -> list[tuple[int, int]]:
    """The best cells, each clearing its neighbourhood (6 degrees, 8 pixels) before the next is taken."""
    rest = board.copy()
    peaks = []
    enough = max(12.0, 0.1 * float(rest.max()))
    for _ in range(count):
        row, column = np.unravel_index(int(rest.argmax()), rest.shape)
        if rest[row, column] < enough:
            break
        peaks.append((int(row), int(column)))
        rows = np.arange(row - 3, row + 4) % len(rest)
        rest[rows, max(0, column - 4) : column + 5] = 0
    return peaks


def _fit(votes: _Votes, row: int, rho: float) -> tuple[Floats, float]:
    """The line through the edge pixels that voted for a cell, by weighted least squares, twice."""
    angle = np.radians(row * _DEGREES_A_BIN)
    normal = np.array([np.cos(angle), np.sin(angle)])
    for near in (4.0, 2.0):
        mine = (np.abs(votes.points @ normal - rho) < near) & (votes.headings @ normal > 0.94)
        if mine.sum() < 8:
            break
        share = votes.weight[mine] / votes.weight[mine].sum()
        centre = share @ votes.points[mine]
        spread = (votes.points[mine] - centre) * np.sqrt(share)[:, None]
        fresh = np.linalg.eigh(spread.T @ spread)[1][:, 0]
        normal = fresh if fresh @ normal > 0 else -fresh
        rho = float(normal @ centre)
    return normal, rho


def cover(edge_map: Edges, lines: Lines, step: float) -> tuple[Floats, Floats]:
    """How well each line is covered by edges of its own heading.

    Gives ``total`` (lines x samples, running sum of 0..1 times ``step``) and ``start`` (per line): the running sum at
    a point p of line i is ``total[i]`` at ``(along(i) @ p - start[i]) / step``, where ``along`` is the normal turned
    by 90 degrees.
    """
    reach = float(np.hypot(*edge_map.shape))
    along = np.stack([-lines.normals[:, 1], lines.normals[:, 0]], 1)
    start = along @ _middle(edge_map) - reach / 2 - step
    ticks = np.arange(int(reach / step) + 4) * step
    feet = lines.normals * lines.offsets[:, None]
    points = feet[:, None, :] + (start[:, None] + ticks)[:, :, None] * along[:, None, :]
    aside = [points + distance * lines.normals[:, None, :] for distance in (-1.5, 0.0, 1.5)]
    best = np.maximum.reduce([_strength(edge_map, at, lines.normals) for at in aside])
    return np.cumsum(best * step, 1), start


def _strength(edge_map: Edges, points: Floats, normals: Floats) -> Floats:
    """Of the edge at each point (lines x samples x 2): 0 where none is or it heads elsewhere, towards 1 if strong."""
    height, width = edge_map.shape
    x, y = np.rint(points[:, :, 0]).astype(int), np.rint(points[:, :, 1]).astype(int)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    x, y = np.where(inside, x, 0), np.where(inside, y, 0)
    gx, gy = edge_map.x[y, x], edge_map.y[y, x]
    toward = np.clip(gx * normals[:, :1] + gy * normals[:, 1:], 0, None)
    straight = toward**2 > 0.75 * (gx**2 + gy**2)
    return np.asarray(np.where(inside & straight, toward / (toward + 2 * _FLOOR), 0), np.float64)
