"""kiosk courier: the queue onto a stick, and the answers home."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome, sandbox, stick
from kiosk.services.opening import opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.services.courier import CourierStatus, ExportProgress


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, run: Any, summary: str, *aliases: str) -> argparse.ArgumentParser:
        verb_parser = verbs.add_parser(name, aliases=aliases, parents=[shared], help=summary, description=summary)
        verb_parser.set_defaults(run=run)
        return verb_parser

    verb("export", export, "seal what waits, the oldest first, onto a stick").add_argument("folder", type=Path)
    for name in sandbox.VERBS["courier"]:
        sandbox.register_verb("courier", name, verbs, shared)
    home = verb("acknowledge", acknowledge, "apply the answers that the stick brings home", "ack")
    home.add_argument("folder", type=Path)
    verb(
        "prepare", prepare, "mark a stick as the office's own: the kiosk's screen offers to copy onto it"
    ).add_argument("folder", type=Path)
    verb("status", status, "what is on sticks and has not arrived")
    verb("key", key, "what the portal's side must know of this kiosk")


def export(call: Call) -> Outcome:
    """What is on the stick afterwards, and what stayed."""
    from kiosk.services import courier

    with opened(call.config) as store:
        report = courier.export(call.config, store, call.args.folder, _shown)
    texts = words(call.args.say)
    lines = [texts.say("courier.exported", count=len(report.carried))]
    if report.stayed:
        lines.append(texts.say("courier.stayed", count=len(report.stayed)))
        lines += [f"{one.code}  {texts.say(f'courier.why.{one.why}')}" for one in report.stayed]
    return Outcome(report.as_json(), "\n".join(lines))


def prepare(call: Call) -> Outcome:
    from kiosk.services import courier

    courier.prepare(call.args.folder)
    return Outcome({"ok": True}, words(call.args.say).say("courier.prepared"))


def acknowledge(call: Call) -> Outcome:
    from kiosk.services import courier

    with opened(call.config) as store:
        report = courier.acknowledge(call.config, store, call.args.folder)
    texts = words(call.args.say)
    counts = {"settled": len(report.settled), "parked": len(report.parked), "told": len(report.changed)}
    return Outcome(report.told_as(), texts.say("courier.home", **counts))


def status(call: Call) -> Outcome:
    from kiosk.services.courier import courier_status

    document = _status_json(courier_status(call.config))
    texts = words(call.args.say)
    carried = len({one["code"] for one in document["carried"]})
    lines = [texts.say("courier.standing", waiting=document["waiting"], carried=carried)]
    lines += [f"{one['code']}  {one['bundle']}  {one['at']}" for one in document["carried"]]
    return Outcome(document, "\n".join(lines))


def key(call: Call) -> Outcome:
    from kiosk.services.courier import public_key

    with opened(call.config) as store:
        public = public_key(store).hex()
    office = call.config.office
    document = {"unit": office.unit, "kiosk": office.kiosk, "key": public}
    return Outcome(document, f"kiosk portal know {office.unit} {office.kiosk} {public}")


def _status_json(status: CourierStatus) -> dict[str, Any]:
    carried = [{"code": one.code, "bundle": one.bundle, "at": one.at.isoformat()} for one in status.carried]
    return {"waiting": status.waiting, "carried": carried, "last_answer": status.last_answer}


def _shown(progress: ExportProgress) -> None:
    stick.bar(progress.done, progress.total, sys.stderr)
