"""Until when a result is promised: the limit of the case. The calendar counts it (``domain.calendar.due``)."""

from __future__ import annotations

import re
from datetime import time

from kiosk.domain.certainty import Certainty
from kiosk.domain.procedure import TimeLimit
from kiosk.forms.case import FormCase
from kiosk.forms.effects import LimitSpec

_WITHIN = re.compile(
    r"(?P<same>same_day(?:\((?P<cut>\d\d:\d\d)\))?)|working_days\((?P<days>\d{1,3})\)|(?P<half>half_day)"
    r"|none|nothing",
    re.ASCII,
)


def read_limit(within: str, source: str = "") -> TimeLimit | None:
    """same_day, same_day(15:00), working_days(3), half_day; None for ``none``, ``nothing``. ValueError for others."""
    match = _WITHIN.fullmatch(within)
    if match is None or match["days"] == "0":
        raise ValueError(within)
    if match["same"]:
        cut_off = f"{time.fromisoformat(match['cut']):%H:%M}" if match["cut"] else ""
        return TimeLimit(1, cut_off, source, same_day=True)
    if match["half"]:
        return TimeLimit(1, source=source, same_day=True, half=True)
    return TimeLimit(int(match["days"]), source=source) if match["days"] else None


def limit_of(case: FormCase) -> LimitSpec | None:
    """The first limit whose case this is; one that is unsure promises nothing."""
    limits = case.version.limits
    limit = next((one for one in limits if one.relevant is None or case.holds(one.relevant.text)), None)
    return None if limit is not None and limit.sure is Certainty.UNSURE else limit
