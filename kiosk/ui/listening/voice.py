"""The voice of one window: one sentence after another, each cut off by what is more urgent, private words apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.domain.speech import LOUDEST, RATES, HeadphoneSocket, SpeechOutput, SpeechPort, Utterance
from kiosk.domain.spoken_text import sentences, spoken_form, spoken_words, without
from kiosk.language_packs import recorded_keys, recording
from kiosk.ui.sounds import SoundChoice
from kiosk.ui.strings import Strings

USUAL_VOLUME = 6


class Voice(QObject):
    """``private``: the words of this visit that only its person may hear. ``sentence(str)`` as each begins,
    ``silent`` when all was said to its end; ``reached(str, int)``: what of it is being said, as it stands on the glass,
    with the place of its word or -1 where that is not known, and nothing when the voice rests."""

    sentence = Signal(str)
    silent = Signal()
    reached = Signal(str, int)
    _ended = Signal(int)  # from the voice's thread, as the next
    _came_to = Signal(int, int, int)

    def __init__(
        self,
        port: SpeechPort,
        strings: Strings,
        sounds: SoundChoice,
        private: Callable[[], Iterable[str]],
        rate: int,
        parent: QObject | None = None,
        socket: HeadphoneSocket | None = None,
    ) -> None:
        super().__init__(parent)
        self._port, self._strings, self._sounds, self._private = port, strings, sounds, private
        self._usual_rate, self._socket = rate, socket
        self._queue: list[str] = []
        self._turn = 0
        self._parts: tuple[str, ...] = ()
        self._places: list[list[int]] = []  # of each part: which of its written words those are that are told
        self.speaking = False
        self._ended.connect(self._next, Qt.ConnectionType.QueuedConnection)
        self._came_to.connect(self._tell_part, Qt.ConnectionType.QueuedConnection)
        self.as_configured()

    def as_configured(self) -> None:
        """The next person finds the voice as the office set it: by the loudspeaker, and nothing private; by headphones
        that are plugged in."""
        self.rate, self.volume = self._usual_rate, USUAL_VOLUME
        self.set_output(SpeechOutput.HEADPHONES if self.plugged else SpeechOutput.LOUDSPEAKER)

    # --- how it speaks ---

    @property
    def plugged(self) -> bool | None:
        """Whether headphones are plugged in; None where that is not seen."""
        return self._socket.plugged if self._socket is not None else None

    def set_output(self, output: SpeechOutput) -> None:
        """To headphones private words go by themselves; by the loudspeaker never, until they are asked for."""
        self.output = output
        self.personal = output is SpeechOutput.HEADPHONES

    def turn_rate(self, by: int) -> None:
        self.rate = RATES[min(max(RATES.index(self.rate) + by, 0), len(RATES) - 1)]

    def turn_volume(self, by: int) -> None:
        self.volume = min(max(self.volume + by, 1), LOUDEST)

    # --- what it says ---

    def say(self, *sentences: str) -> None:
        """These now: what was being said is cut off."""
        self._queue = [one for one in sentences if one]
        self._begin()

    def add(self, sentence: str) -> None:
        """This after what is being said."""
        if self.speaking:
            self._queue.append(sentence)
        else:
            self.say(sentence)

    def stop(self) -> None:
        self._turn += 1
        self._queue.clear()
        self._port.stop()
        self._rest()

    def _begin(self) -> None:
        if not self._queue:
            self.stop()
            return
        self.speaking = self._sounds.hush = True
        self._turn += 1
        written, turn = self._queue.pop(0), self._turn
        sentence = self.heard(written)
        self.sentence.emit(sentence)
        language, clip = self._strings.language, self._recorded(sentence)
        parts, heard = self._in_parts(written, sentence) if clip is None else ((written,), ())
        words = [self._single_words(*both) for both in zip(parts, heard or (sentence,), strict=True)]
        self._parts = parts
        self._places = [[place for place, word in enumerate(one) if word] for one in words]
        utterance = Utterance(
            spoken_form(sentence, language),
            language,
            self.rate,
            self.volume,
            self.output,
            clip,
            tuple(spoken_form(part, language) for part in heard),
            tuple(tuple(filter(None, one)) for one in words),
        )
        self._port.say(utterance, lambda: self._ended.emit(turn), lambda at, word: self._came_to.emit(turn, at, word))

    def _in_parts(self, written: str, sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Its sentences as they are written and as they are heard; all in one where a private word holds two together,
        which in pieces would not be known."""
        parts = sentences(written)
        heard = tuple(self.heard(part) for part in parts)
        if "".join("".join(heard).split()) == "".join(sentence.split()):
            return parts, heard
        return (written,), ()

    def _single_words(self, part: str, heard: str) -> tuple[str, ...]:
        """The words of a sentence that can be told one by one; none where something of it is left out."""
        return spoken_words(part, self._strings.language) if part == heard else ()

    def _tell_part(self, turn: int, at: int, word: int) -> None:
        if turn == self._turn and self.speaking:
            self.reached.emit(self._parts[at], self._places[at][word] if word >= 0 else -1)

    def _recorded(self, sentence: str) -> Path | None:
        """Where a person has spoken this very sentence."""
        words = self._strings.words
        spoken = (key for key in recorded_keys(words.language) if words.has(key))
        keys = (key for key in spoken if words.texts[key] == sentence.rstrip("."))
        return next((recording(words.language, key) for key in keys), None)

    def heard(self, sentence: str) -> str:
        """What of a sentence may be heard now."""
        if self.personal:
            return sentence
        return without(sentence, self._private(), self._strings.say("listen.private"))

    def _next(self, turn: int) -> None:
        if turn != self._turn:
            return  # it was cut off meanwhile
        if self._queue:
            self._begin()
        else:
            self._rest()
            self.silent.emit()

    def _rest(self) -> None:
        self.speaking = self._sounds.hush = False
        self.reached.emit("", -1)
