"""The line over a month: what passes found, written as they come, and the sums a technician reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any, Protocol

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.line_history import LineReport, LineRow, spans
from kiosk.domain.line_speed import MOST_BYTES, MOST_METERED_BYTES, LineSpeed
from kiosk.errors import PortalNotSet, StoreError
from kiosk.store import Store
from kiosk.sync.portal import Portal
from kiosk.sync.report import PassReport
from kiosk.sync.status.link_history import LinkHistory
from kiosk.sync.status.speed_trial import speed_of
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.link import Line
from kiosk.sync.transport.membership import Membership
from kiosk.sync.transport.metered import Metered


class PassControl(Protocol):
    """What is asked of the running watcher."""

    @property
    def history(self) -> LinkHistory | None: ...
    def try_now(self) -> None: ...


class LineDesk:
    """``passes`` is None where no kiosk runs around it; ``trial`` sends so many bytes to the portal and times them."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        passes: PassControl | None = None,
        trial: Callable[[int, threading.Event], LineSpeed] | None = None,
        metered: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store, self._clock, self._passes = store, clock, passes
        self._trial, self._metered = trial, metered

    def trial_bytes(self) -> int:
        """What a trial of the speed sends at most, to be told beforehand; 0 where none can be made."""
        return (MOST_METERED_BYTES if self._metered() else MOST_BYTES) if self._trial else 0

    def measure(self, most: int, cancel: threading.Event) -> LineSpeed:
        """Send ``most`` bytes of noise: half a minute at most. LineError, PortalNotSet."""
        if self._trial is None:
            raise PortalNotSet("no portal to try")
        return self._trial(most, cancel)

    def report(self, days: int = 30) -> LineReport:
        until = self._clock()
        since = until - timedelta(days=days)
        rows = tuple(self._store.line_book.rows(since, until))
        lately = until - timedelta(days=1)
        passes = [row for row in reversed(rows) if row.at >= lately]
        history = self._passes.history if self._passes else LinkHistory.of(self._store.notes)
        following = history.following if history else None
        return LineReport(
            since, until, rows, spans(rows, until), spans(rows, until, portal=True), tuple(passes), following
        )

    def try_now(self) -> None:
        """A pass at once, for all that waits for the line."""
        if self._passes is not None:
            self._passes.try_now()


def line_notes(store: Store, clock: Callable[[], datetime]) -> Callable[[PassReport], None]:
    """What the watcher tells of each pass, into the book. A disk that takes nothing is told by other ways."""

    def note(report: PassReport) -> None:
        history = LinkHistory.of(store.notes)
        error = report.error.code if report.error is not None else ""
        delivered = sum(one.outcome == "delivered" for one in report.submissions)
        try:
            row = LineRow(
                clock(),
                report.line,
                history.rate if history else 0,
                store.outbox.pending_count(),
                delivered,
                report.bytes_sent,
                round(report.seconds, 3),
                error,
            )
            store.line_book.note(row)
        except StoreError:
            return

    return note


def speed_trial(
    config: Config, store: Store, line: Line | None = None
) -> Callable[[int, threading.Event], LineSpeed] | None:
    """A trial over a connection of its own, beside whatever is sent; None where no portal is set."""
    member = Membership.of(store.keys, TrustedTime(store.notes, office_time))
    if not (member.settings(config.portal) if member else config.portal).url:
        return None

    def trial(most: int, cancel: threading.Event) -> LineSpeed:
        with closing(Portal(config.portal, config.office.unit, line, membership=member)) as portal:
            return speed_of(portal, most, cancel)

    return trial


def measured_line(config: Config, store: Store) -> LineSpeed:
    """For the command: a small trial where the line is paid by the byte."""
    desk = LineDesk(store, office_time, None, speed_trial(config, store), Metered(config.portal.metered))
    return desk.measure(desk.trial_bytes(), threading.Event())


def speed_json(speed: LineSpeed) -> dict[str, Any]:
    fields = {name: getattr(speed, name) for name in ("bytes", "seconds", "latency", "whole")}
    return fields | {"bytes_per_second": speed.rate}


def line_report(store: Store, days: int) -> LineReport:
    """Without a running kiosk around it."""
    return LineDesk(store, office_time).report(days)


def line_json(report: LineReport) -> dict[str, Any]:
    """For commands: sums first, then every row."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "up": report.up,
        "portal_up": report.portal_up,
        "longest_break_seconds": report.longest_break.total_seconds(),
        "bytes_per_second": report.rate,
        "most_waiting": report.most_waiting,
        "next": report.following.isoformat() if report.following else None,
        "rows": [_row_json(row) for row in report.rows],
    }


def _row_json(row: LineRow) -> dict[str, Any]:
    fields = {"at": row.at.isoformat(), "line": row.line.value}
    return fields | {name: getattr(row, name) for name in ("rate", "waiting", "delivered", "bytes", "seconds", "error")}


def line_text(rows: Sequence[LineRow]) -> str:
    """A line a row, for people at a terminal."""
    return "\n".join(
        f"{row.at:%d/%m %H:%M}  {row.line.value:<12} {row.rate:>8} B/s  {row.waiting:>4} {row.delivered:>4} {row.error}"
        for row in rows
    )
