"""The down-stream: what the portal has changed since the last look, taken over page by page.

A look when nothing has changed costs one small request and an answer without a body. Each page is one transaction of
the store, cursor and all, so that a cut or a kill anywhere only means asking again from the last whole page.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.sync.inbox.changes import page_from
from kiosk.sync.portal import Portal
from kiosk.sync.ports import CaseMirror

MOST_PAGES = 20  # in one pass, of 50 dossiers each; what waits to be sent has its turn in between


class Inbox:
    """For one thread at a time. ``kiosk`` is this kiosk's name within its unit."""

    def __init__(self, cases: CaseMirror, kiosk: str, anew: Callable[[], object] = lambda: None) -> None:
        """``anew`` is told when the portal counts anew: it may have been restored from a backup."""
        self._anew = anew
        self._cases = cases
        self._kiosk = kiosk

    def pull(self, portal: Portal) -> int:
        """Take over what has changed; how many dossiers. LineError; PortalSpokeOddly with nothing half taken."""
        changed = 0
        for _ in range(MOST_PAGES):
            since = self._cases.cursor()
            answer = portal.changes(self._kiosk, since)
            if answer is None:
                break
            page = page_from(answer, since, self._kiosk)
            if since and answer.get("anew") == "1":  # the portal counts anew, or was brought back from a backup
                self._anew()
                self._cases.restart()
                page = page_from(answer, "", self._kiosk)
            changed += len(self._cases.apply(page))
            if not page.more:
                break
        return changed
