"""Each kiosk's history, an hour a row: whether it was seen, and the worst that it said of itself in that hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kiosk_sandbox.tables import MachineHour

DAYS = 35  # that are kept
OPEN_HOURS = range(8, 17)
"""When a kiosk should be seen: the hours in which every office is open."""


@dataclass(frozen=True)
class HourFacts:
    """One hour of one kiosk. None where nothing was said of it."""

    at: datetime
    waiting: int | None
    oldest_hours: float | None
    free_mb: int | None
    rate: int | None


def note_hour(session: Session, unit: str, kiosk: str, now: datetime, report: Mapping[str, Any] | None = None) -> None:
    """The kiosk was here; with a ``report``, what it said. Within the caller's transaction."""
    key = (unit, kiosk, now.date().isoformat(), now.hour)
    row = session.get(MachineHour, key)
    if row is None:
        row = MachineHour(unit=unit, kiosk=kiosk, day=key[2], hour=key[3])
        session.add(row)
        old = (now.date() - timedelta(days=DAYS)).isoformat()
        gone = (MachineHour.unit == unit) & (MachineHour.kiosk == kiosk) & (MachineHour.day < old)
        session.execute(delete(MachineHour).where(gone))
    if report is not None:
        _worse(row, report, now)


def _worse(row: MachineHour, report: Mapping[str, Any], now: datetime) -> None:
    row.waiting = max(row.waiting or 0, report.get("waiting", 0))
    row.oldest = max(row.oldest or 0, oldest_seconds(report, now))
    if "free_mb" in report:
        row.free_mb = min(row.free_mb or report["free_mb"], report["free_mb"])
    if "rate" in report:
        row.rate = report["rate"]


def oldest_seconds(report: Mapping[str, Any], now: datetime) -> int:
    """How long the oldest filing of a report has waited by now; 0 where none does, or by a clock that is ahead."""
    try:
        since = datetime.fromisoformat(str(report.get("oldest", "")))
    except ValueError:
        return 0
    return max(0, int((now - since.replace(tzinfo=since.tzinfo or now.tzinfo)).total_seconds()))


def seen_hours(session: Session, since: date, until: date) -> dict[tuple[str, str], dict[str, int]]:
    """How many of the open hours each kiosk was seen in, by kiosk and day (ISO)."""
    asked = (
        select(MachineHour.unit, MachineHour.kiosk, MachineHour.day, func.count())
        .where(MachineHour.day >= since.isoformat(), MachineHour.day <= until.isoformat())
        .where(MachineHour.hour >= OPEN_HOURS.start, MachineHour.hour < OPEN_HOURS.stop)
        .group_by(MachineHour.unit, MachineHour.kiosk, MachineHour.day)
    )
    by_kiosk: dict[tuple[str, str], dict[str, int]] = {}
    for unit, kiosk, day, count in session.execute(asked):
        by_kiosk.setdefault((unit, kiosk), {})[day] = count
    return by_kiosk


def hours_of(session: Session, unit: str, kiosk: str, since: date, zone: Any) -> Sequence[HourFacts]:
    """Every hour that is known of one kiosk, in order."""
    asked = (
        select(MachineHour)
        .where(MachineHour.unit == unit, MachineHour.kiosk == kiosk, MachineHour.day >= since.isoformat())
        .order_by(MachineHour.day, MachineHour.hour)
    )
    return tuple(_facts(row, zone) for row in session.scalars(asked))


def _facts(row: MachineHour, zone: Any) -> HourFacts:
    at = datetime.fromisoformat(f"{row.day}T{row.hour:02d}:30:00").replace(tzinfo=zone)
    oldest = None if row.oldest is None else row.oldest / 3600
    return HourFacts(at, row.waiting, oldest, row.free_mb, row.rate)
