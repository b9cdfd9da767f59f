"""kiosk sync: one pass over what waits, or passes until interrupted, or how the line stands."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.commands import Call, Outcome
from kiosk.services.opening import opened
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.services.delivery import DeliveryStatus, PassReport


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
    from kiosk.services.delivery import one_pass

    if call.args.what:
        return _status(call)
    if call.args.watch:
        return _watch(call)
    with opened(call.config) as store:
        return _outcome(call, one_pass(call.config, store, papers=call.args.papers))


def _status(call: Call) -> Outcome:
    """When the portal was last reached, what waits and why, and when it is tried next."""
    from kiosk.services.delivery import acknowledge_alarms, delivery_status

    with opened(call.config) as store:
        if call.args.what == "acknowledge":
            acknowledge_alarms(store)
        status = delivery_status(call.config, store)
    texts = words(call.args.say)
    lines = _status_lines(call, status)
    lines += [texts.say(f"doctor.alarms.{one.name}.detail", **one.values) for one in status.alarms]
    if status.unproven:
        lines.append(texts.say("sync.status.unproven", n=status.unproven))
    return Outcome(_status_json(status) | {"unproven": status.unproven}, "\n".join(lines))


def _status_json(status: DeliveryStatus) -> dict[str, object]:
    stands, following = status.queue, status.following
    return {
        "line": stands.line.value,
        "reached": stands.reached.isoformat() if stands.reached else None,
        "waiting": stands.waiting,
        "papers_on_their_way": stands.papers,
        "papers_held": stands.wait_reason.value if stands.wait_reason else None,
        "parked": stands.parked,
        "parked_reasons": list(stands.reasons),
        "next_try": following.isoformat() if following else None,
        "next_try_in": status.seconds_left,
        "bytes_per_second": stands.rate,
        "alarms": list(stands.alarms),
        "clock_off_seconds": round(stands.clock_off.total_seconds()) if stands.clock_off else 0,
    }


def _status_lines(call: Call, status: DeliveryStatus) -> list[str]:
    texts, stands, soon = words(call.args.say), status.queue, status.seconds_left
    reached, now = stands.reached, status.at
    lines = [texts.say("sync.status.never")]
    if reached:
        when = f"{reached:%H:%M}" if reached.date() == now.date() else f"{reached:%d/%m %H:%M}"
        lines = [texts.say("sync.status.reached", when=when)]
    if stands.clock_off:
        lines.append(texts.say("provision.clock"))
    if stands.waiting:
        lines.append(texts.say("sync.status.waiting", n=stands.waiting))
    if stands.wait_reason:
        lines.append(texts.say(f"line.held.{stands.wait_reason.value}"))
    if soon is not None:
        lines.append(texts.say("sync.status.next", n=soon) if soon else texts.say("sync.status.now"))
    if stands.parked:
        lines.append(texts.say("sync.status.parked", n=stands.parked))
    return lines if stands.waiting or stands.parked else [*lines, texts.say("sync.nothing")]


def _outcome(call: Call, report: PassReport) -> Outcome:
    """Done, or 1 with the first failure explained: the items' own outcomes stand beside it."""
    failed = next((item.error for item in report.submissions if item.error), None)
    if failed is None:
        return Outcome(report.as_json(), _lines(call, report))
    texts = words(call.args.say)
    message, remedy = texts.message(failed), texts.remedy(failed)
    print(f"{message}\n{remedy}\n[{failed.code}]", file=sys.stderr)
    error = {"code": failed.code, "message": message, "remedy": remedy}
    return Outcome(report.as_json() | {"error": error}, _lines(call, report), exit_code=1)


def _watch(call: Call) -> Outcome:
    """Reports as they come: a line each for people, and with --json one document with the sums at the end."""
    from kiosk.services.delivery import watch

    sums = {"passes": 0, "delivered": 0, "bytes_sent": 0, "bytes_payload": 0}

    def show(report: PassReport) -> None:
        _add(sums, report)
        if not call.args.json and (report.submissions or report.answers or report.news or report.error):
            print(_lines(call, report), flush=True)

    with opened(call.config) as store, _until_interrupted():
        watch(call.config, store, show, papers=call.args.papers)
    return Outcome(sums)


@contextlib.contextmanager
def _until_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        print(file=sys.stderr)


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
    counts = {"answers": report.answers, "news": report.news}
    lines += [texts.say(f"sync.{name}", n=count) for name, count in counts.items() if count]
    return "\n".join(lines) or texts.say("sync.nothing")
