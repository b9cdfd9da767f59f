"""Desks that nobody has: any desk in any colour, or two at once, and what looks like a paper and is none.

Whoever learns on them must look for papers, not for the desks that it knows.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from bench.finder import pose
from bench.finder.desk import Size, desk
from bench.finder.style import Floats, Rng, Style, noise


def strange(size: Size, style: Style, rng: Rng) -> Floats:
    """The bare desk of a picture."""
    picture = _tinted(desk(size, style, rng), rng)
    if rng.random() < 0.25:
        second = _tinted(desk(size, style, rng), rng)
        share = (_beyond_an_edge if rng.random() < 0.55 else _where_dark)(picture, rng)
        picture = picture + (second - picture) * share[:, :, None]
    return picture


def _tinted(picture: Floats, rng: Rng) -> Floats:
    """In other colours and another contrast; some nearly as light as paper."""
    if rng.random() < 0.3:
        picture = picture[:, :, rng.permutation(3)]
    mean = picture.mean()
    if rng.random() < 0.4:
        grey = picture.mean(2, keepdims=True)
        picture = picture + (grey - picture) * np.float32(rng.uniform(0, 1))
    picture = mean + (picture - mean) * np.float32(np.exp(rng.normal(0, 0.3)))
    picture = picture * np.exp(rng.normal(0, 0.2) + rng.normal(0, 0.1, 3)).astype(np.float32)
    if rng.random() < 0.14:
        picture = picture + np.float32(rng.uniform(0.4, 0.95) * (rng.uniform(190, 250) - mean))
    return np.asarray(np.clip(picture, 0, 255), np.float32)


def _beyond_an_edge(picture: Floats, rng: Rng) -> Floats:
    """0 on one hand of a line across the picture, 1 on the other: where the table ends."""
    height, width = picture.shape[:2]
    x, y = np.meshgrid(
        np.linspace(-0.5, 0.5, width, dtype=np.float32), np.linspace(-0.5, 0.5, height, dtype=np.float32)
    )
    angle = rng.uniform(0, 2 * np.pi)
    away = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle)) - np.float32(rng.uniform(-0.4, 0.4))
    return _step(away * np.float32(np.exp(rng.uniform(3, 7))))


def _where_dark(picture: Floats, rng: Rng) -> Floats:
    light = picture.mean(2)
    return _step((light.mean() - light) / (light.std() + 2) * np.float32(rng.uniform(0.5, 4)))


def _step(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)


def decoy(picture: Floats, rng: Rng) -> Floats:
    """An outline of tape or paint, thin or broad; a patch of light or of shade; a dark mat; a keyboard."""
    if rng.random() < 0.35:
        return keyboard(picture, rng)
    height, width = picture.shape[:2]
    shape = pose.tilted(float(rng.choice([0.6, 1.0, 1.41, 2.2])), rng, rng.random() < 0.3)
    quad = pose.cut(shape, (width, height), rng)
    if rng.random() < 0.7:
        quad = pose.whole(shape, (width, height), rng, rng.uniform(0.2, 0.98))
    mask = np.zeros((height, width), np.float32)
    points = [np.rint(quad * 16).astype(np.int32)]
    kind = rng.choice(["tape", "light", "mat"])
    unit = max(width, height)
    if kind == "tape":
        wide = unit * np.exp(rng.uniform(np.log(0.003), np.log(0.05)))
        cv2.polylines(mask, points, True, 1.0, max(1, round(wide)), cv2.LINE_AA, 4)
        return _over(picture, mask, rng.uniform(10, 245, 3), rng)
    cv2.fillPoly(mask, points, 1.0, cv2.LINE_AA, 4)
    if kind == "mat":
        return _over(picture, mask, rng.uniform(10, 245, 3) * rng.uniform(0.05, 0.45), rng)
    soft = unit * np.exp(rng.uniform(np.log(0.001), np.log(0.06)))
    mask = cv2.GaussianBlur(mask, (0, 0), max(0.3, soft))
    return np.asarray(picture * (1 + mask * np.float32(rng.uniform(-0.35, 0.45)))[:, :, None], np.float32)


def keyboard(picture: Floats, rng: Rng) -> Floats:
    """Rows of keys in any colour, on a body of the same or another; a calculator, a telephone or a whole laptop."""
    height, width = picture.shape[:2]
    columns, rows = int(rng.integers(3, 17)), int(rng.integers(3, 8))
    shape = pose.tilted(rows / columns * rng.uniform(0.8, 1.3), rng, rng.random() < 0.5)
    quad = pose.whole(shape, (width, height), rng, rng.uniform(0.15, 0.9))
    if rng.random() < 0.3:
        quad = pose.cut(shape * 0.8, (width, height), rng)
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    onto = cv2.getPerspectiveTransform(unit, quad.astype(np.float32))
    one = np.clip(rng.uniform(10, 220) * (1 + rng.normal(0, 0.15, 3)), 5, 240)
    other = np.clip(one * rng.uniform(0.25, 0.75) * (1 + rng.normal(0, 0.15, 3)), 5, 250)
    body, keys = (one, other) if rng.random() < 0.5 else (other, one)
    around = np.array([-0.05, -0.05, 1.05, 1.05]) + rng.uniform(0, 0.1) * rng.normal(0, 1, 4)
    picture = _over(picture, _filled(picture, [around], onto), body, rng)
    near, slant = rng.uniform(0.06, 0.2), rng.uniform(0, 0.5) * (rng.random() < 0.7)
    row, column = (part.ravel() for part in np.mgrid[:rows, :columns])
    left, top = column + slant * (row % 3) / 2, row
    boxes = np.stack([left + near, top + near, left + 1 - near, top + 1 - near], 1) / [columns, rows, columns, rows]
    return _over(picture, _filled(picture, np.clip(boxes, 0, 1), onto), keys, rng)


def _filled(picture: Floats, boxes: Iterable[Floats], onto: Floats) -> Floats:
    """How much of each pixel boxes (left, top, right, bottom, of a unit square laid ``onto`` the picture) cover."""
    mask = np.zeros(picture.shape[:2], np.float32)
    for left, top, right, bottom in boxes:
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
        flat = cv2.perspectiveTransform(corners[:, None], onto)
        cv2.fillPoly(mask, [np.rint(flat * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    return mask


def _over(picture: Floats, mask: Floats, colour: Floats, rng: Rng) -> Floats:
    uneven = 1 + noise((picture.shape[1], picture.shape[0]), rng, 4, 4) * np.float32(0.06)
    cover = mask[:, :, None]
    return np.asarray(picture * (1 - cover) + colour.astype(np.float32) * uneven[:, :, None] * cover, np.float32)
