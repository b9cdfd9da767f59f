"""Made-up people for the counter's tour: who works there, and what a morning brought."""

from __future__ import annotations

from datetime import timedelta

from kiosk import catalogue
from kiosk.app.window import KioskApp
from kiosk.devices.simulated import person
from kiosk.domain.desk_calls import CallKind
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import ALIKE, Applicant, DocumentRef, Filing, Legal, OfficerNote
from kiosk.resources import demo_asset
from kiosk.services.form_files import bound_file

PIN, CHIEF = "482159", "một con trâu trắng"
OFFICER_CARD, TAKER_CARD = "giang-thi-say", "vang-thi-my"
"""Of the demo's people: the officer's card for this play, and that of who fetches the result."""

PEOPLE = (
    ("Vàng Thị Mỷ", "999162001234", "Sùng Minh Khuê", "GIÀNG THỊ SÁY"),
    ("Giàng A Chứ", "999148000271", "Giàng Mí Say", "VỪ THỊ PÀ"),
    ("Lò Văn Sìn", "999180000272", "Lò Thị Dín", "HOÀNG THỊ NHÌNH"),
    ("Nông Thị Hà", "999190000273", "Nông Đức Ẩn", "LÝ THỊ MÂY"),
    ("Lò Văn Sìn", "999180000272", "Lò Thị Dín", "HOÀNG THỊ NHINH"),
    ("Thào Thị Súa", "999185000274", "Vàng Thị Mỷ Sao", "THÀO THỊ ƯỜNG"),
    ("Phàn Văn Quẩy", "999175000275", "Phàn Thị Vàng", "PHÀN THỊ MY"),
    ("Hoàng Thị Dín", "999159000318", "Hoàng Mí Lử", "SÙNG THỊ CHÁ"),
    ("Mã Văn Thắng", "999170000276", "Mã Thị Đào", "NÔNG THỊ KHUÊ"),
)
"""Who filed, their number, child and mother."""

TWICE = (2, 4)
"""The places of the two that look alike."""


def move_in(house: KioskApp) -> list[str]:
    """Staff, dossiers and calls; the codes, in the order of ``PEOPLE``."""
    store, now = house.rooms.store, house.rooms.services.clock()
    store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN, person.person(OFFICER_CARD).id_number)
    store.staff.add("may", StaffRole.OFFICER, "Lý Thị Mẩy", "703164")
    store.staff.add("hien", StaffRole.CHIEF, "Lục Thị Hiền", CHIEF)
    codes = []
    for place, one in enumerate(PEOPLE):
        filing = _filing(house, place, *one)
        edition = catalogue.procedure(filing.procedure).source
        owed = 16_000 if place % 2 == 0 else 0
        due, alike = now + timedelta(days=place % 3 - 1), ("lo thi din",) if place in TWICE else ()
        file = store.outbox.file
        codes.append(file(f"tour-{place}", filing, due, alike=alike, edition=edition, owed=owed).code)
    for place, legal in ((6, Legal.SUPPLEMENT), (7, Legal.FINISHED), (8, Legal.HANDED_OVER)):
        store.outbox.set_legal(codes[place], legal)
    store.calls.add(CallKind.CALL_BACK, codes[1], "Giàng A Chứ", "0900 000 271", "số tài khoản", now)
    store.calls.add(CallKind.SUPPORT, "", "Lò Văn Sìn", "0900 000 272", "hỏi giấy lấy bản sao", now)
    house.rooms.calls.call("capture")
    return codes


def _filing(house: KioskApp, place: int, name: str, number: str, child: str, mother: str) -> Filing:
    procedure = catalogue.procedure("1.001193")
    office = house.rooms.services.config.office
    notes = (OfficerNote(ALIKE, "Giống hồ sơ nộp sáng nay"),) if place in TWICE else ()
    return Filing(
        procedure=procedure.code,
        version=procedure.version,
        prefix=procedure.prefix,
        unit=office.unit,
        kiosk=office.kiosk,
        applicant=Applicant(name, number, phone="0900 000 270", standing="genuine"),
        subject=child,
        answers={
            "requester.name": {"value": name.upper(), "origin": "card"},
            "requester.paper_number": {"value": number, "origin": "card"},
            "requester.residence": {"value": "Thôn Má Lủng, xã Đồng Văn, tỉnh Tuyên Quang", "origin": "card"},
            "child.name": {"value": child.upper(), "origin": "typed"},
            "mother.name": {"value": mother, "origin": "typed"},
            "mother.birth": {"value": "14/06/1999", "origin": "typed"},
            "copies.count": {"value": "2", "origin": "typed"},
        },
        documents=_papers(house, place),
        consents={"card": True},
        notes=notes,
    )


def _papers(house: KioskApp, place: int) -> tuple[DocumentRef, ...]:
    """The demo's own birth notice, for the first."""
    if place:
        return ()
    paper = bound_file("giay_chung_sinh", demo_asset("papers", "birth-notice.jpg"))
    put = house.rooms.store.documents.put
    return (put(paper.pdf, key=paper.key, name=f"{paper.key}.pdf", media_type="application/pdf"),)
