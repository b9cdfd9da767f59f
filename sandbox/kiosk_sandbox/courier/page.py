"""The office's page for sticks that are put into the portal's own machine: which are there, take one in, what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kiosk.devices.stick_ports import Sticks
from kiosk.domain.stick import StickInfo as Plugged
from kiosk.errors import KioskError, StickGone
from kiosk.sync.courier.stick import CourierStick
from kiosk.words import words
from kiosk_sandbox import pages
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.courier.taking import ImportReport, Taking
from kiosk_sandbox.rendering import render


@dataclass(frozen=True)
class BundleEntry:
    """What came of one bundle: rows of code and outcome. Without a heading only ``mistake`` is said."""

    heading: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    mistake: str = ""


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
        return HTMLResponse(sticks_page(await run_in_threadpool(self._sticks.sticks)))

    async def _take(self, request: Request) -> Response:
        if (officer := self._knows(request)) is None:
            return HTMLResponse(pages.sign_in(), 401)
        path = str((await request.form()).get("stick", ""))
        try:
            reports = await run_in_threadpool(self._taken, officer, path)
        except KioskError as error:
            return HTMLResponse(bundles_page([BundleEntry(mistake=_sentence(error))]), 409)
        return HTMLResponse(bundles_page([_bundle(one) for one in reports]))

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


def sticks_page(sticks: Sequence[Plugged]) -> str:
    """Which sticks are plugged in."""
    return render("sticks.html", sticks=sticks)


def bundles_page(bundles: Sequence[BundleEntry]) -> str:
    """What became of a stick's bundles, or of the attempt to read it."""
    return render("bundles.html", bundles=bundles)


def _bundle(taken: ImportReport) -> BundleEntry:
    texts = words()
    mistake = _sentence(taken.error) if taken.error else ""
    if taken.error is not None and not taken.kiosk:
        return BundleEntry(mistake=mistake)
    rows = [(one.code, one.official or one.refused) for one in taken.answers if one.code]
    rows += [(code, texts.say("courier.damaged")) for code in taken.damaged]
    heading = texts.say("courier.taken", kiosk=taken.kiosk, count=len(taken.taken))
    return BundleEntry(heading, tuple(rows), mistake)


def _sentence(error: KioskError) -> str:
    texts = words()
    return f"{texts.message(error)} {texts.remedy(error)}"
