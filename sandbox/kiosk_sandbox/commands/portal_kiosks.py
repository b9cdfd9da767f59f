"""kiosk portal invite / revoke / merge: which kiosks the sandbox portal knows, and whose dossiers are whose."""

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
    merge = verbs.add_parser("merge", parents=[shared], help="hand the dossiers of a kiosk to the unit that follows")
    merge.add_argument("--unit", required=True, metavar="CODE", help="the unit that is no more")
    merge.add_argument("--kiosk", required=True, metavar="NAME")
    merge.add_argument("--into", required=True, metavar="CODE", help="the unit that follows")
    merge.add_argument("--as", dest="name", default="", metavar="NAME", help="the kiosk's name there, if another")
    merge.add_argument("--database", default=argparse.SUPPRESS, metavar="URL", help="of the portal, if not its own")
    merge.set_defaults(run=_merge)


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


def _merge(call: Call) -> Outcome:
    from kiosk_sandbox.database import PortalDatabase
    from kiosk_sandbox.merging import hand_over

    args, place = call.args, call.config.data / "portal" / "portal.sqlite"
    place.parent.mkdir(parents=True, exist_ok=True)
    database = PortalDatabase(args.database or f"sqlite:///{place}")
    old, new = (args.unit, args.kiosk), (args.into, args.name or args.kiosk)
    try:
        count = hand_over(database, old, new, office_time)
    finally:
        database.close()
    if (place.parent / "authority").exists():  # a portal that is not behind TLS has none
        authority_of(call).follow(old, new)
    document = {"from": "/".join(old), "to": "/".join(new), "dossiers": count}
    return Outcome(document, words(call.args.say).say("portal.merged", **document))
