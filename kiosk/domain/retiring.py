"""A kiosk that leaves service: what is done, what still stands in the way, who answers for what is left behind."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


class RetireStep(enum.Enum):
    """Words under ``retire.step.VALUE``."""

    CLOSED = "closed"  # no new filing is begun
    SETTLED = "settled"  # nothing waits, or it was carried out, or two people answer for it
    TOLD = "told"  # the portal has signed that it lets this kiosk in no more, or could not be told
    ERASED = "erased"  # the key is gone, and the store with it


RETIRE_STEPS = tuple(RetireStep)


@dataclass(frozen=True)
class HandedOver:
    """What never arrived is another's now: why, and which two accounts say so, by their numbers."""

    reason: str
    by: tuple[str, str]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RetireState:
    """``waiting``: what never arrived; ``carried``: of that, what lies on a stick; ``word``: the portal's signature."""

    began: datetime
    done: Mapping[RetireStep, datetime] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    handed: HandedOver | None = None
    word: str = ""

    @property
    def next(self) -> RetireStep | None:
        return next((step for step in RETIRE_STEPS if step not in self.done), None)

    @property
    def untold(self) -> bool:
        """Whether it goes on without the portal's word: somebody revokes this kiosk there by hand."""
        return RetireStep.TOLD in self.done and not self.word

    def words_of(self, step: RetireStep) -> str:
        """The key of what is said of ``step``."""
        return "retire.step.untold" if step is RetireStep.TOLD and self.untold else f"retire.step.{step.value}"

    @property
    def in_the_way(self) -> tuple[str, ...]:
        """What waits, is on no stick, and nobody answers for."""
        handed = self.handed.codes if self.handed else ()
        return tuple(code for code in self.waiting if code not in self.carried and code not in handed)


@dataclass(frozen=True)
class ErasureCertificate:
    """``document``: the signed facts as JSON; ``pdf``: the same as a page."""

    name: str
    document: bytes
    pdf: bytes
