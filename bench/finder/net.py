"""The network: 256 x 256 BGR in; where corners, papers and their middles are out. About half a million weights.

It answers with two maps (logits, no sigmoid):

- ``fine`` 2 x 64 x 64: a corner is here; paper is here;
- ``coarse`` 13 x 32 x 32: the middle of a paper is here; from this cell to its four corners (x, y, in shares of the
  picture); whether that paper leaves the picture on the left, at the top, on the right, at the bottom.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTHS = (32, 48, 80, 112)  # channels at 1/4, 1/8, 1/16 and 1/32 of the side


def _conv(before: int, after: int, size: int = 3, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(after), nn.ReLU()
    )


class Block(nn.Module):
    """Widen, look around, narrow, add."""

    def __init__(self, width: int, widen: int, size: int = 3) -> None:
        super().__init__()
        inner = width * widen
        self.way = nn.Sequential(
            _conv(width, inner, 1),
            _conv(inner, inner, size, groups=inner),
            nn.Conv2d(inner, width, 1, bias=False),
            nn.BatchNorm2d(width),
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


class Finder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        quarter, eighth, sixteenth, least = WIDTHS
        self.stem = nn.Sequential(nn.Conv2d(3, quarter, 6, 4, 1, bias=False), nn.BatchNorm2d(quarter), nn.ReLU())
        self.down8 = nn.Sequential(_conv(quarter, eighth, 3, 2), Block(eighth, 2), Block(eighth, 2))
        self.down16 = nn.Sequential(_conv(eighth, sixteenth, 3, 2), *(Block(sixteenth, 2) for _ in range(3)))
        self.down32 = nn.Sequential(
            _conv(sixteenth, least, 3, 2), *(Block(least, 2, 7) for _ in range(3)), Everywhere(least)
        )
        self.up16 = nn.Conv2d(least, sixteenth, 1)
        self.mix16 = nn.Sequential(Block(sixteenth, 2, 5), _conv(sixteenth, eighth, 1))
        self.mix8 = Block(eighth, 2)
        self.up4 = _conv(eighth, quarter, 1)
        self.mix4 = nn.Sequential(_conv(quarter, quarter, 3, groups=quarter), _conv(quarter, quarter, 1))
        self.fine = nn.Conv2d(quarter, 2, 1)
        self.coarse = nn.Sequential(_conv(eighth, eighth, 3, groups=eighth), _conv(eighth, 64, 1), nn.Conv2d(64, 13, 1))
        for head in (self.fine, self.coarse[2]):
            assert isinstance(head, nn.Conv2d) and head.bias is not None
            nn.init.normal_(head.weight, std=0.01)
            nn.init.zeros_(head.bias)
            with torch.no_grad():
                head.bias[0] = -4.0  # corners and middles are rare

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        at4 = self.stem(picture)
        at8 = self.down8(at4)
        at16 = self.down16(at8)
        at16 = self.mix16(at16 + _twice(self.up16(self.down32(at16))))
        at8 = self.mix8(at8 + _twice(at16))
        at4 = self.mix4(at4 + _twice(self.up4(at8)))
        return self.fine(at4), self.coarse(at8)


def _twice(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")
