"""A WAV as the voice writes it: 16 bits a sample, one channel."""

from __future__ import annotations

import sys
from array import array


def wav_samples(sound: bytes) -> array[int] | None:
    """What is heard; None where ``sound`` is no WAV. A length that a stream could not know is not believed."""
    head, mark, rest = sound.partition(b"data")
    if not mark or not head.startswith(b"RIFF"):
        return None
    samples = array("h", rest[4 : 4 + (len(rest) - 4) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
