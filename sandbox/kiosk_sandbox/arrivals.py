"""The portal's word that a document is whole and on its disk, signed for the filing that the kiosk names.

It goes with every answer about a finished upload: to the PATCH that finished it, and to a HEAD or a creation that asks
later, so that a lost answer costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.domain.arrival import ABOUT, HEADER, Arrival
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.contract import KIOSK, UNIT
from kiosk_sandbox.courier.registry import Registry
from kiosk_sandbox.uploads import UploadStatus

_CODE = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{2}")


class NotTheirs(Exception):
    """What the kiosk asked a word for is not its own, or is no filing. ``status`` is what tus says."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class ReceiptSigner:
    """``registry`` holds the signing key. ``clock`` gives aware moments."""

    def __init__(self, registry: Registry, clock: Callable[[], datetime]) -> None:
        self._registry = registry
        self._clock = clock

    def route(self) -> Route:
        """How the signing keys follow one another; every line proves itself."""
        return Route("/signers", self._signers, methods=["GET"])

    def word(self, request: Request, standing: UploadStatus, caller: Caller) -> dict[str, str]:
        """The header for an answer about ``standing``; none for what is not whole, or where nobody asked."""
        about = request.headers.get(ABOUT, "")
        if not about:
            return {}
        unit, kiosk, code = _named(caller, about)
        if not (standing.complete and standing.sha256):
            return {}
        arrival = Arrival(unit, kiosk, code, standing.sha256, standing.length, self._clock(), standing.name)
        return {HEADER: arrival.signed(self._registry.sign, self._registry.signing.sign)}

    async def _signers(self, _request: Request) -> Response:
        return JSONResponse({"error_code": "0", "message": "", "successions": self._registry.successions()})


def _named(caller: Caller, about: str) -> tuple[str, str, str]:
    unit, kiosk, code = [*about.split("/"), "", ""][:3]
    if not (about.count("/") == 2 and UNIT.fullmatch(unit) and KIOSK.fullmatch(kiosk) and _CODE.fullmatch(code)):
        raise NotTheirs(400, f"{ABOUT} phải là mã đơn vị/tên máy/mã tạm")
    if not caller.is_named(unit, kiosk):
        raise NotTheirs(403, "Hồ sơ này là của máy khác")
    return unit, kiosk, code
