"""kiosk provision: make this kiosk one of its portal's, by the invitation that the portal wrote for it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.commands import Call, Outcome
from kiosk.services.opening import opened
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the invitation")
    source.add_argument("--qr", type=Path, metavar="IMAGE", help="the invitation as a picture of its QR code")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """A key of its own, a certificate from the portal; until then an earlier enrolment stays in force."""
    from kiosk.services.enrolment import provision
    from kiosk.services.invitations import invitation_in, invitation_on

    invitation = invitation_on(call.args.qr) if call.args.qr else invitation_in(call.args.file)
    with opened(call.config) as store:
        report = provision(call.config, store, invitation)
    texts, ends = words(call.args.say), report.ends.isoformat()
    lines = [texts.say("provision.done", url=report.url, ends=ends)]
    if report.clock_is_wrong:
        lines.append(texts.say("provision.clock"))
    document = {
        "url": report.url,
        "unit": report.unit,
        "kiosk": report.kiosk,
        "certificate_ends": ends,
        "clock_wrong": report.clock_is_wrong,
    }
    return Outcome(document, "\n".join(lines))
