"""What a full read of the chip costs: commands, bytes, our own processor time, and the radio's share as a model.

    python bench/chip.py [--rounds N]

Card and terminal run in one process; the card's share is measured apart and taken off, so that the figures are the
kiosk's own. Ratios are against PACE with extended length, the usual case, in the same run. The radio is a model: every
byte at 106, 424 or 848 kbit/s with a start and a parity bit, and two milliseconds an exchange. A real chip thinks as
well, so our true share is smaller still.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.chip import keys, tlv
from kiosk.chip.apdu import Transmit
from kiosk.chip.habits import Habits
from kiosk.chip.lengths import LONG_READ
from kiosk.chip.reader import CardSession
from kiosk.chip.watching import CardRead, ReadStep
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PER_EXCHANGE = 0.002
BITS_PER_BYTE = 9
SPEEDS = (106, 424, 848)  # kbit/s
OUR_SHARE = 0.05
OUR_MILLISECONDS = 60.0
MOST_FOR_FACE = {"extended": 8, "short": 92}
OTHERS = ("pypassport", "pymrtd")  # readers one would compare with: neither can be installed from the registry

CASES = {
    "PACE, 4096": ((), LONG_READ),
    "PACE, 1500": ((), 1500),
    "PACE, 256": ((), 256),
    "PACE, 223": ((), 223),
    "PACE, 112": ((), 112),
    "PACE-CAM": ((Quirk.PACE_CAM,), LONG_READ),
    "PACE-IM": ((Quirk.PACE_IM,), LONG_READ),
    "PACE by DH": ((Quirk.PACE_DH,), LONG_READ),
    "BAC, 4096": ((Quirk.NO_PACE,), LONG_READ),
    "BAC, 223": ((Quirk.NO_PACE,), 223),
    "AA by RSA": ((Quirk.ACTIVE_ONLY, Quirk.ACTIVE_RSA), LONG_READ),
    "told: short only": ((Quirk.SHORT_ONLY,), LONG_READ),
    "told: 1,200 at most": ((Quirk.MEDIUM_READS,), LONG_READ),
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

    def on_the_air(self, speed: int) -> float:
        """Seconds of a read at so many kbit/s, by the model."""
        return self.read.bytes * BITS_PER_BYTE / (speed * 1000) + self.read.apdus * PER_EXCHANGE

    def share(self, speed: int) -> float:
        own = self.milliseconds / 1000
        return own / (own + self.on_the_air(speed))


def measure(quirks: tuple[Quirk, ...], chunk: int, rounds: int) -> Figure:
    key, trust = keys.from_qr(person().qr_text), demo_trust()
    card = VirtualCard(person(), Quirks.of(quirks))
    own: list[float] = []
    for _ in range(rounds):
        timed = Timed(card)
        started = time.process_time()
        read = CardSession(timed.connect, trust, Habits(chunk, asked=chunk != LONG_READ)).read(key, NOW)
        own.append(time.process_time() - started - timed.seconds)
    return Figure(read, statistics.median(own) * 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    logging.disable(logging.WARNING)  # a card opened by BAC says so each time
    figures = {name: measure(*case, rounds) for name, case in CASES.items()}
    base = next(iter(figures.values()))
    air = "".join(f"{f'{speed} kbit/s':>16}" for speed in SPEEDS)
    print(f"{'case':24}{'APDUs':>7}{'bytes':>9}{'CPU ms':>8}{'ratio':>7}{air}   (seconds modelled, and our share)")
    for name, figure in figures.items():
        ratio = figure.milliseconds / base.milliseconds
        air = "".join(f"{figure.on_the_air(speed):9.2f}{figure.share(speed):6.1%} " for speed in SPEEDS)
        print(f"{name:24}{figure.read.apdus:7}{figure.read.bytes:9}{figure.milliseconds:8.1f}{ratio:7.2f}{air}")
    _targets(figures)
    found = [name for name in OTHERS if importlib.util.find_spec(name)]
    print(f"other readers here to compare with: {', '.join(found) or 'none (tried: ' + ', '.join(OTHERS) + ')'}")


def _targets(figures: dict[str, Figure]) -> None:
    base = figures["PACE, 4096"]
    print(f"DG2 {len(base.read.files['DG2'])} bytes")
    for kind, quirks in (("extended", ()), ("short", (Quirk.SHORT_ONLY,))):
        _judged(f"commands for DG2, {kind} length", commands_for_face(quirks), MOST_FOR_FACE[kind])
    _judged("CPU ms of a whole read", round(base.milliseconds, 1), OUR_MILLISECONDS)
    for speed in SPEEDS:
        _judged(f"our share in percent at {speed} kbit/s", round(100 * base.share(speed), 2), 100 * OUR_SHARE)


def _judged(what: str, found: float, most: float) -> None:
    print(f"{'met ' if found <= most else 'MISSED'} {what}: {found:g} (at most {most:g})")


def commands_for_face(quirks: tuple[Quirk, ...]) -> int:
    """The exchanges from the first byte of a DG2 of 20 kB to its last, counted on the line."""
    card, sent = VirtualCard(person(), Quirks.of(quirks)), [0]
    card._files[virtual_files.DG2] = tlv.encode(0x75, bytes(20 * 1024 - 4))
    marks: dict[str, int] = {}

    def connect() -> Transmit:
        card.reset()
        return transmit

    def transmit(apdu: bytes) -> bytes:
        sent[0] += 1
        return card.transmit(apdu)

    def watch(step: ReadStep, fraction: float) -> None:
        if step is ReadStep.DG2:
            marks.setdefault("first", sent[0])
            marks["last"] = sent[0]

    CardSession(connect, demo_trust(), Habits()).read(keys.from_qr(person().qr_text), NOW, watch)
    return marks["last"] - marks["first"]


if __name__ == "__main__":
    main()
