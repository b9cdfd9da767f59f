"""kiosk device: one device tried alone, with its numbers. The kiosk has to be stopped: it holds the devices."""

from __future__ import annotations

import argparse
import os

from kiosk.commands import Call, Outcome

TESTED = ("card-reader", "camera", "printer", "scanner")


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    test = verbs.add_parser("test", parents=[shared], help="try it, and keep how it came out for the readiness report")
    test.add_argument("device", choices=TESTED)
    test.add_argument(
        "--can", default="", metavar="DIGITS", help="the six digits on the card; else its QR is looked for"
    )
    test.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """Exit code 1 where the device works and its picture is not good enough."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.app.device_bench import bench_trial

    result = bench_trial(call.config, call.args.device, call.args.can)
    lines = [f"{key}: {value}" for key, value in result.items() if key not in ("exchanges", "steps")]
    lines += [
        f"{one['at']:7.3f} s  {one['head']}  {one['status']}  {one['answered']}" for one in result.get("exchanges", ())
    ]
    return Outcome(result, "\n".join(lines), exit_code=0 if result.get("passed", True) else 1)
