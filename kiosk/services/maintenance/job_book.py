"""The last run of everything that runs by itself, kept over restarts. Never personal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

from kiosk.bounded import OutOfBounds, read_object
from kiosk.domain.jobs import JobOutcome, JobRecord
from kiosk.errors import KioskError
from kiosk.sync.ports import KeyValueStore

NOTE = "job."


class JobBook:
    def __init__(self, notes: KeyValueStore, clock: Callable[[], datetime]) -> None:
        self._notes, self._clock = notes, clock

    def last(self, job: str) -> JobRecord | None:
        """None where it never ran here, or what was noted cannot be read."""
        text = self._notes.get(NOTE + job)
        if not text:
            return None
        try:
            fields = read_object(text)
            at, outcome = datetime.fromisoformat(fields["at"]), JobOutcome(fields["outcome"])
            return JobRecord(at, float(fields["seconds"]), outcome, fields["detail"], dict(fields["values"]))
        except (OutOfBounds, KeyError, TypeError, ValueError):
            return None

    def write(self, job: str, seconds: float, outcome: JobOutcome, detail: str = "", **values: str | int) -> JobRecord:
        record = JobRecord(self._clock(), seconds, outcome, detail, values)
        fields = {"at": record.at.isoformat(), "seconds": round(seconds, 3), "outcome": outcome.value}
        self._notes.set(NOTE + job, json.dumps(fields | {"detail": detail, "values": values}, ensure_ascii=False))
        return record

    @contextmanager
    def run(self, job: str) -> Iterator[None]:
        """A run: done where nothing is raised, failed with its code where something known is. A bug is written down
        and goes on."""
        began = monotonic()
        try:
            yield
        except Exception as error:
            code = error.code if isinstance(error, KioskError) else "bug"
            self.write(job, monotonic() - began, JobOutcome.FAILED, f"error.{code}")
            raise
        self.write(job, monotonic() - began, JobOutcome.DONE)
