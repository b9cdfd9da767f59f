"""kiosk provision: make this kiosk one of its portal's, by the invitation that the portal wrote for it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome
from kiosk.durable import MOST_PICTURE, read_bounded
from kiosk.errors import EnrolmentUnusable
from kiosk.services.opening import opened
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
    with opened(call.config) as store:
        floor = TrustedTime(store.notes, office_time)
        membership = enrol(invitation, call.config.office, store.keys, floor, Line())
        wrong, ends = floor.clock_is_wrong, membership.ends.date().isoformat()
    texts = words(call.args.say)
    lines = [texts.say("provision.done", url=membership.url, ends=ends)]
    if wrong:
        lines.append(texts.say("provision.clock"))
    document = {
        "url": membership.url,
        "unit": membership.unit,
        "kiosk": membership.kiosk,
        "certificate_ends": ends,
        "clock_wrong": wrong,
    }
    return Outcome(document, "\n".join(lines))


def _read(path: Path) -> bytes:
    try:
        return read_bounded(path, MOST_PICTURE)
    except OSError as error:
        raise EnrolmentUnusable(f"{path.name}: {error.strerror}") from error


def _pictured(path: Path) -> bytes:
    from kiosk.scan import outside
    from kiosk.scan.reading.codes import texts

    codes = [text for text in texts(outside.first(_read(path))) if text.startswith("{")]
    if len(codes) != 1:
        raise EnrolmentUnusable(f"{len(codes)} invitations in the picture")
    return codes[0].encode()
