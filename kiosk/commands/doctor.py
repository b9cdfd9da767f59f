"""kiosk doctor: the state of every part, and what to do about it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome, anchors
from kiosk.commands.alarms import alarms
from kiosk.commands.arrivals import arrivals
from kiosk.commands.enrolment import enrolment
from kiosk.commands.opened import opened
from kiosk.errors import StoreBusy, StoreError
from kiosk.words import Words, words

if TYPE_CHECKING:
    from kiosk.devices.health import Finding

DEMO_NEEDS = ("packages", "screen")
"""The demo simulates every device and keeps its data in a folder of its own: with these it runs."""


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Exit code 1 when something that a resident needs is down."""
    from kiosk.devices.health import checks, examine

    texts = words(call.args.say)
    here = checks(anchors.with_portal(call), office_time().date())
    looks = (store_key, salvage, falls, enrolment, arrivals, age, anchors.program)
    believed = (anchors.demo, anchors.issuers, anchors.update_root, anchors.sticks)
    mine = [partial(look, call) for look in (*looks, *believed)]
    findings = (*examine([*here, partial(store, call, texts), *mine]), *alarms(call))
    ok = not any(finding.down for finding in findings)
    document = {"ok": ok, "checks": [_finding_json(finding, texts) for finding in findings]}
    return Outcome(data=document, text=_page(findings, texts), exit_code=0 if ok else 1)


def store(call: Call, texts: Words) -> Finding:
    """Whether the store opens with the key that is here. None is made where there is none yet."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.store.database.opening import DATABASE, MARK

    finding = partial(Finding, "store", needed=True)
    try:
        if not any((call.config.data / name).exists() for name in (DATABASE, MARK)):
            return finding(State.READY, "none")
        with opened(call):
            return finding(State.READY, "ready")
    except StoreBusy:
        return finding(State.READY, "busy")
    except PermissionError:
        return finding(State.MISSING, "forbidden")
    except StoreError as error:
        values = {"message": texts.message(error), "remedy": texts.remedy(error)}
        return finding(State.MISSING, "broken", values=values)


def store_key(call: Call) -> Finding:
    """Where the store's key is kept. A file is the honest fallback: it is said aloud."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State

    if call.config.keeping.key == "tpm":
        return Finding("store-key", State.READY, "chip", needed=False)
    return Finding("store-key", State.DEGRADED, "file", needed=False)


def age(call: Call) -> Finding:
    """The catalogue in force, and whether its publisher still vouches for it. An old one never stops a filing."""
    from kiosk import resources
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.services.updates import catalogue_updates

    version, updates = resources.catalogue_version(), catalogue_updates(call.config)
    known, named = updates.age(), updates.releases.named()
    if named and str(named[0].version) != version and updates.current() != named[0]:
        return Finding("catalogue", State.DEGRADED, "refused", False, {"version": named[0].version})
    if not version or known is None:
        return Finding("catalogue", State.READY, "built-in", needed=False)
    now = max(office_time(), known.published)
    values: dict[str, str | int] = {"version": version, "days": (now - known.published).days}
    fresh = now < known.until
    return Finding("catalogue", State.READY if fresh else State.DEGRADED, "fresh" if fresh else "old", False, values)


def salvage(call: Call) -> Finding:
    """What was saved out of a damaged store, for as long as its quarantine is kept."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.store.recovery.salvage import reports

    reports_here = reports(call.config.data)
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


def falls(call: Call) -> Finding:
    """Whether the program fell, or was ended because its window hung, since the trace was last taken away."""
    from kiosk.app.crash_trace import NAME, last_fall
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State

    fell = last_fall(call.config.data)
    if fell is None:
        return Finding("falls", State.READY, "none", needed=False)
    values: dict[str, str | int] = {"when": f"{fell:%H:%M %d/%m/%Y}", "file": str(call.config.data / NAME)}
    return Finding("falls", State.DEGRADED, "some", needed=False, values=values)


def _finding_json(finding: Finding, texts: Words) -> dict[str, Any]:
    return {
        "name": finding.part,
        "state": finding.state.value,
        "detail": texts.say(f"doctor.{finding.part}.{finding.said}.detail", **finding.values),
        "remedy": _remedy(finding, texts),
        "needed": finding.needed,
    }


def _remedy(finding: Finding, texts: Words) -> str:
    key = f"doctor.{finding.part}.{finding.said}.remedy"
    return texts.say(key, **finding.values) if texts.has(key) else ""


def _page(findings: Sequence[Finding], texts: Words) -> str:
    names = {finding.part: texts.say(f"doctor.part.{finding.part}") for finding in findings}
    width = max(map(len, names.values()))
    lines = []
    for finding in findings:
        state = texts.say(f"doctor.state.{finding.state.value}")
        lines.append(f"{state:<8} {names[finding.part]:<{width}}  {_finding_json(finding, texts)['detail']}")
        if remedy := _remedy(finding, texts):
            lines.append(f"{'':<8} {'':<{width}}  → {remedy}")
    return "\n".join([*lines, "", *_summary(findings, names, texts)])


def _summary(findings: Sequence[Finding], names: dict[str, str], texts: Words) -> list[str]:
    down = [finding.part for finding in findings if finding.down]
    if not down:
        return [texts.say("doctor.summary.ok")]
    lines = [texts.say("doctor.summary.down", parts=", ".join(names[part] for part in down))]
    if not set(down) & set(DEMO_NEEDS):
        lines.append(texts.say("doctor.summary.demo"))
    return lines
