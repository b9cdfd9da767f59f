"""How fast the line is now: noise is sent to the portal as a document is, timed, and taken back.

Bounded in bytes and in time, and told beforehand: somewhere it is paid by the byte. What was begun at the portal is
ended there by tus' own termination; where that fails it expires by itself.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Protocol
from urllib.parse import urljoin

from kiosk.domain.line_speed import LineSpeed
from kiosk.errors import LineError, NotThePortal, PortalSpokeOddly
from kiosk.sync.transport.http import Reply
from kiosk.sync.transport.streamed_body import Body

SECONDS = 20.0  # of sending, at most
FIRST, LARGEST = 16_000, 256_000  # bytes of a piece: it doubles while a piece takes less than ``LONG``
LONG = 2.0  # seconds


class TrialDoor(Protocol):
    @property
    def files_url(self) -> str: ...
    def owns(self, url: str) -> bool: ...
    def hello(self) -> None: ...
    def tus(self, method: str, url: str, headers: Mapping[str, str], body: Body | None = None) -> Reply: ...


def speed_of(
    portal: TrialDoor, most: int, cancel: threading.Event, monotonic: Callable[[], float] = time.monotonic
) -> LineSpeed:
    """``most`` bytes at most. LineError as of any pass: nothing is lost by it, and nothing waits for it."""
    portal.hello()
    began = monotonic()
    portal.hello()
    latency = monotonic() - began
    place = _begun(portal, most)
    try:
        return _pushed(portal, place, most, latency, cancel, monotonic)
    finally:
        with suppress(LineError):
            portal.tus("DELETE", place, {})


def _begun(portal: TrialDoor, size: int) -> str:
    # One byte more than ever comes: an upload that is whole is a document, which a portal need not let go.
    reply = portal.tus("POST", portal.files_url, {"Upload-Length": str(size + 1)})
    place = reply.headers.get("location", "")
    if reply.status != 201 or not place:
        raise PortalSpokeOddly(f"creation answered {reply.status}")
    url = urljoin(portal.files_url, place)
    if not portal.owns(url):
        raise NotThePortal("the trial is sent to another host")
    return url


def _pushed(
    portal: TrialDoor, place: str, most: int, latency: float, cancel: threading.Event, monotonic: Callable[[], float]
) -> LineSpeed:
    sent, piece, began = 0, FIRST, monotonic()
    while sent < most and not cancel.is_set() and monotonic() - began < SECONDS:
        size, before = min(piece, most - sent), monotonic()
        headers = {"Upload-Offset": str(sent), "Content-Type": "application/offset+octet-stream"}
        reply = portal.tus("PATCH", place, headers, Body(secrets.token_bytes(size)))
        if reply.status != 204 or reply.number("upload-offset") != sent + size:
            raise PortalSpokeOddly(f"a piece of the trial answered {reply.status}")
        sent += size
        if monotonic() - before < LONG:
            piece = min(2 * piece, LARGEST)
    return LineSpeed(sent, monotonic() - began, latency, sent == most)
