"""kiosk sync: one pass over what waits, or passes until interrupted, or how the line stands."""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome
from kiosk.services.opening import opened
from kiosk.words import words

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.store import Store
    from kiosk.sync.engine import Engine
    from kiosk.sync.report import PassReport
    from kiosk.sync.status.queue_status import QueueStatus


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=("status", "acknowledge"),
        help="how the line stands and what waits; or take note of its alarms, which then end. Sends nothing",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one pass (the default)")
    how.add_argument("--watch", action="store_true", help="keep passing until interrupted")
    parser.add_argument(
        "--papers", action="store_true", help="papers that wait for their hours or a free line go now, too"
    )
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """One pass and its report. With the line or the portal down that is what it raises: nothing is lost by it."""
    if call.args.what:
        with opened(call.config) as store:
            if call.args.what == "acknowledge":
                for one in store.alarms.all():
                    store.alarms.clear(one.name)
            return _status(call, store)
    with opened(call.config) as store, _engine(call, store) as engine:
        if call.args.papers:
            engine.send_off(store.outbox.codes())
        if call.args.watch:
            return _watch(call, engine, store)
        report = engine.run_once(prompted=True)
        engine.note(report, report.rest)
    if report.error is not None:
        raise report.error
    return _outcome(call, report)


def _status(call: Call, store: Store) -> Outcome:
    """When the portal was last reached, what waits and why, and when it is tried next."""
    from kiosk.domain.submission import Sync
    from kiosk.sync.queue.upload_window import Hours, PaperGate
    from kiosk.sync.status.link_history import LinkHistory
    from kiosk.sync.status.queue_status import standing
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.transport.metered import Metered

    settings, now = call.config.portal, office_time()
    gate = PaperGate(Hours(settings.papers_from, settings.papers_until), store.notes, Metered(settings.metered))
    waiting = store.outbox.list(Sync.QUEUED, Sync.SENDING, Sync.PARKED)
    floor = TrustedTime(store.notes, office_time)
    held, alarms = gate.held(now) if waiting else None, store.alarms.all()
    stands = standing(waiting, LinkHistory.of(store.notes), held, floor, alarms=alarms)
    unproven = store.arrivals.standing().missing
    said = words(call.args.say)
    lines = _status_lines(call, stands, now)
    lines += [said.say(f"doctor.alarms.{one.name}.detail", **one.values) for one in alarms]
    if unproven:
        lines.append(said.say("sync.status.unproven", n=unproven))
    return Outcome(_status_json(stands, now) | {"unproven": unproven}, "\n".join(lines))


def _soon(stands: QueueStatus, now: datetime) -> int | None:
    """Whole seconds until the next try; None where nothing waits to be tried."""
    following = stands.following if stands.waiting else None
    return max(0, round((following - now).total_seconds())) if following else None


def _status_json(stands: QueueStatus, now: datetime) -> dict[str, object]:
    following = stands.following if stands.waiting else None
    return {
        "line": stands.line.value,
        "reached": stands.reached.isoformat() if stands.reached else None,
        "waiting": stands.waiting,
        "papers_on_their_way": stands.papers,
        "papers_held": stands.held.value if stands.held else None,
        "parked": stands.parked,
        "parked_reasons": list(stands.reasons),
        "next_try": following.isoformat() if following else None,
        "next_try_in": _soon(stands, now),
        "bytes_per_second": stands.rate,
        "alarms": list(stands.alarms),
        "clock_off_seconds": round(stands.clock_off.total_seconds()) if stands.clock_off else 0,
    }


