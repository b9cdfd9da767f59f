"""kiosk line: how the way to the portal was, over days."""

from __future__ import annotations

import argparse

from kiosk.commands import Call, Outcome
from kiosk.services.opening import looked_at, opened
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    history = verbs.add_parser("history", parents=[shared], help="what passes found, and the sums")
    history.add_argument("--days", type=int, choices=range(1, 32), default=30, metavar="N", help="1 to 31; 30")
    history.set_defaults(run=run)
    speed = verbs.add_parser("speed", parents=[shared], help="send 1 MB of noise at most (metered: 0.2)")
    speed.set_defaults(run=run_speed)


def run_speed(call: Call) -> Outcome:
    from kiosk.services.maintenance.line_desk import measured_line, speed_json

    with opened(call.config) as store:
        speed = measured_line(call.config, store)
    latency = round(speed.latency * 1000)
    sentence = words(call.args.say).say("line.speed", rate=speed.rate, bytes=speed.bytes, latency=latency)
    return Outcome(speed_json(speed), sentence)


def run(call: Call) -> Outcome:
    from kiosk.services.maintenance.line_desk import line_json, line_report, line_text

    with looked_at(call.config) as store:
        report = line_report(store, call.args.days)
    text = line_text(report.rows) or words(call.args.say).say("maintenance.ui.lane_unknown")
    return Outcome(line_json(report), text)
