"""When each word of a sentence begins in the voice of espeak-ng, found in the sound itself.

By its command line espeak-ng tells nothing of when a word begins. So the sentence is rendered three times more, each
time with every third word silent: which of the three is quiet at a moment says whose turn it is, whatever the voice
does between words. A word that the voice says in one with the one before (English "of the") begins with it. How far
this is from the engine's own events: docs/decisions/0122.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import accumulate

from kiosk.devices.wav import wav_samples

TURNS = 3
HEADER = 44  # bytes of a WAV's
STEP = 110  # samples: 5 ms at 22,050 Hz
HEARD = 150  # of 32,767: below it is silence
QUIET = 1 / 3  # of what the other turns say


def sealed(sound: bytes) -> bytes:
    """A WAV that was written to a pipe, with its true length in its head."""
    if not sound.startswith(b"RIFF") or len(sound) < HEADER:
        return sound
    head = bytearray(sound[:HEADER])
    struct.pack_into("<I", head, 4, len(sound) - 8)
    struct.pack_into("<I", head, HEADER - 4, len(sound) - HEADER)
    return bytes(head) + sound[HEADER:]


def word_starts(words: Sequence[str], sound: bytes, render: Callable[[str], bytes]) -> tuple[float, ...]:
    """Seconds into ``sound``, which says ``words``, at which each begins; empty where that cannot be told.

    ``render`` gives the WAV of a text in SSML.
    """
    if not words or not sound.startswith(b"RIFF"):
        return ()
    rate = struct.unpack_from("<I", sound, 24)[0]
    turns = [_samples(render(_with_silent(words, turn))) for turn in range(TURNS)]
    begun = _placed(words, list(_changes(turns)))
    later = max(0, min(map(len, turns)) - len(_samples(sound))) / len(words)  # what a tag adds before each word
    return tuple(accumulate((max(0.0, (at - later * (place + 1)) / rate) for place, at in enumerate(begun)), max))


def _with_silent(words: Sequence[str], turn: int) -> str:
    loud = ("silent" if place % TURNS == turn else "medium" for place in range(len(words)))
    spans = (f'<prosody volume="{how}">{escape(word)}</prosody>' for how, word in zip(loud, words, strict=True))
    return f"<speak>{' '.join(spans)}</speak>"


def _samples(sound: bytes) -> array[int]:
    """None at all of what is no WAV."""
    return wav_samples(sound) or array("h")


def _changes(turns: Sequence[array[int]]) -> Iterator[tuple[int, int]]:
    """Whose turn it is, and the sample from which on."""
    last = -1
    for at in range(0, min(map(len, turns)) - STEP, STEP):
        peaks = [max(turn[at : at + STEP]) for turn in turns]
        quiet, next_quiet, loudest = *sorted(peaks)[:2], max(peaks)
        if loudest < HEARD or quiet > loudest * QUIET or next_quiet < loudest * QUIET:
            continue
        if (turn := peaks.index(quiet)) != last:
            yield turn, at
            last = turn


def _placed(words: Sequence[str], changes: Sequence[tuple[int, int]]) -> list[int]:
    """The sample at which each word begins; nothing where the turns do not come as the words do."""
    begun: list[int] = []
    for turn, at in changes:
        while len(begun) % TURNS != turn:
            begun.append(begun[-1] if begun else at)  # in one with the word before
        begun.append(at)
    if begun and len(begun) == len(words) - 1:
        begun.append(begun[-1])
    return begun if len(begun) == len(words) else []
