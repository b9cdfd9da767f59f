"""Everything that runs by itself: when it last ran and how that ended, when it comes next, and having it run now.

What talks to the portal (sync, certificate, updates) has a worker of its own and is only told of here. What the store
needs runs here, on one thread: what is over goes each hour; the file is made small and everything is read in the hours
when nobody stands at the kiosk, once a day, or when the machine is on again after them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from time import monotonic

from kiosk.config import Keeping
from kiosk.domain.jobs import CertificateTerm, JobOutcome, JobRecord, JobRow
from kiosk.errors import JobUnknown, KioskError
from kiosk.services.maintenance.job_book import JobBook

_log = logging.getLogger(__name__)

Run = Callable[[], tuple[JobOutcome, Mapping[str, str | int]]]
"""Runs it, on the caller's thread: how it ended, and numbers for its words. KioskError."""

JOBS = (
    *("sync", "retention", "housekeeping", "store-check", "journal-check"),
    *("backup", "certificate", "updates", "self-check"),
)
HOURLY = ("retention",)
NIGHTLY = ("housekeeping", "store-check", "journal-check")
_LATE = timedelta(hours=36)  # a nightly job that did not run for so long was missed
_EVERY = {"retention": timedelta(hours=1), "updates": timedelta(days=1)}
FIRST = 60.0  # seconds after the start: nobody waits for it then
LOOK = 600.0  # seconds between two looks at whether a job is due


class JobsDesk:
    """``runs``: what each job does when it is asked for. ``following``: when sync comes next, as its worker says;
    ``renewal``: the certificate's term, None without an enrolment."""

    def __init__(
        self,
        book: JobBook,
        clock: Callable[[], datetime],
        keeping: Keeping,
        runs: Mapping[str, Run],
        following: Callable[[], datetime | None],
        sync_record: Callable[[], JobRecord | None],
        renewal: Callable[[], CertificateTerm | None] = lambda: None,
    ) -> None:
        self._book, self._clock, self._keeping, self._runs = book, clock, keeping, runs
        self._renewal = renewal
        self._following, self._sync_record = following, sync_record
        self._alone = threading.Lock()

    def rows(self) -> tuple[JobRow, ...]:
        """What failed first, else by their names' order."""
        rows = [self._row(key) for key in JOBS]
        return tuple(sorted(rows, key=lambda one: not one.failed))

    def run(self, key: str) -> JobRecord:
        """Now, on this thread; one at a time. JobUnknown; what the job itself raises is written down as well."""
        if (job := self._runs.get(key)) is None:
            raise JobUnknown(key)
        with self._alone:
            began = monotonic()
            try:
                outcome, values = job()
            except Exception as error:
                code = error.code if isinstance(error, KioskError) else "bug"
                self._book.write(key, monotonic() - began, JobOutcome.FAILED, f"error.{code}")
                raise
            return self._book.write(key, monotonic() - began, outcome, key, **values)

    def due(self) -> tuple[str, ...]:
        """The jobs whose time has come: hourly ones, and nightly ones in the idle hours or, where missed, later."""
        now = self._clock()
        hourly = (key for key in HOURLY if _is_over(self._book.last(key), now, _EVERY[key]))
        return (*hourly, *(key for key in NIGHTLY if self._is_due(self._book.last(key), now)))

    def _is_due(self, last: JobRecord | None, now: datetime) -> bool:
        if last is None or last.at > now:  # never, or by a clock that has been put right since
            return now.hour in self._keeping.idle_hours
        age = now - last.at
        return age > _LATE or (now.hour in self._keeping.idle_hours and age > timedelta(hours=12))

    def _row(self, key: str) -> JobRow:
        last, now = self._book.last(key), self._clock()
        if key == "sync":
            return JobRow(key, self._sync_record(), self._following())
        if key == "certificate":
            return self._certificate(last)
        if key in NIGHTLY:
            missed = last is not None and now - last.at > _LATE
            return JobRow(key, last, self._night(now), missed)
        every = _EVERY.get(key)
        return JobRow(key, last, last.at + every if last and every else None)

    def _certificate(self, last: JobRecord | None) -> JobRow:
        """A pass renews it by itself: the certificate says so, where nobody had it renewed later."""
        if (term := self._renewal()) is None:
            return JobRow("certificate", last)
        if term.taken is not None and (last is None or term.taken > last.at):
            last = JobRecord(term.taken, 0.0, JobOutcome.DONE, "certificate", {"day": f"{term.ends:%d/%m/%Y}"})
        return JobRow("certificate", last, term.renewal_from)

    def _night(self, now: datetime) -> datetime:
        begin = datetime.combine(now.date(), time(self._keeping.idle_from), now.tzinfo)
        return begin if begin > now else begin + timedelta(days=1)


def _is_over(last: JobRecord | None, now: datetime, every: timedelta) -> bool:
    return last is None or last.at > now or now - last.at >= every


class JobRounds:
    """The thread that has the store's jobs run. A known failure is in the book, or in the log where the store could not
    even be asked; a bug is told; the rounds go on. ``well``: a round met no bug."""

    def __init__(
        self,
        jobs: JobsDesk,
        bug: Callable[[BaseException], None],
        well: Callable[[], object] = lambda: None,
        waits: tuple[float, float] = (FIRST, LOOK),
    ) -> None:
        self._jobs, self._bug, self._well = jobs, bug, well
        self._first, self._look = waits
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def round(self) -> None:
        """All that is due, on the caller's thread. StoreError where that cannot be told."""
        met = False
        for key in self._jobs.due():
            if self._stopping.is_set():
                return
            try:
                self._jobs.run(key)
            except KioskError:
                continue
            except Exception as error:
                self._bug(error)
                met = True
        if not met:
            self._well()

    def _run(self) -> None:
        wait = self._first
        while not self._stopping.wait(wait):
            wait = self._look
            try:
                self.round()
            except KioskError as error:
                _log.warning("jobs: %s", error.code)
            except Exception as error:
                self._bug(error)
