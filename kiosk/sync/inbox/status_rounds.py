"""The office's word: by the down-stream where the portal has one, else by asking after delivered dossiers in rounds."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.domain.submission import FINAL, Submission
from kiosk.errors import LineError
from kiosk.sync.inbox.poll import Inbox
from kiosk.sync.inbox.reconciler import Reconciler
from kiosk.sync.portal import Portal
from kiosk.sync.ports import SubmissionOutbox

LOOK_UPS = 20  # dossiers asked about in one pass, before anything is sent; the rest of the round comes with the next


class StatusRounds:
    """``mishap`` raises what all must wait for; ``every`` seconds lie between two rounds."""

    def __init__(
        self,
        outbox: SubmissionOutbox,
        portal: Portal,
        inbox: Inbox,
        reconciler: Reconciler,
        mishap: Callable[[LineError], None],
        every: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._outbox = outbox
        self._portal = portal
        self._inbox = inbox
        self._reconciler = reconciler
        self._mishap = mishap
        self._every = every
        self._monotonic = monotonic
        self._left: list[str] = []  # codes still to be asked about in this round
        self._next = float("-inf")
        self.news = 0  # dossiers of which the portal told something new, since this was made

    def ask(self) -> None:
        """What has changed, if it is time: before anything is sent, for it may be that the portal was restored."""
        if not self._left and self._monotonic() >= self._next:
            self._next = self._monotonic() + self._every
            there = self._outbox.at_office(FINAL)
            self._left = [] if not there or self._pulled() else list(there)
        for _ in range(min(LOOK_UPS, len(self._left))):
            if not self._answered(self._outbox.get(self._left.pop(0))):
                break  # the rest comes with the next pass
        self._reconciler.round(self._mishap)

    def _pulled(self) -> bool:
        """Has the down-stream said what has changed?"""
        if not self._portal.tells_changes:
            return False
        try:
            self.news += self._inbox.pull(self._portal)
        except LineError as error:
            self._mishap(error)
            return False
        return True

    def _answered(self, item: Submission) -> bool:
        """Whether there was an answer; without, it is asked again with the next round."""
        try:
            self._reconciler.ask(item)
        except LineError as error:
            self._mishap(error)
            return False
        return True
