"""kiosk portal: the sandbox portal, and the office behind it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands import Call, Outcome
from kiosk.words import words
from kiosk_sandbox.commands import portal_heads, portal_kiosks, sticks
from kiosk_sandbox.commands.officer_password import officer_password

if TYPE_CHECKING:
    from kiosk_sandbox.authority import Authority
    from kiosk_sandbox.callers import PortalAccount

PORT = 8640
SANDBOX_ACCOUNT = {"kiosk": "tap-huan"}
"""The sandbox's own kiosk, where the settings name none."""

AT_HOME = ("127.0.0.1", "::1", "localhost")
ACTIONS = ("accept", "work", "ask", "refuse", "fee", "paid", "stop", "finish", "handover", "withdraw")


def register(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"port, 0 for a free one ({PORT})")
    parser.add_argument("--database", default="", metavar="URL", help="any SQLAlchemy URL, or: memory")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="misbehave as this file says (TOML)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that serve the one port (1)")
    parser.add_argument("--tls", action="store_true", help="behind TLS, for the kiosks that it has invited")
    parser.add_argument("--grace-days", type=int, default=180, metavar="N", help="a late kiosk may still renew (180)")
    parser.add_argument("--overseer", default="", metavar="UNIT", help="let an officer of UNIT see all kiosks below it")
    parser.add_argument("--unseen-hours", type=int, default=6, metavar="N", help="alarm for a kiosk not seen (6)")
    parser.set_defaults(run=run)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    officer = verbs.add_parser("officer", parents=[shared], help="play the office")
    officer.add_argument("action", choices=("list", "fleet", "mistakes", *ACTIONS))
    officer.add_argument("code", nargs="?", default="", metavar="CODE", help="official number or provisional code")
    officer.add_argument("--note", default="", help="words for the resident")
    officer.add_argument("--amount", type=int, default=0, metavar="VND", help="for a fee")
    officer.add_argument("--paper", action="append", default=[], metavar="CODE", help="a paper that is asked for")
    officer.add_argument("--field", action="append", default=[], metavar="KEY", help="a field to be mended")
    officer.add_argument("--line", action="store_true", help="ask for an answer in words")
    officer.add_argument("--days", type=int, default=0, metavar="N", help="days to bring it")
    officer.add_argument("--officer", default="", metavar="NAME", help="who acts")
    officer.add_argument("--url", default=f"http://127.0.0.1:{PORT}", help="where the portal runs")
    officer.add_argument("--password", default="", help="the officer's password, if not in the data folder")
    officer.set_defaults(run=act)
    sticks.register_portal(verbs, shared)
    portal_kiosks.register(verbs, shared, PORT)
    portal_heads.register(verbs, shared)


def run(call: Call) -> Outcome:
    """Serve until interrupted."""
    from kiosk.errors import ConfigError
    from kiosk_sandbox.faults import faults_from
    from kiosk_sandbox.fleet_alarms import FleetLimits
    from kiosk_sandbox.server import PortalServer, listen

    folder = call.config.data / "portal"
    try:
        faults = faults_from(call.args.faults) if call.args.faults else []
    except (OSError, ValueError) as error:
        raise _unusable(call.args.faults, error) from error
    if not call.config.portal.username and call.args.host not in AT_HOME:
        raise ConfigError("the sandbox's own account is for this machine alone", key="portal.username")
    authority = _authority(call) if call.args.tls else None
    password, listening = officer_password(folder), listen(call.args.host, call.args.port)
    url = f"{'https' if authority else 'http'}://{call.args.host}:{listening.getsockname()[1]}"
    sentence = words(call.args.say).say("portal.serving", url=url, password=password)
    print(sentence, file=sys.stderr, flush=True)
    accounts, limits = _accounts(call, folder), FleetLimits(unseen=timedelta(hours=max(1, call.args.unseen_hours)))

    def serve() -> None:
        server = PortalServer(
            folder,
            host=call.args.host,
            database=call.args.database,
            accounts=accounts,
            limits=limits,
            officer_password=password,
            office=call.config.office,
            faults=faults,
            authority=authority,
            listening=listening,
        )
        try:
            server.serve()
        finally:
            server.stop()

    if call.args.workers == 1:
        serve()
    else:
        _together(call, folder, serve)
    return Outcome({"url": url})


