"""What each job does, over an open store: for the running kiosk and for commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.domain.calendar import ZONE
from kiosk.domain.jobs import CertificateTerm, JobOutcome, JobRecord
from kiosk.domain.store_facts import SizePoint
from kiosk.errors import EnrolmentUnusable, JournalBroken
from kiosk.services.backups import back_up_store
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.maintenance.jobs_desk import JobsDesk, Run
from kiosk.services.maintenance.size_history import SizeHistory, database_size
from kiosk.store import Store, Terms
from kiosk.sync.status.link_history import LinkHistory
from kiosk.sync.status.trusted_time import TrustedTime
from kiosk.sync.transport.membership import Membership

Numbers = tuple[JobOutcome, Mapping[str, str | int]]


def job_runs(config: Config, store: Store, folder: Callable[[], Path]) -> dict[str, Run]:
    """``folder``: where a backup goes. What needs the line is added by who has one."""

    def retention() -> Numbers:
        tidied = store.retention.tidy(terms_of(config))
        return JobOutcome.DONE, {"count": tidied.documents}

    def housekeeping() -> Numbers:
        store.retention.vacuum()
        size = database_size(store.folder)
        SizeHistory(store.notes).note(SizePoint(office_time().date(), size, store.dossiers.total()))
        return JobOutcome.DONE, {"bytes": size}

    def store_check() -> Numbers:
        store.check()
        return JobOutcome.DONE, {"count": store.dossiers.total()}

    def journal_check() -> Numbers:
        if (broken := store.journal.audit("")) is not None:
            raise JournalBroken(broken.why, number=broken.number)
        return JobOutcome.DONE, {"count": store.journal.head().number}

    def backup() -> Numbers:
        place = back_up_store(config, store, folder())
        return JobOutcome.DONE, {"name": place.place.name}

    return {
        "retention": retention,
        "housekeeping": housekeeping,
        "store-check": store_check,
        "journal-check": journal_check,
        "backup": backup,
    }


def terms_of(config: Config) -> Terms:
    keeping = config.keeping
    return Terms(keeping.documents_days, keeping.draft_days, keeping.unproven_days)


def sync_record(store: Store) -> JobRecord | None:
    """The last pass that stands in the line's book."""
    now = office_time()
    rows = store.line_book.rows(datetime.fromtimestamp(0, now.tzinfo), now)
    if not rows:
        return None
    last = rows[-1]
    outcome = JobOutcome.DONE if last.line.reached else JobOutcome.LOOK
    values = {"sent": last.delivered, "left": last.waiting}
    return JobRecord(last.at, last.seconds, outcome, f"line.{last.line.value}", values)


def renewal_of(store: Store) -> CertificateTerm | None:
    """Of this kiosk's certificate; None without an enrolment that can be read."""
    try:
        member = Membership.of(store.keys, TrustedTime(store.notes, office_time))
    except EnrolmentUnusable:
        return None
    if member is None:
        return None
    mine, taken = member.enrolment, member.taken
    return CertificateTerm(
        taken and taken.astimezone(ZONE), mine.renewal_from.astimezone(ZONE), mine.ends.astimezone(ZONE)
    )


def jobs_of(config: Config, store: Store, folder: Callable[[], Path]) -> JobsDesk:
    """Without a running kiosk around it."""
    history = LinkHistory.of(store.notes)
    return JobsDesk(
        JobBook(store.notes, office_time),
        office_time,
        config.keeping,
        job_runs(config, store, folder),
        lambda: history.following if history else None,
        lambda: sync_record(store),
        lambda: renewal_of(store),
    )
