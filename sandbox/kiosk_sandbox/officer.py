"""The office's side: an API for commands and tests, and a small page for people. Both want the password of an
officer, who meets the dossiers of the unit alone."""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk_sandbox import pages
from kiosk_sandbox.callers import Caller, bearer, place_of
from kiosk_sandbox.dossiers import Action, Dossiers, OfficeRefused, Said, allowed
from kiosk_sandbox.fleet import Fleet
from kiosk_sandbox.json_bodies import read_from
from kiosk_sandbox.objections import open_objection
from kiosk_sandbox.sessions import Sessions
from kiosk_sandbox.tables import Dossier

_COOKIE = "office"
MOST_VND = 10**12  # of one fee


class Officer:
    """Actions on the dossiers of an officer's own unit."""

    def __init__(self, dossiers: Dossiers, fleet: Fleet, sessions: Sessions) -> None:
        self._dossiers = dossiers
        self._fleet = fleet
        self._sessions = sessions

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/officer", self._list, methods=["GET"]),
            Route("/officer/{code:path}/{action}", self._act, methods=["POST"]),
            Route("/", self._home, methods=["GET"]),
            Route("/office", self._page, methods=["GET"]),
            Route("/office/sign-in", self._sign_in, methods=["POST"]),
            Route("/officer/mistakes", self._mistakes, methods=["GET"]),
            Route("/office/mistakes", self._mistakes_page, methods=["GET"]),
            Route("/office/{code:path}/act", self._act_on_page, methods=["POST"]),
            Route("/office/{code:path}", self._one, methods=["GET"]),
        ]

    def admits(self, request: Request) -> Caller | None:
        """By ``Authorization: Bearer PASSWORD``."""
        return self._sessions.officer(bearer(request), place_of(request))

    def turned_away(self, request: Request) -> Response:
        """401, or 429 with the seconds to wait where too many wrong passwords came from there."""
        if wait := self._sessions.guesses.wait(place_of(request)):
            words = {"error": "Đã thử sai quá nhiều lần"}
            return JSONResponse(words, 429, {"Retry-After": f"{wait:.0f}"})
        return _refused("Sai mật khẩu cán bộ", 401)

    # --- for programs -------------------------------------------------------------------------------------------

    async def _list(self, request: Request) -> Response:
        if (officer := self.admits(request)) is None:
            return self.turned_away(request)
        dossiers = await run_in_threadpool(self._dossiers.newest, unit=officer.unit)
        return JSONResponse({"dossiers": [dossier_json(item) for item in dossiers]})

    async def _act(self, request: Request) -> Response:
        if (officer := self.admits(request)) is None:
            return self.turned_away(request)
        try:
            given = read_from(await request.body() or b"{}")
            facts, action = said_from(given), Action(request.path_params["action"])
        except (ValueError, AttributeError, TypeError, OverflowError):
            return _refused("Không hiểu yêu cầu", 400)
        try:
            dossier = await run_in_threadpool(_act, self._dossiers, officer, request.path_params["code"], action, facts)
        except OfficeRefused as error:
            return _refused(str(error), 409)
        return JSONResponse({"dossier": dossier_json(dossier)})

    async def _mistakes(self, request: Request) -> Response:
        if (officer := self.admits(request)) is None:
            return self.turned_away(request)
        mistakes = await run_in_threadpool(self._fleet.mistakes, unit=officer.unit)
        rows = [
            {"at": one.at.isoformat(), "unit": one.unit, "place": one.place, "words": one.words} for one in mistakes
        ]
        return JSONResponse({"mistakes": rows})

    # --- for people ---------------------------------------------------------------------------------------------

    async def _home(self, request: Request) -> Response:
        return RedirectResponse("/office", 303)

    async def _page(self, request: Request) -> Response:
        if (officer := self.knows(request)) is None:
            return HTMLResponse(pages.sign_in())
        dossiers = await run_in_threadpool(self._dossiers.newest, unit=officer.unit)
        return HTMLResponse(pages.day(dossiers))

    async def _sign_in(self, request: Request) -> Response:
        form = await request.form()
        place = place_of(request)
        officer = self._sessions.officer(str(form.get("password", "")), place)
        if officer is None:
            wait = self._sessions.guesses.wait(place)
            headers = {"Retry-After": f"{wait:.0f}"} if wait else None
            return HTMLResponse(pages.sign_in(wrong=True, wait=wait), 429 if wait else 401, headers)
        token = self._sessions.opened(officer)
        response = RedirectResponse("/office", 303)
        response.set_cookie(_COOKIE, token, httponly=True, samesite="strict")
        return response

    async def _one(self, request: Request) -> Response:
        if (officer := self.knows(request)) is None:
            return HTMLResponse(pages.sign_in())
        return await self._shown(officer, request.path_params["code"])

    async def _act_on_page(self, request: Request) -> Response:
        if (officer := self.knows(request)) is None:
            return HTMLResponse(pages.sign_in(), 401)
        form, code = await request.form(), request.path_params["code"]
        amount = str(form.get("amount", "")).replace(".", "") or "0"
        try:
            action = Action(str(form.get("action")))
            papers = [str(item) for item in form.getlist("papers")]
            given = {"note": str(form.get("note", "")), "amount": int(amount), "papers": papers}
            given |= {"fields": str(form.get("fields", "")).split(), "line": bool(form.get("line"))}
            facts = said_from(
                given | {"officer": str(form.get("officer", "")), "days": int(str(form.get("days") or 0))}
            )
            await run_in_threadpool(_act, self._dossiers, officer, code, action, facts)
        except OfficeRefused as error:
            return await self._shown(officer, code, str(error))
        except ValueError:
            return await self._shown(officer, code, "Số tiền phải là số")
        return RedirectResponse(f"/office/{code}", 303)

    async def _mistakes_page(self, request: Request) -> Response:
        if (officer := self.knows(request)) is None:
            return HTMLResponse(pages.sign_in())
        return HTMLResponse(pages.mistakes(await run_in_threadpool(self._fleet.mistakes, unit=officer.unit)))

    async def _shown(self, officer: Caller, code: str, mistake: str = "") -> Response:
        try:
            dossier, steps = await run_in_threadpool(self._dossiers.find, officer.unit, code)
            asked = await run_in_threadpool(self._dossiers.asked, dossier)
        except OfficeRefused as error:
            return HTMLResponse(pages.message(str(error)), 404)
        return HTMLResponse(pages.dossier(dossier, steps, asked, mistake), 409 if mistake else 200)

    def knows(self, request: Request) -> Caller | None:
        """The officer, by the cookie of the page's own sign-in."""
        caller = self._sessions.caller(request.cookies.get(_COOKIE, ""))
        return None if caller is None or caller.is_kiosk else caller


