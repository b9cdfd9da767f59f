"""A kiosk that changes its commune or unit: the steps in their order, what is done, what is still waited for.

    closed -> drained -> proven -> rekeyed -> enrolled -> greeted -> open

Up to ``proven`` it can be called off. From ``rekeyed`` on there is only the way ahead.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


class MoveStep(enum.Enum):
    """Words under ``maintenance.move.VALUE``."""

    CLOSED = "closed"  # no new filing is begun
    DRAINED = "drained"  # all that waited has the portal's number
    PROVEN = "proven"  # the portal has signed for every paper
    REKEYED = "rekeyed"  # the store is under a key of its own
    ENROLLED = "enrolled"  # a certificate in the new unit's name, and that name on screen and paper
    GREETED = "greeted"  # the portal has answered under it, and told of the old dossiers
    OPEN = "open"  # residents are served again


STEPS = tuple(MoveStep)
NO_RETURN = MoveStep.REKEYED


@dataclass(frozen=True)
class OfficeName:
    """Who a kiosk is, and what stands on screen and paper."""

    unit: str
    kiosk: str
    authority: str
    commune: str
    province: str


@dataclass(frozen=True)
class MoveState:
    """``done``: when each step ended. ``waiting``: filings and answers that have not arrived, of them ``parked`` those
    that a person must see to; ``unproven``: papers without the portal's word; ``restart``: the next step wants the
    program started anew, under the new name."""

    old: OfficeName
    new: OfficeName
    began: datetime
    done: Mapping[MoveStep, datetime] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    unproven: int = 0
    restart: bool = False

    @property
    def next(self) -> MoveStep | None:
        """What comes now; None once all is done."""
        return next((step for step in STEPS if step not in self.done), None)

    @property
    def returns(self) -> bool:
        """Whether it can still be called off."""
        return NO_RETURN not in self.done


@dataclass(frozen=True)
class InvitationOnStick:
    """For which kiosk of which unit; ``data`` is a secret until it is used."""

    name: str
    unit: str
    kiosk: str
    data: bytes = field(repr=False)
