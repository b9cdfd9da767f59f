"""What the network should have said of a picture, and how wrong it was."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from bench.finder.shards import MAP, PAPERS, SIDE

COARSE = 32
SEEN = 0.3  # of a paper must be seen for it to be asked for
_CORNER = 1.1  # cells: the spread of a corner in the fine map
_NEAR = 0.003  # of the picture: a paper that ends so close to the border is neither cut off nor whole

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Batch:
    """n pictures (n x 3 x 256 x 256, BGR, 0..1) and what is true; ``*_sure`` weigh each cell."""

    picture: Tensor
    corners: Tensor  # n x 64 x 64
    paper: Tensor  # n x 64 x 64
    middles: Tensor  # n x 32 x 32
    middles_sure: Tensor
    ways: Tensor  # n x 8 x 32 x 32
    ways_sure: Tensor  # n x 32 x 32
    over: Tensor  # n x 4 x 32 x 32, 0 or 1
    over_sure: Tensor  # n x 4 x 32 x 32


def varied(row: dict[str, NDArray[np.generic]], rng: np.random.Generator) -> dict[str, NDArray[np.generic]]:
    """The same scene seen a little closer, mirrored, turned by quarters, in other light."""
    picture, labels, quads = row["picture"], row["labels"], row["quads"].astype(np.float32)
    if rng.random() < 0.5:
        picture, labels, quads = _closer(picture, labels, quads, rng)
    if rng.random() < 0.5:
        picture, labels = picture[:, ::-1], labels[:, ::-1]
        quads = (quads * [-1, 1] + [1, 0])[:, ::-1]
    if rng.random() < 0.5:
        picture, labels = picture[::-1], labels[::-1]
        quads = (quads * [1, -1] + [0, 1])[:, ::-1]
    if rng.random() < 0.5:
        picture, labels, quads = picture.transpose(1, 0, 2), labels.T, quads[:, ::-1, ::-1]
    gain = np.exp(rng.normal(0, 0.1) + rng.normal(0, 0.05, 3)).astype(np.float32)
    bright = np.clip(picture.astype(np.float32) * gain, 0, 255)
    return {**row, "picture": bright, "labels": labels, "quads": quads.astype(np.float32)}


def _closer(picture: Array, labels: Array, quads: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """A window of the picture, at least two thirds of it each way."""
    share = rng.uniform(0.67, 1.0, 2).astype(np.float32)
    corner = rng.uniform(0, 1, 2).astype(np.float32) * (1 - share)
    seen = []
    for layer, side, flag in ((picture, SIDE, cv2.INTER_LINEAR), (labels, MAP, cv2.INTER_NEAREST)):
        scale = 1 / share
        move = (0.5 - corner * side) * scale - 0.5
        onto = np.array([[scale[0], 0, move[0]], [0, scale[1], move[1]]], np.float32)
        seen.append(
            cv2.warpAffine(np.ascontiguousarray(layer), onto, (side, side), flags=flag, borderMode=cv2.BORDER_REPLICATE)
        )
    return seen[0], seen[1], (quads - corner) / share


def batch(rows: list[dict[str, NDArray[np.generic]]]) -> Batch:
    made = [_truth(row) for row in rows]
    pictures = np.stack([row["picture"].astype(np.float32).transpose(2, 0, 1) for row in rows]) / 255
    columns = [torch.from_numpy(np.stack([one[k] for one in made])) for k in range(8)]
    return Batch(torch.from_numpy(pictures), *columns)


def _truth(row: dict[str, NDArray[np.generic]]) -> tuple[Array, ...]:
    labels = row["labels"]
    corners, middles = np.zeros((MAP, MAP), np.float32), np.zeros((COARSE, COARSE), np.float32)
    ways, over = np.zeros((8, COARSE, COARSE), np.float32), np.zeros((4, COARSE, COARSE), np.float32)
    ways_sure, over_sure = np.zeros((COARSE, COARSE), np.float32), np.zeros((4, COARSE, COARSE), np.float32)
    middles_sure = np.ones((COARSE, COARSE), np.float32)
    small = labels[1::2, 1::2]
    for k in range(PAPERS):
        mine = labels == k + 1
        area = int(mine.sum())
        if area < 6 or row["seen"][k] < SEEN:
            middles_sure[small == k + 1] = 0
            continue
        quad = row["quads"][k]
        for corner in quad:
            if (corner > -0.01).all() and (corner < 1.01).all():
                np.maximum(corners, _spot(corner * MAP - 0.5, MAP, _CORNER), out=corners)
        heat = _spot(_middle(mine) * COARSE - 0.5, COARSE, float(np.clip(0.07 * np.sqrt(area), 0.9, 2.4)))
        np.maximum(middles, heat, out=middles)
        weight = np.maximum(heat, 0.02 * (small == k + 1))
        here = weight > ways_sure
        ways_sure[here] = weight[here]
        ways[:, here] = _ways(quad)[:, here]
        out = _over(quad)
        over[:, here] = (out > 0)[:, None]
        over_sure[:, here] = weight[here] * (np.abs(out) > _NEAR)[:, None]
    return corners, (labels > 0).astype(np.float32), middles, middles_sure, ways, ways_sure, over, over_sure


def _middle(mine: NDArray[np.bool_]) -> Array:
    rows, columns = np.nonzero(mine)
    points = np.stack([columns, rows], 1)
    nearest = points[int(((points - points.mean(0)) ** 2).sum(1).argmin())]
    return ((nearest + 0.5) / MAP).astype(np.float32)


def _spot(at: Array, side: int, spread: float) -> Array:
    ticks = np.arange(side, dtype=np.float32)
    x, y = (np.exp(-((ticks - centre) ** 2) / (2 * spread**2)) for centre in at)
    return np.asarray(y[:, None] * x[None, :], np.float32)


def _ways(quad: Array) -> Array:
    ticks = (np.arange(COARSE, dtype=np.float32) + 0.5) / COARSE
    here = np.stack(np.broadcast_arrays(ticks[None, :], ticks[:, None]))
    return np.asarray((quad[:, :, None, None] - here[None]).reshape(8, COARSE, COARSE), np.float32)


def _over(quad: Array) -> Array:
    low, high = quad.min(0), quad.max(0)
    return np.array([-low[0], -low[1], high[0] - 1, high[1] - 1], np.float32)


def losses(fine: Tensor, coarse: Tensor, true: Batch, unseen: float) -> dict[str, Tensor]:
    """Each part of the error, already weighed against the others. ``unseen``: what a corner outside the picture counts,
    of which nobody can tell where it is."""
    corner, paper = fine[:, 0], fine[:, 1]
    middle, ways, over = coarse[:, 0], coarse[:, 1:9], coarse[:, 9:13]
    sure = true.ways_sure.sum().clamp(min=1)
    counts = torch.where(_outside(true.ways), unseen, 1.0)
    apart = torch.stack([_apart(ways, true.ways.roll(2 * k, 1), counts.roll(2 * k, 1)) for k in range(4)])
    cut = functional.binary_cross_entropy_with_logits(over, true.over, reduction="none") * true.over_sure
    return {
        "corners": _focal(corner, true.corners, torch.ones_like(corner)),
        "paper": functional.binary_cross_entropy_with_logits(paper, true.paper),
        "middles": _focal(middle, true.middles, true.middles_sure),
        "ways": 4.0 * (apart.min(0).values * true.ways_sure).sum() / sure,
        "cut": cut.sum() / true.over_sure.sum().clamp(min=1),
    }


def _outside(ways: Tensor) -> Tensor:
    """Which of the eight numbers belong to a corner outside the picture."""
    ticks = (torch.arange(COARSE) + 0.5) / COARSE
    here = torch.stack([ticks[None, :].expand(COARSE, -1), ticks[:, None].expand(-1, COARSE)]).repeat(4, 1, 1)
    out = ((ways + here - 0.5).abs() > 0.52).unflatten(1, (4, 2)).any(2, keepdim=True)
    return out.expand(-1, -1, 2, -1, -1).flatten(1, 2)


def _apart(ways: Tensor, true: Tensor, counts: Tensor) -> Tensor:
    return (functional.smooth_l1_loss(ways, true, reduction="none", beta=0.02) * counts).sum(1)


def _focal(logits: Tensor, truth: Tensor, sure: Tensor) -> Tensor:
    """The heat map's loss of Law and Deng (CornerNet, 2018, section 3.2); truth over 0.95 counts as the spot itself."""
    likely = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    spot = truth > 0.95
    hit = torch.where(spot, -torch.log(likely) * (1 - likely) ** 2, 0.0)
    miss = torch.where(spot, 0.0, -torch.log(1 - likely) * likely**2 * (1 - truth) ** 4)
    return ((hit + miss) * sure).sum() / spot.sum().clamp(min=1)
