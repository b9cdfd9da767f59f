"""An update by line: one conditional question, a few hundred bytes, while there is nothing new."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from kiosk.errors import UpdateMissing, UpdateUnusable
from kiosk.sync.updates.catalogue import CatalogueUpdate, CatalogueUpdates
from kiosk.sync.updates.fetching import Ask, Fetcher, LineFetcher
from kiosk.sync.updates.program import ProgramUpdates

TIMESTAMP = "/metadata/timestamp.json"
_log = logging.getLogger(__name__)


def by_line(updates: CatalogueUpdates, ask: Ask) -> CatalogueUpdate:
    """Take the catalogue that is newest at the portal. LineError, and as ``CatalogueUpdates.take``."""
    current = updates.current()
    name = _newest(ask, updates.etag() if current else "")
    if name is None and current is not None:
        return CatalogueUpdate(current.version, new=False)
    update = updates.take(LineFetcher(ask))
    updates.see(name or "")  # only what was all taken is not asked for again
    return update


def unasked(updates: CatalogueUpdates, program: ProgramUpdates, ask: Ask) -> bool:
    """Take what is newest, catalogue and program, without anybody there to ask: whether something new waits for the
    next start. What cannot be worked with here is left to a technician. LineError, UpdateError."""
    name = _newest(ask, updates.etag() if updates.current() else "")
    if name is None:
        return False
    updates_taken = every([updates, program], lambda: LineFetcher(ask))
    updates.see(name)
    return updates_taken


def every(takers: Sequence[CatalogueUpdates | ProgramUpdates], fetcher: Callable[[], Fetcher]) -> bool:
    """All of them, as far as they are there and can be used: is anything of it new? As ``take``, but for
    UpdateUnusable."""
    updates_taken = [_tried(taker, fetcher()) for taker in takers]
    return any(updates_taken)


def _tried(taker: CatalogueUpdates | ProgramUpdates, fetcher: Fetcher) -> bool:
    try:
        return taker.take(fetcher, unasked=True).new
    except UpdateMissing:
        return False  # a feed need not carry both
    except UpdateUnusable as error:
        _log.warning("update: %s: %s", error.code, error)
        return False


def _newest(ask: Ask, etag: str) -> str | None:
    """The portal's name for its newest set; None while that is the one ``etag``. UpdateMissing without one."""
    reply = ask(TIMESTAMP, {"If-None-Match": etag} if etag else {})
    if reply.status == 304 and etag:
        return None
    if reply.status != 200:
        raise UpdateMissing(str(reply.status))
    return reply.headers.get("etag", "")
