"""kiosk courier: the queue onto a stick, and the answers home."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome, sandbox, stick
from kiosk.services.enrolment import enrolled, portal_signers
from kiosk.services.opening import looked_at, opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.store import Store
    from kiosk.sync.courier.report import ExportProgress


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
    from kiosk import catalogue
    from kiosk.sync.courier.export import Exporter
    from kiosk.sync.transport.membership import seal_to

    with opened(call.config) as store:
        to = seal_to(call.config.courier, enrolled(store))
        exporter = Exporter(store, call.config.office, catalogue.procedure, to)
        report = exporter.run(stick.laid_in(call.args.folder), _shown)
    texts = words(call.args.say)
    lines = [texts.say("courier.exported", count=len(report.carried))]
    if report.stayed:
        lines.append(texts.say("courier.stayed", count=len(report.stayed)))
        lines += [f"{one.code}  {texts.say(f'courier.why.{one.why}')}" for one in report.stayed]
    return Outcome(report.told(), "\n".join(lines))


def prepare(call: Call) -> Outcome:
    from kiosk.sync.courier.round import mark

    mark(stick.laid_in(call.args.folder))
    return Outcome({"ok": True}, words(call.args.say).say("courier.prepared"))


def acknowledge(call: Call) -> Outcome:
    from kiosk.sync.courier.homecoming import Homecoming

    with opened(call.config) as store:
        home = Homecoming(store, call.config.office, portal_signers(call.config, store))
        report = home.run(stick.laid_in(call.args.folder))
    texts = words(call.args.say)
    counts = {"settled": len(report.settled), "parked": len(report.parked), "told": len(report.told)}
    return Outcome(report.told_as(), texts.say("courier.home", **counts))


def status(call: Call) -> Outcome:
    from kiosk.store.database.opening import exists

    document: dict[str, Any] = {"waiting": 0, "carried": [], "last_answer": 0}
    if exists(call.config.data):  # looking at the wrong folder makes no store there
        with looked_at(call.config) as store:
            document = _standing(store)
    texts = words(call.args.say)
    carried = len({one["code"] for one in document["carried"]})
    lines = [texts.say("courier.standing", waiting=document["waiting"], carried=carried)]
    lines += [f"{one['code']}  {one['bundle']}  {one['at']}" for one in document["carried"]]
    return Outcome(document, "\n".join(lines))


def key(call: Call) -> Outcome:
    with opened(call.config) as store:
        public = store.keys.public.hex()
    office = call.config.office
    document = {"unit": office.unit, "kiosk": office.kiosk, "key": public}
    return Outcome(document, f"kiosk portal know {office.unit} {office.kiosk} {public}")


def _standing(store: Store) -> dict[str, Any]:
    carried = store.carriage.carried()
    return {
        "waiting": len(store.carriage.waiting()),
        "carried": [{"code": one.code, "bundle": one.bundle, "at": one.at.isoformat()} for one in carried],
        "last_answer": store.carriage.last_answer(),
    }


def _shown(progress: ExportProgress) -> None:
    stick.bar(progress.done, progress.total, sys.stderr)
