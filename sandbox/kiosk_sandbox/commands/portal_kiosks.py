"""kiosk portal invite / revoke: which kiosks the sandbox portal knows."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.clock import office_time
from kiosk.commands import Call, Outcome
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk_sandbox.authority import Authority


def register(verbs: Any, shared: argparse.ArgumentParser, port: int) -> None:
    invite = verbs.add_parser("invite", parents=[shared], help="an invitation for one kiosk, good once")
    invite.add_argument("--unit", required=True, metavar="CODE", help="the one-stop unit it stands in")
    invite.add_argument("--kiosk", required=True, metavar="NAME", help="its name within the unit")
    invite.add_argument("--url", default=f"https://127.0.0.1:{port}", help="where the kiosk will find the portal")
    invite.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="the invitation, a secret")
    invite.add_argument("--qr", type=Path, metavar="PNG", help="the same as a picture of a QR code")
    invite.set_defaults(run=_invite)
    revoke = verbs.add_parser("revoke", parents=[shared], help="no longer let a kiosk in")
    revoke.add_argument("--unit", required=True, metavar="CODE")
    revoke.add_argument("--kiosk", required=True, metavar="NAME")
    revoke.set_defaults(run=_revoke)


def authority_of(call: Call, grace_days: int = 180) -> Authority:
    """The authority of the portal in this data folder."""
    from kiosk_sandbox.authority import Authority

    return Authority(call.config.data / "portal" / "authority", office_time, grace_days=grace_days)


def _invite(call: Call) -> Outcome:
    """An invitation opens the portal once to whoever has it: file and picture are this account's alone."""
    from kiosk.durable import write_private

    args, settings = call.args, call.config.portal
    account = (settings.username, settings.password) if settings.username else ("kiosk", "tap-huan")
    invitation = json.dumps(authority_of(call).invite(args.unit, args.kiosk, args.url, *account))
    write_private(args.out, invitation.encode())
    if args.qr:
        import qrcode

        code: Any = qrcode.make(invitation, error_correction=qrcode.ERROR_CORRECT_L)
        picture = io.BytesIO()
        code.save(picture)
        write_private(args.qr, picture.getvalue())
    sentence = words(call.args.say).say("portal.invited", kiosk=f"{args.unit}/{args.kiosk}", file=str(args.out))
    return Outcome({"file": str(args.out), "kiosk": args.kiosk, "unit": args.unit}, sentence)


def _revoke(call: Call) -> Outcome:
    args = call.args
    authority_of(call).revoke(args.unit, args.kiosk)
    sentence = words(call.args.say).say("portal.revoked", kiosk=f"{args.unit}/{args.kiosk}")
    return Outcome({"kiosk": args.kiosk, "unit": args.unit, "revoked": True}, sentence)
