"""Documents to the portal by tus 1.0: from where the portal stands, proved by checksum, never the same bytes twice.

Works with any tus 1.0 server that has creation and checksum. Where creation is idempotent (ours), a document whose
bytes are already there costs one small round trip.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin

from kiosk.domain.submission import DocumentRef
from kiosk.errors import LineDown, NotThePortal, PortalSpokeOddly
from kiosk.sync.body import Body
from kiosk.sync.transport import Reply

_TURNS = 3  # the portal and we may disagree on an offset once, and once on a checksum; then something is wrong
_FRUITLESS = 3  # tries in a row that got nothing across, the portal answering after each: the line carries no more now


class DocumentStore(Protocol):
    """What an upload needs of the store."""

    def get(self, sha256: str) -> bytes: ...
    def upload_url(self, sha256: str) -> str: ...
    def set_upload(self, sha256: str, url: str) -> None: ...


class Door(Protocol):
    """The document door of a tus 1.0 server: our portal's, or any."""

    @property
    def files_url(self) -> str: ...
    def owns(self, url: str) -> bool: ...
    def tus(self, method: str, url: str, headers: Mapping[str, str], body: Body | None = None) -> Reply: ...


@dataclass
class Tally:
    """Payload that arrived: bytes of documents the portal did not have before."""

    bytes: int = 0


class Uploader:
    def __init__(self, portal: Door, documents: DocumentStore, tally: Tally) -> None:
        self._portal = portal
        self._documents = documents
        self._tally = tally

    def deliver(self, document: DocumentRef) -> str:
        """The document's URL, once all of it is at the portal. LineError; UnknownDocument if it is lost here."""
        for _ in range(_TURNS):
            url, offset = self._place(document)
            if offset < document.size:
                offset = self._push(document, url, offset)
            if offset == document.size:
                return url
        raise PortalSpokeOddly("the portal and this kiosk do not agree on a document")

    def _place(self, document: DocumentRef) -> tuple[str, int]:
        """Where it travels to and how much is there; one round trip, whether it is new, begun or done."""
        url = self._documents.upload_url(document.sha256)
        if url and self._portal.owns(url):
            offset = self._ask(url)
            if offset is not None:
                return url, offset
        return self._create(document)

    def _ask(self, url: str) -> int | None:
        """How much is there; None if the portal has forgotten it."""
        reply = self._portal.tus("HEAD", url, {})
        return reply.number("upload-offset") if reply.status == 200 else None

    def _create(self, document: DocumentRef) -> tuple[str, int]:
        told = {"sha256": document.sha256, "filename": document.name, "filetype": document.media_type}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        headers = {"Upload-Length": str(document.size), "Upload-Metadata": metadata}
        reply = self._portal.tus("POST", self._portal.files_url, headers)
        place = reply.headers.get("location", "")
        if reply.status not in (200, 201) or not place:
            raise PortalSpokeOddly(f"creation answered {reply.status}")
        url = urljoin(self._portal.files_url, place)
        if not self._portal.owns(url):
            raise NotThePortal("documents are sent to another host")
        self._documents.set_upload(document.sha256, url)
        return url, reply.number("upload-offset") or 0

    def _push(self, document: DocumentRef, url: str, offset: int) -> int:
        """Send from ``offset`` on, and on from where a cut left it while the portal answers and it gets further now and
        then. The offset."""
        data = self._documents.get(document.sha256)
        fruitless = 0
        while offset < document.size:
            try:
                reached = self._patch(data, url, offset)
            except LineDown:
                reached, fruitless = self._ask(url) or 0, fruitless + 1
                if reached == offset and fruitless < _FRUITLESS:
                    continue
                if reached <= offset:
                    raise
            self._tally.bytes += max(0, reached - offset)
            if reached <= offset:
                return reached
            offset, fruitless = reached, 0
        return offset

    def _patch(self, data: bytes, url: str, offset: int) -> int:
        """One PATCH with all that is missing; how far the portal stands after it."""
        body = Body(data, offset)
        digest = base64.b64encode(hashlib.sha256(memoryview(data)[offset:]).digest()).decode()
        headers = {
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {digest}",
            "Content-Type": "application/offset+octet-stream",
        }
        return self._reached(self._portal.tus("PATCH", url, headers, body), url)

    def _reached(self, reply: Reply, url: str) -> int:
        """After a yes the reply says it; after 409 (offset) or 460 (checksum) the portal is asked."""
        if reply.status == 204:
            reached = reply.number("upload-offset")
            if reached is None:
                raise PortalSpokeOddly("a yes without an offset")
            return reached
        return self._ask(url) or 0
