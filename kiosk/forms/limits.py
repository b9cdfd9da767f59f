"""Until when a result is promised: the limit of the case, counted by the office's calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from kiosk.domain.calendar import CLOSING, next_working_day, off
from kiosk.domain.certainty import Certainty
from kiosk.forms.case import FormCase
from kiosk.forms.effects import LimitSpec

NOON = time(11, 30)
"""When the morning's half of a day ends."""


@dataclass(frozen=True)
class ResultLimit:
    """``days`` of work after that of receipt; 0: the same day, or from ``cut_off`` on the next. ``half``: a half."""

    days: int
    cut_off: time | None = None
    half: bool = False


_WITHIN = re.compile(
    r"(?P<same>same_day(?:\((?P<cut>\d\d:\d\d)\))?)|working_days\((?P<days>\d{1,3})\)|(?P<half>half_day)|none", re.ASCII
)


def read_limit(within: str) -> ResultLimit | None:
    """same_day, same_day(15:00), working_days(3), half_day; None for ``none``. ValueError for anything else."""
    match = _WITHIN.fullmatch(within)
    if match is None or match["days"] == "0":
        raise ValueError(within)
    if match["same"]:
        return ResultLimit(0, time.fromisoformat(match["cut"]) if match["cut"] else None)
    if match["half"]:
        return ResultLimit(0, half=True)
    return ResultLimit(int(match["days"])) if match["days"] else None


def limit_of(case: FormCase) -> LimitSpec | None:
    """The first limit whose case this is; one that is unsure promises nothing."""
    limits = case.version.limits
    limit = next((one for one in limits if one.relevant is None or case.holds(one.relevant.text)), None)
    return None if limit is not None and limit.sure is Certainty.UNSURE else limit


def due_at(
    received: datetime, limit: ResultLimit, holiday: Callable[[date], bool], closing: time = CLOSING
) -> datetime:
    """Until when the result of a dossier that was ``received`` (aware) is promised.

    What comes in on a day off counts as received when the next working day begins. The same day ends at ``closing``;
    after the cut-off hour it is the next working day, which is one day and not two (Luật Hộ tịch 60/2014/QH13, Điều
    16 khoản 2). Working days are whole ones after that of receipt (BLDS 2015, Điều 147 khoản 1). Half a day: received
    in the morning, by closing; later, by noon of the next working day.
    """
    day, hour = received.date(), received.time()
    if off(day, holiday):
        day, hour = next_working_day(day, holiday), time.min
    if limit.half:
        morning = hour < NOON
        day = day if morning else next_working_day(day, holiday)
        return datetime.combine(day, closing if morning else NOON, received.tzinfo)
    late = hour >= min(limit.cut_off or time.max, closing)
    for _ in range(limit.days or late):
        day = next_working_day(day, holiday)
    return datetime.combine(day, closing, received.tzinfo)
