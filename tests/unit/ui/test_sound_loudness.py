"""How loud the sounds are, measured on the files themselves, and that none of them cracks."""

from __future__ import annotations

import math
import struct
import wave
from itertools import pairwise

import pytest

from kiosk.resources import asset
from kiosk.ui.sounds import SoundKind

PART = 0.05  # seconds: how loud a sound is counts in parts of so long


def read(name: str) -> tuple[list[float], int]:
    """Samples of full scale 1, and how many of them are a second."""
    with wave.open(str(asset("sounds", f"{name}.wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        data = file.readframes(file.getnframes())
        return [one / 32768 for (one,) in struct.iter_unpack("<h", data)], file.getframerate()


def loudness(name: str) -> float:
    """The loudest part's root mean square, in decibels of full scale."""
    samples, rate = read(name)
    size = max(1, round(PART * rate))
    parts = [samples[at : at + size] for at in range(0, max(1, len(samples) - size // 2), size // 2)]
    power = max(sum(one * one for one in part) / size for part in parts)
    return 10 * math.log10(power)


@pytest.mark.parametrize(
    ("name", "least", "most"), [("click", -32, -22), ("success", -18, -12), ("attention", -18, -12)]
)
def test_each_is_as_loud_as_it_may_be_beside_a_voice(name: str, least: float, most: float) -> None:
    assert least <= loudness(name) <= most


def test_the_bell_is_louder_than_all_and_the_click_softer() -> None:
    loud = {name: loudness(name) for name in ("click", "success", "attention", "call")}
    assert loud["call"] > max(loud["success"], loud["attention"]) > loud["click"] + 6


@pytest.mark.parametrize("name", ["call", *(kind.value for kind in SoundKind)])
def test_none_is_cut_off_or_overdriven(name: str) -> None:
    samples, rate = read(name)
    assert max(map(abs, samples)) < 0.9
    assert abs(samples[0]) < 0.01 and abs(samples[-1]) < 0.01
    assert abs(sum(samples) / len(samples)) < 0.005, "no steady pressure on the membrane"
    steps = [abs(after - before) for before, after in pairwise(samples)]
    assert max(steps) < 0.6 and len(samples) / rate < 2