def _status_lines(call: Call, stands: QueueStatus, now: datetime) -> list[str]:
    texts, reached, soon = words(call.args.say), stands.reached, _soon(stands, now)
    lines = [texts.say("sync.status.never")]
    if reached:
        when = f"{reached:%H:%M}" if reached.date() == now.date() else f"{reached:%d/%m %H:%M}"
        lines = [texts.say("sync.status.reached", when=when)]
    if stands.clock_off:
        lines.append(texts.say("provision.clock"))
    if stands.waiting:
        lines.append(texts.say("sync.status.waiting", n=stands.waiting))
    if stands.held:
        lines.append(texts.say(f"line.held.{stands.held.value}"))
    if soon is not None:
        lines.append(texts.say("sync.status.next", n=soon) if soon else texts.say("sync.status.now"))
    if stands.parked:
        lines.append(texts.say("sync.status.parked", n=stands.parked))
    return lines if stands.waiting or stands.parked else [*lines, texts.say("sync.nothing")]


def _outcome(call: Call, report: PassReport) -> Outcome:
    """Done, or 1 with the first failure explained: the items' own outcomes stand beside it."""
    failed = next((item.error for item in report.submissions if item.error), None)
    if failed is None:
        return Outcome(report.told(), _lines(call, report))
    texts = words(call.args.say)
    message, remedy = texts.message(failed), texts.remedy(failed)
    print(f"{message}\n{remedy}\n[{failed.code}]", file=sys.stderr)
    error = {"code": failed.code, "message": message, "remedy": remedy}
    return Outcome(report.told() | {"error": error}, _lines(call, report), exit_code=1)


@contextlib.contextmanager
def _engine(call: Call, store: Store) -> Iterator[Engine]:
    from kiosk import catalogue
    from kiosk.errors import PortalNotSet
    from kiosk.sync.engine import Engine
    from kiosk.sync.portal import Portal
    from kiosk.sync.queue.policy import Policy
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.transport.membership import Membership, signers_of
    from kiosk.sync.transport.metered import Metered

    member = Membership.of(store.keys, TrustedTime(store.notes, office_time))
    portal = Portal(call.config.portal, call.config.office.unit, head=store.journal.checkpoint, membership=member)
    if not portal.is_set:
        raise PortalNotSet("no portal.url in the settings")
    office = call.config.office
    signers = signers_of(call.config.courier, member, store.notes)
    with contextlib.closing(portal):
        yield Engine(
            store,
            portal,
            Policy(random.random),
            office_time,
            office=office,
            procedure=catalogue.procedure,
            metered=Metered(call.config.portal.metered),
            signers=signers,
        )


def _watch(call: Call, engine: Engine, store: Store) -> Outcome:
    """Reports as they come: a line each for people, and with --json one document with the sums at the end."""
    from kiosk.sync.watcher import Watcher

    sums = {"passes": 0, "delivered": 0, "bytes_sent": 0, "bytes_payload": 0}
    over: list[Exception] = []
    done = threading.Event()

    def show(report: PassReport) -> None:
        _add(sums, report)
        if not call.args.json and (report.submissions or report.error):
            print(_lines(call, report), flush=True)

    def bug(error: Exception) -> None:
        over.append(error)
        done.set()

    _until_interrupted(Watcher(engine, show, bug), store, done)
    if over:
        raise over[0]
    return Outcome(sums)


def _until_interrupted(watcher: object, store: Store, done: threading.Event) -> None:
    from kiosk.sync.watcher import Watcher

    assert isinstance(watcher, Watcher)
    unsubscribe = store.outbox.subscribe(watcher.wake)
    watcher.start()
    try:
        done.wait()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    finally:
        unsubscribe()
        watcher.stop()


def _add(sums: dict[str, int], report: PassReport) -> None:
    sums["passes"] += 1
    sums["delivered"] += sum(item.outcome == "delivered" for item in report.submissions)
    sums["bytes_sent"] += report.bytes_sent
    sums["bytes_payload"] += report.bytes_payload


def _lines(call: Call, report: PassReport) -> str:
    texts = words(call.args.say)
    if report.error is not None:
        return texts.message(report.error)
    lines = [
        f"{item.code}  {texts.say(f'sync.outcome.{item.outcome}')}  {item.official or item.reason}".rstrip()
        for item in report.submissions
    ]
    return "\n".join(lines) or texts.say("sync.nothing")
