"""The door for documents: tus 1.0 with creation, checksum, expiration and termination, over ``Uploads``.

One thing is added to the protocol, and any plain client may ignore it: creation is idempotent. A creation that names
``sha256`` in its metadata is answered with ``Upload-Offset``, how much of that content is already here.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message

from kiosk_sandbox.arrivals import NotTheirs, ReceiptSigner
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.instance import HEADER as STORE
from kiosk_sandbox.instance import Instance
from kiosk_sandbox.upload_locks import Busy, UploadLocks
from kiosk_sandbox.uploads import MAX_SIZE, ContentMismatch, TooManyUploads, Uploads, UploadStatus

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
ALGORITHMS = "sha256,sha1"
MISMATCH = 460  # "Checksum Mismatch", tus 1.0 checksum extension

_HELLO = {
    "Tus-Version": VERSION,
    "Tus-Extension": EXTENSIONS,
    "Tus-Checksum-Algorithm": ALGORITHMS,
    "Tus-Max-Size": str(MAX_SIZE),
    "Kiosk-Offers": "form-first,changes,arrivals",  # records may come before documents; a down-stream; signed arrivals
}


_MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[0-9a-zA-Z.+-]{1,80}")


class TusError(Exception):
    """A protocol mistake, with the status that names it."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Tus:
    """``caller_of`` says whose session a request carries; None if it is over, or none."""

    def __init__(
        self,
        uploads: Uploads,
        arrivals: ReceiptSigner,
        locks: UploadLocks,
        caller_of: Callable[[Request], Caller | None],
        instance: Instance,
    ) -> None:
        self._uploads = uploads
        self._instance = instance
        self._arrivals = arrivals
        self._caller_of = caller_of
        self._locks = locks

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/files", self._endpoint, methods=["OPTIONS", "POST"]),
            Route("/files/{name}", self._endpoint, methods=["HEAD", "PATCH", "POST", "DELETE", "GET", "OPTIONS"]),
        ]

    async def _endpoint(self, request: Request) -> Response:
        try:
            response = await self._answer(request)
        except Busy:
            response = Response("Tệp này đang được nhận ở nơi khác", 423, {"Retry-After": "5"}, "text/plain")
        except (TusError, NotTheirs) as error:
            response = Response(str(error), error.status, media_type="text/plain")
            response.headers["Tus-Version"] = VERSION  # who spoke another is told which to speak
        response.headers["Tus-Resumable"] = VERSION
        return response

    async def _answer(self, request: Request) -> Response:
        method = request.headers.get("X-HTTP-Method-Override", request.method)
        if method == "OPTIONS":
            word = await run_in_threadpool(self._instance.greeted, request.headers.get(STORE, ""))
            return Response(status_code=204, headers=_HELLO | {STORE: word})
        caller = self._caller_of(request)
        if caller is None:
            raise TusError(401, "Phiên làm việc không còn hiệu lực")
        if method != "GET" and request.headers.get("Tus-Resumable") != VERSION:
            raise TusError(412, "Thiếu Tus-Resumable: 1.0.0")
        if method == "POST" and "name" in request.path_params:
            raise TusError(405, "Tạo tệp mới ở /files")
        verbs = {"POST": self._create, "HEAD": self._head, "PATCH": self._patch, "DELETE": self._delete}
        return await verbs.get(method, self._get)(request, caller)

    # --- creation -----------------------------------------------------------------------------------------------

    async def _create(self, request: Request, caller: Caller) -> Response:
        length = _number(request, "Upload-Length")
        if length > MAX_SIZE:
            raise TusError(413, f"Tệp lớn quá {MAX_SIZE} byte")
        metadata = request.headers.get("Upload-Metadata", "")
        pairs = _metadata(metadata)
        try:
            about = pairs.get("sha256", ""), _media_type(pairs.get("filetype", ""))
            upload = await run_in_threadpool(self._uploads.create, length, *about, caller.name)
        except TooManyUploads:
            raise TusError(429, "Máy này đang gửi dở quá nhiều tệp") from None
        except ValueError as error:
            raise TusError(409, str(error)) from error
        if upload.length == 0 and not upload.complete:
            upload = await run_in_threadpool(self._uploads.settle, upload.name)
        await run_in_threadpool(self._uploads.remark, upload.name, metadata)
        place = str(request.base_url.replace(path=f"/files/{upload.name}"))
        return Response(status_code=201, headers={"Location": place} | self._place(request, caller, upload))

    # --- the bytes ----------------------------------------------------------------------------------------------

    async def _head(self, request: Request, caller: Caller) -> Response:
        name = request.path_params["name"]
        mine = await self._locks.take(name)  # a line that hangs gives way, and what it brought is counted
        try:
            standing = await self._known(request, caller)
        finally:
            self._locks.give(name, mine)
        headers = {"Upload-Length": str(standing.length), "Cache-Control": "no-store"}
        if metadata := await run_in_threadpool(self._uploads.remarked, standing.name):
            headers["Upload-Metadata"] = metadata
        return Response(status_code=200, headers=headers | self._place(request, caller, standing))

    async def _patch(self, request: Request, caller: Caller) -> Response:
        if request.headers.get("Content-Type") != "application/offset+octet-stream":
            raise TusError(415, "Content-Type phải là application/offset+octet-stream")
        name = request.path_params["name"]
        offset, checksum = _number(request, "Upload-Offset"), _checksum(request)
        mine = await self._locks.take(name)
        try:
            standing = await self._known(request, caller)
            if offset != standing.offset:
                raise TusError(409, f"Đang có {standing.offset} byte, không phải {offset}")
            return await self._receive(request, caller, standing, checksum, mine)
        finally:
            self._locks.give(name, mine)

    async def _receive(
        self,
        request: Request,
        caller: Caller,
        standing: UploadStatus,
        checksum: tuple[str, bytes] | None,
        leave: asyncio.Event,
    ) -> Response:
        came = hashlib.new(checksum[0] if checksum else "sha256")
        whole = await self._store(request, standing, came.update, leave)
        wrong = whole and checksum is not None and came.digest() != checksum[1]
        unproved = not whole and checksum is not None and not standing.sha256
        if wrong or unproved:
            self._uploads.cut_back(standing.name, standing.offset)
        settled = await self._settled(standing.name)
        if wrong:
            raise TusError(MISMATCH, "Checksum không khớp, đoạn này đã bỏ")
        return Response(status_code=204 if whole else 400, headers=self._place(request, caller, settled))

    async def _store(
        self, request: Request, standing: UploadStatus, arrived: Callable[[bytes], None], leave: asyncio.Event
    ) -> bool:
        """Write the body as it comes. False if the line broke, or a successor came, before its end."""
        offset = standing.offset
        while (message := await _next(request, leave)) is not None:
            chunk = message.get("body", b"")
            if offset + len(chunk) > standing.length:
                self._uploads.cut_back(standing.name, standing.offset)
                raise TusError(413, "Nhiều byte hơn Upload-Length")
            arrived(chunk)
            offset = await run_in_threadpool(self._uploads.append, standing.name, chunk)
            if not message.get("more_body", False):
                return True
        return False

    async def _settled(self, name: str) -> UploadStatus:
        try:
            return await run_in_threadpool(self._uploads.settle, name)
        except ContentMismatch:
            raise TusError(MISMATCH, "SHA-256 của cả tệp không khớp, xin gửi lại từ đầu") from None

    async def _get(self, request: Request, caller: Caller) -> Response:
        standing = await self._known(request, caller)
        if not standing.complete:
            raise TusError(404, "Tệp chưa đủ")
        body = await run_in_threadpool(self._uploads.read, standing.name)
        return Response(body, media_type=standing.media_type)

    async def _delete(self, request: Request, caller: Caller) -> Response:
        standing = await self._known(request, caller)
        if standing.complete:
            raise TusError(403, "Tệp đã đủ, hồ sơ có thể đang dùng")
        await run_in_threadpool(self._uploads.drop, standing.name)
        return Response(status_code=204)

    def _place(self, request: Request, caller: Caller, standing: UploadStatus) -> dict[str, str]:
        """How much is here, and our word on it once it is all."""
        headers = {"Upload-Offset": str(standing.offset)} | self._arrivals.word(request, standing, caller)
        if not standing.complete:
            headers["Upload-Expires"] = format_datetime(standing.expires.astimezone(UTC), usegmt=True)
        return headers

    async def _known(self, request: Request, caller: Caller) -> UploadStatus:
        try:
            standing = await run_in_threadpool(self._uploads.find, request.path_params["name"])
        except ValueError:
            standing = None
        if standing is None or not _may_meet(caller, standing, request.method):
            raise TusError(404, "Không có tệp này, hoặc đã quá hạn")
        return standing


