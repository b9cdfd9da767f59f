"""The kiosks: when each was last seen, how it says it is, and what it did wrong against the contract.

A health report is a small JSON text signed with the kiosk's own key. The first key that speaks for a kiosk is kept; a
report under another is a mistake that the page shows, and changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import ColumnElement, delete, func, select

from kiosk.bounded import read_json
from kiosk.domain.calendar import ZONE
from kiosk_sandbox.callers import Caller
from kiosk_sandbox.contract import KIOSK
from kiosk_sandbox.database import PortalDatabase
from kiosk_sandbox.machine_hours import HourFacts, hours_of, note_hour, seen_hours
from kiosk_sandbox.refusal import OfficeRefused
from kiosk_sandbox.report_chain import branches_of, branches_text, extended, two_stores
from kiosk_sandbox.tables import Machine, Mistake

_KEY, _SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")
_LONGEST = 2_000  # characters of a report
_KEPT = 1_000  # mistakes; the oldest go
_SEEN_EVERY = 20.0  # seconds: a kiosk that asks more often is not written down each time

KNOWN = {
    "number": int,  # counts up: an older report is left out
    "at": str,  # the kiosk's own clock, ISO 8601
    "program": str,
    "waiting": int,
    "parked": int,
    "journal": int,  # entries
    "catalogue_days": int,
    "mark": str,  # of this report, and of the last one that was taken over before it (report_chain.py)
    "before": str,
    "place": str,  # the office's name: Xã Đồng Văn
    "oldest": str,  # since when the oldest filing waits, ISO 8601
    "rate": int,  # of the line lately, bytes a second
    "alarms": str,  # names of those that stand there, and of devices that are gone, with commas between
    "broken": str,
    "paper": str,  # ok | low | out | none
    "free_mb": int,
    "unproven": int,  # papers that arrived here without our signed word there
    "line": str,
    "called": str,  # since when residents have been calling an officer there, ISO 8601
}
"""What a report may say. Nothing of a person."""


@dataclass(frozen=True)
class FleetEntry:
    """One kiosk, for the page. ``skew``: seconds its clock is ahead of ours; ``cloned``: since when two stores speak in
    its name; ``refused``: when a report under another key came last; ``queues``: what waits in each of its stores;
    ``met``: when it was seen first, where that is known."""

    unit: str
    kiosk: str
    seen: datetime
    health: dict[str, Any]
    skew: int | None
    cloned: datetime | None = None
    refused: datetime | None = None
    queues: tuple[int, ...] = ()
    met: datetime | None = None


class Fleet:
    """``clock`` gives aware moments in the office's zone."""

    def __init__(self, database: PortalDatabase, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def mark_seen(self, unit: str, kiosk: str) -> None:
        """It was here just now."""
        now = self._clock()
        with self._database.reading() as session:
            machine = session.get(Machine, (unit, kiosk))
            if machine is not None and abs((now - machine.seen).total_seconds()) < _SEEN_EVERY:
                return

        def job() -> None:
            with self._database.transaction() as session:
                machine = session.get(Machine, (unit, kiosk), with_for_update=True)
                if machine is None:
                    session.add(Machine(unit=unit, kiosk=kiosk, seen=now, met=now))
                else:
                    machine.seen = now
                note_hour(session, unit, kiosk, now)

        self._database.settled(job)

    def report(self, unit: str, kiosk: object, text: object, key: object, signature: object) -> None:
        """Take a health report over. Refused (3) if it is none, or is not signed by that kiosk."""
        if not (isinstance(kiosk, str) and KIOSK.fullmatch(kiosk)):
            raise OfficeRefused("kiosk: không đúng tên máy", code="3")
        report = _report(text)
        if not _signed(unit, kiosk, text, key, signature):
            raise OfficeRefused("chuky: chữ ký không đúng với báo cáo", code="3")
        if not self._database.settled(lambda: self._store_report(unit, kiosk, report, str(text), str(key))):
            raise OfficeRefused("khoa: máy này đã báo cáo bằng khóa khác", code="3")

    def _store_report(self, unit: str, kiosk: str, report: dict[str, Any], text: str, key: str) -> bool:
        now = self._clock()
        with self._database.transaction() as session:
            machine = session.get(Machine, (unit, kiosk), with_for_update=True)
            if machine is None:
                machine = Machine(unit=unit, kiosk=kiosk, key="", health="", seen=now, met=now, number=-1)
                session.add(machine)
            if machine.key not in ("", key):
                machine.refused = now
                return False
            machine.key, machine.seen = key, now
            branches = extended(branches_of(machine.branches), report, now)
            note_hour(session, unit, kiosk, now, report if branches else None)
            if branches is not None:
                machine.branches = branches_text(branches)
                machine.number, machine.health, machine.reported = report["number"], text, now
        return True

    def key(self, caller: Caller) -> str:
        """What that kiosk signs with, hexadecimal; empty while it has not said so."""
        with self._database.reading() as session:
            machine = session.get(Machine, (caller.unit, caller.kiosk))
            return machine.key if machine else ""

    def enrolled(self, unit: str, kiosk: str) -> None:
        """It was let in anew, perhaps with a new store: the next key that signs for it is its own."""
        with self._database.transaction() as session:
            machine = session.get(Machine, (unit, kiosk), with_for_update=True)
            if machine is not None:
                machine.key, machine.number, machine.branches, machine.refused = "", -1, "", None

    def count(self) -> int:
        """How many kiosks there are."""
        with self._database.reading() as session:
            return session.scalar(select(func.count()).select_from(Machine)) or 0

    def before(self, caller: Caller) -> int | None:
        """How many kiosks have a name that comes before this one's; None for one that was not met yet."""
        earlier = (Machine.unit < caller.unit) | ((Machine.unit == caller.unit) & (Machine.kiosk < caller.kiosk))
        with self._database.reading() as session:
            if session.get(Machine, (caller.unit, caller.kiosk)) is None:
                return None
            return session.scalar(select(func.count()).select_from(Machine).where(earlier)) or 0

    def all(self, unit: str = "") -> list[FleetEntry]:
        """Every kiosk (of one unit and those below it, where it is given), those that are quiet the longest first."""
        asked = select(Machine).where(_of_unit(unit)) if unit else select(Machine)
        with self._database.reading() as session:
            return [_entry(item) for item in session.scalars(asked.order_by(Machine.seen))]

    def one(self, unit: str, kiosk: str) -> FleetEntry | None:
        with self._database.reading() as session:
            machine = session.get(Machine, (unit, kiosk))
            return _entry(machine) if machine else None

    def weeks(self) -> dict[tuple[str, str], dict[str, int]]:
        """In how many of the open hours each kiosk was seen, by day (ISO), over the last seven."""
        today = self._clock().date()
        with self._database.reading() as session:
            return seen_hours(session, today - timedelta(days=6), today)

    def hours(self, unit: str, kiosk: str) -> Sequence[HourFacts]:
        """What is known of one kiosk, an hour a value, over thirty days."""
        with self._database.reading() as session:
            return hours_of(session, unit, kiosk, self._clock().date() - timedelta(days=30), ZONE)

    # --- mistakes -------------------------------------------------------------------------------------------------

    def mistaken(self, unit: str, place: str, words: str) -> None:
        """Keep what broke the contract."""
        with self._database.transaction() as session:
            session.add(Mistake(at=self._clock(), unit=unit, place=place[:100], words=words[:2_000]))
            session.flush()
            newest = session.scalar(select(func.max(Mistake.number))) or 0
            if newest % 100 == 0:
                session.execute(delete(Mistake).where(Mistake.number <= newest - _KEPT))

    def mistakes(self, most: int = 200, unit: str = "") -> list[Mistake]:
        """The newest first; of one unit, where it is given."""
        asked = select(Mistake).order_by(Mistake.number.desc()).limit(most)
        with self._database.reading() as session:
            return list(session.scalars(asked.where(Mistake.unit == unit) if unit else asked))


def _of_unit(unit: str) -> ColumnElement[bool]:
    """Codes are a tree: H15.50.05.13 lies below H15. Nothing in a unit's code is a wildcard."""
    return (Machine.unit == unit) | Machine.unit.startswith(f"{unit}.", autoescape=True)


def signed_text(unit: str, kiosk: str, text: str) -> bytes:
    """What the signature of a report covers."""
    return f"kiosk-health:{unit}:{kiosk}:{text}".encode()


def _signed(unit: str, kiosk: str, text: object, key: object, signature: object) -> bool:
    if not (isinstance(text, str) and isinstance(key, str) and isinstance(signature, str)):
        return False
    if not (_KEY.fullmatch(key) and _SIGNATURE.fullmatch(signature)):
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), signed_text(unit, kiosk, text))
    except (InvalidSignature, ValueError):
        return False
    return True


def _report(text: object) -> dict[str, Any]:
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise OfficeRefused("baocao: phải là chuỗi JSON ngắn", code="3")
    try:
        report = read_json(text, 4 * _LONGEST, depth=8)
    except ValueError:
        report = None
    if not isinstance(report, dict):
        raise OfficeRefused("baocao: không phải JSON", code="3")
    wrong = [name for name, value in report.items() if type(value) is not KNOWN.get(name)]
    if wrong or "number" not in report or not 0 <= report["number"] < 2**62:
        raise OfficeRefused(f"baocao: sai {', '.join(wrong) or 'number'}"[:200], code="3")
    return report


def _entry(item: Machine) -> FleetEntry:
    health = json.loads(item.health) if item.health else {}
    skew = None
    try:
        own = datetime.fromisoformat(health["at"])
        own = own if own.tzinfo else own.replace(tzinfo=ZONE)
        skew = round((own - item.reported).total_seconds()) if item.reported else None
    except (KeyError, ValueError, OverflowError):
        pass
    branches = branches_of(item.branches)
    queues = tuple(one.waiting for one in branches)
    cloned = two_stores(branches)
    return FleetEntry(item.unit, item.kiosk, item.seen, health, skew, cloned, item.refused, queues, item.met)
