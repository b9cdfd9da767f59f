"""Learn the finder: ``python -m bench.finder.learning --work DIR`` draws scenes, learns, writes the ONNX file."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from bench.finder.learning.export import export
from bench.finder.learning.feed import LOT, Columns, lots
from bench.finder.learning.net import PLAN, Finder, maps, patches
from bench.finder.learning.truth import losses, truth

STEPS = 9000
SIZE = 32  # views in a step
RATE = 2e-3
WARM, COOL = 200, 0.35  # steps in which the rate climbs; share of the steps in which it sinks to nothing
BLIND = 1000  # steps: so long corners outside the picture count like those that are seen
KEPT = 0.998  # of the mean that is given out, at each step: of the weights of the last five hundred
OFTEN = 25  # steps between two reports; ten times as many between two checkpoints
SEED = 1
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
MODEL = Path(__file__).resolve().parents[3] / "assets" / "models" / "finder.onnx"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--work", type=Path, required=True, help="where the checkpoint lies")
    ask.add_argument("--steps", type=int, default=STEPS)
    ask.add_argument("--size", type=int, default=SIZE, help="views in a step")
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--drawers", type=int, default=1, help="processes that draw scenes")
    ask.add_argument("--out", type=Path, default=MODEL)
    said = ask.parse_args()
    torch.set_num_threads(said.threads)
    said.work.mkdir(parents=True, exist_ok=True)
    export(learned(said.work / "checkpoint.pt", said.steps, said.size, said.drawers), said.out)


class Pupil:
    """The network that learns, and the mean of its last weights."""

    def __init__(self) -> None:
        torch.manual_seed(SEED)
        self.net = Finder(PLAN).to(DEVICE, memory_format=torch.channels_last)
        self.mean = AveragedModel(self.net, multi_avg_fn=get_ema_multi_avg_fn(KEPT), use_buffers=True)
        self.tuner = torch.optim.AdamW(self.net.parameters(), lr=RATE, weight_decay=0.02)
        self.step = 0

    def resumed(self, kept: Path) -> None:
        if kept.exists():
            state = torch.load(kept, map_location=DEVICE)
            self.net.load_state_dict(state["net"])
            self.mean.load_state_dict(state["mean"])
            self.tuner.load_state_dict(state["tuner"])
            self.step = int(state["step"])

    def keep(self, kept: Path) -> None:
        state = {"net": self.net, "mean": self.mean, "tuner": self.tuner}
        part = kept.with_suffix(".part")
        torch.save({name: one.state_dict() for name, one in state.items()} | {"step": self.step}, part)
        part.rename(kept)

    def learn(self, views: Columns, rate: float) -> dict[str, Tensor]:
        """One step; the parts of the error before it."""
        picture = torch.from_numpy(views["picture"]).to(DEVICE).permute(0, 3, 1, 2).float()
        answer = self.net(patches(picture).contiguous(memory_format=torch.channels_last))
        parts = losses(*maps(answer), truth(views, DEVICE), 1.0 if self.step < BLIND else 0.1)
        self.tuner.zero_grad()
        torch.stack(list(parts.values())).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        for group in self.tuner.param_groups:
            group["lr"] = rate
        self.tuner.step()
        self.mean.update_parameters(self.net)
        self.step += 1
        return {name: part.detach() for name, part in parts.items()}


def learned(kept: Path, steps: int, size: int, drawers: int) -> Finder:
    """The network after ``steps``; a run that was broken off goes on from its last checkpoint, with other scenes."""
    pupil = Pupil()
    pupil.resumed(kept)
    feed, begun, seen = _feed(size, drawers, pupil.step), time.monotonic(), dict[str, Tensor]()
    while pupil.step < steps:
        rate = RATE * min(1.0, (pupil.step + 1) / WARM, (steps - pupil.step) / (COOL * steps))
        for name, part in pupil.learn(next(feed), rate).items():
            seen[name] = torch.lerp(seen.get(name, part), part, 0.02)
        if pupil.step % OFTEN == 0:
            said = {name: round(float(value), 4) for name, value in seen.items()}
            print(json.dumps({"step": pupil.step, "s": round(time.monotonic() - begun), **said}), flush=True)
        if pupil.step % (10 * OFTEN) == 0:
            pupil.keep(kept)
    net = pupil.mean.module
    assert isinstance(net, Finder)
    return net


def _feed(size: int, drawers: int, first: int) -> Iterator[Columns]:
    drawn = lots(drawers, first)
    while True:
        few = [next(drawn) for _ in range(size // LOT)]
        yield {name: np.concatenate([lot[name] for lot in few]) for name in few[0]}


if __name__ == "__main__":
    main()
