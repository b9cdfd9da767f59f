"""Desks that nobody has: any desk in any colour, or two at once, and what looks like a paper and is none.

Whoever learns on them must look for papers, not for the desks that it knows.
"""

from __future__ import annotations

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
    """An outline of tape or paint, thin or broad; a patch of light or of shade; a dark mat."""
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


def _over(picture: Floats, mask: Floats, colour: Floats, rng: Rng) -> Floats:
    uneven = 1 + noise((picture.shape[1], picture.shape[0]), rng, 4, 4) * np.float32(0.06)
    cover = mask[:, :, None]
    return np.asarray(picture * (1 - cover) + colour.astype(np.float32) * uneven[:, :, None] * cover, np.float32)
