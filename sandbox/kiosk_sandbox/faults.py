"""A portal that can be told to misbehave: by a file at the start, or by ``POST /faults`` while it runs.

One request may ask for its own: ``Sandbox-Fault: status; status=429; retry_after=5``.

A fault is a table: ``kind``, ``path`` (a prefix; empty for all), ``service`` (only that service of the exchange),
``method``, ``times`` (0: until cleared), ``skip`` (let so many pass first),
``every`` (only each so many-th), ``after`` and ``until`` (seconds since it was set), and what the kind needs.

    latency    wait ``seconds``, then serve          drop       close without a word
    reset      RST instead of an answer               status     answer ``status``, with ``retry_after`` seconds
    captive    a Wi-Fi login page, 200 HTML           redirect   302 to another host
    truncate   serve, but cut the body in half        lost       serve, then close before the answer leaves
    cut        close after ``bytes`` of the request   clock      serve, with a Date ``seconds`` off
    clip       serve half the body as if it were all  double     serve, and give the same answer once more
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.bounded import read_json
from kiosk_sandbox.limits import MOST_BYTES
from kiosk_sandbox.protocol import Together
from kiosk_sandbox.schedule import KINDS, PortalFault, Schedule, fault_asked, fault_from, faults_from

__all__ = ["KINDS", "Misbehaving", "PortalFault", "Schedule", "fault_asked", "fault_from", "faults_from"]

_LOGIN_PAGE = b"<!doctype html><title>Wi-Fi</title><p>Xin dang nhap de dung mang.</p>"


class Misbehaving:
    """The outermost layer: serves what is below, unless a fault strikes. ``spared`` paths are never touched."""

    def __init__(self, app: ASGIApp, schedule: Schedule, spared: tuple[str, ...]) -> None:
        self._app = app
        self._schedule = schedule
        self._spared = spared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._spared):
            await self._app(scope, receive, _dated(send, 0.0))
            return
        service = ""
        if self._schedule.wants_service(scope["path"]):
            service, receive = await _peek(receive)
        try:
            fault = _own(scope) or self._schedule.strike(scope["path"], scope["method"], service)
        except ValueError as error:
            await _answer(_dated(send, 0.0), 400, str(error).encode(), "text/plain", {})
            return
        if fault is None:
            await self._app(scope, receive, _dated(send, 0.0))
        else:
            await self._misbehave(fault, scope, receive, send)

    async def _misbehave(self, fault: PortalFault, scope: Scope, receive: Receive, send: Send) -> None:
        dated = _dated(send, fault.seconds if fault.kind == "clock" else 0.0)
        match fault.kind:
            case "latency":
                await asyncio.sleep(fault.seconds)
                await self._app(scope, receive, dated)
            case "drop":
                await _hang_up(send, receive)
            case "reset":
                await _hang_up(send, receive, reset=True)
            case "status":
                retry = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
                await _answer(dated, fault.status, b"", "text/plain", retry)
            case "captive":
                await _answer(dated, 200, _LOGIN_PAGE, "text/html", {})
            case "redirect":
                await _answer(dated, 302, b"", "text/plain", {"Location": "http://wifi.invalid/login"})
            case "truncate":
                await self._app(scope, receive, _half(dated, _transport(send)))
            case "lost":
                await self._app(scope, receive, _swallowed)
                await _hang_up(send, receive)
            case "cut":
                await self._app(scope, _until(receive, send, fault.bytes), _swallowed)
            case "clock":
                await self._app(scope, receive, dated)
            case "clip":
                await _replayed(await self._whole(scope, receive), dated, half=True)
            case "double":
                answer_whole = await self._whole(scope, receive)
                await _replayed(answer_whole, dated)
                _transport(send).write(_raw(*answer_whole))

    async def _whole(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """The answer from below, start and body, before any of it is sent."""
        parts: list[Message] = []

        async def unchanged(message: Message) -> None:
            parts.append(message)

        await self._app(scope, receive, _dated(unchanged, 0.0))
        return parts[0], b"".join(part.get("body", b"") for part in parts[1:])


def _own(scope: Scope) -> PortalFault | None:
    """The fault that this request asks for itself."""
    asked = next((value for name, value in scope["headers"] if name == b"sandbox-fault"), b"")
    return fault_asked(asked.decode("latin-1")) if asked else None


async def _peek(receive: Receive) -> tuple[str, Receive]:
    """The service a body asks for, and a ``receive`` that gives the body again."""
    parts: list[Message] = []
    came = 0
    while came <= MOST_BYTES["/service"] and (not parts or parts[-1].get("more_body")):
        parts.append(await receive())
        came += len(parts[-1].get("body", b""))
    try:
        asked = read_json(b"".join(part.get("body", b"") for part in parts), MOST_BYTES["/service"])
        service = str(asked.get("service", "")) if isinstance(asked, dict) else ""
    except ValueError:
        service = ""

    async def again() -> Message:
        return parts.pop(0) if parts else await receive()

    return service, again


async def _answer(send: Send, status: int, body: bytes, media_type: str, headers: Mapping[str, str]) -> None:
    fields = {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}
    raw = [(name.lower().encode(), value.encode()) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _transport(send: Send) -> Together:
    """The connection below: ASGI has no word for hanging up, but uvicorn's ``send`` belongs to one that has."""
    transport = send.__self__.transport  # type: ignore[attr-defined]
    assert isinstance(transport, Together)
    return transport


async def _hang_up(send: Send, receive: Receive, *, reset: bool = False) -> None:
    transport = _transport(send)
    if reset:
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _swallowed(_message: Message) -> None:
    """An answer nobody will ever see."""


async def _replayed(whole: tuple[Message, bytes], send: Send, *, half: bool = False) -> None:
    start, body = whole
    body = body[: len(body) // 2] if half else body
    headers = [pair for pair in start["headers"] if pair[0] not in (b"content-length", b"date")]
    if start["status"] != 204:
        headers.append((b"content-length", str(len(body)).encode()))
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _raw(start: Message, body: bytes) -> bytes:
    """An answer as it goes over the line."""
    headers = b"".join(name + b": " + value + b"\r\n" for name, value in start["headers"])
    return b"HTTP/1.1 %d Again\r\n%s\r\n%s" % (start["status"], headers, body)


def _half(send: Send, transport: Together) -> Send:
    async def cut(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        body = message.get("body", b"")
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        transport.close()

    return cut


def _until(receive: Receive, send: Send, most: int) -> Receive:
    """The request up to ``most`` bytes of its body; then the line breaks."""
    left = most

    async def some() -> Message:
        nonlocal left
        message = await receive() if left > 0 else None
        if message is None or message["type"] != "http.request":
            _transport(send).abort()
            return {"type": "http.disconnect"}
        body = message.get("body", b"")[:left]
        left -= len(body)
        return {"type": "http.request", "body": body, "more_body": True}

    return some


def _dated(send: Send, seconds: float) -> Send:
    """With a Date (RFC 9110 §6.6.1), ``seconds`` off."""

    async def late(message: Message) -> None:
        if message["type"] == "http.response.start":
            date = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
            message["headers"] = [*message.get("headers", ()), (b"date", date.encode())]
        await send(message)

    return late
