"""A portal that can be told to misbehave: by a file at the start, or by ``POST /faults`` while it runs.

A fault is a table: ``kind``, ``path`` (a prefix; empty for all), ``service`` (only that service of the exchange),
``method``, ``times`` (0: until cleared), ``skip`` (let so many pass first), and what the kind needs.

    latency    wait ``seconds``, then serve          drop       close without a word
    reset      RST instead of an answer               status     answer ``status``, with ``retry_after`` seconds
    captive    a Wi-Fi login page, 200 HTML           redirect   302 to another host
    truncate   serve, but cut the body in half        lost       serve, then close before the answer leaves
    cut        close after ``bytes`` of the request   clock      serve, with a Date ``seconds`` off
    clip       serve half the body as if it were all  double     serve, and give the same answer once more
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

KINDS = (
    "latency",
    "drop",
    "reset",
    "status",
    "captive",
    "redirect",
    "truncate",
    "lost",
    "cut",
    "clock",
    "clip",
    "double",
)

_LOGIN_PAGE = b"<!doctype html><title>Wi-Fi</title><p>Xin dang nhap de dung mang.</p>"


@dataclass(frozen=True)
class Fault:
    kind: str
    path: str = ""
    service: str = ""
    method: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    status: int = 503
    retry_after: int = 0
    bytes: int = 0


def fault_from(data: Mapping[str, Any]) -> Fault:
    """``ValueError`` names what is wrong."""
    known = {item.name: item for item in fields(Fault)}
    if data.get("kind") not in KINDS:
        raise ValueError(f"kind: one of {', '.join(KINDS)}")
    for name, value in data.items():
        if name not in known:
            raise ValueError(f"unknown: {name}")
        if not isinstance(value, str if known[name].type == "str" else int | float):
            raise ValueError(f"{name}: wrong type")
    return Fault(**data)


def faults_from(path: Path) -> list[Fault]:
    """The ``[[faults]]`` of a TOML file. OSError, ValueError."""
    with path.open("rb") as file:
        return [fault_from(item) for item in tomllib.load(file).get("faults", ())]


class Schedule:
    """The faults in force, and how often each has struck."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._lock = threading.Lock()
        self._faults: list[tuple[Fault, int]] = [(fault, 0) for fault in faults]

    def add(self, *faults: Fault) -> None:
        with self._lock:
            self._faults += [(fault, 0) for fault in faults]

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def told(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) | {"met": met} for fault, met in self._faults]

    def wants_service(self, path: str) -> bool:
        """Must the body be read to know whether a fault strikes?"""
        with self._lock:
            return any(fault.service and path.startswith(fault.path) for fault, _ in self._faults)

    def strike(self, path: str, method: str, service: str) -> Fault | None:
        """The first fault that meets this request, counted; None if all is well."""
        with self._lock:
            for index, (fault, met) in enumerate(self._faults):
                if not _meets(fault, path, method, service):
                    continue
                if fault.times and met >= fault.skip + fault.times:
                    continue
                self._faults[index] = (fault, met + 1)
                if met >= fault.skip:
                    return fault
        return None


def _meets(fault: Fault, path: str, method: str, service: str) -> bool:
    return path.startswith(fault.path) and fault.service in ("", service) and fault.method.upper() in ("", method)


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
        fault = self._schedule.strike(scope["path"], scope["method"], service)
        if fault is None:
            await self._app(scope, receive, _dated(send, 0.0))
        else:
            await self._misbehave(fault, scope, receive, send)

    async def _misbehave(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        said = _dated(send, fault.seconds if fault.kind == "clock" else 0.0)
        match fault.kind:
            case "latency":
                await asyncio.sleep(fault.seconds)
                await self._app(scope, receive, said)
            case "drop":
                await _hang_up(send, receive)
            case "reset":
                await _hang_up(send, receive, reset=True)
            case "status":
                retry = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
                await _answer(said, fault.status, b"", "text/plain", retry)
            case "captive":
                await _answer(said, 200, _LOGIN_PAGE, "text/html", {})
            case "redirect":
                await _answer(said, 302, b"", "text/plain", {"Location": "http://wifi.invalid/login"})
            case "truncate":
                await self._app(scope, receive, _half(said, _transport(send)))
            case "lost":
                await self._app(scope, receive, _swallowed)
                await _hang_up(send, receive)
            case "cut":
                await self._app(scope, _until(receive, send, fault.bytes), _swallowed)
            case "clock":
                await self._app(scope, receive, said)
            case "clip":
                await _replayed(await self._whole(scope, receive), said, half=True)
            case "double":
                told = await self._whole(scope, receive)
                await _replayed(told, said)
                _transport(send).write(_raw(*told))

    async def _whole(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """The answer from below, start and body, before any of it is sent."""
        parts: list[Message] = []

        async def kept(message: Message) -> None:
            parts.append(message)

        await self._app(scope, receive, _dated(kept, 0.0))
        return parts[0], b"".join(part.get("body", b"") for part in parts[1:])


async def _peek(receive: Receive) -> tuple[str, Receive]:
    """The service a body asks for, and a ``receive`` that gives the body again."""
    parts: list[Message] = []
    while not parts or parts[-1].get("more_body"):
        parts.append(await receive())
    try:
        asked = json.loads(b"".join(part.get("body", b"") for part in parts))
        service = str(asked.get("service", "")) if isinstance(asked, dict) else ""
    except ValueError:
        service = ""

    async def again() -> Message:
        return parts.pop(0) if parts else await receive()

    return service, again


async def _answer(send: Send, status: int, body: bytes, media_type: str, headers: Mapping[str, str]) -> None:
    told = {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}
    raw = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _transport(send: Send) -> asyncio.Transport:
    """The connection below: ASGI has no word for hanging up, but uvicorn's ``send`` belongs to one that has."""
    transport = send.__self__.transport  # type: ignore[attr-defined]
    assert isinstance(transport, asyncio.Transport)
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


async def _replayed(told: tuple[Message, bytes], send: Send, *, half: bool = False) -> None:
    start, body = told
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


def _half(send: Send, transport: asyncio.Transport) -> Send:
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
