"""A counter for tests: a store, a clock and a desk that stand still, made-up people, and who works there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.domain.calendar import ZONE
from kiosk.domain.staff import StaffRole
from kiosk.domain.staff_session import StaffSession
from kiosk.domain.submission import Applicant, DocumentRef, Filing, OfficerNote, Submission
from kiosk.services.counter.sessions import StaffSessions
from kiosk.store import Reserve, Store

PINS: Mapping[str, str] = {"pao": "482159", "may": "703164", "hien": "một con trâu trắng", "sinh": "hai cây lê già cỗi"}
PEOPLE = {
    "pao": (StaffRole.OFFICER, "Hoàng Văn Páo", "999190000111"),
    "may": (StaffRole.OFFICER, "Lý Thị Mẩy", ""),
    "hien": (StaffRole.CHIEF, "Lục Thị Hiền", ""),
    "sinh": (StaffRole.TECHNICIAN, "Mã Văn Sinh", ""),
}
GRANDMOTHER = "999162001234"


@dataclass
class DeskClock:
    """The office's clock, and the seconds that nobody sets."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 9, 30, tzinfo=ZONE))
    ran: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def running(self) -> float:
        return self.ran

    def pass_by(self, **delta: float) -> None:
        self.now += timedelta(**delta)
        self.ran += timedelta(**delta).total_seconds()


def open_store(folder: Path, clock: DeskClock) -> Store:
    return Store.open(folder, clock, reserve=Reserve(0, 0, 0))


def staffed(store: Store, clock: DeskClock, idle: float = 300.0, desk: str = "Q1") -> StaffSessions:
    """Everybody of ``PEOPLE`` has an account."""
    known = {one.name for one in store.staff.list()}
    for name, (role, person, card) in PEOPLE.items():
        if name not in known:
            store.staff.add(name, role, person, PINS[name], card)
    return StaffSessions(store, desk, idle, clock.running)


def signed_in(sessions: StaffSessions, name: str) -> StaffSession:
    return (
        sessions.sign_in(PINS[name], name=name)
        if not PEOPLE[name][2]
        else sessions.sign_in(PINS[name], id_number=PEOPLE[name][2])
    )


def filing(
    *documents: DocumentRef,
    name: str = "Vàng Thị Mỷ",
    id_number: str = GRANDMOTHER,
    child: str = "Sùng Minh Khuê",
    phone: str = "0912000345",
    mother: str = "GIÀNG THỊ SÁY",
    mother_born: str = "14/06/1999",
    notes: tuple[OfficerNote, ...] = (),
    standing: str = "genuine",
) -> Filing:
    return Filing(
        procedure="1.001193",
        version="2026-04-15",
        prefix="KS",
        unit="H15.50.05.13",
        kiosk="DV01",
        applicant=Applicant(name, id_number, phone=phone, standing=standing),
        subject=child,
        answers={
            "child.name": {"value": child.upper(), "origin": "typed"},
            "mother.name": {"value": mother, "origin": "typed"},
            "mother.birth": {"value": mother_born, "origin": "typed"},
            "copies.count": {"value": "2", "origin": "typed"},
        },
        documents=documents,
        consents={"card": True},
        notes=notes,
    )


def file(store: Store, clock: DeskClock, content: Filing, *, draft: str = "", days: float = 1) -> Submission:
    """``days``: until it is due."""
    return store.outbox.file(draft or f"draft-{content.digest()[:12]}", content, clock() + timedelta(days=days))
