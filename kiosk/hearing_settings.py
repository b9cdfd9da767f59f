"""Settings of what is heard: small sounds, and the voice that reads aloud."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SoundSettings:
    """Which small sounds are heard; a person may set it otherwise for their visit. The bell always rings."""

    click: bool = True  # a touch was taken
    success: bool = True  # the card was read, the dossier was received
    attention: bool = True  # something wants to be looked at


@dataclass(frozen=True)
class SpeechSettings:
    """The voice that reads aloud. Devices are ALSA's names, as ``aplay -L`` lists them."""

    headphones: str = "default"  # where the socket for headphones is
    loudspeaker: str = "default"  # where the loudspeaker is
    keys: str = "pad"  # pad (a numeric key pad), or switches (two: Space goes on, Enter chooses)
    rate: int = 100  # per cent of 120 words a minute: 75, 100, 125, 150 or 200
