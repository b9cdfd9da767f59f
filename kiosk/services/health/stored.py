"""Findings about what is stored: whether the store opens, where its key lies, what was saved out of a damaged one."""

from __future__ import annotations

from functools import partial

from kiosk.clock import office_time
from kiosk.config import Config
from kiosk.devices.health import Finding
from kiosk.domain.device_health import State
from kiosk.errors import StoreBusy, StoreError
from kiosk.services.maintenance.job_book import JobBook
from kiosk.services.opening import StoreAccess, store_exists
from kiosk.store.recovery.salvage import reports
from kiosk.words import Words

BACKUP_DAYS = 8
"""A week and a day: whoever backs up on the same weekday is not called late."""


def store(access: StoreAccess, texts: Words) -> Finding:
    """Whether the store opens with the key that is here. None is made where there is none yet."""
    finding = partial(Finding, "store", needed=True)
    try:
        if not store_exists(access.config) and not access.has_database:
            return finding(State.READY, "none")
        with access.opened():
            return finding(State.READY, "ready")
    except StoreBusy:
        return finding(State.READY, "busy")
    except PermissionError:
        return finding(State.MISSING, "forbidden")
    except StoreError as error:
        values = {"message": texts.message(error), "remedy": texts.remedy(error)}
        return finding(State.MISSING, "broken", values=values)


def store_key(config: Config) -> Finding:
    """Where the store's key is kept. A file is the honest fallback: it is said aloud."""
    if config.keeping.key == "tpm":
        return Finding("store-key", State.READY, "chip", needed=False)
    return Finding("store-key", State.DEGRADED, "file", needed=False)


def salvage(config: Config) -> Finding:
    """What was saved out of a damaged store, for as long as its quarantine is kept."""
    reports_here = reports(config.data)
    if not reports_here:
        return Finding("salvage", State.READY, "none", needed=False)
    last = reports_here[-1]
    values: dict[str, str | int] = {
        "place": last.place,
        "kept": last.submissions,
        "lost": ", ".join(last.submissions_lost) or "0",
        "parked": ", ".join(last.parked) or "0",
    }
    return Finding("salvage", State.DEGRADED, "some", needed=False, values=values)


def backup(access: StoreAccess) -> Finding:
    """When the store was last copied away. Without a copy a broken disk takes what has not arrived."""
    unknown = Finding("backup", State.READY, "unknown", needed=False)
    if not access.has_database:
        return unknown
    try:
        with access.opened() as store:
            record, now = JobBook(store.notes, office_time).last("backup"), office_time()
    except (StoreError, PermissionError):  # told by the check of the store
        return unknown
    if record is None:
        return Finding("backup", State.DEGRADED, "none", needed=False)
    values: dict[str, str | int] = {"day": f"{record.at:%d/%m/%Y}", "days": max(0, (now - record.at).days)}
    late = (now - record.at).days > BACKUP_DAYS
    return Finding("backup", State.DEGRADED if late else State.READY, "late" if late else "ready", False, values)


def journal(access: StoreAccess) -> Finding:
    """How long the journal is; whether its links hold is asked by ``kiosk audit verify`` and each night."""
    try:
        if not access.has_database:
            return Finding("journal", State.READY, "none", needed=False)
        with access.opened() as store:
            count = store.journal.head().number
    except (StoreError, PermissionError):  # told by the check of the store
        return Finding("journal", State.READY, "none", needed=False)
    return Finding("journal", State.READY, "ready", needed=False, values={"count": count})


def alarms(access: StoreAccess) -> tuple[Finding, ...]:
    """What happened behind the scenes and a technician has to know of: one for each that stands, or that there is
    none. Never needed: residents are served all the same."""
    try:
        if not access.has_database:
            return (Finding("alarms", State.READY, "none", needed=False),)
        with access.opened() as store:
            standing = store.alarms.all()
    except (StoreError, PermissionError):  # told by the check of the store
        return (Finding("alarms", State.READY, "unknown", needed=False),)
    findings = (Finding("alarms", State.DEGRADED, one.name, needed=False, values=one.values) for one in standing)
    return tuple(findings) or (Finding("alarms", State.READY, "none", needed=False),)
