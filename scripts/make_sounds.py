"""Make the kiosk's sounds: python -m scripts.make_sounds. Sums of sines of our own; nobody's recording."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 22_050  # samples a second, 16 bit, one channel
FOLDER = Path(__file__).parent.parent / "assets" / "sounds"

CALL = ((0.0, 1318.5), (0.42, 1046.5))
"""The call for an officer, two strokes of a bell: when each begins, in seconds, and its tone in hertz (E6, C6)."""

PARTIALS = ((1.0, 1.0, 1.0), (2.76, 0.35, 2.2), (5.40, 0.12, 4.0))
"""A bar's overtones: times the tone, how loud, how much quicker they fade."""


def stroke(tone: float, since: float) -> float:
    """One stroke, ``since`` seconds after it."""
    if since < 0:
        return 0.0
    swell = min(1.0, since / 0.004)  # no click
    return swell * sum(
        loud * math.exp(-since * 3.2 * fade) * math.sin(2 * math.pi * tone * times * since)
        for times, loud, fade in PARTIALS
    )


def chime(seconds: float = 1.7) -> bytes:
    ends = range(round(seconds * RATE))
    waves = [sum(stroke(tone, at / RATE - begins) for begins, tone in CALL) for at in ends]
    loudest = max(abs(one) for one in waves)
    return b"".join(struct.pack("<h", round(one / loudest * 0.8 * 32767)) for one in waves)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with wave.open(str(FOLDER / "call.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(chime())


if __name__ == "__main__":
    main()
