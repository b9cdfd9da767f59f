"""A read of a card as a technician watches it: each step with its time, each command with its answer's status.

Never a byte of what a command carries or a card answers: four bytes of a command's head, the length, the status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.card_reading import ReadPart

_COMMANDS = {
    0xA4: "SELECT",
    0xB0: "READ BINARY",
    0xB1: "READ BINARY",
    0x22: "MSE",
    0x86: "GEN. AUTH.",
    0x84: "GET CHALLENGE",
    0x82: "EXT. AUTH.",
    0x88: "INT. AUTH.",
    0xC0: "GET RESP.",
}
"""ISO/IEC 7816-4, by the instruction's byte."""

_PROTECTED, _CHAINED = 0x0C, 0x10


@dataclass(frozen=True)
class ApduExchange:
    """``at`` and ``seconds``: when it began, since the read did, and how long it took."""

    at: float
    seconds: float
    head: str  # CLA INS P1 P2, hexadecimal
    sent: int  # bytes of the command
    status: str  # SW1 SW2, hexadecimal
    answered: int  # bytes of the answer without its status

    @classmethod
    def of(cls, apdu: bytes, answer: bytes, at: float, seconds: float) -> ApduExchange:
        return cls(at, seconds, apdu[:4].hex().upper(), len(apdu), answer[-2:].hex().upper(), max(0, len(answer) - 2))

    @property
    def command(self) -> str:
        """Its name in the standard; its instruction's byte where it is none that a card is asked here."""
        instruction = int(self.head[2:4], 16)
        return _COMMANDS.get(instruction, f"INS {instruction:02X}")

    @property
    def is_protected(self) -> bool:
        """Whether it went through the secure channel."""
        return int(self.head[:2], 16) & _PROTECTED == _PROTECTED

    @property
    def is_good(self) -> bool:
        """6282: the end of the file came before as much as was asked for, which is asked for so (ISO/IEC 7816-4)."""
        return self.status[:2] in ("90", "61") or self.status == "6282"


@dataclass(frozen=True)
class TrialStep:
    """One part of a read: when it began, how long it took, how many commands it was."""

    part: ReadPart
    at: float
    seconds: float
    commands: int


@dataclass(frozen=True)
class CardTrial:
    """Nothing of the person: how the card opened, what its proof came to, and the times."""

    seconds: float
    access: str
    verdict: str  # of ``CardVerdict``
    steps: tuple[TrialStep, ...]
    exchanges: tuple[ApduExchange, ...]
    bytes: int = 0


def steps_of(
    marks: Sequence[tuple[ReadPart, float]], exchanges: Sequence[ApduExchange], whole: float
) -> tuple[TrialStep, ...]:
    """``marks``: when each part began, in order; ``whole``: seconds of all."""
    ends = [at for _, at in marks[1:]] + [whole]
    return tuple(
        TrialStep(part, at, end - at, sum(at <= one.at < end for one in exchanges))
        for (part, at), end in zip(marks, ends, strict=True)
    )
