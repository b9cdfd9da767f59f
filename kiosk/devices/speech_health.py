"""Whether anything can be read aloud: engine, player, voices, by a sentence rendered to samples and not heard."""

from __future__ import annotations

import math
import shutil
import subprocess
from functools import partial

from kiosk.devices.health import Finding
from kiosk.devices.speech import ENGINE, PLAYER, VOICES, engine_command
from kiosk.devices.wav import wav_samples
from kiosk.domain.device_health import State
from kiosk.domain.speech import Utterance

TRIALS = {"vi": "một hai ba bốn năm", "en": "one two three four five"}
"""What is rendered, by language: no word that a screen would say, and nothing of anybody."""

QUIET = 100.0
"""Root mean square of 16-bit samples below which nothing was said: speech at the engine's loudness is above 1,000."""

_WAIT = 10.0  # seconds for one sentence, which takes some tens of milliseconds


def speech(setting: str, engine: str = ENGINE, player: str = PLAYER) -> Finding:
    """Without it no screen offers to read aloud, and everything else works."""
    finding = partial(Finding, "speech", needed=False)
    if setting in ("simulated", "none"):
        return finding(State.READY, "simulated" if setting == "simulated" else "off")
    for program, outcome in ((engine, "no-engine"), (player, "no-player")):
        if shutil.which(program) is None:
            return finding(State.DEGRADED, outcome, values={"program": program})
    rendered = {language: _loudness(engine, language) for language in TRIALS}
    for outcome, wrong in (("no-voice", lambda one: one is None), ("mute", lambda one: one < QUIET)):
        if names := [VOICES[language] for language, loud in rendered.items() if wrong(loud)]:
            return finding(State.DEGRADED, outcome, values={"voices": ", ".join(names)})
    return finding(State.READY, "ready", values={"voices": ", ".join(VOICES[one] for one in TRIALS)})


def _loudness(engine: str, language: str) -> float | None:
    """Root mean square of the samples; None where the engine gives none."""
    words = (engine, *engine_command(Utterance(TRIALS[language], language))[1:])
    try:
        done = subprocess.run(words, input=TRIALS[language].encode(), capture_output=True, check=False, timeout=_WAIT)
    except (OSError, subprocess.TimeoutExpired):
        return None
    samples = None if done.returncode else wav_samples(done.stdout)
    if samples is None:
        return None
    return math.sqrt(sum(one * one for one in samples) / len(samples)) if samples else 0.0
