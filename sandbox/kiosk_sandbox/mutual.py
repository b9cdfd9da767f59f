"""The door that kiosks come in by when the portal has an authority: only those with a certificate that holds.

Officers come with a browser and a password; an invited kiosk comes to ``/enrol`` with its word. A kiosk that is not let
in is told so in a header, so that it can tell this door from a captive portal's. One whose certificate is past its end
is let in to ``/renew`` for a while, and nowhere else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.domain.farewell import farewell_text
from kiosk.domain.stick_proof import stick_key_text
from kiosk.errors import ConfigError
from kiosk.sync.courier.sealing import holds
from kiosk_sandbox.authority import Authority, Refusal, name_of
from kiosk_sandbox.courier.registry import Registry
from kiosk_sandbox.json_bodies import read_from
from kiosk_sandbox.signing_requests import EnrolmentRefused

REFUSED = "kiosk-certificate"

_OPEN = ("/enrol", "/office", "/officer", "/faults")
_LET_IN = ((Refusal.OVER, "/renew"), (Refusal.REVOKED, "/farewell"))
"""A kiosk past its end may renew; one that left may ask for the portal's word on it again."""

_WORDS = {
    Refusal.NONE: "Máy này chưa được ghi danh",
    Refusal.REVOKED: "Máy này đã bị thu hồi",
    Refusal.OVER: "Chứng thư của máy này đã hết hạn; máy tự gia hạn được ở /renew",
    Refusal.ROLE: "Chứng thư này chỉ dùng trong mạng nội bộ của phòng",
    Refusal.LAPSED: "Chứng thư của máy này hết hạn đã quá lâu; xin mời máy ghi danh lại",
}


class Mutual:
    """``app`` behind the door."""

    def __init__(self, app: ASGIApp, authority: Authority) -> None:
        self._app = app
        self._authority = authority

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None if scope["type"] != "http" or self._open(scope["path"]) else self._refusal(scope)
        if refusal is None or (refusal, scope["path"]) in _LET_IN:
            await self._app(scope, receive, send)
            return
        words = {"error_code": "4", "message": _WORDS[refusal]}
        await JSONResponse(words, 403, {REFUSED: refusal.value})(scope, receive, send)

    def _open(self, path: str) -> bool:
        return any(path == door or path.startswith(f"{door}/") for door in _OPEN)

    def _refusal(self, scope: Scope) -> Refusal | None:
        return self._authority.refusal(scope.get("state", {}).get("peer", b""))


def routes(authority: Authority, sticks: Registry, enrolled: Callable[[str, str], None]) -> list[Route]:
    """Enrolment, renewal, leaving. ``sticks`` has the portal's keys, which a new kiosk keeps (those it signs with, and
    the one that sticks are sealed to), and learns each kiosk's own. ``enrolled`` hears of each by unit and name."""
    pins = sticks.for_enrolment

    def enrol(request: Request, given: dict[str, Any]) -> str:
        certificate = authority.enrol(str(given.get("token", "")), str(given.get("csr", "")), given.get("former"))
        named = name_of(x509.load_pem_x509_certificate(certificate.encode()).public_bytes(Encoding.DER))
        enrolled(*named)
        learn(given, named)
        return certificate

    def renew(request: Request, given: dict[str, Any]) -> str:
        peer = request.scope["state"]["peer"]
        certificate = authority.renew(peer, str(given.get("csr", "")))
        learn(given, name_of(peer))
        return certificate

    def learn(given: dict[str, Any], named: tuple[str, str]) -> None:
        """Sticks of this kiosk are taken from now on, where it has proved its key. What proves nothing is not heard."""
        proof = given.get("stick")
        if not isinstance(proof, dict):
            return
        with contextlib.suppress(ValueError, ConfigError):
            key, signature = (bytes.fromhex(str(proof.get(name, ""))) for name in ("key", "signature"))
            if holds(key, signature, stick_key_text(str(given.get("csr", "")))):
                sticks.know(*named, key)

    def hall(request: Request, given: dict[str, Any]) -> str:
        role, name, asked = (str(given.get(key, "")) for key in ("role", "name", "csr"))
        return authority.hall(request.scope["state"]["peer"], role, name, asked)

    def farewell(request: Request, given: dict[str, Any]) -> str:
        """A kiosk that leaves: its own signed word over its own certificate, and the door is shut behind it."""
        peer, facts = request.scope["state"]["peer"], given.get("facts")
        if not isinstance(facts, dict):
            raise EnrolmentRefused("Lời từ biệt thiếu nội dung")
        shown, text = name_of(peer), farewell_text(facts)
        key, signature = (bytes.fromhex(str(given.get(name, ""))) for name in ("key", "signature"))
        if (facts.get("unit"), facts.get("kiosk")) != shown or not holds(key, signature, text):
            raise EnrolmentRefused("Lời từ biệt không phải của máy này")
        if authority.refusal(peer) is not None and not authority.left(*shown, text):
            raise EnrolmentRefused(_WORDS[Refusal.REVOKED])
        authority.leave(*shown, text)
        return sticks.signing.sign(text).hex()

    return [
        Route("/farewell", _door(farewell, dict, "signature"), methods=["POST"]),
        Route("/enrol", _door(enrol, pins), methods=["POST"]),
        Route("/hall", _door(hall, pins), methods=["POST"]),
        Route("/renew", _door(renew, pins), methods=["POST"]),
    ]


def _door(
    grant: Callable[[Request, dict[str, Any]], str], pins: Callable[[], dict[str, str]], name: str = "certificate"
) -> Callable[[Request], Any]:
    async def door(request: Request) -> Response:
        try:
            given = read_from(await request.body())
            if not isinstance(given, dict):
                raise ValueError
        except ValueError:
            return JSONResponse({"error_code": "3", "message": "Thân yêu cầu không phải JSON"}, 400)
        try:
            granted = await run_in_threadpool(grant, request, given)
        except (EnrolmentRefused, ValueError) as error:
            return JSONResponse({"error_code": "4", "message": str(error)}, 400)
        return JSONResponse({"error_code": "0", name: granted, **pins()})

    return door
