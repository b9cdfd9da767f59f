"""A store full of made-up people, with all that they and staff left in it, and what of it nobody else may read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kiosk.clock import office_time
from kiosk.domain.desk_calls import CallKind
from kiosk.domain.draft import Draft
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import Applicant, Filing
from kiosk.store import Store

NAMES = Path(__file__).parent / "corpus" / "names.toml"


@dataclass(frozen=True)
class Resident:
    name: str
    number: str
    phone: str
    place: str

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.name, self.number, self.phone, self.place)


def residents() -> list[Resident]:
    """By the corpus of names, honest ones alone; place code 999, where nobody is registered."""
    entries = tomllib.loads(NAMES.read_text("utf-8"))["names"]
    names = [one["given"] for one in entries if one["fate"] == "unchanged" and len(one["given"]) > 6]
    return [
        Resident(name, f"999162{place:06d}", f"09998{place:05d}", f"thôn Lũng Pù {place}, ngách {place}")
        for place, name in enumerate(names, 1)
    ]


def people_in(store: Store) -> list[str]:
    """Fill ``store``; everything in it that must never be read by others: names, numbers, codes."""
    secrets: list[str] = []
    now = office_time()
    for place, one in enumerate(residents()):
        code = store.outbox.file(f"d{place}", _filing(one), now + timedelta(days=1)).code
        secrets += [*one.secrets, code]
        if place % 3 == 0:
            store.outbox.park(code, f"portal.refused: Họ tên {one.name}, số {one.number} ở {one.place} không khớp")
        elif place % 3 == 1:
            store.outbox.claim(code)
            store.outbox.retry(code, now + timedelta(minutes=5), f"line.down: {one.name} {one.phone}", 0)
        answers = {"child.name": {"value": one.name, "origin": "typed"}}
        owner = store.drafts.owner_of(one.number)
        store.drafts.save(Draft(f"w{place}", "1.001193", "2026-11-30", answers, owner=owner))
        store.calls.add(CallKind.CALL_BACK, code, one.name, one.phone, one.place, now)
        store.alarms.report("portal-missing", code)
    secrets.append("Nguyễn Thị Hạnh")
    store.staff.add("hanhnt", StaffRole.OFFICER, "Nguyễn Thị Hạnh", "739164")
    return [*secrets, "hanhnt", "739164"]


def _filing(one: Resident) -> Filing:
    return Filing(
        procedure="1.001193",
        version="2026-11-30",
        prefix="KS",
        unit="H15.50.05.13",
        kiosk="DV01",
        applicant=Applicant(one.name, one.number, phone=one.phone),
        subject=one.name,
        answers={"child.name": {"value": one.name}, "requester.place": {"value": one.place}},
        documents=(),
        consents={"card": True},
    )