def _accounts(call: Call, folder: Path) -> dict[str, str | PortalAccount]:
    """Who signs in: the kiosk of the settings, or the sandbox's own, and who oversees a province's kiosks."""
    from kiosk.errors import ConfigError
    from kiosk_sandbox.callers import Caller, PortalAccount
    from kiosk_sandbox.contract import UNIT

    settings, unit = call.config.portal, call.args.overseer
    accounts: dict[str, str | PortalAccount] = {settings.username: settings.password} if settings.username else {}
    accounts = accounts or dict(SANDBOX_ACCOUNT)
    if unit:
        if not UNIT.fullmatch(unit):
            raise ConfigError("a unit's code, as H15", key="--overseer")
        password = officer_password(folder, f"overseer-{unit}")
        print(words(call.args.say).say("portal.overseer", unit=unit, password=password), file=sys.stderr, flush=True)
        accounts[f"giam-sat-{unit}"] = PortalAccount(password, Caller(unit))
    return accounts


def _authority(call: Call) -> Authority:
    if call.args.grace_days < 0:
        from kiosk.errors import ConfigError

        raise ConfigError("not below 0", key="--grace-days")
    return portal_kiosks.authority_of(call, call.args.grace_days)


def _together(call: Call, folder: Path, serve: Callable[[], None]) -> None:
    """What all workers need alike is made before they are: two that turn one new database to its log at once wait for
    each other until both give up, and the catalogue is read once. Nothing of it stays open over the fork."""
    from kiosk import catalogue
    from kiosk.errors import ConfigError
    from kiosk_sandbox.database import PortalDatabase, database_in
    from kiosk_sandbox.workers import Workers

    if call.args.workers < 1 or call.args.faults or call.args.database == "memory":
        raise ConfigError("workers share a folder, and no faults strike them all", key="--workers")
    PortalDatabase(call.args.database or database_in(folder)).close()
    for code in catalogue.codes():
        catalogue.procedure(code)
    Workers(call.args.workers, serve).run()


def act(call: Call) -> Outcome:
    """One action of an officer on the running portal."""
    from kiosk_sandbox.remote import RemoteOffice

    args = call.args
    authority = portal_kiosks.authority_of(call).certificate if args.url.startswith("https:") else ""
    office = RemoteOffice(args.url, args.password or officer_password(call.config.data / "portal"), authority)
    if args.action == "list":
        dossiers = office.dossiers()
        return Outcome({"dossiers": dossiers}, "\n".join(_line(call, item) for item in dossiers))
    if args.action == "fleet":
        fleet = office.fleet()
        alarms = [f"{item['tone']}  {item['title']}" for item in fleet["alarms"]]
        return Outcome(fleet, "\n".join([*(_kiosk(item) for item in fleet["kiosks"]), *alarms]))
    if args.action == "mistakes":
        wrong = office.mistakes()
        return Outcome({"mistakes": wrong}, "\n".join(f"{one['at']}  {one['place']}  {one['words']}" for one in wrong))
    facts = {"papers": args.paper, "days": args.days, "officer": args.officer, "fields": args.field, "line": args.line}
    dossier = office.act(args.code, args.action, args.note, args.amount, **facts)
    return Outcome({"dossier": dossier}, _line(call, dossier))


def _line(call: Call, dossier: dict[str, Any]) -> str:
    status = words(call.args.say).say(f"status.legal_name.{dossier['status']}")
    return f"{dossier['code']}  {dossier['reference']}  {status}  {dossier['note']}".rstrip()


def _kiosk(item: dict[str, Any]) -> str:
    health = "  ".join(f"{name} {value}" for name, value in item["health"].items() if name not in ("number", "at"))
    skew = "" if item["skew"] is None else f"  clock {item['skew']:+d} s"
    return f"{item['unit']}  {item['kiosk']}  {item['seen']}{skew}  {health}".rstrip()


def _unusable(path: Path, error: Exception) -> Exception:
    from kiosk.errors import ConfigError

    return ConfigError(f"{path.name}: {error}", key=path.name)
