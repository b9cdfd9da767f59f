"""What a counter's screen shows of a kiosk of its hall: there or away, a visit by step alone, the bell, who helps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OfficerView:
    """An officer as colleagues read it, since when. ``mine``: at this very counter."""

    person: str
    since: datetime
    mine: bool = False
    touches: bool = False


@dataclass(frozen=True)
class HallKioskView:
    """``heard``: when it answered last; what is shown of a kiosk that is away is as old. ``step`` empty: nobody is at
    it; ``since``, ``step_since``: of the visit and its step. ``ringing``: since when somebody calls; ``caller_here``:
    whether they are still at it. ``signed_in``: whether the officer is, there. ``asked``: whether its glass may be
    looked at; ``offered``: the officer whose offer stands on it; ``coming``: who answered the last bell."""

    kiosk: str
    there: bool
    heard: datetime | None
    step: str
    ringing: datetime | None
    signed_in: bool
    chosen: bool
    caller_here: bool = False
    since: datetime | None = None
    step_since: datetime | None = None
    asked: bool = False
    offered: str = ""
    helper: OfficerView | None = None
    coming: OfficerView | None = None
