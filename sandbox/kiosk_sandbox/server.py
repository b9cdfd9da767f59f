"""The portal as a running server: in a thread for demo, tour and tests, or alone for ``kiosk portal``."""

from __future__ import annotations

import secrets
import socket
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kiosk import catalogue
from kiosk.bounded import OutOfBounds
from kiosk.closing import close_all
from kiosk.config import Office, PortalSettings
from kiosk.devices.removable import MountedSticks
from kiosk.devices.stick_ports import Sticks
from kiosk.domain.calendar import ZONE
from kiosk.errors import ConfigError
from kiosk_sandbox import mutual
from kiosk_sandbox.arrivals import ReceiptSigner
from kiosk_sandbox.authority import Authority
from kiosk_sandbox.callers import OFFICER, Caller, PortalAccount, accounts_of, bearer, place_of, shown_by
from kiosk_sandbox.change_routes import changes_door
from kiosk_sandbox.courier.desk import Membership, officers_membership
from kiosk_sandbox.courier.page import SticksPage
from kiosk_sandbox.courier.registry import Registry
from kiosk_sandbox.courier.taking import Taking
from kiosk_sandbox.database import PortalDatabase, database_in
from kiosk_sandbox.dossiers import Dossiers
from kiosk_sandbox.faults import Misbehaving, PortalFault, Schedule, fault_from
from kiosk_sandbox.feed import Changes
from kiosk_sandbox.fleet import Fleet
from kiosk_sandbox.fleet_alarms import FleetLimits
from kiosk_sandbox.fleet_routes import FleetPages
from kiosk_sandbox.instance import HEADER as STORE
from kiosk_sandbox.instance import Instance
from kiosk_sandbox.journal_heads import Heads
from kiosk_sandbox.json_bodies import read_from
from kiosk_sandbox.limits import Limits
from kiosk_sandbox.officer import Officer
from kiosk_sandbox.protocol import PortalProtocol
from kiosk_sandbox.service import ExchangeService
from kiosk_sandbox.sessions import Sessions
from kiosk_sandbox.tus import Tus
from kiosk_sandbox.upload_locks import UploadLocks
from kiosk_sandbox.uploads import Uploads

MEMORY = "memory"
"""For ``database``: everything in a folder that is gone when the server stops."""


def office_time() -> datetime:
    return datetime.now(ZONE).replace(microsecond=0)


