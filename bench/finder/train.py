"""Learn the finder: ``python -m bench.finder.train --work DIR`` draws what is missing, trains, writes the ONNX file."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from bench.finder import shards
from bench.finder.net import Finder
from bench.finder.targets import batch, losses, varied

SHARDS = 16
STEPS = 2600
SIZE = 32
RATE = 2e-3
WARM, COOL = 100, 1000  # steps: the rate climbs first and sinks to nothing at the end
BLIND = 500  # steps: so long corners outside the picture count like those that are seen
SEED = 1
HALVES = bool({"avx512_bf16", "amx_bf16"} & set(Path("/proc/cpuinfo").read_text("utf-8").split()))
"""Whether this processor counts in bfloat16: one that does not takes eight times as long for it as for whole floats."""
MODEL = Path(__file__).resolve().parents[2] / "assets" / "models" / "finder.onnx"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--work", type=Path, required=True, help="where shards and checkpoints lie (6 GB)")
    ask.add_argument("--steps", type=int, default=STEPS)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--out", type=Path, default=MODEL)
    said = ask.parse_args()
    torch.set_num_threads(said.threads)
    cv2.setNumThreads(1)
    for number in range(SHARDS):
        if not shards.path_of(said.work / "shards", number).exists():
            shards.draw(said.work / "shards", number)
    export(learned(said.work, said.steps), said.out)


def learned(work: Path, steps: int) -> Finder:
    """The network after ``steps``; a run that was broken off goes on from its last checkpoint."""
    torch.manual_seed(SEED)
    net = Finder().to(memory_format=torch.channels_last)
    tuner = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.02)
    kept = work / "checkpoint.pt"
    first = _resume(kept, net, tuner)
    rows = _rows(work / "shards", first)
    begun, seen = time.monotonic(), {}
    for step in range(first, steps):
        true = batch([next(rows) for _ in range(SIZE)])
        with torch.autocast("cpu", torch.bfloat16, enabled=HALVES):
            fine, coarse = net(true.picture.contiguous(memory_format=torch.channels_last))
        parts = losses(fine.float(), coarse.float(), true, 1.0 if step < BLIND else 0.1)
        total = torch.stack(list(parts.values())).sum()
        tuner.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        for group in tuner.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM, (steps - step) / COOL)
        tuner.step()
        for name, part in parts.items():
            seen[name] = 0.98 * seen.get(name, part.item()) + 0.02 * part.item()
        if step % 25 == 24:
            said = {name: round(value, 4) for name, value in seen.items()}
            print(json.dumps({"step": step + 1, "s": round(time.monotonic() - begun), **said}), flush=True)
        if step % 100 == 99:
            state = {"net": net.state_dict(), "tuner": tuner.state_dict(), "step": step + 1}
            torch.save(state, kept.with_suffix(".part"))
            kept.with_suffix(".part").rename(kept)
    return net


def _resume(kept: Path, net: Finder, tuner: torch.optim.Optimizer) -> int:
    if not kept.exists():
        return 0
    state = torch.load(kept)
    net.load_state_dict(state["net"])
    tuner.load_state_dict(state["tuner"])
    return int(state["step"])


def _rows(folder: Path, first: int) -> Iterator[dict[str, NDArray[np.generic]]]:
    """Scenes without end, shard by shard in an order that depends on the seed alone."""
    taken = 0
    for lap in range(1 << 30):
        order = np.random.default_rng([SEED, lap]).permutation(SHARDS)
        for number in order:
            if taken + shards.SCENES <= first * SIZE:
                taken += shards.SCENES
                continue
            with np.load(shards.path_of(folder, int(number))) as held:
                shard = {name: held[name] for name in held.files}
            for k in np.random.default_rng([SEED, lap, int(number)]).permutation(shards.SCENES):
                taken += 1
                if taken > first * SIZE:
                    row = {name: column[k] for name, column in shard.items()}
                    yield varied(row, np.random.default_rng([SEED, lap, int(number), int(k)]))


def export(net: Finder, path: Path) -> None:
    """Write the network as ONNX, for a single picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    net.eval()
    look = torch.zeros(1, 3, shards.SIDE, shards.SIDE)
    torch.onnx.export(
        net,
        (look,),
        str(path),
        input_names=["picture"],
        output_names=["fine", "coarse"],
        opset_version=13,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