async def _next(request: Request, leave: asyncio.Event) -> Message | None:
    """The next part of the body; None when the line broke or a successor has come."""
    gone = asyncio.ensure_future(leave.wait())
    part = asyncio.ensure_future(request.receive())
    await asyncio.wait({part, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if not part.done():
        part.cancel()
        return None
    message = part.result()
    return message if message["type"] == "http.request" else None


def _may_meet(caller: Caller, standing: UploadStatus, method: str) -> bool:
    """Its own; an officer reads those of the unit's kiosks."""
    own = standing.owner == caller.name
    return own or (method == "GET" and not caller.is_kiosk and standing.owner.startswith(f"{caller.unit}/"))


def _media_type(given: str) -> str:
    return given if _MEDIA_TYPE.fullmatch(given) else "application/octet-stream"


def _number(request: Request, header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise TusError(400, f"{header} phải là số")
    return int(value)


def _checksum(request: Request) -> tuple[str, bytes] | None:
    """The algorithm and the digest of Upload-Checksum; None without the header."""
    value = request.headers.get("Upload-Checksum")
    if value is None:
        return None
    algorithm, _, digest = value.partition(" ")
    if algorithm not in ALGORITHMS.split(","):
        raise TusError(400, f"Thuật toán phải là một trong {ALGORITHMS}")
    try:
        return algorithm, base64.b64decode(digest, validate=True)
    except binascii.Error:
        raise TusError(400, "Upload-Checksum không phải base64") from None


def _metadata(header: str) -> dict[str, str]:
    """``key base64,key base64`` as a table."""
    pairs: dict[str, str] = {}
    for pair in header.split(",") if header else ():
        key, _, value = pair.strip().partition(" ")
        try:
            pairs[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise TusError(400, f"Upload-Metadata: {key} không phải base64") from None
    return pairs
