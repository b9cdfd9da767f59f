"""What is said aloud, where it is heard, and who says it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

WORDS_A_MINUTE = 120
"""At 100 per cent: slow enough for somebody who hears such a voice for the first time."""

RATES = (75, 100, 125, 150, 200)
"""Per cent."""

LOUDEST = 10
"""Volumes go from 1 to this."""


class SpeechOutput(enum.Enum):
    HEADPHONES = "headphones"
    LOUDSPEAKER = "loudspeaker"


@dataclass(frozen=True)
class Utterance:
    """``text`` as it is to be spoken; ``sentences``: the same in its sentences, where each is to be told as it begins;
    ``words``: of each of its pieces what is to be told word by word, or nothing; ``clip``: a recording of all of it,
    which wins over synthesis."""

    text: str
    language: str = "vi"
    rate: int = 100
    volume: int = 6
    output: SpeechOutput = SpeechOutput.LOUDSPEAKER
    clip: Path | None = None
    sentences: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        """What is spoken in one go each; a recording is one."""
        return self.sentences if self.sentences and self.clip is None else (self.text,)


SpeechProgress = Callable[[int, int], None]
"""Called, on any thread, with the place of each of an utterance's pieces as that begins and -1; and, where the voice
can tell, with the place of the piece and that of each of its words as the word begins."""


class HeadphoneSocket(Protocol):
    """The socket for headphones."""

    @property
    def plugged(self) -> bool | None:
        """Whether something is plugged in; None where this machine cannot tell."""

    def subscribe(self, listener: Callable[[bool], None]) -> None:
        """Have it called, on any thread, with whether something is plugged in, when that is another."""

    def close(self) -> None: ...


class SpeechPort(Protocol):
    """One voice at a time. Calls return at once; they may come from the painting thread."""

    def say(self, utterance: Utterance, ended: Callable[[], None], reached: SpeechProgress | None = None) -> None:
        """Say it; what was being said is cut off. ``ended`` is called, on any thread, when it was said to its end, and
        not where it was cut off."""

    def stop(self) -> None:
        """Be silent."""

    def close(self) -> None: ...
