"""A voice that nobody hears: it writes down what it would have said."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.speech import SpeechProgress, Utterance


class SimulatedSpeech:
    """``spoken``: all that was said, in order. It speaks until ``finish`` lets it come to its end; ``go_on`` lets it
    come to its next sentence, and ``come_to`` to a word of it."""

    def __init__(self) -> None:
        self.spoken: list[Utterance] = []
        self.cut = 0  # how often it was cut off, or silenced
        self._ended: Callable[[], None] | None = None
        self._reached: SpeechProgress | None = None
        self._at = 0

    @property
    def speaking(self) -> bool:
        return self._ended is not None

    def say(self, utterance: Utterance, ended: Callable[[], None], reached: SpeechProgress | None = None) -> None:
        self.stop()
        self.spoken.append(utterance)
        self._ended, self._reached, self._at = ended, reached, 0
        if reached is not None:
            reached(0, -1)

    def go_on(self) -> None:
        """Come to the next sentence, or after the last to the end."""
        self._at += 1
        if self._ended is None or self._at >= len(self.spoken[-1].pieces):
            self.finish()
        elif self._reached is not None:
            self._reached(self._at, -1)

    def come_to(self, word: int) -> None:
        """Come to that word of the sentence."""
        if self._ended is not None and self._reached is not None:
            self._reached(self._at, word)

    def finish(self) -> None:
        """Come to the end of what is being said."""
        ended, self._ended = self._ended, None
        if ended is not None:
            ended()

    def stop(self) -> None:
        if self._ended is not None:
            self.cut += 1
        self._ended = None

    def close(self) -> None:
        self.stop()