class PortalServer:
    """The sandbox portal on ``http://HOST:PORT``. Port 0 takes a free one; the socket is bound at once, so ``url``
    is good before ``start``.

    ``folder`` holds the documents, and the database unless ``database`` names another (any SQLAlchemy URL);
    ``database="memory"`` needs no folder. ``accounts`` are the kiosks' sign-ins; a password alone is that of the
    kiosk of ``office``. ``officer_password`` opens ``/office`` and ``/officer`` to an officer of its unit (one is made
    up where none is given); other units have accounts of their own. ``clock`` gives aware moments in the office's zone.
    With an ``authority`` it is ``https``, for the kiosks that it has enrolled.
    ``sticks`` are those of this machine, for the page that takes them in. ``listening`` is a socket that other workers
    listen on too. ``limits``: when the fleet's page raises an alarm.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        database: str = "",
        accounts: Mapping[str, str | PortalAccount] | None = None,
        officer_password: str = "",
        office: Office | None = None,
        faults: Iterable[PortalFault] = (),
        session_lasts: timedelta = timedelta(minutes=30),
        clock: Callable[[], datetime] = office_time,
        authority: Authority | None = None,
        sticks: Sticks | None = None,
        listening: socket.socket | None = None,
        limits: FleetLimits | None = None,
    ) -> None:
        self._limits = limits or FleetLimits()
        self._throwaway = tempfile.TemporaryDirectory(prefix="kiosk-portal-") if database == MEMORY else None
        place = Path(self._throwaway.name) if self._throwaway else folder
        if place is None:
            raise ValueError("a folder, or database='memory'")
        place.mkdir(parents=True, exist_ok=True)
        self._socket = listening or listen(host, port)
        self.authority = authority
        self.url = f"{'https' if authority else 'http'}://{host}:{self._socket.getsockname()[1]}"
        self.officer_password = officer_password or secrets.token_hex(6)
        self.faults = Schedule(faults)
        own = database in ("", MEMORY)
        self.database = PortalDatabase(database_in(place) if own else database)
        self._clock = clock
        self.dossiers = Dossiers(self.database, clock)
        self.heads = Heads(self.database, clock)
        self.updates = place / "updates"  # what kiosk catalogue publish wrote; served as it lies
        self.updates.mkdir(exist_ok=True)
        here = office or Office()
        self._accounts = accounts_of(accounts or {"kiosk": "tap-huan"}, Caller(here.unit, here.kiosk))
        self._accounts.setdefault(OFFICER, PortalAccount(self.officer_password, Caller(here.unit)))
        self._sticks = sticks or MountedSticks()
        self.courier = Registry(place / "courier")  # whose sticks are taken in here
        self.uploads = Uploads(place / "uploads", self.database, clock)
        self.arrivals = ReceiptSigner(self.courier, clock)
        self._locks = UploadLocks(place / "turns", self.uploads.path)
        self.changes = Changes(self.database)
        self.instance = Instance(self.database, place / "instance", clock)
        self.fleet = Fleet(self.database, clock)
        self.sessions = Sessions(
            self._accounts, clock, self.database, session_lasts, self.fleet.count, self.fleet.before
        )
        self._server = _Announcing(_config(self._app(), authority, host))
        self._thread: threading.Thread | None = None

    def start(self) -> PortalServer:
        """Returns when it answers."""
        self._thread = threading.Thread(target=self.serve, name="portal", daemon=True)
        self._thread.start()
        self._server.up.wait()
        return self

    def serve(self) -> None:
        """Serve in this thread until ``stop`` or a signal."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Returns when the port is free again. Stopping twice is harmless."""
        self._server.should_exit = True
        self._server.force_exit = True  # a demo's end waits for no half-open upload
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        throwaway = [] if self._throwaway is None else [self._throwaway.cleanup]
        close_all(self._socket.close, self._locks.close, self.database.close, *throwaway)

    def __enter__(self) -> PortalServer:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()

    # --- the rooms behind the door ------------------------------------------------------------------------------

    def _app(self) -> ASGIApp:
        exchange = ExchangeService(
            self.sessions,
            self.dossiers,
            self.heads,
            self.uploads,
            self.fleet,
            self.changes,
            {code: catalogue.procedure(code) for code in catalogue.codes()},
            self._keys_of,
        )
        officer = Officer(self.dossiers, self.fleet, self.sessions)
        tus = Tus(self.uploads, self.arrivals, self._locks, self._caller, self.instance)
        routes: list[BaseRoute] = [
            Route("/auth", _json_door(exchange.sign_in), methods=["POST"]),
            Route("/service", _json_door(exchange.serve, self.instance.word), methods=["POST"]),
            Route("/changes/{unit}/{kiosk}", changes_door(self.changes, self.fleet, self._caller), methods=["GET"]),
            Route("/faults", self._faults(officer), methods=["GET", "POST", "DELETE"]),
            *tus.routes(),
            self.arrivals.route(),
            Mount("/updates", StaticFiles(directory=self.updates, check_dir=False)),
            *SticksPage(officer.knows, self._sticks, self._desk).routes(),
            *FleetPages(self.fleet, officer, self._clock, self.instance.restored, self._limits).routes(),
            *officer.routes(),
        ]
        if self.authority:
            routes += mutual.routes(self.authority, self.courier, self.fleet.enrolled)
        self.routes = routes
        app: ASGIApp = Limits(Starlette(routes=routes))
        app = mutual.Mutual(app, self.authority) if self.authority else app
        return Misbehaving(app, self.faults, spared=("/faults", "/office"))

    def _desk(self, officer: Caller) -> Taking:
        """Takes a stick in by this portal's own door, for the kiosks of the officer's unit."""
        name, account = next((name, one) for name, one in self._accounts.items() if one.caller == officer)
        settings, authority = PortalSettings(self.url, name, account.password), self.authority

        def member() -> Membership | None:
            return officers_membership(authority, officer.unit, self.url, self._clock) if authority else None

        return Taking(self.courier, settings, unit=officer.unit, member=member)

    def _caller(self, request: Request) -> Caller | None:
        return self.sessions.caller(bearer(request), shown_by(request))

    def _keys_of(self, caller: Caller) -> Iterable[str]:
        """What the kiosk signs with: as it said in a report, or as the desk for sticks was told."""
        if key := self.fleet.key(caller):
            return (key,)
        return self.courier.keys(caller.unit, caller.kiosk)

    def _faults(self, officer: Officer) -> Callable[[Request], Any]:
        async def door(request: Request) -> Response:
            if officer.admits(request) is None:
                return officer.turned_away(request)
            if request.method == "DELETE":
                self.faults.clear()
            if request.method == "POST":
                try:
                    given = read_from(await request.body())
                    self.faults.add(*(fault_from(item) for item in (given if isinstance(given, list) else [given])))
                except (ValueError, AttributeError, TypeError) as error:
                    return JSONResponse({"error": str(error)}, 400)
            return JSONResponse({"faults": self.faults.as_json()})

        return door


def _config(app: ASGIApp, authority: Authority | None, host: str) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http=PortalProtocol,
        log_config=None,
        access_log=False,
        date_header=False,
        lifespan="off",
        timeout_keep_alive=75,
    )
    if authority:
        config.load()
        config.ssl = authority.context(host)
    return config


def _json_door(
    answer: Callable[[object, Caller | None, str], Mapping[str, Any]], word: Callable[[], str] | None = None
) -> Callable[[Request], Any]:
    """JSON in, JSON out; what is no JSON is told so in the contract's own shape. ``word``: on the store that it was
    done in, told with the answer."""

    def done(given: object, shown: Caller | None, place: str) -> Response:
        reply = answer(given, shown, place)
        return JSONResponse(reply, headers={STORE: word()} if word else None)

    async def door(request: Request) -> Response:
        if not request.headers.get("Content-Type", "").startswith("application/json"):
            return _mistake("Content-Type phải là application/json", 415)
        try:
            given = read_from(await request.body())
        except OutOfBounds:
            return _mistake("Thân yêu cầu không phải JSON", 400)
        return await run_in_threadpool(done, given, shown_by(request), place_of(request))

    return door


def _mistake(words: str, status: int) -> Response:
    return JSONResponse({"error_code": "3", "message": words}, status)


def listen(host: str, port: int) -> socket.socket:
    """A socket that a server takes connections from. ConfigError if the place is taken."""
    # asyncio sends at once (TCP_NODELAY) only on sockets that say they are TCP; else an answer's body waits for the
    # acknowledgement of its head: a whole round trip
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ConfigError(f"cannot listen on {host}:{port}: {error.strerror}", key=f"--port {port}") from error
    listener.listen(128)
    return listener


class _Announcing(uvicorn.Server):
    """uvicorn that says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()
