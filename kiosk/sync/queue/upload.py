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

from kiosk.domain.arrival import ABOUT, HEADER
from kiosk.domain.submission import DocumentRef
from kiosk.errors import LineDown, NotThePortal, PortalSpokeOddly
from kiosk.sync.ports import DocumentStore
from kiosk.sync.transport.http import Reply
from kiosk.sync.transport.streamed_body import Body

_TURNS = 3  # the portal and we may disagree on an offset once, and once on a checksum; then something is wrong
_FRUITLESS = 3  # tries in a row that got nothing across, the portal answering after each: the line carries no more now


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


@dataclass(frozen=True)
class UploadPlace:
    """Where a document lies at the portal, how much of it, and the portal's word that all of it is safe there.

    ``arrival`` is as it came, to be proved; empty from a server that gives none.
    """

    url: str
    offset: int
    arrival: str = ""


class Uploader:
    def __init__(self, portal: Door, documents: DocumentStore, tally: Tally) -> None:
        self._portal = portal
        self._documents = documents
        self._tally = tally

    def deliver(self, document: DocumentRef, filing: str = "") -> UploadPlace:
        """Where it is, once all of it is at the portal. LineError; UnknownDocument if it is lost here.

        ``filing`` (UNIT/KIOSK/CODE) is what it is for: the portal's word that it arrived names it.
        """
        about = {ABOUT: filing} if filing else {}
        for _ in range(_TURNS):
            place = self._place(document, about)
            if place.offset < document.size:
                place = self._push(document, place, about)
            if place.offset == document.size:
                return place
        raise PortalSpokeOddly("the portal and this kiosk do not agree on a document")

    def _place(self, document: DocumentRef, about: Mapping[str, str]) -> UploadPlace:
        """Where it travels to and how much is there; one round trip, whether it is new, begun or done."""
        url = self._documents.upload_url(document.sha256)
        if url and self._portal.owns(url) and (place := self._ask(url, about)) is not None:
            return place
        return self._create(document, about)

    def _ask(self, url: str, about: Mapping[str, str]) -> UploadPlace | None:
        """How much is there; None if the portal has forgotten it."""
        reply = self._portal.tus("HEAD", url, about)
        offset = reply.number("upload-offset") if reply.status == 200 else None
        return None if offset is None else UploadPlace(url, offset, _arrival(reply))

    def _create(self, document: DocumentRef, about: Mapping[str, str]) -> UploadPlace:
        attributes = {"sha256": document.sha256, "filename": document.name, "filetype": document.media_type}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in attributes.items())
        headers = {"Upload-Length": str(document.size), "Upload-Metadata": metadata, **about}
        reply = self._portal.tus("POST", self._portal.files_url, headers)
        place = reply.headers.get("location", "")
        if reply.status not in (200, 201) or not place:
            raise PortalSpokeOddly(f"creation answered {reply.status}")
        try:
            url = urljoin(self._portal.files_url, place)
        except ValueError as error:
            raise PortalSpokeOddly("a place that is no address") from error
        if not self._portal.owns(url):
            raise NotThePortal("documents are sent to another host")
        self._documents.set_upload(document.sha256, url)
        return UploadPlace(url, reply.number("upload-offset") or 0, _arrival(reply))

    def _push(self, document: DocumentRef, place: UploadPlace, about: Mapping[str, str]) -> UploadPlace:
        """Send what is missing, and on from where a cut left it while the portal answers and it gets further now and
        then."""
        data = self._documents.get(document.sha256)
        fruitless = 0
        while place.offset < document.size:
            try:
                reached = self._patch(data, place, about)
            except LineDown:
                reached, fruitless = self._ask(place.url, about) or UploadPlace(place.url, 0), fruitless + 1
                if reached.offset == place.offset and fruitless < _FRUITLESS:
                    continue
                if reached.offset <= place.offset:
                    raise
            self._tally.bytes += max(0, reached.offset - place.offset)
            if reached.offset <= place.offset:
                return reached
            place, fruitless = reached, 0
        return place

    def _patch(self, data: bytes, place: UploadPlace, about: Mapping[str, str]) -> UploadPlace:
        """One PATCH with all that is missing; how far the portal stands after it."""
        body = Body(data, place.offset)
        digest = base64.b64encode(hashlib.sha256(memoryview(data)[place.offset :]).digest()).decode()
        headers = {
            "Upload-Offset": str(place.offset),
            "Upload-Checksum": f"sha256 {digest}",
            "Content-Type": "application/offset+octet-stream",
            **about,
        }
        return self._reached(self._portal.tus("PATCH", place.url, headers, body), place.url, about)

    def _reached(self, reply: Reply, url: str, about: Mapping[str, str]) -> UploadPlace:
        """After a yes the reply says it; after 409 (offset) or 460 (checksum) the portal is asked."""
        if reply.status == 204:
            reached = reply.number("upload-offset")
            if reached is None:
                raise PortalSpokeOddly("a yes without an offset")
            return UploadPlace(url, reached, _arrival(reply))
        return self._ask(url, about) or UploadPlace(url, 0)


def _arrival(reply: Reply) -> str:
    return reply.headers.get(HEADER.lower(), "")
