"""The machine at a glance: every part as one cell, in the order of what residents lose by it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


class CellState(enum.Enum):
    """Words under ``maintenance.state.VALUE``."""

    GOOD = "good"
    LOOK = "look"  # works, and wants a technician
    BROKEN = "broken"
    ABSENT = "absent"  # not fitted here, and nothing misses it


@dataclass(frozen=True)
class HealthCell:
    """One part. ``short`` are a few words, ``detail`` and ``remedy`` sentences; ``since``: when it came to this state,
    None if never seen."""

    key: str
    state: CellState
    short: str
    detail: str
    remedy: str = ""
    since: datetime | None = None
    needed: bool = False  # without it no resident can be served

    @property
    def stops_residents(self) -> bool:
        return self.needed and self.state is CellState.BROKEN


@dataclass(frozen=True)
class HealthBoard:
    """Every cell, as it was ``at`` that moment; ``running``: seconds since the machine was switched on."""

    cells: tuple[HealthCell, ...]
    at: datetime
    running: float = 0.0

    @property
    def serves(self) -> bool:
        """Whether residents can be served."""
        return not any(cell.stops_residents for cell in self.cells)

    @property
    def to_mend(self) -> tuple[HealthCell, ...]:
        """What wants a technician: what stops residents first, then what is broken, then the rest; else as they lie."""
        wrong = (cell for cell in self.cells if cell.state in (CellState.BROKEN, CellState.LOOK))
        return tuple(sorted(wrong, key=lambda one: (not one.stops_residents, one.state is not CellState.BROKEN)))

    @property
    def counts(self) -> Mapping[CellState, int]:
        return {state: sum(cell.state is state for cell in self.cells) for state in CellState}

    def cell(self, key: str) -> HealthCell:
        return next(one for one in self.cells if one.key == key)
