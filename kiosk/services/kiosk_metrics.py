"""This kiosk for monitoring, as OpenMetrics: counts and states of the machine. Nobody is named, no filing either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import kiosk
from kiosk.domain.line_state import LineState
from kiosk.domain.machine_health import CellState
from kiosk.open_metrics import MetricFamily, Sample, exposition
from kiosk.services.maintenance.health_desk import noted_states
from kiosk.store import Store
from kiosk.sync.status.trusted_time import TrustedTime

_PAPER = ("ok", "out", "none")


def kiosk_metrics(
    store: Store, facts: Mapping[str, str | int], line: LineState, floor: TrustedTime, now: datetime
) -> str:
    """The text of an exposition. ``facts`` are those of the health report; what is not known has no sample."""
    return exposition([*_queue(store, facts, now), *_machine(facts, floor), *_states(store, facts, line)])


def _queue(store: Store, facts: Mapping[str, str | int], now: datetime) -> Iterable[MetricFamily]:
    since = store.line_book.waiting_since()
    age = max(0.0, (now - since).total_seconds()) if since else 0.0
    return (
        _one("kiosk_waiting_filings", "Filings that have not arrived, parked ones too.", facts["waiting"], "filings"),
        _one("kiosk_parked_filings", "Filings that wait for a person.", facts["parked"], "filings"),
        _one("kiosk_oldest_waiting_seconds", "How long the oldest of them waits.", age, "seconds"),
        _one("kiosk_unproven_papers", "Papers that arrived without the portal's word here.", facts.get("unproven", 0)),
        _one("kiosk_journal_entries", "Length of the journal.", store.journal.head().number, "entries"),
    )


def _machine(facts: Mapping[str, str | int], floor: TrustedTime) -> Iterable[MetricFamily]:
    yield _one("kiosk_free_disk_bytes", "Free room on the disk.", _by(facts, "free_mb", 1_000_000), "bytes")
    yield _one("kiosk_catalogue_age_seconds", "Age of the catalogue.", _by(facts, "catalogue_days", 86_400), "seconds")
    yield _one("kiosk_line_rate", "Bytes a second that the line carried lately.", facts.get("rate"))
    skew = floor.skew.total_seconds() if floor.skew is not None else None
    yield _one("kiosk_clock_skew_seconds", "This clock ahead of the portal's.", skew, "seconds")
    version = (Sample(1, {"version": kiosk.__version__}),)
    yield MetricFamily("kiosk_program_version", "The program's version, as a label.", version)


def _states(store: Store, facts: Mapping[str, str | int], line: LineState) -> Iterable[MetricFamily]:
    lines = tuple(Sample(one is line, {"state": one.value}) for one in LineState)
    yield MetricFamily("kiosk_line_state", "The line, as the last pass found it.", lines)
    paper = tuple(Sample(facts.get("paper") == one, {"state": one}) for one in _PAPER)
    yield MetricFamily("kiosk_paper_state", "Paper of the slip printer.", paper)
    gone = str(facts.get("broken", "")).split(",")
    yield _one("kiosk_card_reader_gone", "Whether no card reader is there.", "card-reader" in gone)
    alarms = tuple(Sample(1, {"name": one.name}) for one in store.alarms.all())
    yield MetricFamily("kiosk_alarm", "Alarms that stand, by name.", alarms)
    looks = noted_states(store.notes).items()
    parts = tuple(
        Sample(state == one.value, {"part": part, "state": one.value})
        for part, (state, _) in looks
        for one in CellState
    )
    yield MetricFamily("kiosk_part_state", "Each part of the machine, as it was last looked at.", parts)
    since = tuple(Sample(at.timestamp(), {"part": part}) for part, (_, at) in looks)
    yield MetricFamily("kiosk_part_since_seconds", "Since when, seconds since 1970.", since, "seconds")


def _one(name: str, words: str, value: object, unit: str = "") -> MetricFamily:
    """A family of one value, or of none where it is not known."""
    samples = (Sample(float(value)),) if isinstance(value, int | float) else ()
    return MetricFamily(name, words, samples, unit)


def _by(facts: Mapping[str, str | int], name: str, factor: int) -> float | None:
    value = facts.get(name)
    return value * factor if isinstance(value, int) else None
