"""How this kiosk is, told to the fleet's page: a small signed report, when something has changed, and now and then.

It holds counts and states, nothing of a person. Each names the last one that was taken over before it (``mark``,
``before``): two stores that go on from one copy cannot both keep that chain, and the portal sees it.
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

import kiosk
from kiosk.config import Office
from kiosk.domain.submission import Sync
from kiosk.errors import ItemRefused
from kiosk.store import Store
from kiosk.sync.ports import KeyValueStore
from kiosk.sync.status.link_history import LinkHistory

log = logging.getLogger(__name__)

SOONEST, LATEST = 60.0, 900.0  # seconds between two reports: when something has changed, and when nothing has
_NUMBER, _MARK = "health.number", "health.mark"


class HeartbeatSigner(Protocol):
    @property
    def public(self) -> bytes: ...
    def sign(self, data: bytes) -> bytes: ...


class HeartbeatSink(Protocol):
    """What a report is handed to."""

    def report(self, kiosk: str, text: str, key: str, signature: str) -> None: ...


class Heartbeat:
    """``facts`` gives what the report says but for its number and hour."""

    def __init__(
        self,
        unit: str,
        kiosk: str,
        keys: HeartbeatSigner,
        notes: KeyValueStore,
        facts: Callable[[], Mapping[str, str | int]],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        journal: Callable[[], int] = lambda: 0,
    ) -> None:
        """``journal`` gives its length, which goes with a report and is no reason for one."""
        self._journal = journal
        self._unit, self._kiosk = unit, kiosk
        self._keys, self._notes = keys, notes
        self._facts, self._clock, self._monotonic = facts, clock, monotonic
        self._last_facts: Mapping[str, str | int] = {}
        self._at = float("-inf")

    def tell(self, portal: HeartbeatSink) -> bool:
        """Report if it is time. LineError; a gateway that does not take reports is asked again after a while."""
        since = self._monotonic() - self._at
        if since < SOONEST:
            return False
        facts = dict(self._facts())
        if since < LATEST and facts == self._last_facts:
            return False
        self._at = self._monotonic()
        mark = secrets.token_hex(6)
        chain = {"number": self._next(), "mark": mark, "before": self._notes.get(_MARK)}
        report = {**chain, "at": self._clock().isoformat(), "journal": self._journal(), **facts}
        text = json.dumps(report, separators=(",", ":"))
        signature = self._keys.sign(signed_text(self._unit, self._kiosk, text)).hex()
        try:
            portal.report(self._kiosk, text, self._keys.public.hex(), signature)
        except ItemRefused as error:
            log.info("health report: %s", error.code)
            self._last_facts = facts
            return False
        self._last_facts = facts  # not before: what did not arrive is still news
        self._notes.set(_MARK, mark)
        return True

    def _next(self) -> int:
        """Counts up over restarts, whatever the clock says."""
        stored = self._notes.get(_NUMBER)
        number = int(stored) + 1 if stored.isdigit() else 1
        self._notes.set(_NUMBER, str(number))
        return number


def health_of(
    store: Store,
    office: Office,
    clock: Callable[[], datetime],
    machine: Callable[[], Mapping[str, str | int]] = dict,
) -> Heartbeat:
    """The health of the kiosk with this store; ``machine`` tells what is known of the rest of it."""

    def journal() -> int:
        return store.journal.head().number

    def facts() -> Mapping[str, str | int]:
        return report_facts(store, office, machine())

    return Heartbeat(office.unit, office.kiosk, store.keys, store.notes, facts, clock, journal=journal)


def report_facts(store: Store, office: Office, machine: Mapping[str, str | int]) -> dict[str, str | int]:
    """What a report says but for its number and hour; ``machine`` is what is known of the rest."""
    missing = store.arrivals.standing().missing
    return {
        **machine,
        **({"unproven": missing} if missing else {}),  # a portal of before these words knows no such field
        "program": kiosk.__version__,
        "place": office.commune,
        **_news(store),
        "waiting": store.outbox.pending_count() + len(store.cases.unsent()),
        "parked": sum(one.sync is Sync.PARKED for one in store.outbox.list(Sync.PARKED)),
        "free_mb": shutil.disk_usage(store.folder).free // 100_000_000 * 100,  # by the 100: small steps are no news
    }


def _news(store: Store) -> dict[str, str | int]:
    """What is told only where there is something to tell: since when the oldest filing waits that has not arrived, how
    fast the line was, which alarms stand."""
    since, history = store.line_book.waiting_since(), LinkHistory.of(store.notes)
    alarms = ",".join(sorted(one.name for one in store.alarms.all()))[:200]
    rate = history.rate if history else 0
    news: dict[str, str | int] = {"oldest": since.isoformat() if since else "", "rate": rate, "alarms": alarms}
    return {name: value for name, value in news.items() if value}


def signed_text(unit: str, kiosk: str, text: str) -> bytes:
    """What the signature covers."""
    return f"kiosk-health:{unit}:{kiosk}:{text}".encode()
