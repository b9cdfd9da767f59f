"""What else lies on a desk, and the hands over it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.finder.pose import Quad
from bench.finder.style import Floats, Rng, Style, noise


def mat(picture: Floats, rng: Rng) -> Floats:
    """A writing mat or a tray: one dark or strong colour, no print."""
    height, width = picture.shape[:2]
    colour = (
        rng.uniform(10, 90, 3) if rng.random() < 0.6 else np.roll([30.0, rng.uniform(60, 150), 160.0], rng.integers(3))
    )
    middle = (width * rng.uniform(0.3, 0.7), height * rng.uniform(0.3, 0.7))
    box = cv2.boxPoints((middle, (width * rng.uniform(0.5, 1.1), height * rng.uniform(0.5, 1.1)), rng.normal(0, 6)))
    return _painted(picture, [box], colour, rng)


def clutter(picture: Floats, rng: Rng, count: int) -> Floats:
    """Pens, a phone, a cup, glasses, a cable, coins, tape: nothing that is paper."""
    makers = (_pen, _pen, _phone, _cup, _cable, _coin, _tape, _keys)
    for _ in range(count):
        picture = makers[int(rng.integers(len(makers)))](picture, rng)
    return picture


def _somewhere(picture: Floats, rng: Rng) -> tuple[float, float]:
    return picture.shape[1] * rng.uniform(-0.05, 1.05), picture.shape[0] * rng.uniform(-0.05, 1.05)


def _painted(picture: Floats, shapes: Sequence[np.ndarray], colour: np.ndarray, rng: Rng, soft: float = 0.5) -> Floats:
    """Polygons of one colour with the shadow they throw."""
    unit = max(picture.shape) / 512
    left, top, right, bottom = _around(shapes, picture.shape, 12 * unit)
    if right <= left or bottom <= top:
        return picture
    part = picture[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.float32)
    for shape in shapes:
        cv2.fillPoly(mask, [np.rint((np.asarray(shape) - [left, top]) * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    mask = cv2.GaussianBlur(mask, (0, 0), max(0.3, soft * unit))
    dark = cv2.GaussianBlur(mask, (0, 0), 3 * unit) * np.float32(rng.uniform(0.1, 0.5))
    tone = 1 + noise((part.shape[1], part.shape[0]), rng, 4, 4)[:, :, None] * np.float32(0.08)
    fresh = np.asarray(colour, np.float32) * tone
    cover = mask[:, :, None]
    picture[top:bottom, left:right] = part * (1 - dark[:, :, None]) * (1 - cover) + fresh * cover
    return picture


def _around(shapes: Sequence[np.ndarray], limits: tuple[int, ...], room: float) -> tuple[int, int, int, int]:
    """The part of the picture that the shapes and their shadow touch: left, top, right, bottom."""
    points = np.concatenate([np.asarray(shape) for shape in shapes])
    low, high = np.floor(points.min(0) - room).astype(int), np.ceil(points.max(0) + room).astype(int)
    return max(0, low[0]), max(0, low[1]), min(limits[1], high[0]), min(limits[0], high[1])


def _pen(picture: Floats, rng: Rng) -> Floats:
    unit = max(picture.shape)
    box = cv2.boxPoints(
        (
            _somewhere(picture, rng),
            (unit * rng.uniform(0.15, 0.4), unit * rng.uniform(0.008, 0.022)),
            rng.uniform(0, 180),
        )
    )
    return _painted(picture, [box], rng.uniform(5, 220, 3), rng)


def _phone(picture: Floats, rng: Rng) -> Floats:
    unit = max(picture.shape)
    long = unit * rng.uniform(0.18, 0.4)
    middle, angle = _somewhere(picture, rng), rng.uniform(0, 180)
    picture = _painted(picture, [cv2.boxPoints((middle, (long, long * 0.5), angle))], rng.uniform(5, 60, 3), rng, 1.2)
    if rng.random() < 0.5:
        picture = _painted(
            picture, [cv2.boxPoints((middle, (long * 0.93, long * 0.46), angle))], rng.uniform(10, 90, 3), rng
        )
    return picture


def _disc(middle: tuple[float, float], across: float, flat: float, angle: float) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    x, y = np.cos(turn) * across, np.sin(turn) * across * flat
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([middle[0] + x * c - y * s, middle[1] + x * s + y * c], 1)


def _cup(picture: Floats, rng: Rng) -> Floats:
    middle, wide = _somewhere(picture, rng), max(picture.shape) * rng.uniform(0.04, 0.12)
    for share in (1.0, 0.85, 0.75):
        picture = _painted(picture, [_disc(middle, wide * share, 0.9, 0.0)], rng.uniform(10, 245, 3), rng)
    return picture


def _coin(picture: Floats, rng: Rng) -> Floats:
    unit = max(picture.shape)
    discs = [_disc(_somewhere(picture, rng), unit * rng.uniform(0.01, 0.025), 0.95, 0.0) for _ in range(3)]
    return _painted(picture, discs, np.array([90, 150, 180.0]) * rng.uniform(0.5, 1.2), rng)


def _cable(picture: Floats, rng: Rng) -> Floats:
    start, end, bend = (np.array(_somewhere(picture, rng)) for _ in range(3))
    t = np.linspace(0, 1, 40)[:, None]
    line = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    wide = max(picture.shape) * rng.uniform(0.002, 0.008)
    along = np.gradient(line, axis=0)
    aside = (
        np.stack([-along[:, 1], along[:, 0]], 1) / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6) * wide
    )
    return _painted(picture, [np.concatenate([line + aside, (line - aside)[::-1]])], rng.uniform(5, 240, 3), rng)


def _tape(picture: Floats, rng: Rng) -> Floats:
    """Tape or paint on the desk: a line, or the outline of where a sheet should go."""
    height, width = picture.shape[:2]
    wide = max(1, round(max(width, height) * rng.uniform(0.003, 0.012)))
    mask = np.zeros((height, width), np.float32)
    if rng.random() < 0.5:
        box = cv2.boxPoints(
            (
                _somewhere(picture, rng),
                (width * rng.uniform(0.3, 0.9), height * rng.uniform(0.3, 0.9)),
                rng.normal(0, 8),
            )
        )
        cv2.polylines(mask, [box.astype(np.int32)], True, 1.0, wide, cv2.LINE_AA)
    else:
        ends = [tuple(int(v) for v in _somewhere(picture, rng)) for _ in range(2)]
        cv2.line(mask, ends[0], ends[1], 1.0, wide, cv2.LINE_AA)
    return np.asarray(
        picture * (1 - mask[:, :, None]) + rng.uniform(10, 240, 3).astype(np.float32) * mask[:, :, None], np.float32
    )


def _keys(picture: Floats, rng: Rng) -> Floats:
    """A keyboard's corner."""
    middle, unit = np.array(_somewhere(picture, rng)), max(picture.shape)
    angle, key = rng.normal(0, 0.3), unit * rng.uniform(0.018, 0.035)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    cap = np.array([[-0.42, -0.42], [0.42, -0.42], [0.42, 0.42], [-0.42, 0.42]])
    body = cap / 0.42 * [6.5, 2.7]
    picture = _painted(picture, [body @ turn * key + middle], rng.uniform(10, 90, 3), rng)
    caps = [(cap + np.array([x, y])) @ turn * key + middle for x in range(-5, 6) for y in range(-2, 3)]
    return _painted(picture, caps, rng.uniform(15, 130, 3), rng, 0.2)


