"""The doors of the fleet: pages for people, JSON and OpenMetrics for programs. An officer meets the kiosks of the unit
and of those below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.open_metrics import MEDIA_TYPE
from kiosk_sandbox import pages
from kiosk_sandbox.fleet import Fleet, FleetEntry
from kiosk_sandbox.fleet_alarms import FleetLimits, alarms_of
from kiosk_sandbox.fleet_metrics import fleet_metrics
from kiosk_sandbox.fleet_page import FleetState, FleetView, fleet_csv, fleet_page
from kiosk_sandbox.machine_page import machine_page
from kiosk_sandbox.officer import Officer


@dataclass(frozen=True)
class FleetPages:
    """``restored`` says when the portal was last brought back from a backup, None if never."""

    fleet: Fleet
    officer: Officer
    clock: Callable[[], datetime]
    restored: Callable[[], datetime | None]
    limits: FleetLimits

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/officer/fleet", self._json, methods=["GET"]),
            Route("/officer/metrics", self._metrics, methods=["GET"]),
            Route("/office/kiosks", self._page, methods=["GET"]),
            Route("/office/kiosks.csv", self._csv, methods=["GET"]),
            Route("/office/kiosks/{unit}/{kiosk}", self._machine, methods=["GET"]),
        ]

    def state(self, unit: str) -> FleetState:
        entries, now = self.fleet.all(unit), self.clock()
        alarms = alarms_of(entries, now, self.limits, self.restored())
        return FleetState(unit, entries, self.fleet.weeks(), alarms, now, self.limits)

    # --- for programs -------------------------------------------------------------------------------------------

    async def _json(self, request: Request) -> Response:
        if (officer := self.officer.admits(request)) is None:
            return self.officer.turned_away(request)
        state = await run_in_threadpool(self.state, officer.unit)
        alarms = [asdict(one) | {"at": one.at.isoformat()} for one in state.alarms]
        return JSONResponse({"kiosks": [entry_json(one) for one in state.entries], "alarms": alarms})

    async def _metrics(self, request: Request) -> Response:
        if (officer := self.officer.admits(request)) is None:
            return self.officer.turned_away(request)
        state = await run_in_threadpool(self.state, officer.unit)
        return Response(fleet_metrics(state.entries, state.alarms, state.now), media_type=MEDIA_TYPE)

    # --- for people ---------------------------------------------------------------------------------------------

    async def _page(self, request: Request) -> Response:
        if (officer := self.officer.knows(request)) is None:
            return HTMLResponse(pages.sign_in())
        view, sought = _asked(request)
        state = await run_in_threadpool(self.state, officer.unit)
        return HTMLResponse(fleet_page(state, view, sought))

    async def _csv(self, request: Request) -> Response:
        if (officer := self.officer.knows(request)) is None:
            return HTMLResponse(pages.sign_in(), 401)
        view, sought = _asked(request)
        state = await run_in_threadpool(self.state, officer.unit)
        headers = {"Content-Disposition": 'attachment; filename="kiosk.csv"'}
        return Response(fleet_csv(state, view, sought), headers=headers, media_type="text/csv; charset=utf-8")

    async def _machine(self, request: Request) -> Response:
        if (officer := self.officer.knows(request)) is None:
            return HTMLResponse(pages.sign_in())
        unit, kiosk = request.path_params["unit"], request.path_params["kiosk"]
        entry = await run_in_threadpool(self.fleet.one, unit, kiosk)
        if entry is None or not officer.oversees(unit):
            return HTMLResponse(pages.message("Không có máy này"), 404)
        hours = await run_in_threadpool(self.fleet.hours, unit, kiosk)
        return HTMLResponse(machine_page(entry, hours, await run_in_threadpool(self.state, officer.unit)))


def entry_json(entry: FleetEntry) -> dict[str, object]:
    """A kiosk for a program; moments are ISO 8601."""
    moments = {"seen": entry.seen, "met": entry.met, "cloned": entry.cloned, "refused": entry.refused}
    return asdict(entry) | {name: at and at.isoformat() for name, at in moments.items()}


def _asked(request: Request) -> tuple[FleetView, str]:
    """Which kiosks; a view that there is none of is the first."""
    name = request.query_params.get("show", "")
    view = next((one for one in FleetView if one.value == name), FleetView.LONGEST)
    return view, request.query_params.get("q", "")[:80]
