"""HTTP as the portal speaks it."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class PortalProtocol(H11Protocol):
    """Keeps the certificate of the other end, as ``state["peer"]`` (DER, empty if none was shown), and sends the head
    of an answer with its body: of two packets one is lost twice as often, and asked for a round trip later."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(Together(transport))  # type: ignore[arg-type]
        spoken = transport.get_extra_info("ssl_object")
        self.app_state = {**self.app_state, "peer": (spoken.getpeercert(True) if spoken else None) or b""}


class Together:
    """A transport that sends what is written in one turn of the loop in one piece."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._kept: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._kept:
            self._loop.call_soon(self._send)
        self._kept.append(data)

    def close(self) -> None:
        self._send()
        self._transport.close()

    def abort(self) -> None:
        self._kept = []
        self._transport.abort()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def _send(self) -> None:
        kept, self._kept = self._kept, []
        if kept:
            self._transport.write(b"".join(kept))
