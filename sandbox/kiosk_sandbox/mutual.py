"""The door that kiosks come in by when the portal has an authority: only those with a certificate that holds.

Officers come with a browser and a password; an invited kiosk comes to ``/enrol`` with its word. A kiosk that is not let
in is told so in a header, so that it can tell this door from a captive portal's. One whose certificate is past its end
is let in to ``/renew`` for a while, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk_sandbox.authority import Authority, EnrolmentRefused, Refusal, name_of
from kiosk_sandbox.json_bodies import read_from

REFUSED = "kiosk-certificate"
Pins = Callable[[], dict[str, str]]

_OPEN = ("/enrol", "/office", "/officer", "/faults")
_WORDS = {
    Refusal.NONE: "Máy này chưa được ghi danh",
    Refusal.REVOKED: "Máy này đã bị thu hồi",
    Refusal.OVER: "Chứng thư của máy này đã hết hạn; máy tự gia hạn được ở /renew",
    Refusal.LAPSED: "Chứng thư của máy này hết hạn đã quá lâu; xin mời máy ghi danh lại",
}


class Mutual:
    """``app`` behind the door."""

    def __init__(self, app: ASGIApp, authority: Authority) -> None:
        self._app = app
        self._authority = authority

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None if scope["type"] != "http" or self._open(scope["path"]) else self._refusal(scope)
        if refusal is None or (refusal is Refusal.OVER and scope["path"] == "/renew"):
            await self._app(scope, receive, send)
            return
        words = {"error_code": "4", "message": _WORDS[refusal]}
        await JSONResponse(words, 403, {REFUSED: refusal.value})(scope, receive, send)

    def _open(self, path: str) -> bool:
        return any(path == door or path.startswith(f"{door}/") for door in _OPEN)

    def _refusal(self, scope: Scope) -> Refusal | None:
        return self._authority.refusal(scope.get("state", {}).get("peer", b""))


def routes(authority: Authority, pins: Pins, enrolled: Callable[[str, str], None]) -> list[Route]:
    """Enrolment and renewal. ``pins`` are the portal's keys, which a new kiosk keeps: those it signs with
    (``signers``), and the one that sticks are sealed to (``seal``). ``enrolled`` hears of each by unit and name."""

    def enrol(request: Request, given: dict[str, Any]) -> str:
        certificate = authority.enrol(str(given.get("token", "")), str(given.get("csr", "")))
        enrolled(*name_of(x509.load_pem_x509_certificate(certificate.encode()).public_bytes(Encoding.DER)))
        return certificate

    def renew(request: Request, given: dict[str, Any]) -> str:
        return authority.renew(request.scope["state"]["peer"], str(given.get("csr", "")))

    return [
        Route("/enrol", _door(enrol, pins), methods=["POST"]),
        Route("/renew", _door(renew, pins), methods=["POST"]),
    ]


def _door(
    grant: Callable[[Request, dict[str, Any]], str], pins: Callable[[], dict[str, str]]
) -> Callable[[Request], Any]:
    async def door(request: Request) -> Response:
        try:
            given = read_from(await request.body())
            if not isinstance(given, dict):
                raise ValueError
        except ValueError:
            return JSONResponse({"error_code": "3", "message": "Thân yêu cầu không phải JSON"}, 400)
        try:
            certificate = await run_in_threadpool(grant, request, given)
        except EnrolmentRefused as error:
            return JSONResponse({"error_code": "4", "message": str(error)}, 400)
        return JSONResponse({"error_code": "0", "certificate": certificate, **pins()})

    return door
