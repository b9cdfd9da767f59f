"""Handing the result over: who takes it, by what right, and what they signed on the glass. Plain data."""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


class TakerProof(enum.Enum):
    """By what the officer knew who stood there."""

    CARD = "card"  # the applicant's own, read here
    PAPER = "paper"  # an authorisation on paper, which the officer has seen
    SIGHT = "sight"  # known in person, with a reason


Stroke = tuple[tuple[int, int], ...]
"""Points of one stroke on the glass, in tenths of a millimetre from its upper left corner."""


@dataclass(frozen=True)
class ResultTaker:
    """One person who takes the result. ``paper``: number and day of the authorisation, or why it goes without."""

    name: str
    id_number: str
    proof: TakerProof
    strokes: tuple[Stroke, ...] = ()
    paper: str = ""

    @property
    def signed(self) -> bool:
        """A touch by accident is no signature: two strokes, or one with some length."""
        return len(self.strokes) > 1 or any(len(stroke) > 4 for stroke in self.strokes)


@dataclass(frozen=True)
class ResultHandOver:
    """``items`` are what was given, each in the office's words."""

    takers: tuple[ResultTaker, ...]
    items: tuple[str, ...]

    def facts(self) -> dict[str, str]:
        """As the event keeps it."""
        return {
            "takers": json.dumps([_plain(one) for one in self.takers], ensure_ascii=False),
            "items": json.dumps(list(self.items), ensure_ascii=False),
        }


def unsigned(takers: Sequence[ResultTaker]) -> ResultTaker | None:
    """The first who has not signed."""
    return next((one for one in takers if not one.signed), None)


def _plain(taker: ResultTaker) -> dict[str, object]:
    return {**asdict(taker), "proof": taker.proof.value}
