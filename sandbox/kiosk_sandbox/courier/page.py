"""The office's page for sticks that are put into the portal's own machine: which are there, take one in, what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.devices.removable import StickInfo as Plugged
from kiosk.devices.removable import Sticks
from kiosk.errors import KioskError, StickGone
from kiosk.sync.courier.stick import CourierStick
from kiosk.words import words
from kiosk_sandbox import pages
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.courier.taking import ImportReport, Taking


class SticksPage:
    """``knows`` says which officer has signed in; ``desk`` takes sticks in for the kiosks of the officer's unit."""

    def __init__(
        self, knows: Callable[[Request], Caller | None], sticks: Sticks, desk: Callable[[Caller], Taking]
    ) -> None:
        self._knows = knows
        self._sticks = sticks
        self._desk = desk

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/office/sticks", self._list, methods=["GET"]),
            Route("/office/sticks", self._take, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        if not self._knows(request):
            return HTMLResponse(pages.sign_in())
        return HTMLResponse(pages.page("USB", _shown(await run_in_threadpool(self._sticks.sticks))))

    async def _take(self, request: Request) -> Response:
        if (officer := self._knows(request)) is None:
            return HTMLResponse(pages.sign_in(), 401)
        path = str((await request.form()).get("stick", ""))
        try:
            made = await run_in_threadpool(self._taken, officer, path)
        except KioskError as error:
            return HTMLResponse(pages.page("USB", _refused(error)), 409)
        return HTMLResponse(pages.page("USB", "".join(_bundle(one) for one in made)))

    def _taken(self, officer: Caller, path: str) -> Sequence[ImportReport]:
        """Only what is plugged in can be named: a path from outside is nothing but a choice among those."""
        plugged = self._stick_at(path)
        return self._desk(officer).run(
            CourierStick(self._sticks.open(plugged), lambda: self._stick_at(path).free_bytes)
        )

    def _stick_at(self, path: str) -> Plugged:
        for one in self._sticks.sticks():
            if str(one.path) == path:
                return one
        raise StickGone("not plugged in")


def _shown(sticks: Sequence[Plugged]) -> str:
    rows = "".join(
        f"""<tr><td>{escape(one.label)}</td><td><form method="post" action="/office/sticks">
        <input type="hidden" name="stick" value="{escape(str(one.path))}">
        <button class="first">Nhận hồ sơ</button></form></td></tr>"""
        for one in sticks
    )
    nothing = "<p>Chưa thấy USB nào. Cắm USB từ kiosk vào máy này rồi tải lại trang.</p>"
    return f"<h1>USB từ kiosk</h1><section>{f'<table>{rows}</table>' if rows else nothing}</section>"


def _bundle(taken: ImportReport) -> str:
    texts = words()
    if taken.error is not None and not taken.kiosk:
        return _refused(taken.error)
    rows = "".join(
        f"<tr><td>{escape(one.code)}</td><td>{escape(one.official or one.refused)}</td></tr>"
        for one in taken.answers
        if one.code
    )
    rows += "".join(
        f"<tr><td>{escape(code)}</td><td>{escape(texts.say('courier.damaged'))}</td></tr>" for code in taken.damaged
    )
    head = escape(texts.say("courier.taken", kiosk=taken.kiosk, count=len(taken.taken)))
    after = _refused(taken.error) if taken.error else "<p>Tin trả lời đã ghi vào USB. Rút USB ra được rồi.</p>"
    return f"<h1>{head}</h1><section><table>{rows}</table>{after}</section>"


def _refused(error: KioskError) -> str:
    texts = words()
    return f'<section><p class="mistake">{escape(texts.message(error))} {escape(texts.remedy(error))}</p></section>'
