"""The door of the down-stream: ``GET /changes/{unit}/{kiosk}?after=CURSOR``, with an ETag that is the cursor itself.

Who has seen all is told so by 304, without a body. What is longer than a page of text goes gzipped where the reader
takes it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk_sandbox.callers import Caller
from kiosk_sandbox.contract import KIOSK, UNIT
from kiosk_sandbox.feed import Changes
from kiosk_sandbox.fleet import Fleet

_WORTH_PACKING = 600  # bytes


def changes_door(
    changes: Changes, fleet: Fleet, caller_of: Callable[[Request], Caller | None]
) -> Callable[[Request], Awaitable[Response]]:
    async def door(request: Request) -> Response:
        caller = caller_of(request)
        if caller is None:
            return _no("2", "Phiên làm việc không hợp lệ hoặc đã hết hạn", 401)
        unit, kiosk = request.path_params["unit"], request.path_params["kiosk"]
        if not (UNIT.fullmatch(unit) and KIOSK.fullmatch(kiosk)):
            return _no("3", "Đường dẫn: không đúng mã đơn vị hoặc tên máy", 400)
        if not caller.is_named(unit, kiosk):
            return _no("4", "Đây là tin của máy khác", 403)
        await run_in_threadpool(fleet.mark_seen, unit, kiosk)
        known = request.headers.get("If-None-Match", "").strip('"')
        if known and known == await run_in_threadpool(changes.last, unit, kiosk):
            return Response(status_code=304, headers={"ETag": f'"{known}"'})
        page = await run_in_threadpool(changes.page, unit, kiosk, request.query_params.get("after", ""))
        return _packed(request, {"error_code": "0", "message": ""} | page)

    return door


def _packed(request: Request, document: dict[str, object]) -> Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"ETag": f'"{document["cursor"]}"', "Cache-Control": "no-store"}
    if len(body) > _WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type="application/json")


def _no(code: str, words: str, status: int) -> Response:
    return JSONResponse({"error_code": code, "message": words}, status)
