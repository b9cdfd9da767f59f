"""HTTP as the portal speaks it."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kiosk.closing import close_all


class PortalProtocol(H11Protocol):
    """Keeps the certificate of the other end, as ``state["peer"]`` (DER, empty if none was shown), and sends the head
    of an answer with its body: of two packets one is lost twice as often, and asked for a round trip later."""

    head_within = 20.0
    """Seconds within which the head of a request must be here; the first, and one that was begun."""

    rest_within = 5.0
    """Seconds for the rest of a body that was answered before its end; then the line is closed."""

    most = 1000
    """Connections of one process. One more takes the place of the one that has been silent for longest; where all are
    being served it is closed itself."""

    _waits: asyncio.TimerHandle | None = None
    _given_up = False
    _heard = 0.0  # when something last came, by the loop's clock

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(Together(transport))  # type: ignore[arg-type]
        spoken = transport.get_extra_info("ssl_object")
        self.app_state = {**self.app_state, "peer": (spoken.getpeercert(True) if spoken else None) or b""}
        self._wait(self.head_within)
        self._heard = self.loop.time()
        self._make_room()

    def _make_room(self) -> None:
        if len(self.connections) <= self.most:
            return
        open_ones = [one for one in self.connections if isinstance(one, PortalProtocol) and not one._given_up]
        if len(open_ones) > self.most:
            silent = min((one for one in open_ones if not one._is_served()), key=lambda one: one._heard)
            silent._given_up = True
            silent.transport.abort()

    def _is_served(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def data_received(self, data: bytes) -> None:
        self._heard = self.loop.time()
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def _look(self) -> None:
        """Whom do we wait for now, and for how long?"""
        begun = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if not begun and not self._is_drained_off():
            self._wait(None)
        elif self._waits is None:
            self._wait(self.head_within if begun else self.rest_within)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait(None)
        super().connection_lost(exc)

    def _is_drained_off(self) -> bool:
        """Is nothing left to do but to throw away what still comes of the body?"""
        answered = self.cycle is not None and self.cycle.response_complete
        return answered and self.conn.their_state is h11.SEND_BODY

    def _wait(self, seconds: float | None) -> None:
        """Close the line after so long, unless something changes; None: wait for nothing."""
        if self._waits is not None:
            self._waits.cancel()
        self._waits = None if seconds is None else self.loop.call_later(seconds, self.transport.close)


class Together:
    """A transport that sends what is written in one turn of the loop in one piece."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._pending: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._pending:
            self._loop.call_soon(self._send)
        self._pending.append(data)

    def close(self) -> None:
        close_all(self._send, self._transport.close)

    def abort(self) -> None:
        self._pending = []
        self._transport.abort()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def _send(self) -> None:
        pending, self._pending = self._pending, []
        if pending:
            self._transport.write(b"".join(pending))
