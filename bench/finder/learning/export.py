"""Writes the network as ONNX, for one picture, as OpenCV's dnn reads it: its first layer takes plain bytes."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from torch import nn

from bench.finder.learning.feed import SIDE
from bench.finder.learning.net import MIDDLE, PATCH, SPREAD, Finder


def export(net: Finder, path: Path) -> None:
    net = copy.deepcopy(net).cpu().eval()
    first = net.stem[0]
    assert isinstance(first, nn.Conv2d)
    plain = nn.Conv2d(first.in_channels, first.out_channels, 1)
    assert plain.bias is not None
    with torch.no_grad():
        plain.weight.copy_(first.weight / SPREAD)
        plain.bias.copy_(-MIDDLE * plain.weight.sum((1, 2, 3)))
    net.stem[0] = plain
    look = torch.zeros(1, 3 * PATCH**2, SIDE // PATCH, SIDE // PATCH)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        net, (look,), str(path), input_names=["patches"], output_names=["maps"], opset_version=13, dynamo=False
    )
