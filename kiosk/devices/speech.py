"""The voice of espeak-ng: a program of its own, called by its command line, whose sound ALSA's player plays.

The text goes in by a pipe and stands in no command line, where every process of the machine could read it; the sound
lies in memory alone.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from itertools import pairwise

from kiosk.devices.word_times import sealed, word_starts
from kiosk.domain.speech import LOUDEST, WORDS_A_MINUTE, SpeechOutput, SpeechProgress, Utterance

ENGINE, PLAYER = "espeak-ng", "aplay"
LEAST_WORDS = 80  # a minute; espeak-ng speaks no slower
AMPLITUDE = 200  # espeak-ng's loudest
PATIENCE = 20.0  # seconds for the sound of one sentence, which takes hundredths of one
VOICES = {"vi": "vi", "en": "en-gb"}
"""By language; a language without a voice of its own is read by that of Vietnamese."""


def speech_installed() -> bool:
    """Whether this machine has the engine and the player."""
    return shutil.which(ENGINE) is not None and shutil.which(PLAYER) is not None


def engine_command(utterance: Utterance, *, timing: bool = False) -> tuple[str, ...]:
    """The command line that turns text from its standard input into a WAV on its standard output. ``timing``: at full
    loudness, of SSML; it is measured and not heard."""
    words = max(LEAST_WORDS, WORDS_A_MINUTE * utterance.rate // 100)
    loud = AMPLITUDE if timing else AMPLITUDE * min(max(utterance.volume, 1), LOUDEST) // LOUDEST
    voice = VOICES.get(utterance.language, VOICES["vi"])
    markup = ("-m",) if timing else ()
    return (ENGINE, "-v", voice, "-s", str(words), "-a", str(loud), "-b", "1", *markup, "--stdin", "--stdout")


class EspeakSpeech:
    """``devices``: ALSA's name of each output. A dead engine is silence, never an error in a visit's way."""

    def __init__(self, devices: Mapping[SpeechOutput, str]) -> None:
        self._devices = devices
        self._lock = threading.Lock()
        self._turn = 0
        self._player: subprocess.Popen[bytes] | None = None

    def say(self, utterance: Utterance, ended: Callable[[], None], reached: SpeechProgress | None = None) -> None:
        with self._lock:
            self._cut()
            work = (self._turn, utterance, ended, reached or (lambda _piece, _word: None))
            threading.Thread(target=self._speak, args=work, name="kiosk-speech", daemon=True).start()

    def stop(self) -> None:
        with self._lock:
            self._cut()

    def close(self) -> None:
        self.stop()

    def _cut(self) -> None:
        self._turn += 1
        player, self._player = self._player, None
        if player is not None:
            player.kill()

    # --- on the thread of one utterance ---

    def _speak(self, turn: int, utterance: Utterance, ended: Callable[[], None], reached: SpeechProgress) -> None:
        """Piece after piece, until the last was said or somebody cut in."""
        with suppress(OSError, subprocess.SubprocessError):
            for piece in range(len(utterance.pieces)):
                self._speak_piece(turn, utterance, piece, reached)
                if self._turn != turn:
                    return
            ended()

    def _speak_piece(self, turn: int, utterance: Utterance, piece: int, reached: SpeechProgress) -> None:
        device, words = self._devices[utterance.output], utterance.words[piece] if utterance.words else ()
        if utterance.clip is not None:
            sound, words = utterance.clip.read_bytes(), ()
        else:
            sound = sealed(_rendered(engine_command(utterance), utterance.pieces[piece]))
        with os.fdopen(os.memfd_create("speech"), "w+b") as memory:
            memory.write(sound)
            memory.flush()
            player = self._begun(turn, device, memory.fileno())
            if player is None:
                return
            began = time.monotonic()
            reached(piece, -1)
            timing = partial(_rendered, engine_command(utterance, timing=True))
            starts = word_starts(words, sound, timing)
            for word, (start, over) in enumerate(pairwise((*starts, math.inf))):
                if began + over < time.monotonic():
                    continue  # said already, while it was found when
                if _ends_by(player, began + start):
                    break
                reached(piece, word)
            player.wait()

    def _begun(self, turn: int, device: str, sound: int) -> subprocess.Popen[bytes] | None:
        """The player, at work; None where somebody cut in."""
        with self._lock:
            if self._turn != turn:
                return None
            quiet = subprocess.DEVNULL
            self._player = player = subprocess.Popen(
                (PLAYER, "-q", "-D", device, f"/dev/fd/{sound}"),
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                pass_fds=(sound,),
            )
            return player


def _rendered(command: tuple[str, ...], text: str) -> bytes:
    """The WAV of ``text``."""
    return subprocess.run(
        command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, timeout=PATIENCE
    ).stdout


def _ends_by(player: subprocess.Popen[bytes], moment: float) -> bool:
    """Wait until ``moment`` of the monotonic clock; whether the player came to its end before."""
    try:
        player.wait(max(0.0, moment - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True
