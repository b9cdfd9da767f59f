"""One identity, two stores: seen by the chain that a kiosk's health reports form.

Each report has a number that its store counts up, a mark of its own, and the mark of the last report before it that was
taken over. A copy of a store counts on from where it was copied, so one of the two sends a number that was used.
Both are served all the same: the page says so, and a person decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

_KEPT = 12  # reports of a branch that are remembered
_BRANCHES = 3  # of one kiosk
_SLOW = timedelta(minutes=2)  # longer than a request lives


@dataclass(frozen=True)
class ReportBranch:
    """What one store has reported. ``marks``: the last of them by number; ``since``, ``last``: the first and the last
    moment that it spoke as a branch of its own; ``waiting``: filings in its queue then."""

    marks: Mapping[int, str]
    since: datetime
    last: datetime
    waiting: int = 0

    @property
    def number(self) -> int:
        return max(self.marks, default=-1)


def extended(
    branches: Sequence[ReportBranch], report: Mapping[str, Any], now: datetime
) -> tuple[ReportBranch, ...] | None:
    """The branches with this report; None where it is an old one that says nothing new."""
    number, mark, before = report["number"], report.get("mark", ""), report.get("before", "")
    if not mark:  # a program from before the chain: the highest number counts
        newer = all(number > one.number for one in branches)
        return (_branch(report, now),) if newer else None
    if any(one.marks.get(number) == mark for one in branches):
        return None
    place = _place(branches, number, before, now)
    if place is None:
        return None
    if place == len(branches):
        return (*branches, _branch(report, now))[-_BRANCHES:]
    return (*branches[:place], _longer(branches[place], report, now), *branches[place + 1 :])


def two_stores(branches: Sequence[ReportBranch]) -> datetime | None:
    """Since when two stores speak in turn under one identity; None where none does. A store from a backup is no second
    one: the older branch is silent from then on."""
    since = [
        later.since
        for place, later in enumerate(branches)
        if any(earlier.last > later.since for earlier in branches[:place])
    ]
    return min(since, default=None)


def _place(branches: Sequence[ReportBranch], number: int, before: str, now: datetime) -> int | None:
    """Whose report it is: a branch's place, or one past the last for a new branch; None for one that came late."""
    for place, one in enumerate(branches):
        if before and before == one.marks.get(one.number):
            return place
    for place, one in enumerate(branches):
        if before in one.marks.values() and number > one.number:
            return place  # the answer to a report was lost on its way
    if not branches or (number > branches[0].number and not any(before in one.marks.values() for one in branches)):
        return 0 if branches else len(branches)
    late = any(number not in one.marks and number < one.number and now - one.last < _SLOW for one in branches)
    return None if late else len(branches)


def _branch(report: Mapping[str, Any], now: datetime) -> ReportBranch:
    return ReportBranch({report["number"]: report.get("mark", "")}, now, now, report.get("waiting", 0))


def _longer(branch: ReportBranch, report: Mapping[str, Any], now: datetime) -> ReportBranch:
    marks = {**branch.marks, report["number"]: report["mark"]}
    newest = dict(sorted(marks.items())[-_KEPT:])
    return replace(branch, marks=newest, last=now, waiting=report.get("waiting", 0))


def branches_text(branches: Sequence[ReportBranch]) -> str:
    """For the database."""
    rows = [
        {
            "marks": {str(number): mark for number, mark in one.marks.items()},
            "since": one.since.isoformat(),
            "last": one.last.isoformat(),
            "waiting": one.waiting,
        }
        for one in branches
    ]
    return json.dumps(rows)


def branches_of(text: str) -> tuple[ReportBranch, ...]:
    """The reverse."""
    return tuple(
        ReportBranch(
            {int(number): mark for number, mark in row["marks"].items()},
            datetime.fromisoformat(row["since"]),
            datetime.fromisoformat(row["last"]),
            row["waiting"],
        )
        for row in json.loads(text or "[]")
    )
