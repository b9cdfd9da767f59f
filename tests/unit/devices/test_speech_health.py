"""The doctor's ear: engine, player, voices and samples; each kind of silence has its own word."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from kiosk.devices.speech_health import TRIALS, speech
from kiosk.domain.device_health import State

needs_engine = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="espeak-ng is not installed (requirements/apt-speech.txt)"
)


def _engine(folder: Path, script: str) -> str:
    place = folder / "engine"
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)
    return str(place)


def _wav(samples: list[int]) -> bytes:
    data = struct.pack(f"<{len(samples)}h", *samples)
    form = struct.pack("<HHIIHH", 1, 1, 22050, 44100, 2, 16)
    # The lengths of a stream, which nobody knows when it begins.
    return b"RIFF\xff\xff\xff\x7fWAVEfmt " + struct.pack("<I", 16) + form + b"data\xff\xff\xff\x7f" + data


@needs_engine
def test_the_real_engine_says_a_sentence_in_every_language_it_is_asked_for() -> None:
    found = speech("espeak-ng", player="sh")
    assert (found.state, found.outcome, found.values) == (State.READY, "ready", {"voices": "vi, en-gb"})


@needs_engine
def test_a_voice_that_is_not_installed_is_named(tmp_path: Path) -> None:
    script = f'case "$*" in *en-gb*) exec {shutil.which("espeak-ng")} -v nowhere --stdin --stdout;; esac'
    found = speech("espeak-ng", _engine(tmp_path, f'{script}; exec espeak-ng "$@"'), "sh")
    assert (found.state, found.outcome, found.values) == (State.DEGRADED, "no-voice", {"voices": "en-gb"})


@pytest.mark.parametrize(
    ("wav", "outcome"),
    [
        (_wav([0, 1, -1, 0] * 5000), "mute"),
        (_wav([]), "mute"),
        (_wav([9000, -9000] * 5000), "ready"),
        (b"no sound at all", "no-voice"),
        (b"", "no-voice"),
    ],
)
def test_what_comes_out_is_listened_to(tmp_path: Path, wav: bytes, outcome: str) -> None:
    (tmp_path / "out.wav").write_bytes(wav)
    found = speech("espeak-ng", _engine(tmp_path, f"cat >/dev/null; cat {tmp_path / 'out.wav'}"), "sh")
    assert found.outcome == outcome and not found.needed


def test_what_is_not_here_is_named_and_what_is_off_is_no_fault(tmp_path: Path) -> None:
    here = _engine(tmp_path, "exit 3")
    assert speech("espeak-ng", "no-such-engine", "sh").values == {"program": "no-such-engine"}
    assert speech("espeak-ng", here, "no-such-player").outcome == "no-player"
    assert speech("espeak-ng", here, "sh").outcome == "no-voice"
    assert {speech(one).state for one in ("none", "simulated")} == {State.READY}
    assert set(TRIALS) == {"vi", "en"}
