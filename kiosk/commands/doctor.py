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

    said = words(call.args.say)
    here = checks(anchors.with_portal(call), office_time().date())
    looks = (store_key, salvage, falls, enrolment, arrivals, age, anchors.program)
    believed = (anchors.demo, anchors.issuers, anchors.update_root, anchors.sticks)
    mine = [partial(look, call) for look in (*looks, *believed)]
    findings = (*examine([*here, partial(store, call, said), *mine]), *alarms(call))
    ok = not any(found.down for found in findings)
    told = {"ok": ok, "checks": [_told(found, said) for found in findings]}
    return Outcome(data=told, text=_page(findings, said), exit_code=0 if ok else 1)


def store(call: Call, said: Words) -> Finding:
    """Whether the store opens with the key that is here. None is made where there is none yet."""
    from kiosk.devices.health import Finding
    from kiosk.devices.ports import State
    from kiosk.store.database.opening import DATABASE, MARK

    found = partial(Finding, "store", needed=True)
    try:
        if not any((call.config.data / name).exists() for name in (DATABASE, MARK)):
            return found(State.READY, "none")
        with opened(call):
            return found(State.READY, "ready")
    except StoreBusy:
        return found(State.READY, "busy")
    except PermissionError:
        return found(State.MISSING, "forbidden")
    except StoreError as error:
        told = {"message": said.message(error), "remedy": said.remedy(error)}
        return found(State.MISSING, "broken", values=told)


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

    found = reports(call.config.data)
    if not found:
        return Finding("salvage", State.READY, "none", needed=False)
    last = found[-1]
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


def _told(found: Finding, said: Words) -> dict[str, Any]:
    return {
        "name": found.part,
        "state": found.state.value,
        "detail": said.say(f"doctor.{found.part}.{found.said}.detail", **found.values),
        "remedy": _remedy(found, said),
        "needed": found.needed,
    }


def _remedy(found: Finding, said: Words) -> str:
    key = f"doctor.{found.part}.{found.said}.remedy"
    return said.say(key, **found.values) if said.has(key) else ""


def _page(findings: Sequence[Finding], said: Words) -> str:
    names = {found.part: said.say(f"doctor.part.{found.part}") for found in findings}
    width = max(map(len, names.values()))
    lines = []
    for found in findings:
        state = said.say(f"doctor.state.{found.state.value}")
        lines.append(f"{state:<8} {names[found.part]:<{width}}  {_told(found, said)['detail']}")
        if remedy := _remedy(found, said):
            lines.append(f"{'':<8} {'':<{width}}  → {remedy}")
    return "\n".join([*lines, "", *_summary(findings, names, said)])


def _summary(findings: Sequence[Finding], names: dict[str, str], said: Words) -> list[str]:
    down = [found.part for found in findings if found.down]
    if not down:
        return [said.say("doctor.summary.ok")]
    lines = [said.say("doctor.summary.down", parts=", ".join(names[part] for part in down))]
    if not set(down) & set(DEMO_NEEDS):
        lines.append(said.say("doctor.summary.demo"))
    return lines
