"""What the live picture costs: ``python bench/preview.py [--seconds 10] [--pairs N]``.

A camera that gives the JPEG frames of a 1080p stream (decoding included), no two of them alike for its noise; a look at
each, the hint and the outline; without the painting. Frames a second flat out, milliseconds a frame, and the share of
one core at 15 frames a second: of a paper that lies, of one in a hand that is never still, of two in view, and with the
smaller of them chosen. With ``--pairs`` as many looks at a film in this process and in the worker that a kiosk has, in
turns, and the ratio of their times on the clock.
"""

from __future__ import annotations

import argparse
import itertools
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
NOISE = 2.5  # grey levels, of a small sensor by a room's light


class Stream:
    """A UVC camera whose every frame is a JPEG: these, one after the other."""

    def __init__(self, frames: list[np.ndarray]) -> None:
        self._frames = itertools.cycle(frames)

    def isOpened(self) -> bool:  # noqa: N802
        return True

    def grab(self) -> bool:
        return True

    def retrieve(self) -> tuple[bool, np.ndarray]:
        return True, next(self._frames)

    def set(self, prop: int, value: float) -> bool:
        return True

    def release(self) -> None: ...


def desk(papers: int, aside: int = 0) -> np.ndarray:
    """A 1080p frame with one paper or two, so many pixels aside."""
    picture = decode(paper("birth-notice").read_bytes())
    frame = cv2.resize(decode(paper("empty-desk").read_bytes()), SIZE)
    frame[20:1060, 60 + aside : 840 + aside] = cv2.resize(picture, (780, 1040))
    if papers == 2:
        frame[560:1060, 1100:1475] = cv2.resize(picture, (375, 500))
    return frame


def frames(papers: int, *, still: bool) -> list[np.ndarray]:
    """As the camera sees them, as JPEG: a paper that lies, or one that a hand moves all the time."""
    noise, way = np.random.default_rng(1), (0, 14, 30, 38, 30, 12, -6, -16)
    pictures = [desk(papers, 0 if still else aside) for aside in way]
    seen = [np.clip(one + noise.normal(0, NOISE, one.shape), 0, 255).astype(np.uint8) for one in pictures]
    return [cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].reshape(1, -1) for one in seen]


def measured(name: str, papers: int, seconds: float, *, still: bool = True, choose: bool = False) -> None:
    stream = Stream(frames(papers, still=still))
    looks = 0  # a second goes by with every fifteen of them, however quick this machine is
    camera = UvcCamera("0", size=SIZE, capture=lambda _: stream)
    station = LocalImaging(camera, clock=lambda: looks / GOAL)
    station.open()
    seen = station.look()
    if choose and seen.others:
        station.choose(tuple(np.mean(seen.others[0], axis=0) / np.array(SIZE)))
    began, cpu = time.perf_counter(), _cpu()
    while time.perf_counter() - began < seconds:
        seen = station.look()
        looks += 1
    wall, used = time.perf_counter() - began, _cpu() - cpu
    share = used / looks * GOAL
    print(
        f"{name:28} {looks / wall:6.1f} fps  {wall / looks * 1000:6.1f} ms  {used / looks * 1000:6.1f} ms of CPU"
        f"  {share:5.0%} of a core at {GOAL} fps  {1 + len(seen.others)} seen"
    )


def paired(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        film = str(Path(folder, "papers.avi"))
        writer = cv2.VideoWriter(film, cv2.VideoWriter.fourcc(*"MJPG"), GOAL, SIZE)
        for _ in range(count + 3):
            writer.write(desk(1))
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
    measured("one paper in a hand", 1, args.seconds, still=False)
    measured("two papers", 2, args.seconds)
    measured("two papers, one chosen", 2, args.seconds, choose=True)


if __name__ == "__main__":
    main()
