"""What runs by itself, as a technician reads it: how the last run ended, and when the next one comes."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


class JobOutcome(enum.Enum):
    """Words under ``maintenance.outcome.VALUE``."""

    DONE = "done"
    LOOK = "look"  # it ran, and what it found wants a technician
    FAILED = "failed"


@dataclass(frozen=True)
class JobRecord:
    """One run. ``detail`` is a word key under ``maintenance.job``, or an error's code; ``values`` fill it."""

    at: datetime
    seconds: float
    outcome: JobOutcome
    detail: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class JobRow:
    """``following``: when it comes next; None where it waits for something else than a clock. ``missed``: its time is
    over and it did not run."""

    key: str
    last: JobRecord | None
    following: datetime | None = None
    missed: bool = False

    @property
    def failed(self) -> bool:
        return self.missed or (self.last is not None and self.last.outcome is JobOutcome.FAILED)


@dataclass(frozen=True)
class CertificateTerm:
    """This kiosk's certificate: when it came (None: not noted), until when, and from when on a new one is asked for."""

    taken: datetime | None
    renewal_from: datetime
    ends: datetime
