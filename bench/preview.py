"""What the live picture costs: ``python bench/preview.py [--seconds 10] [--pairs N]``.

A camera that gives the JPEG frames of a 1080p stream (decoding included), a look at each, the hint and the outline;
without the painting. Frames a second flat out, milliseconds a frame, and the share of one core at 15 frames a second;
then the same with two papers in view, and with the smaller of them chosen. With ``--pairs`` as many looks at a film in
this process and in the worker that a kiosk has, in turns, and the ratio of their times on the clock.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kiosk.devices.camera import UvcCamera
from kiosk.devices.imaging.local import LocalImaging
from kiosk.devices.imaging.process import ImagingProcess
from kiosk.devices.imaging.protocol import Setup
from kiosk.devices.simulated.camera import paper
from kiosk.scan.decode import decode
from kiosk.scan.opencv import cv2

SIZE = (1920, 1080)
GOAL = 15  # frames a second


class Stream:
    """A UVC camera whose every frame is one JPEG."""

    def __init__(self, jpeg: np.ndarray) -> None:
        self._jpeg = jpeg

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def grab(self) -> bool:
        return True

    def retrieve(self) -> tuple[bool, np.ndarray]:
        return True, self._jpeg

    def set(self, prop: int, value: float) -> bool:
        return True

    def release(self) -> None: ...


def desk(papers: int) -> np.ndarray:
    """A 1080p frame with one paper or two, as JPEG."""
    picture = decode(paper("birth-notice").read_bytes())
    frame = decode(paper("empty-desk").read_bytes())
    frame = cv2.resize(frame, SIZE)
    small = cv2.resize(picture, (780, 1040))
    frame[20:1060, 60:840] = small
    if papers == 2:
        frame[560:1060, 1100:1475] = cv2.resize(picture, (375, 500))
    return cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].reshape(1, -1)


def measured(name: str, papers: int, seconds: float, *, choose: bool = False) -> None:
    jpeg = desk(papers)
    station = LocalImaging(UvcCamera("0", size=SIZE, capture=lambda _: Stream(jpeg)))
    station.open()
    seen = station.look()
    if choose and seen.others:
        station.choose(tuple(np.mean(seen.others[0], axis=0) / np.array(SIZE)))
    began, cpu, frames = time.perf_counter(), _cpu(), 0
    while time.perf_counter() - began < seconds:
        seen = station.look()
        frames += 1
    wall, used = time.perf_counter() - began, _cpu() - cpu
    share = used / frames * GOAL
    print(
        f"{name:28} {frames / wall:6.1f} fps  {wall / frames * 1000:6.1f} ms  {used / frames * 1000:6.1f} ms of CPU"
        f"  {share:5.0%} of a core at {GOAL} fps  {1 + len(seen.others)} seen"
    )


def paired(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        film = str(Path(folder, "papers.avi"))
        writer = cv2.VideoWriter(film, cv2.VideoWriter.fourcc(*"MJPG"), GOAL, SIZE)
        frame = cv2.imdecode(desk(1).ravel(), cv2.IMREAD_COLOR)
        for _ in range(count + 3):
            writer.write(frame)
        writer.release()
        local, worker = LocalImaging(UvcCamera(film)), ImagingProcess(Setup(film))
        local.open()
        worker.open()
        times = []
        for turn in range(count):
            both = (local, worker) if turn % 2 else (worker, local)
            spent = {id(one): timed(one.look) for one in both}
            times.append((spent[id(local)], spent[id(worker)]))
        worker.close()
    here, there = (sorted(column)[count // 2] * 1000 for column in zip(*times, strict=True))
    ratio = statistics.median(worker / local for local, worker in times)
    print(f"{count} pairs: {here:.1f} ms in this process, {there:.1f} ms in the worker; ratio {ratio:.2f} (median)")


def timed(look: Callable[[], object]) -> float:
    began = time.perf_counter()
    look()
    return time.perf_counter() - began


def _cpu() -> float:
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--pairs", type=int, default=0)
    args = parser.parse_args()
    if args.pairs:
        paired(args.pairs)
        return
    cv2.setNumThreads(1)  # one core is what the goal is counted in
    measured("one paper", 1, args.seconds)
    measured("two papers", 2, args.seconds)
    measured("two papers, one chosen", 2, args.seconds, choose=True)


if __name__ == "__main__":
    main()
