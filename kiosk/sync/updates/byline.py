"""An update by line: one conditional question, a few hundred bytes, while there is nothing new."""

from __future__ import annotations

from kiosk.errors import UpdateMissing
from kiosk.sync.updates.catalogue import CatalogueUpdates, Taken
from kiosk.sync.updates.fetching import Ask, LineFetcher

TIMESTAMP = "/metadata/timestamp.json"


def by_line(updates: CatalogueUpdates, ask: Ask) -> Taken:
    """Take what is newest at the portal. LineError, and as ``CatalogueUpdates.take``."""
    current = updates.releases.current()
    seen = updates.seen() if current else ""
    reply = ask(TIMESTAMP, {"If-None-Match": seen} if seen else {})
    if reply.status == 304 and current is not None:
        return Taken(current.version, new=False)
    if reply.status != 200:
        raise UpdateMissing(str(reply.status))
    made = updates.take(LineFetcher(ask))
    updates.see(reply.headers.get("etag", ""))  # only what was all taken is not asked for again
    return made
