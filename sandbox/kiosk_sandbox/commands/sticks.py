"""A stick at the portal's side: kiosk courier import, and kiosk portal import, know, key."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.commands.stick import bar
from kiosk.words import words

if TYPE_CHECKING:
    from kiosk.sync.transport.membership import Membership
    from kiosk_sandbox.courier.registry import Registry
    from kiosk_sandbox.courier.taking import ImportReport

PORT = 8640


def taking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="the stick")
    parser.add_argument("--url", default="", help=f"where the portal runs (portal.url, or http://127.0.0.1:{PORT})")
    parser.add_argument("--password", default="", help="the officer's, if not in the data folder or the settings")


def register_courier(name: str, verbs: Any, shared: argparse.ArgumentParser) -> None:
    """``import`` of ``kiosk courier``."""
    summary = "at the portal's side: take a stick in, and write the answers on it"
    take_in = verbs.add_parser(name, parents=[shared], help=summary, description=summary)
    taking(take_in)
    take_in.set_defaults(run=take)


def register_portal(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """The portal's own verbs."""
    take_in = verbs.add_parser("import", parents=[shared], help="take a stick in, and write the answers on it")
    taking(take_in)
    take_in.set_defaults(run=take)
    told_of = verbs.add_parser("know", parents=[shared], help="take sticks of this kiosk from now on")
    for name in ("unit", "kiosk", "key"):
        told_of.add_argument(name, metavar=name.upper())
    told_of.set_defaults(run=know)
    keys = verbs.add_parser("key", parents=[shared], help="what kiosks seal to and believe")
    change = keys.add_mutually_exclusive_group()
    change.add_argument("--announce", action="store_true", help="make the next signing key known")
    change.add_argument("--change", action="store_true", help="sign with the announced one from now on")
    keys.set_defaults(run=key)


def take(call: Call) -> Outcome:
    """What became of each bundle; 1 with the first failure where something could not be taken."""
    from kiosk.services.sticks import stick_in
    from kiosk_sandbox.callers import OFFICER
    from kiosk_sandbox.commands.officer_password import officer_password
    from kiosk_sandbox.courier.taking import Taking

    settings = call.config.portal
    url = call.args.url or settings.url or f"http://127.0.0.1:{PORT}"
    if call.args.password or not settings.username:  # an officer's account: it speaks for the kiosks of its unit
        password = call.args.password or officer_password(call.config.data / "portal")
        settings = replace(settings, username=OFFICER, password=password)
    desk = Taking(_registry(call), replace(settings, url=url), member=lambda: _member(call, url))
    reports = desk.run(stick_in(call.args.folder), lambda done, total: bar(done, total, sys.stderr))
    return _outcome(call, reports)


def _member(call: Call, url: str) -> Membership | None:
    """What the desk shows where the portal is behind TLS: the authority of the portal in this data folder vouches."""
    if not url.startswith("https:"):
        return None
    from kiosk.clock import office_time
    from kiosk_sandbox.commands.portal_kiosks import authority_of
    from kiosk_sandbox.courier.desk import officers_membership

    return officers_membership(authority_of(call), call.config.office.unit, url, office_time)


def know(call: Call) -> Outcome:
    from kiosk.errors import ConfigError

    try:
        public = bytes.fromhex(call.args.key)
    except ValueError as error:
        raise ConfigError("the key is not hexadecimal", key="KEY") from error
    entry = _registry(call).know(call.args.unit, call.args.kiosk, public)
    return Outcome({"unit": entry.unit, "kiosk": entry.kiosk, "key": entry.public}, f"{entry.unit} {entry.kiosk}")


def key(call: Call) -> Outcome:
    """The section for a kiosk's settings. A running portal signs with another key after its next start."""
    registry = _registry(call)
    if call.args.announce:
        registry.announce()
    if call.args.change:
        registry.change()
    document = {"seal": registry.seal.hex(), "sign": registry.pins()}
    return Outcome(document, f'[courier]\nseal = "{document["seal"]}"\nsign = "{document["sign"]}"')


def _registry(call: Call) -> Registry:
    from kiosk_sandbox.courier.registry import Registry

    return Registry(call.config.data / "portal" / "courier")


def _outcome(call: Call, reports: list[ImportReport]) -> Outcome:
    texts = words(call.args.say)
    document: dict[str, Any] = {"bundles": [one.as_json() for one in reports]}
    lines = [line for one in reports for line in _lines(call, one)]
    failed = next((one.error for one in reports if one.error), None)
    if failed is not None:
        message, remedy = texts.message(failed), texts.remedy(failed)
        print(f"{message}\n{remedy}\n[{failed.code}]", file=sys.stderr)
        document["error"] = {"code": failed.code, "message": message, "remedy": remedy}
    bad = failed is not None or any(one.damaged for one in reports)
    return Outcome(document, "\n".join(lines), exit_code=1 if bad else 0)


def _lines(call: Call, taken: ImportReport) -> list[str]:
    texts = words(call.args.say)
    if taken.error is not None and not taken.kiosk:
        return [f"{taken.bundle}  {texts.message(taken.error)}"]
    lines = [f"{one.code}  {one.official or one.refused}" for one in taken.answers if one.code]
    lines += [f"{code}  {texts.say('courier.damaged')}" for code in taken.damaged]
    return [texts.say("courier.taken", kiosk=taken.kiosk, count=len(lines) - len(taken.damaged)), *lines]