def hands(picture: Floats, quads: Sequence[Quad], style: Style, rng: Rng) -> Floats:
    """One or two hands that hold a paper at a side, or only lie in the picture."""
    for _ in range(1 if rng.random() < 0.7 else 2):
        picture = _hand(picture, quads, style, rng)
    return picture


def _hand(picture: Floats, quads: Sequence[Quad], style: Style, rng: Rng) -> Floats:
    height, width = picture.shape[:2]
    if quads:
        quad = quads[int(rng.integers(len(quads)))]
        side = int(rng.integers(4))
        tip = quad[side] + rng.uniform(0.0, 1.0) * (quad[(side + 1) % 4] - quad[side])
        inward = quad.mean(0) - tip
        tip = tip + inward * rng.uniform(0.02, 0.3)
    else:
        tip = np.array(_somewhere(picture, rng))
        inward = np.array([width, height]) / 2 - tip
    return hand(picture, tip, inward, style, rng)


def hand(picture: Floats, tip: np.ndarray, inward: np.ndarray, style: Style, rng: Rng) -> Floats:
    """A hand whose fingers end near ``tip`` (x, y in pixels) and point about ``inward``."""
    height, width = picture.shape[:2]
    heading = -inward / max(float(np.linalg.norm(inward)), 1e-6)
    turn = rng.normal(0, 0.5)
    heading = np.array(
        [heading[0] * np.cos(turn) - heading[1] * np.sin(turn), heading[0] * np.sin(turn) + heading[1] * np.cos(turn)]
    )
    thick = max(width, height) * rng.uniform(0.022, 0.045)
    aside = np.array([-heading[1], heading[0]])
    shapes = []
    for k in range(int(rng.integers(1, 5))):
        start = tip + aside * k * thick * 1.08 + heading * thick * rng.uniform(0, 0.8)
        shapes.append(_finger(start, start + heading * thick * rng.uniform(4, 9) + aside * rng.normal(0, thick), thick))
    wrist = tip + heading * thick * 9 + aside * thick * 1.5
    shapes.append(
        _disc((float(wrist[0]), float(wrist[1])), thick * 4.5, 0.8, float(np.arctan2(heading[1], heading[0])))
    )
    shapes.append(_finger(wrist, wrist + heading * max(width, height), thick * 5))
    colour = np.array(style.skin[int(rng.integers(len(style.skin)))], np.float64) * rng.uniform(0.7, 1.15)
    return _painted(picture, shapes, colour, rng, 1.0)


def _finger(start: np.ndarray, end: np.ndarray, thick: float) -> np.ndarray:
    along = end - start
    angle = float(np.arctan2(along[1], along[0]))
    cap = np.linspace(np.pi / 2, 3 * np.pi / 2, 12) + angle
    tip = start + np.stack([np.cos(cap), np.sin(cap)], 1) * thick / 2
    aside = np.array([-np.sin(angle), np.cos(angle)]) * thick / 2
    return np.concatenate([tip, [end - aside, end + aside]])
