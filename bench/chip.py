"""What a full read of the chip costs: commands, bytes and our own processor time, by access and by read size.

    python bench/chip.py [--rounds N]

Card and terminal run in one process; the card's share is measured apart and taken off, so that the figures are the
kiosk's own. Ratios are against PACE with extended length, the usual case, in the same run. On the air the radio comes
on top: its share is computed from the bytes at 106 kbit/s and a typical 5 ms a command, and marked as computed.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.chip import keys
from kiosk.chip.access import Habits
from kiosk.chip.apdu import Transmit
from kiosk.chip.files import LONG_READ
from kiosk.chip.reader import CardRead, CardSession
from kiosk.devices.card_identity import load_trust
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import AIR_BYTES_PER_SECOND, VirtualCard

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PER_COMMAND = 0.005

CASES = {
    "PACE, 4096": ((), LONG_READ),
    "PACE, 1500": ((), 1500),
    "PACE, 256": ((), 256),
    "PACE, 223": ((), 223),
    "PACE, 112": ((), 112),
    "BAC, 4096": ((Quirk.NO_PACE,), LONG_READ),
    "BAC, 223": ((Quirk.NO_PACE,), 223),
    "found out: short only": ((Quirk.SHORT_ONLY,), LONG_READ),
    "found out: in channel": ((Quirk.SHORT_IN_CHANNEL,), LONG_READ),
}


class Timed:
    """A card whose own time is counted."""

    def __init__(self, card: VirtualCard) -> None:
        self.card = card
        self.seconds = 0.0

    def connect(self) -> Transmit:
        self.card.reset()
        return self._transmit

    def _transmit(self, apdu: bytes) -> bytes:
        started = time.process_time()
        answer = self.card.transmit(apdu)
        self.seconds += time.process_time() - started
        return answer


@dataclass(frozen=True)
class Figure:
    read: CardRead
    milliseconds: float

    @property
    def on_the_air(self) -> float:
        return self.read.bytes / AIR_BYTES_PER_SECOND + self.read.apdus * PER_COMMAND


def measure(quirks: tuple[Quirk, ...], chunk: int, rounds: int) -> Figure:
    key, trust = keys.from_qr(person().qr_text), load_trust(None)
    card = VirtualCard(person(), Quirks.of(quirks))
    own: list[float] = []
    for _ in range(rounds):
        timed = Timed(card)
        started = time.process_time()
        read = CardSession(timed.connect, trust, Habits(chunk)).read(key, NOW)
        own.append(time.process_time() - started - timed.seconds)
    return Figure(read, statistics.median(own) * 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    logging.disable(logging.WARNING)  # a card opened by BAC says so each time
    figures = {name: measure(*case, rounds) for name, case in CASES.items()}
    base = next(iter(figures.values()))
    print(f"{'case':24}{'APDUs':>7}{'bytes':>9}{'CPU ms':>8}{'ratio':>7}{'air s (computed)':>18}")
    for name, figure in figures.items():
        ratio = figure.milliseconds / base.milliseconds
        print(
            f"{name:24}{figure.read.apdus:7}{figure.read.bytes:9}{figure.milliseconds:8.1f}{ratio:7.2f}"
            f"{figure.on_the_air:18.2f}"
        )
    face = base.read.face
    if face:
        print(f"DG2 {len(base.read.files['DG2'])} bytes, face {len(face.data)} bytes; median of {rounds} rounds")


if __name__ == "__main__":
    main()
