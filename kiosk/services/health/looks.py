"""The looks at machine, store, line and whom this kiosk believes; ``detail`` and ``remedy`` word a finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from kiosk.clock import office_time
from kiosk.devices.health import Check, Finding, checks, examine
from kiosk.devices.machine_health import memory, sound
from kiosk.devices.speech_health import speech
from kiosk.services.health import line, program, stored, trust
from kiosk.services.opening import StoreAccess
from kiosk.words import Words

_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
_MEASURED = ("free",)  # with decimals


def look_at(access: StoreAccess, texts: Words, pixels: Sequence[Check] = ()) -> tuple[Finding, ...]:
    """Every part, in the order a technician works. Without ``pixels`` within a kiosk that runs: its devices say
    themselves how they are."""
    config = access.config
    machine = checks(trust.with_portal(access), office_time().date(), pixels)
    looks: tuple[Check, ...] = (
        memory,
        sound,
        partial(speech, config.devices.speech),
        partial(stored.store, access, texts),
        partial(stored.store_key, config),
        partial(stored.salvage, config),
        partial(stored.backup, access),
        partial(program.falls, config),
        partial(stored.journal, access),
        partial(line.link, access),
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
    return texts.say(f"doctor.{finding.part}.{finding.outcome}.detail", **written_values(finding, texts))


def remedy(finding: Finding, texts: Words) -> str:
    """What to do about it; empty where there is nothing to do."""
    key = f"doctor.{finding.part}.{finding.outcome}.remedy"
    return texts.say(key, **written_values(finding, texts)) if texts.has(key) else ""


def written_values(finding: Finding, texts: Words) -> dict[str, str]:
    """Its values as people write them: the day first, and before decimals what the language has there."""
    values = {key: _DAY.sub(r"\3/\2/\1", str(value)) for key, value in finding.values.items()}
    return {key: texts.decimal(value) if key in _MEASURED else value for key, value in values.items()}
