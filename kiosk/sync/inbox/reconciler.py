"""Reconciler: asks the portal after what it has taken, by the key this kiosk gave it, and believes no number alone.

Where a portal was restored from an older backup ("anew" in its down-stream, or a number that another dossier here holds
already) everything that was delivered is asked after, some with each pass, and what it has lost is sent again. Once a
day what the office has not ended is asked after without any such sign.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.submission import Submission
from kiosk.errors import LineError, NumberTwice
from kiosk.sync import wire
from kiosk.sync.portal import Portal
from kiosk.sync.ports import SyncStore

log = logging.getLogger(__name__)

AT_ONCE = 20  # filings asked after in one pass
_MOST_SILENT = 3  # questions that got no answer, and the rest of them comes with the next pass
_PATIENCE = timedelta(hours=1)  # until those that got none are asked after again
_FURTHER = 100  # steps of the portal's, until they are noted anew: a disk is not written at every greeting
_STORE = "portal.store"  # the note with the portal's last word on its store
_DAY = "portal.reconciled"  # the note with the day of the last daily round


class Reconciler:
    """``clock`` gives aware moments; a day is one by it, right or wrong: all that hangs on it is how often is asked."""

    def __init__(self, store: SyncStore, portal: Portal, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._portal = portal
        self._clock = clock
        self._heard = self._before = portal.store_word = store.notes.get(_STORE)
        self._first: list[str] = []  # codes whose number was given to another: asked after before all
        self._left_asked: datetime | None = None  # when those that had got no answer were asked after again

    def begin(self) -> None:
        """The portal was restored, or something else that it once said holds no longer."""
        self._store.reconciling.begin()

    def about_to_greet(self) -> None:
        """The last word that was heard is shown with the next greeting, and compared with what comes back."""
        self._before = self._portal.store_word = self._heard

    def greeted(self) -> None:
        """Compare the portal's word on its store, ID.NUMBER.MARK, with the last one: another id, or a smaller number
        under the same, is a store that was brought back from a backup."""
        word, before, noted = self._portal.store_word, self._before, self._store.notes.get(_STORE)
        if not word or word == before:
            return
        self._heard = word
        went_back = bool(before) and _went_back(before, word)
        if went_back:
            self.begin()
        if went_back or not noted or _number(word) - _number(noted) >= _FURTHER:
            self._store.notes.set(_STORE, word)

    def delivered(self, word: str) -> None:
        """The portal's word that came with its yes to something of ours: kept before the yes is, so that a store which
        was brought back from before it is known, whatever was switched off meanwhile. From any thread."""
        if self._heard.partition(".")[0] != word.partition(".")[0] or _number(word) <= _number(self._heard):
            return
        self._heard = word
        self._store.notes.set(_STORE, word)

    def number_twice(self, error: NumberTwice) -> None:
        """The portal gave a number that another dossier here holds: a technician is told, its holder asked after. From
        any thread."""
        self._store.alarms.report("number-twice", str(error.values["number"]))
        self._first.append(str(error.values["holder"]))
        if not self._store.reconciling.under_way:
            self.begin()

    def round(self, mishap: Callable[[LineError], object]) -> None:
        """Ask after some, if there is reason to. One that gets no answer delays no other: it is asked after again, each
        hour, until there is one. ``mishap`` raises what all must wait for, and nothing is forgotten by that."""
        self._begin_daily()
        first, self._first = self._first, []
        for code in first:
            self._store.reconciling.put_off(code)
        silent = sum(not self._heard_of(self._store.outbox.get(code), mishap) for code in first)
        if self._store.reconciling.under_way:
            silent = self._further(silent, mishap)
        self._left(first, silent, mishap)

    def _further(self, silent: int, mishap: Callable[[LineError], object]) -> int:
        """The next ones; how many questions of this pass got no answer."""
        following = self._store.reconciling.following(AT_ONCE)
        for row, item in following:
            if silent >= _MOST_SILENT:
                return silent
            silent += not self._heard_of(item, mishap)
            self._store.reconciling.asked(row)
        if len(following) < AT_ONCE:
            self._store.reconciling.end()
        return silent

    def _left(self, just: list[str], silent: int, mishap: Callable[[LineError], object]) -> None:
        """Those that got no answer before, once an hour and at each start."""
        now = self._clock()
        if self._left_asked is not None and abs(now - self._left_asked) < _PATIENCE:
            return
        self._left_asked = now
        for code in self._store.reconciling.left()[:AT_ONCE]:
            if silent < _MOST_SILENT and code not in just and not self._heard_of(self._store.outbox.get(code), mishap):
                silent += 1
                self._store.alarms.report("portal-silent", code)

    def _heard_of(self, item: Submission, mishap: Callable[[LineError], object]) -> bool:
        """Did the portal say how it has this one?"""
        try:
            self.ask(item)
        except LineError as error:
            mishap(error)
            self._store.reconciling.put_off(item.code)
            return False
        self._store.reconciling.answered(item.code)
        return True

    def ask(self, item: Submission) -> None:
        """How the portal has this one; sent again where it has it no more. LineError."""
        key = wire.reference(item)
        answer = self._portal.find(key)
        if answer is None and self._by_number(item, key):
            return
        if answer is None:
            self._lost(item)
            return
        standing = wire.standing(answer, key)
        if standing.official != item.official:
            self._renumbered(item, standing.official)
        if (standing.legal, standing.note) != (item.legal, item.legal_note):
            self._store.outbox.set_legal(item.code, standing.legal, standing.note)

    def _begin_daily(self) -> None:
        today, noted = self._clock().date().isoformat(), self._store.notes.get(_DAY)
        if noted == today:
            return
        if noted and self._portal.tells_changes and not self._store.reconciling.under_way:
            self._store.reconciling.begin("open")
        self._store.notes.set(_DAY, today)

    def _by_number(self, item: Submission, key: str) -> bool:
        """Does a portal that keeps no keys of ours have it by its number? Its own proof of what it is counts alone."""
        answer: dict[str, Any] = self._portal.find(item.official) or {}
        if not answer or answer.get("MaThamChieuKiosk") not in (None, "", key):
            return False
        proof = answer.get("MaBamKiosk")
        if proof == item.filing.digest():
            standing = wire.standing(answer)
            if standing.official == item.official and standing.legal is not item.legal:
                self._store.outbox.set_legal(item.code, standing.legal, standing.note)
        return not proof or proof == item.filing.digest()

    def _lost(self, item: Submission) -> None:
        if not self._portal.tells_changes:  # a gateway of another make may know no keys: sent again, it might be twice
            self._store.alarms.report("portal-missing", item.code)
        elif self._store.reconciling.lost(item.code):
            log.warning("reconciler: the portal has %s no more; it is sent again", item.code)

    def _renumbered(self, item: Submission, official: str) -> None:
        try:
            self._store.reconciling.renumbered(item.code, official)
        except NumberTwice as error:
            if (holder := str(error.values["holder"])) not in self._first:
                self._first.append(holder)
            self._store.alarms.report("number-twice", official)


def _went_back(before: str, word: str) -> bool:
    return before.partition(".")[0] != word.partition(".")[0] or _number(word) < _number(before)


def _number(word: str) -> int:
    number = word.partition(".")[2].partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
