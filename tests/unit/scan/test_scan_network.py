"""The network's two maps read as papers, and a file that is no network."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.pixel_health import finder
from kiosk.domain.device_health import State
from kiosk.errors import FinderBroken
from kiosk.resources import asset
from kiosk.scan.finder import classical, network, outlines, several
from kiosk.scan.finder.network import Network, _joined, shared, sights_of

Maps = NDArray[np.float32]
ONE = np.array([[0.2, 0.1], [0.8, 0.12], [0.82, 0.9], [0.18, 0.88]])
SMALL = np.array([[0.05, 0.05], [0.3, 0.05], [0.3, 0.2], [0.05, 0.2]])


def maps(*quads: NDArray[np.float64], off: float = 0.0, over: int | None = None) -> tuple[Maps, Maps]:
    """What a network would say of these papers; ``off`` is how wrong its way to the corners is."""
    fine, coarse = np.full((2, 64, 64), -8, np.float32), np.full((13, 32, 32), -8, np.float32)
    for quad in quads:
        middle = np.clip((quad.mean(0) * 32).astype(int), 0, 31)
        ticks = (np.arange(32) + 0.5) / 32
        here = np.stack(np.meshgrid(ticks, ticks))
        box = (slice(max(0, middle[1] - 2), middle[1] + 3), slice(max(0, middle[0] - 2), middle[0] + 3))
        coarse[(slice(1, 9), *box)] = (quad[:, :, None, None] - here + off).reshape(8, 32, 32)[(slice(None), *box)]
        coarse[(0, *box)] = 0.0
        coarse[0, middle[1], middle[0]] = 4.0
        for x, y in quad * 64 - 0.5:
            far = (np.arange(64)[None] - x) ** 2 + (np.arange(64)[:, None] - y) ** 2
            fine[0] = np.maximum(fine[0], 5 - far)
        x0, y0, x1, y1 = (np.clip([*quad.min(0), *quad.max(0)], 0, 1) * 64).astype(int)
        fine[1, y0:y1, x0:x1] = 6
        if over is not None:
            coarse[(9 + over, *box)] = 6
    return fine, coarse


def test_nothing_said_is_nothing_seen() -> None:
    assert sights_of(*maps()) == ()


def test_a_paper_lies_where_its_corners_are_seen() -> None:
    (sight,) = sights_of(*maps(ONE, off=0.03))
    assert np.abs(sight.quad - ONE).max() < 0.006, "the way alone is 0.03 off"
    assert min(sight.middle, sight.paper, sight.corners.min()) > 0.9
    assert (sight.over < 0.1).all()


def test_a_corner_that_is_not_seen_lies_where_the_way_leads() -> None:
    fine, coarse = maps(ONE)
    fine[0, :, :20] = -8
    (sight,) = sights_of(fine, coarse)
    assert np.abs(sight.quad - ONE).max() < 0.02


def test_a_corner_outside_stays_outside() -> None:
    (sight,) = sights_of(*maps(ONE + np.array([0, 0.3]), over=3))
    assert sight.quad[:, 1].max() > 1.15
    assert list(sight.over > 0.5) == [False, False, False, True]


def test_papers_come_largest_first() -> None:
    first, second = sights_of(*maps(SMALL, ONE + np.array([0.0, 0.1])))
    assert first.area > second.area
    assert shared(second.quad, SMALL) > 0.9


def test_one_paper_seen_twice_is_one() -> None:
    fine, coarse = maps(ONE)
    middle = (ONE.mean(0) * 32).astype(int)
    ticks = (np.arange(32) + 0.5) / 32
    ways = (ONE[:, :, None, None] - np.stack(np.meshgrid(ticks, ticks))).reshape(8, 32, 32)
    coarse[1:9, :, middle[0] + 5] = ways[:, :, middle[0] + 5]
    coarse[0, middle[1] + 3, middle[0] + 5] = 2
    assert len(sights_of(fine, coarse)) == 1


def test_a_small_paper_is_taken_as_it_was_seen_from_closer_and_none_is_taken_twice() -> None:
    large, small, closer = (sights_of(*maps(quad))[0] for quad in (ONE, SMALL, SMALL + 0.01))
    assert _joined((large,), [closer]) == (large, closer)
    assert [one.quad.tolist() for one in _joined((large, small), [closer])] == [
        large.quad.tolist(),
        closer.quad.tolist(),
    ]
    assert _joined((small,), [large]) == (small,), "a large one is seen in the whole picture, or it is none"


@pytest.mark.parametrize("content", [None, b"", b"no network", "half"])
def test_a_file_that_is_no_network_is_a_known_error(content: bytes | str | None, tmp_path: Path) -> None:
    file = tmp_path / "finder.onnx"
    if content == "half":
        whole = asset("models", "finder.onnx").read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
    elif content is not None:
        file.write_bytes(bytes(content))  # type: ignore[arg-type]
    with pytest.raises(FinderBroken) as told_of:
        Network(file)
    assert told_of.value.values == {"file": "finder.onnx"}


def test_the_network_that_came_with_the_kiosk_is_there() -> None:
    assert finder().state is State.READY


def test_a_broken_network_is_told_to_the_technician_and_papers_are_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Network:
        raise FinderBroken("gone", file="finder.onnx")

    monkeypatch.setattr(network, "network", broken)
    monkeypatch.setattr(outlines, "network", broken)
    found = finder()
    assert (found.state, found.outcome, found.needed) == (State.DEGRADED, "broken", False)
    picture = np.full((600, 800, 3), (40, 60, 80), np.uint8)
    picture[100:500, 150:650] = 235
    seen = outlines.find(picture)
    assert seen is not None
    assert np.abs(np.array(seen.corners) - [[150, 100], [650, 100], [650, 500], [150, 500]]).max() < 3


def test_without_the_network_a_choice_of_papers_holds_what_the_classical_finder_doubts_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> Network:
        raise FinderBroken("gone", file="finder.onnx")

    doubted = classical.Outline(((150.0, 100.0), (650.0, 100.0), (650.0, 500.0), (150.0, 500.0)), 0.6, False)
    monkeypatch.setattr(outlines, "network", broken)
    monkeypatch.setattr(classical, "find", lambda _: doubted)
    picture = np.full((600, 800, 3), (40, 60, 80), np.uint8)
    picture[100:500, 150:650] = 235
    assert len(several.papers(picture)) == 1


def test_threads_may_look_at_once() -> None:
    """OpenCV's networks keep what they are given: two pictures at once would be mixed up."""
    eyes = network.network()
    pictures = [np.full((200, 200, 3), level, np.uint8) for level in (40, 90)]
    for k, picture in enumerate(pictures):
        picture[40:160, 40 : 150 - 40 * k] = 240
    alone = [eyes.look(picture) for picture in pictures]
    wrong = []

    def look(k: int) -> None:
        for _ in range(6):
            seen = eyes.look(pictures[k])
            if len(seen) != len(alone[k]) or any((a.quad != b.quad).any() for a, b in zip(seen, alone[k], strict=True)):
                wrong.append(k)

    threads = [threading.Thread(target=look, args=(k % 2,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
