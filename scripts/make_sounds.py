"""Make the kiosk's sounds: python -m scripts.make_sounds. Sums of sines of our own; nobody's recording."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RATE = 22_050  # samples a second, 16 bit, one channel
FOLDER = Path(__file__).parent.parent / "assets" / "sounds"

BAR = ((1.0, 1.0, 1.0), (2.76, 0.35, 2.2), (5.40, 0.12, 4.0))
"""A bar's overtones: times the tone, how loud, how much quicker they fade."""

SOFT = ((1.0, 1.0, 1.0), (2.0, 0.18, 1.6))
"""Of wood more than of metal."""


@dataclass(frozen=True)
class Chime:
    """``strokes``: when each begins, in seconds, and its tone in hertz. ``fade``: how quickly they fade, a second.
    ``peak``: of full scale."""

    seconds: float
    strokes: Sequence[tuple[float, float]]
    partials: Sequence[tuple[float, float, float]]
    fade: float
    peak: float


SOUNDS: Mapping[str, Chime] = {
    # The call for an officer, two strokes of a bell (E6, C6): to be heard through a hall.
    "call": Chime(1.7, ((0.0, 1318.5), (0.42, 1046.5)), BAR, 3.2, 0.8),
    # A touch that was taken: a tick of wood, over before the finger is lifted.
    "click": Chime(0.09, ((0.0, 740.0),), SOFT, 60.0, 0.16),
    # Something is done: a third upwards (C5, E5), soft.
    "success": Chime(0.9, ((0.0, 523.3), (0.16, 659.3)), SOFT, 6.0, 0.3),
    # Something wants to be looked at: the same tone twice (A4), no alarm.
    "attention": Chime(0.8, ((0.0, 440.0), (0.24, 440.0)), SOFT, 7.0, 0.34),
}


def stroke(chime: Chime, tone: float, since: float) -> float:
    """One stroke, ``since`` seconds after it."""
    if since < 0:
        return 0.0
    swell = min(1.0, since / 0.004)  # no crack
    return swell * sum(
        loud * math.exp(-since * chime.fade * fade) * math.sin(2 * math.pi * tone * times * since)
        for times, loud, fade in chime.partials
    )


def samples(chime: Chime) -> bytes:
    count = round(chime.seconds * RATE)
    waves = [sum(stroke(chime, tone, at / RATE - begins) for begins, tone in chime.strokes) for at in range(count)]
    loudest = max(abs(one) for one in waves)
    last = round(0.01 * RATE)  # it ends in silence, not cut off
    ends = (min(1.0, (count - 1 - at) / last) for at in range(count))
    shaped = (one / loudest * chime.peak * end for one, end in zip(waves, ends, strict=True))
    return b"".join(struct.pack("<h", round(one * 32767)) for one in shaped)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, chime in SOUNDS.items():
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(chime))


if __name__ == "__main__":
    main()
