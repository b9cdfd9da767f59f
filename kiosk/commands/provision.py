"""kiosk provision: make this kiosk one of its portal's, by the invitation that the portal wrote for it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome
from kiosk.commands.opened import opened
from kiosk.errors import EnrolmentUnusable
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the invitation")
    source.add_argument("--qr", type=Path, metavar="IMAGE", help="the invitation as a picture of its QR code")
    parser.set_defaults(run=run)


def run(call: Call) -> Outcome:
    """A key of its own, a certificate from the portal; until then an earlier enrolment stays in force."""
    from kiosk.sync.status.trusted_time import TrustedTime
    from kiosk.sync.transport.link import Line
    from kiosk.sync.transport.membership import enrol

    invitation = _pictured(call.args.qr) if call.args.qr else _read(call.args.file)
    with opened(call) as store:
        floor = TrustedTime(store.notes, office_time)
        made = enrol(invitation, call.config.office, store.keys, floor, Line())
        wrong, ends = floor.clock_is_wrong, made.ends.date().isoformat()
    said = words(call.args.say)
    lines = [said.say("provision.done", url=made.url, ends=ends)]
    if wrong:
        lines.append(said.say("provision.clock"))
    told = {"url": made.url, "unit": made.unit, "kiosk": made.kiosk, "certificate_ends": ends, "clock_wrong": wrong}
    return Outcome(told, "\n".join(lines))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EnrolmentUnusable(f"{path.name}: {error.strerror}") from error


def _pictured(path: Path) -> bytes:
    from kiosk.scan import outside
    from kiosk.scan.reading.codes import texts

    found = [text for text in texts(outside.first(_read(path))) if text.startswith("{")]
    if len(found) != 1:
        raise EnrolmentUnusable(f"{len(found)} invitations in the picture")
    return found[0].encode()
