"""The network: 256 x 256 BGR in (0..255); where corners, papers and their middles are out.

It looks at patches of 4 x 4 pixels, each a row of 48 numbers (``patches``), and answers with 21 maps of 32 x 32, as
logits: ``coarse`` (13: the middle of a paper is here; from this cell to its four corners, x and y, in shares of the
picture; whether that paper leaves the picture on the left, at the top, on the right, at the bottom), and ``fine`` (8:
a corner is here, paper is here, for each of the four quarters of the cell; 2 x 64 x 64 once they are laid out).

Its cost is what OpenCV's dnn takes for it on two cores: dense 1 x 1 and 3 x 3 layers of 64 channels and more run there
at twice the pace of narrow ones, and what is done at a quarter of the picture's side is dear.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

PATCH = 4
MIDDLE, SPREAD = 128.0, 64.0  # of a pixel's number, as the first layer takes it


@dataclass(frozen=True)
class Plan:
    """Channels at 1/4, 1/8, 1/16, 1/32 of the side, and the blocks at each; then those on the way back."""

    widths: tuple[int, int, int, int]
    at8: str
    at16: str
    at32: str
    back16: str
    back8: str
    head: int = 64


PLAN = Plan((16, 64, 96, 192), "n", "d", "777e", "5", "n")


def _conv(before: int, after: int, size: int = 3, stride: int = 1, groups: int = 1, ends: bool = True) -> nn.Sequential:
    layers = [
        nn.Conv2d(before, after, size, stride, (size - 1) // 2, groups=groups, bias=False),
        nn.BatchNorm2d(after),
    ]
    return nn.Sequential(*layers, *([nn.ReLU()] if ends else []))


class Around(nn.Module):
    """Look around, widen, narrow, add."""

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.way = nn.Sequential(
            _conv(width, width, size, groups=width, ends=False),
            _conv(width, 2 * width, 1),
            _conv(2 * width, width, 1, ends=False),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.way(x)


class Near(nn.Module):
    """Look at the cells next to each, mix, add."""

    def __init__(self, width: int, dense: bool) -> None:
        super().__init__()
        self.way = (
            _conv(width, width, ends=False)
            if dense
            else nn.Sequential(_conv(width, width, groups=width), _conv(width, width, 1, ends=False))
        )

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.way(x))


class Everywhere(nn.Module):
    """What the whole picture says, added to each cell."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.mix = nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + functional.relu(self.mix(functional.adaptive_avg_pool2d(x, 1)))


def _blocks(names: str, width: int) -> list[nn.Module]:
    """A letter each: n(ear), d(ense), 5 and 7 (around, so far), e(verywhere)."""
    kinds = {
        "n": lambda: Near(width, False),
        "d": lambda: Near(width, True),
        "5": lambda: Around(width, 5),
        "7": lambda: Around(width, 7),
        "e": lambda: Everywhere(width),
    }
    return [kinds[name]() for name in names]


class Finder(nn.Module):
    def __init__(self, plan: Plan) -> None:
        super().__init__()
        quarter, eighth, sixteenth, least = plan.widths
        self.stem = _conv(3 * PATCH**2, quarter, 1)
        self.down8 = nn.Sequential(_conv(quarter, eighth, 3, 2), *_blocks(plan.at8, eighth))
        self.down16 = nn.Sequential(_conv(eighth, sixteenth, 2, 2), *_blocks(plan.at16, sixteenth))
        self.down32 = nn.Sequential(_conv(sixteenth, least, 2, 2), *_blocks(plan.at32, least))
        self.up16 = nn.Conv2d(least, sixteenth, 1)
        self.back16 = nn.Sequential(*_blocks(plan.back16, sixteenth), _conv(sixteenth, eighth, 1, ends=False))
        self.back8 = nn.Sequential(*_blocks(plan.back8, eighth))
        self.head = nn.Sequential(_conv(eighth, plan.head, 1), nn.Conv2d(plan.head, 21, 1))
        last = self.head[1]
        assert isinstance(last, nn.Conv2d) and last.bias is not None
        nn.init.normal_(last.weight, std=0.01)
        nn.init.zeros_(last.bias)
        with torch.no_grad():
            last.bias[0] = -4.0  # middles are rare,
            last.bias[13:17] = -4.0  # and corners

    def forward(self, patches: Tensor) -> Tensor:
        at8 = self.down8(self.stem(patches))
        at16 = self.down16(at8)
        at16 = self.back16(at16 + _twice(self.up16(self.down32(at16))))
        return self.head(self.back8(functional.relu(at8 + _twice(at16))))


def patches(picture: Tensor) -> Tensor:
    """n x 3 x 256 x 256 as n x 48 x 64 x 64: the rows of each patch one after the other, of each channel."""
    return functional.pixel_unshuffle((picture - MIDDLE) / SPREAD, PATCH)


def maps(answer: Tensor) -> tuple[Tensor, Tensor]:
    """n x 21 x 32 x 32 as ``fine`` n x 2 x 64 x 64 and ``coarse`` n x 13 x 32 x 32."""
    return functional.pixel_shuffle(answer[:, 13:], 2), answer[:, :13]


def _twice(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")
