"""What the network should have said of a scene, and how wrong it was."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from bench.finder.learning.feed import MAP, SIDE, Columns
from bench.finder.scene import CROWD

COARSE = 32
SEEN = 0.3  # of a paper must be seen for it to be asked for
_FEW = 6  # cells: less of a paper is not asked for
_CORNER = 1.1  # cells: the spread of a corner in the fine map
_NEAR = 0.003  # of the picture: a paper that ends so close to the border is neither cut off nor whole
_TRIFLE = 0.02  # what the way to the corners counts away from the middle


@dataclass(frozen=True)
class Truth:
    """``*_sure`` weigh each cell."""

    corners: Tensor  # n x 64 x 64
    paper: Tensor  # n x 64 x 64
    middles: Tensor  # n x 32 x 32
    middles_sure: Tensor
    ways: Tensor  # n x 8 x 32 x 32
    ways_sure: Tensor  # n x 32 x 32
    unseen: Tensor  # n x 8 x 32 x 32, which of the ways lead out of the picture
    over: Tensor  # n x 4 x 32 x 32, 0 or 1
    over_sure: Tensor  # n x 4 x 32 x 32


def truth(views: Columns, device: str) -> Truth:
    """Of n views, their columns stacked."""
    names = ("labels", "quads", "seen", "inner")
    labels, quads, share, inner = (torch.from_numpy(views[name]).to(device) for name in names)
    papers = labels[:, None] == torch.arange(1, CROWD + 1, device=device)[:, None, None]
    areas = papers.sum((2, 3))
    asked = (areas >= _FEW) & (share >= SEEN)
    low, high = (1 - inner) / 2, (1 + inner) / 2
    beyond = (quads < low[:, None, None, None] - 0.01) | (quads > high[:, None, None, None] + 0.01)
    outside = beyond.any(3)
    small = papers[:, :, 1::2, 1::2]
    spread = (0.07 * areas.float().sqrt()).clamp(0.9, 2.4)
    heat = _spots(_middles(papers) * COARSE - 0.5, COARSE, spread) * asked[:, :, None, None]
    weight = torch.maximum(heat, _TRIFLE * small) * asked[:, :, None, None]
    sure, owner = weight.max(1)
    return Truth(
        _corners(quads, asked[:, :, None] & ~outside),
        papers.any(1).float(),
        heat.amax(1),
        1.0 - (small & ~asked[:, :, None, None]).any(1).float(),
        _ways(quads, owner),
        sure,
        _of_owner(outside.repeat_interleave(2, 2).float(), owner) > 0.5,
        *_crossed(quads, low, high, sure, owner),
    )


def _corners(quads: Tensor, shown: Tensor) -> Tensor:
    heat = torch.zeros(len(quads), MAP, MAP, device=quads.device)
    spread = torch.full(quads.shape[:2], _CORNER, device=quads.device)
    for k in range(4):
        spots = _spots(quads[:, :, k] * MAP - 0.5, MAP, spread) * shown[:, :, k, None, None]
        heat = torch.maximum(heat, spots.amax(1))
    return heat


def _spots(at: Tensor, side: int, spread: Tensor) -> Tensor:
    """n x papers x side x side: 1 at each place (in cells, x before y), less around it."""
    ticks = torch.arange(side, device=at.device)
    x, y = (torch.exp(-((ticks - at[..., k, None]) ** 2) / (2 * spread[..., None] ** 2)) for k in (0, 1))
    return y[..., :, None] * x[..., None, :]


def _middles(papers: Tensor) -> Tensor:
    """The middle of what is seen of each paper, moved onto it where it falls beside it (n x papers x (x, y), 0..1)."""
    ticks = (torch.arange(MAP, device=papers.device) + 0.5) / MAP
    y, x = torch.meshgrid(ticks, ticks, indexing="ij")
    shown = papers.flatten(2).float()
    points = torch.stack([x.flatten(), y.flatten()], 1)
    mean = shown @ points / shown.sum(2, keepdim=True).clamp(min=1)
    far = (points - mean[:, :, None]).square().sum(-1) + 9.0 * (1 - shown)
    return points[far.argmin(2)]


def _of_owner(values: Tensor, owner: Tensor) -> Tensor:
    """n x papers x k as n x k x 32 x 32: of each cell the values of its paper."""
    rows = torch.arange(len(values), device=values.device)[:, None, None]
    return values[rows, owner].permute(0, 3, 1, 2)


def _here(device: torch.device) -> Tensor:
    """The middle of each coarse cell, four times x and y: 8 x 32 x 32."""
    ticks = (torch.arange(COARSE, device=device) + 0.5) / COARSE
    y, x = torch.meshgrid(ticks, ticks, indexing="ij")
    return torch.stack([x, y]).repeat(4, 1, 1)


def _ways(quads: Tensor, owner: Tensor) -> Tensor:
    return _of_owner(quads.flatten(2), owner) - _here(quads.device)


def _crossed(quads: Tensor, low: Tensor, high: Tensor, sure: Tensor, owner: Tensor) -> tuple[Tensor, Tensor]:
    """Whether each border (left, top, right, bottom) of what is no rim cuts the cell's paper off; and its weight."""
    first, last = quads.amin(2), quads.amax(2)
    out = torch.cat([low[:, None, None] - first, last - high[:, None, None]], 2)
    out = _of_owner(out, owner)
    return (out > 0).float(), sure[:, None] * (out.abs() > _NEAR)


def losses(fine: Tensor, coarse: Tensor, true: Truth, unseen: float) -> dict[str, Tensor]:
    """Each part of the error, already weighed against the others. ``unseen``: what a corner outside the picture counts,
    of which nobody can tell where it is."""
    corner, paper = fine[:, 0], fine[:, 1]
    middle, ways, over = coarse[:, 0], coarse[:, 1:9], coarse[:, 9:13]
    sure = true.ways_sure.sum().clamp(min=1)
    counts = torch.where(true.unseen, unseen, 1.0)
    apart = torch.stack([_apart(ways, true.ways.roll(2 * k, 1), counts.roll(2 * k, 1)) for k in range(4)])
    cut = functional.binary_cross_entropy_with_logits(over, true.over, reduction="none") * true.over_sure
    return {
        "corners": _focal(corner, true.corners, torch.ones_like(corner)),
        "paper": functional.binary_cross_entropy_with_logits(paper, true.paper),
        "middles": _focal(middle, true.middles, true.middles_sure),
        "ways": 4.0 * (apart.amin(0) * true.ways_sure).sum() / sure,
        "cut": cut.sum() / true.over_sure.sum().clamp(min=1),
    }


def _apart(ways: Tensor, true: Tensor, counts: Tensor) -> Tensor:
    return (functional.smooth_l1_loss(ways, true, reduction="none", beta=0.02) * counts).sum(1)


def _focal(logits: Tensor, truth: Tensor, sure: Tensor) -> Tensor:
    """The heat map's loss of Law and Deng (CornerNet, 2018, section 3.2); truth over 0.95 counts as the spot itself."""
    likely = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    spot = truth > 0.95
    hit = torch.where(spot, -torch.log(likely) * (1 - likely) ** 2, 0.0)
    miss = torch.where(spot, 0.0, -torch.log(1 - likely) * likely**2 * (1 - truth) ** 4)
    return ((hit + miss) * sure).sum() / spot.sum().clamp(min=1)


assert SIDE == 4 * MAP == 8 * COARSE
