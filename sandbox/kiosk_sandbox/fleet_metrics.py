"""The fleet for monitoring, as OpenMetrics: counts and states by unit and kiosk. Nobody is named, no filing either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from kiosk.open_metrics import MetricFamily, Sample, exposition
from kiosk_sandbox.fleet import FleetEntry
from kiosk_sandbox.fleet_alarms import FleetAlarm, quiet_for, waited_for

_PAPER = ("ok", "low", "out", "none")


def fleet_metrics(entries: Sequence[FleetEntry], alarms: Sequence[FleetAlarm], now: datetime) -> str:
    """The text of an exposition. What a kiosk never said has no sample."""

    def family(name: str, words: str, unit: str, value: Callable[[FleetEntry], float | None]) -> MetricFamily:
        samples = [(one, value(one)) for one in entries]
        return MetricFamily(
            name, words, tuple(Sample(float(v), _labels(one)) for one, v in samples if v is not None), unit
        )

    def reported(key: str, factor: int = 1) -> Callable[[FleetEntry], float | None]:
        return lambda one: one.health[key] * factor if type(one.health.get(key)) is int else None

    return exposition(
        [
            MetricFamily("kiosk_fleet_kiosks", "Kiosks that this portal has met.", (Sample(len(entries)),)),
            MetricFamily("kiosk_fleet_alarms", "Alarms that stand, by tone.", _by_tone(alarms)),
            family("kiosk_unseen_seconds", "Time since the kiosk was last seen.", "seconds", _quiet(now)),
            family(
                "kiosk_waiting_filings", "Filings that had not arrived, as last told.", "filings", reported("waiting")
            ),
            family(
                "kiosk_parked_filings", "Filings that wait for a person, as last told.", "filings", reported("parked")
            ),
            family("kiosk_oldest_waiting_seconds", "How long the oldest of them waits.", "seconds", _oldest(now)),
            family("kiosk_clock_skew_seconds", "Its clock ahead of the portal's.", "seconds", lambda one: one.skew),
            family("kiosk_catalogue_age_seconds", "Catalogue age.", "seconds", reported("catalogue_days", 86_400)),
            family("kiosk_free_disk_bytes", "Free room on its disk.", "bytes", reported("free_mb", 1_000_000)),
            family("kiosk_line_rate", "Bytes a second of its line lately.", "", reported("rate")),
            MetricFamily("kiosk_paper_state", "State of the slip printer's paper.", _paper(entries)),
            MetricFamily("kiosk_program_version", "The program's version, as a label.", _versions(entries)),
        ]
    )


def _labels(entry: FleetEntry) -> dict[str, str]:
    return {"unit": entry.unit, "kiosk": entry.kiosk}


def _quiet(now: datetime) -> Callable[[FleetEntry], float | None]:
    return lambda one: quiet_for(one, now).total_seconds()


def _oldest(now: datetime) -> Callable[[FleetEntry], float | None]:
    return lambda one: waited_for(one, now).total_seconds() if "waiting" in one.health else None


def _by_tone(alarms: Sequence[FleetAlarm]) -> tuple[Sample, ...]:
    return tuple(Sample(sum(one.tone == tone for one in alarms), {"tone": tone}) for tone in ("err", "warn"))


def _paper(entries: Sequence[FleetEntry]) -> tuple[Sample, ...]:
    known = [one for one in entries if one.health.get("paper") in _PAPER]
    return tuple(
        Sample(float(one.health["paper"] == state), _labels(one) | {"state": state})
        for one in known
        for state in _PAPER
    )


def _versions(entries: Sequence[FleetEntry]) -> tuple[Sample, ...]:
    known = [one for one in entries if one.health.get("program")]
    return tuple(Sample(1.0, _labels(one) | {"version": str(one.health["program"])}) for one in known)
