"""What a request may weigh and how long it may take, before anything is done with it.

Bodies are measured at the door: by the length that they declare, and again while they come. Small ones are read here
and given on whole; an upload passes through as it comes. Whoever stops in the middle is let go, so that neither memory
nor connections wait for somebody who does not go on (``protocol`` does the same for heads of requests).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk_sandbox.uploads import MAX_SIZE

MOST_BYTES: Mapping[str, int] = {
    "/auth": 4 << 10,
    "/service": 1 << 20,  # a kiosk's record is 20 to 300 kB
    "/files": MAX_SIZE,
    "/officer": 64 << 10,
    "/office": 64 << 10,
    "/faults": 64 << 10,
    "/enrol": 16 << 10,
    "/renew": 16 << 10,
    "/hall": 16 << 10,
    "/farewell": 64 << 10,
}
"""Bytes of a body, by how the path begins. Whatever else there is takes none."""


@dataclass(frozen=True)
class BodyPace:
    """How a body has to come: ``idle`` seconds at most between two parts of it, and after ``grace`` seconds not fewer
    than ``slowest`` bytes a second on the whole. A satellite's line at its worst carries ten times as much."""

    idle: float = 30.0
    grace: float = 60.0
    slowest: float = 200.0


class OverLimit(Exception):
    """``status`` is what HTTP says."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Limits:
    """``app`` behind the limits."""

    def __init__(self, app: ASGIApp, pace: BodyPace | None = None) -> None:
        self._app = app
        self._pace = pace or BodyPace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = _Body(receive, _most(scope), self._pace)
            body.look_at(scope)
            if not scope["path"].startswith("/files/"):
                receive = await body.whole()
            else:
                receive = body.part
        except OverLimit as error:
            await _refused(scope, error)(scope, receive, send)
            return
        except ConnectionError:
            return  # it went away in the middle, and nothing was begun
        await self._app(scope, receive, send)


class _Body:
    """One request's body as it comes."""

    def __init__(self, receive: Receive, most: int, pace: BodyPace) -> None:
        self._receive, self._most, self._pace = receive, most, pace
        self._began = asyncio.get_running_loop().time()
        self._came, self._ended = 0, False

    def look_at(self, scope: Scope) -> None:
        """Before a byte of it is read. OverLimit by what the head says."""
        if "\0" in scope["path"]:
            raise OverLimit(400, "Đường dẫn có ký tự không dùng được")
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if len(declared) > 18 or int(declared) > self._most:
            raise OverLimit(413, f"Yêu cầu dài quá {self._most} byte")

    async def whole(self) -> Receive:
        """All of it, to be read again. OverLimit; ConnectionError where the line broke."""
        parts: list[bytes] = []
        while not self._ended:
            message = await self._next()
            if message["type"] != "http.request":
                raise ConnectionError
            parts.append(message.get("body", b""))
        messages: list[Message] = [{"type": "http.request", "body": b"".join(parts), "more_body": False}]

        async def again() -> Message:
            return messages.pop() if messages else await self._receive()

        return again

    async def part(self) -> Message:
        """The next part for who reads it as it comes; an end of the line where it is too slow, or too much."""
        if self._ended:
            return await self._receive()
        try:
            return await self._next()
        except OverLimit:
            return {"type": "http.disconnect"}

    async def _next(self) -> Message:
        try:
            message = await asyncio.wait_for(self._receive(), self._pace.idle)
        except TimeoutError:
            raise OverLimit(408, "Yêu cầu không đến tiếp") from None
        self._came += len(message.get("body", b""))
        self._ended = message["type"] != "http.request" or not message.get("more_body", False)
        if self._came > self._most:
            raise OverLimit(413, f"Yêu cầu dài quá {self._most} byte")
        lasted = asyncio.get_running_loop().time() - self._began
        if not self._ended and lasted > self._pace.grace + self._came / self._pace.slowest:
            raise OverLimit(408, "Yêu cầu đến quá chậm")
        return message


def _most(scope: Scope) -> int:
    path = scope["path"]
    if path == "/files":
        return 0  # a creation has no body
    return next((most for door, most in MOST_BYTES.items() if path == door or path.startswith(f"{door}/")), 0)


def _refused(scope: Scope, error: OverLimit) -> JSONResponse:
    headers = {"Connection": "close"} | ({"Tus-Resumable": "1.0.0"} if scope["path"].startswith("/files") else {})
    return JSONResponse({"error_code": "3", "message": str(error), "error": str(error)}, error.status, headers)
