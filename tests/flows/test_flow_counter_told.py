"""What officers do with a dossier reaches the portal: offline first, once, whole, papers and all."""

from __future__ import annotations

import json

import pytest
from counter_stage import PINS, DeskClock, signed_in, staffed
from printed_pages import looks_right

from kiosk import catalogue
from kiosk.domain.case import ActKind
from kiosk.domain.dossier_events import DossierEvent, DossierEventKind
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Legal, Submission
from kiosk.errors import DossierChanged
from kiosk.services.counter.corrections import CorrectionDesk
from kiosk.services.counter.dossiers import DossierDesk
from kiosk.services.counter.official_papers import PaperDesk
from kiosk.services.counter.reviews import ReviewDesk
from kiosk_sandbox.actions import Action
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.server import PortalServer
from kiosk_sandbox.tables import Amendment
from sandbox import OFFICE, Kiosk

MENDED = {"field": "child.name", "before": "LÒ THỊ MAI 1", "after": "LÒ THỊ MÂY", "reason": "nhầm dấu", "ground": ""}


def told(portal: PortalServer) -> list[dict[str, object]]:
    """What the portal has of it, as it came."""
    with portal.database.transaction() as session:
        return [json.loads(one.text) for one in session.query(Amendment).order_by(Amendment.id)]


def edition(one: Submission) -> Procedure:
    return catalogue.procedure(one.filing.procedure)


def added(box: Kiosk) -> dict[str, str]:
    """A paper that came to the counter."""
    ref = box.store.documents.put(b"%PDF-1.4 more", key="giay_ket_hon", name="a.pdf", media_type="application/pdf")
    facts = {"key": "giay_ket_hon", "sha256": ref.sha256, "size": str(ref.size), "pages": "1"}
    return {**facts, "replaces": "", "reason": "bà mang đến sau"}


def act(box: Kiosk, code: str, kind: DossierEventKind, facts: dict[str, str]) -> None:
    box.store.dossier_book.add(code, box.store.dossier_book.head(code).revision, DossierEvent(kind, facts, 1))


def test_a_mended_field_a_paper_and_words_reach_it_once(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file(b"%PDF-1.4 first").code
    message = {"template": "ready", "language": "vi", "text": "Mời ông bà đến nhận", "way": "queued", "phone": "0912"}
    for kind, facts in (
        (DossierEventKind.MENDED, MENDED),
        (DossierEventKind.PAPER, added(box)),
        (DossierEventKind.MESSAGED, message),
        (DossierEventKind.MESSAGED, {**message, "way": "read"}),
        (DossierEventKind.REMARK, {"text": "chỉ cho đồng nghiệp"}),
    ):
        act(box, code, kind, facts)
    assert [one.kind for one in box.store.cases.unsent()] == [ActKind.AMENDMENT, ActKind.AMENDMENT, ActKind.MESSAGE]
    for _ in range(3):
        box.engine.run_once()
        box.clock.forward(700)
    assert box.store.cases.unsent() == ()
    came = told(portal)
    assert [one["kind"] for one in came] == ["correction", "correction", "message"]
    assert came[0]["facts"]["field.child.name"] == "LÒ THỊ MÂY" and came[0]["facts"]["by"] == "CB-1"
    dossier, steps = portal.dossiers.find(OFFICE.unit, box.store.outbox.get(code).official)
    assert len(json.loads(dossier.record)["TaiLieuNop"]) == 2 and not dossier.coming
    assert [one.note for one in steps].count("Quầy đã sửa, bổ sung") == 2


def test_a_lost_yes_makes_it_no_second_one(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file().code
    box.engine.run_once()
    act(box, code, DossierEventKind.MENDED, MENDED)
    portal.faults.add(PortalFault(kind="lost", service="DongBoHoSoMC", times=1))
    for _ in range(3):
        box.engine.run_once()
        box.clock.forward(700)
    assert box.store.cases.unsent() == () and len(told(portal)) == 1


def test_what_comes_after_the_end_is_refused_in_words_and_stays(box: Kiosk, portal: PortalServer) -> None:
    code = box.desk.file().code
    box.engine.run_once()
    official = box.store.outbox.get(code).official
    for action in (Action.ACCEPT, Action.FINISH, Action.HANDOVER):
        portal.dossiers.act(official, action, "xong")
    act(box, code, DossierEventKind.MENDED, MENDED)
    box.engine.run_once()
    noted = box.store.cases.noted(f"counter-{code}-1")
    assert noted is not None and "đã kết thúc" in noted.refused and told(portal) == []


def test_a_correction_reaches_it_once_after_the_end_and_is_printed(box: Kiosk, portal: PortalServer) -> None:
    """Cải chính is of what the end said: the portal takes it of a dossier that was handed over."""
    code = box.desk.file().code
    box.engine.run_once()
    official = box.store.outbox.get(code).official
    for action in (Action.ACCEPT, Action.FINISH, Action.HANDOVER):
        portal.dossiers.act(official, action, "xong")
    for _ in range(2):
        box.clock.forward(700)
        box.engine.run_once()
    assert box.store.outbox.get(code).legal is Legal.HANDED_OVER
    sessions = staffed(box.store, DeskClock())
    dossiers = DossierDesk(box.store, sessions, edition, box.clock)
    desk, reviews = (
        CorrectionDesk(box.store, sessions, dossiers, edition, box.clock),
        ReviewDesk(box.store, sessions, box.clock),
    )
    pao, hien = signed_in(sessions, "pao"), signed_in(sessions, "hien")
    revision = desk.open(pao, code).head.revision
    why = {"ground": "officer", "paper": "Giấy chứng sinh 137", "reason": "nhầm dấu"}
    desk.ask(pao, code, revision, {"child.name": "LÒ THỊ MÂY"}, **why)
    (item,) = reviews.waiting(hien)
    reviews.approve(hien, [item.number], PINS["hien"], opened=[item.number])
    portal.faults.add(PortalFault(kind="lost", service="DongBoHoSoMC", times=1))
    for _ in range(3):
        box.engine.run_once()
        box.clock.forward(700)
    assert box.store.cases.unsent() == ()
    (came,) = told(portal)
    assert came["kind"] == "rectification"
    assert {name: came["facts"][name] for name in ("before.child.name", "field.child.name", "approved_by")} == {
        "before.child.name": "LÒ THỊ MAI 1",
        "field.child.name": "LÒ THỊ MÂY",
        "approved_by": hien.about,
    }
    _, steps = portal.dossiers.find(OFFICE.unit, official)
    assert [one.note for one in steps].count("Quầy đã cải chính điều đã đăng ký") == 1
    papers = PaperDesk(box.store, sessions, dossiers, OFFICE, None, box.clock, edition)
    (sheet,) = [one for one in papers.sheets(pao, code) if one.key.startswith("cai-chinh.")]
    looks_right(
        papers.preview(pao, code, sheet.key),
        *("PHIẾU CẢI CHÍNH ĐIỀU ĐÃ ĐĂNG KÝ", "LÒ THỊ MAI", "LÒ THỊ MÂY", "Giấy chứng sinh 137", "nhầm dấu"),
        *("Sai sót của công chức", "Hoàng Văn Páo", "Lục Thị Hiền", official),
    )


def test_nothing_is_told_where_nothing_was_written(box: Kiosk) -> None:
    code = box.desk.file().code
    with pytest.raises(DossierChanged):
        box.store.dossier_book.add(code, 7, DossierEvent(DossierEventKind.MENDED, MENDED, 1))
    assert box.store.cases.unsent() == () and box.store.dossier_book.events(code) == ()
