"""What the way to the portal is like, as anybody may be told."""

from __future__ import annotations

import enum


class LineState(enum.Enum):
    """What the way to the portal is like; words under ``line.VALUE``."""

    UP = "up"  # the portal answered as the contract says
    CLOCK = "clock"  # the same, and by its word or the time floor this machine's clock is wrong: slips would be, too
    DOWN = "down"  # nothing answers
    NOT_PORTAL = "not-portal"  # something answers that is not the portal: a captive page, a proxy, another host
    PORTAL_DOWN = "portal-down"  # the portal answers, and cannot serve
    TECHNICIAN = "technician"  # certificate, clock or password: a person has to mend it
    UNSET = "unset"  # no portal is set up yet

    @property
    def reached(self) -> bool:
        """Did the portal answer as it should?"""
        return self in (LineState.UP, LineState.CLOCK)
