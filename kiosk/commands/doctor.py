"""kiosk doctor: the state of every part, and what to do about it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome, sandbox
from kiosk.words import Words, words

if TYPE_CHECKING:
    from kiosk.services.health import Finding

DEMO_NEEDS = ("packages", "screen")
"""The demo simulates every device and keeps its data in a folder of its own: with these it runs."""


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="the signed readiness report: FILE.pdf and FILE.json"
    )
    parser.add_argument("--verify", type=Path, metavar="FILE", help="whether a report's .json is a trusted kiosk's own")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Exit code 1 when something that a resident needs is down."""
    if call.args.verify:
        return _verify(call)
    if call.args.report:
        return _report(call)
    from kiosk.services.health import examination
    from kiosk.services.opening import StoreAccess, out_of_service

    texts = words(call.args.say)
    findings = examination(StoreAccess.by(call.config), texts)
    ok = not any(finding.down for finding in findings)
    retired = out_of_service(call.config)
    document: dict[str, Any] = {"ok": ok, "checks": [_finding_json(finding, texts) for finding in findings]}
    page = _page(findings, texts)
    if retired is not None:
        document, page = {"retired": True, **document}, f"{texts.message(retired)}\n\n{page}"
    return Outcome(data=document, text=page, exit_code=0 if ok else 1)


def _report(call: Call) -> Outcome:
    from kiosk.services.maintenance.readiness import write_report
    from kiosk.services.maintenance.reporting import report_of

    texts = words(call.args.say)
    serves, report = report_of(call.config, texts)
    pdf, document = write_report(report, call.args.report)
    data = {"ok": serves, "pdf": str(pdf), "document": str(document)}
    text = texts.say("maintenance.report.written", pdf=pdf, document=document)
    return Outcome(data, text, exit_code=0 if serves else 1)


def _verify(call: Call) -> Outcome:
    from kiosk.services.maintenance.readiness import verified_report

    facts = verified_report(call.config, call.args.verify)
    names = {name: facts[name] for name in ("kiosk", "unit", "at")}
    return Outcome(facts, words(call.args.say).say("maintenance.report.verified", **names))


def _finding_json(finding: Finding, texts: Words) -> dict[str, Any]:
    from kiosk.services.health import detail, remedy

    return {
        "name": finding.part,
        "state": finding.state.value,
        "detail": detail(finding, texts),
        "remedy": remedy(finding, texts),
        "needed": finding.needed,
    }


def _page(findings: Sequence[Finding], texts: Words) -> str:
    from kiosk.services.health import detail, remedy

    names = {finding.part: texts.say(f"doctor.part.{finding.part}") for finding in findings}
    width = max(map(len, names.values()))
    lines = []
    for finding in findings:
        state = texts.say(f"doctor.state.{finding.state.value}")
        lines.append(f"{state:<8} {names[finding.part]:<{width}}  {detail(finding, texts)}")
        if what := remedy(finding, texts):
            lines.append(f"{'':<8} {'':<{width}}  → {what}")
    return "\n".join([*lines, "", *_summary(findings, names, texts)])


def _summary(findings: Sequence[Finding], names: dict[str, str], texts: Words) -> list[str]:
    down = [finding.part for finding in findings if finding.down]
    if not down:
        return [texts.say("doctor.summary.ok")]
    lines = [texts.say("doctor.summary.down", parts=", ".join(names[part] for part in down))]
    if sandbox.is_installed() and not set(down) & set(DEMO_NEEDS):
        lines.append(texts.say("doctor.summary.demo"))
    return lines
