"""The health of every part: what the doctor prints, and what a screen for technicians would show.

``examination`` looks at the machine, the store, the line and whom this kiosk believes; ``detail`` and ``remedy`` word a
finding. Nothing here is personal, and nothing is changed by looking.
"""

from __future__ import annotations

from functools import partial

from kiosk.clock import office_time
from kiosk.devices.health import Check, Finding, checks, examine
from kiosk.services.health import line, program, stored, trust
from kiosk.services.opening import StoreAccess
from kiosk.words import Words

__all__ = ["Finding", "detail", "examination", "remedy"]


def examination(access: StoreAccess, texts: Words) -> tuple[Finding, ...]:
    """Every part, in the order a technician works. May take some seconds: devices and portal are asked."""
    config = access.config
    machine = checks(trust.with_portal(access), office_time().date())
    looks: tuple[Check, ...] = (
        partial(stored.store, access, texts),
        partial(stored.store_key, config),
        partial(stored.salvage, config),
        partial(program.falls, config),
        partial(line.enrolment, access),
        partial(line.arrivals, access),
        partial(program.catalogue_age, config),
        partial(program.program, config),
        partial(trust.demo, config),
        partial(trust.issuers, config),
        partial(trust.update_root, config),
        partial(trust.sticks, access),
    )
    return (*examine([*machine, *looks]), *stored.alarms(access))


def detail(finding: Finding, texts: Words) -> str:
    """How the part is, as a sentence."""
    return texts.say(f"doctor.{finding.part}.{finding.outcome}.detail", **finding.values)


def remedy(finding: Finding, texts: Words) -> str:
    """What to do about it; empty where there is nothing to do."""
    key = f"doctor.{finding.part}.{finding.outcome}.remedy"
    return texts.say(key, **finding.values) if texts.has(key) else ""