def said_from(given: dict[str, Any]) -> Said:
    """ValueError, TypeError or AttributeError where it makes no sense."""
    papers, fields = given.get("papers", []), given.get("fields", [])
    for listed in (papers, fields):
        if not isinstance(listed, list) or not all(isinstance(item, str) and "\n" not in item for item in listed):
            raise ValueError("papers")
    amount, days = int(given.get("amount", 0)), int(given.get("days", 0))
    if not (0 <= days <= 365 and abs(amount) <= MOST_VND):
        raise ValueError("days, amount")
    note, officer = str(given.get("note", "")), str(given.get("officer", ""))[:200]
    if "\0" in "".join((note, officer, *papers, *fields)):
        raise ValueError("NUL")
    return Said(note, amount, tuple(papers), days, officer, tuple(fields), bool(given.get("line", False)))


def _act(dossiers: Dossiers, officer: Caller, code: str, action: Action, facts: Said) -> Dossier:
    return dossiers.act(code, action, said=facts, unit=officer.unit)


def dossier_json(dossier: Dossier) -> dict[str, Any]:
    """A dossier for a program: what the office needs to act, and no more."""
    return {
        "code": dossier.code,
        "reference": dossier.reference or "",
        "status": dossier.status,
        "note": dossier.note,
        "came": dossier.came.isoformat(),
        "coming": dossier.coming,
        "actions": [action.value for action in _allowed(dossier)],
    }


def _allowed(dossier: Dossier) -> tuple[Action, ...]:
    objected = bool(open_objection(json.loads(dossier.record)))
    return allowed(dossier.status, coming=dossier.coming, objected=objected)


def _refused(words: str, status: int) -> Response:
    return JSONResponse({"error": words}, status)
