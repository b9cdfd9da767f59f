"""How the line was over days: small rows of what passes found, and what follows from them. Names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from kiosk.domain.line_state import LineState

SLOW = 8_000  # bytes per second: 64 kbit/s, where a paper takes minutes
KNOWN_FOR = timedelta(minutes=20)
"""A row tells of so much time after it and no more: then the kiosk was off, or nobody looked."""


@dataclass(frozen=True)
class LineRow:
    """What one pass found. ``rate``: bytes per second lately, 0 unknown; ``waiting``: filings that had not arrived;
    ``delivered``, ``bytes``, ``seconds``: what it did; ``error``: the code of what stopped it, or empty."""

    at: datetime
    line: LineState
    rate: int = 0
    waiting: int = 0
    delivered: int = 0
    bytes: int = 0
    seconds: float = 0.0
    error: str = ""

    @property
    def network(self) -> bool:
        """Whether anything answered: the portal, a page that wants a login, a portal that cannot serve."""
        return self.line not in (LineState.DOWN, LineState.UNSET)

    @property
    def is_slow(self) -> bool:
        return self.line.reached and 0 < self.rate < SLOW


@dataclass(frozen=True)
class LineSpan:
    """A stretch of one state. ``state``: up | slow | down."""

    begin: datetime
    end: datetime
    state: str

    @property
    def seconds(self) -> float:
        return (self.end - self.begin).total_seconds()


def spans(rows: Sequence[LineRow], until: datetime, *, portal: bool = False) -> tuple[LineSpan, ...]:
    """The stretches that are known, in order; of the network, or of the ``portal``. Neighbours alike are one."""
    stretches: list[LineSpan] = []
    for row, following in zip_longest(rows, rows[1:]):
        end = min(row.at + KNOWN_FOR, following.at if following else until)
        if end <= row.at:
            continue
        up = row.line.reached if portal else row.network
        state = "down" if not up else "slow" if row.is_slow and not portal else "up"
        last = stretches[-1] if stretches else None
        if last is not None and last.state == state and last.end == row.at:
            stretches[-1] = LineSpan(last.begin, end, state)
        else:
            stretches.append(LineSpan(row.at, end, state))
    return tuple(stretches)


def share_up(stretches: Sequence[LineSpan]) -> float | None:
    """The share of the known time that it was up, 0 to 1; None where nothing is known."""
    known = sum(one.seconds for one in stretches)
    return sum(one.seconds for one in stretches if one.state != "down") / known if known else None


def longest_down(stretches: Sequence[LineSpan]) -> timedelta:
    """The longest time without the line, over what is known: breaks with nothing known between count as one."""
    longest, began = timedelta(0), None
    for one in stretches:
        if one.state == "down":
            began = began or one.begin
            longest = max(longest, one.end - began)
        else:
            began = None
    return longest


def usual_rate(rows: Sequence[LineRow]) -> int:
    """The median of the rates that are known, bytes per second; 0 where none is."""
    rates = sorted(row.rate for row in rows if row.rate and row.line.reached)
    return rates[len(rates) // 2] if rates else 0


@dataclass(frozen=True)
class LineReport:
    """Some days of the line, up to ``until``. ``passes``: those of the last day that did something or failed, newest
    first; ``following``: when the next pass is due."""

    since: datetime
    until: datetime
    rows: tuple[LineRow, ...]
    network: tuple[LineSpan, ...]
    portal: tuple[LineSpan, ...]
    passes: tuple[LineRow, ...]
    following: datetime | None

    @property
    def up(self) -> float | None:
        return share_up(self.network)

    @property
    def portal_up(self) -> float | None:
        return share_up(self.portal)

    @property
    def longest_break(self) -> timedelta:
        return longest_down(self.network)

    @property
    def rate(self) -> int:
        return usual_rate(self.rows)

    @property
    def most_waiting(self) -> int:
        return max((row.waiting for row in self.rows), default=0)
