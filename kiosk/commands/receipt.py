"""kiosk receipt: is this slip one that a kiosk of this commune issued, and untouched? Needs neither line nor store."""

from __future__ import annotations

import argparse

from kiosk.commands import Call, Outcome
from kiosk.domain.calendar import ZONE
from kiosk.words import words


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    subs = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    verify = subs.add_parser("verify", parents=[shared], help="check the text of a slip's QR code")
    verify.add_argument("text", metavar="TEXT", help="what the QR code says")
    verify.set_defaults(run=run)


def run(call: Call) -> Outcome:
    from kiosk.services.receipts import verified

    receipt = verified(call.config, call.args.text)
    filed_at = receipt.filed_at.replace(tzinfo=ZONE)
    data = {
        "valid": True,
        "code": receipt.code,
        "unit": receipt.unit,
        "kiosk": receipt.kiosk,
        "filed_at": filed_at.isoformat(),
        "digest": receipt.digest,
    }
    sentence = words(call.args.say).say(
        "receipt.valid", code=receipt.code, kiosk=receipt.kiosk, day=f"{filed_at:%d/%m/%Y}", time=f"{filed_at:%H:%M}"
    )
    return Outcome(data, sentence)
