"""What the office changes reaches the kiosk: once, in order, over cuts and gaps, for a few hundred bytes."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.case import DossierFee, NoticeKind
from kiosk.domain.events import EventKind
from kiosk.domain.submission import Legal
from kiosk.domain.vietqr import BankAccount
from kiosk.errors import LineError, PortalSpokeOddly
from kiosk.sync.inbox.changes import page_from
from kiosk.sync.inbox.poll import Inbox
from kiosk_sandbox.actions import Action, Said
from kiosk_sandbox.faults import PortalFault
from kiosk_sandbox.feed import ACCOUNT
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document

CHANGES = {"path": "/changes"}


def delivered(box: Kiosk, count: int = 1) -> list[str]:
    codes = [box.desk.file().code for _ in range(count)]
    box.engine.run_once()
    return codes


def look(box: Kiosk) -> None:
    """The next round of questions."""
    box.clock.forward(60)
    box.engine.run_once()


def test_a_question_with_its_reason_its_papers_and_its_day(box: Kiosk, portal: PortalServer) -> None:
    (code,) = delivered(box)
    said = Said("Ảnh thiếu góc dưới", papers=("giay_chung_sinh",), days=4)
    portal.dossiers.act(code, Action.ASK, said=said)
    look(box)
    standing = box.store.cases.case(code)
    assert standing is not None
    (notice,) = standing.case.notices
    assert (notice.kind, notice.text) == (NoticeKind.SUPPLEMENT, "Ảnh thiếu góc dưới")
    assert notice.until is not None and standing.unread == (notice.name,)
    assert box.store.outbox.get(code).legal is Legal.SUPPLEMENT


def test_a_fee_is_owed_until_the_office_has_seen_it(box: Kiosk, portal: PortalServer) -> None:
    (code,) = delivered(box)
    portal.dossiers.act(code, Action.FEE, said=Said("Phạt nộp muộn", amount=8_000))
    look(box)
    standing = box.store.cases.case(code)
    assert standing is not None and standing.case.fee is not None
    assert (standing.case.fee.amount - standing.case.fee.paid) >= 8_000
    assert [notice.kind for notice in standing.case.notices] == [NoticeKind.FEE]
    portal.dossiers.act(code, Action.PAID)
    look(box)
    standing = box.store.cases.case(code)
    assert standing is not None and standing.case.fee is not None
    assert standing.case.fee.paid == standing.case.fee.amount
    assert standing.case.notices == ()


def test_the_result_and_the_end(box: Kiosk, portal: PortalServer) -> None:
    (code,) = delivered(box)
    for action in (Action.ACCEPT, Action.FINISH):
        portal.dossiers.act(code, action)
    look(box)
    standing = box.store.cases.case(code)
    assert standing is not None
    assert standing.case.finished is not None and len(standing.case.results) == 1
    assert [notice.kind for notice in standing.case.notices] == [NoticeKind.RESULT]


def test_a_look_at_nothing_new_costs_a_few_hundred_bytes(box: Kiosk, portal: PortalServer) -> None:
    delivered(box, 3)
    look(box)
    before = box.portal.bytes_sent
    assert box.portal.changes("DV01", box.store.cases.cursor()) is None
    assert box.portal.bytes_sent - before < 350


def test_a_gap_of_many_changes_comes_in_one_look(box: Kiosk, portal: PortalServer) -> None:
    codes = delivered(box, 60)
    for code in codes:
        portal.dossiers.act(code, Action.ACCEPT)
        portal.dossiers.act(code, Action.WORK)
    look(box)
    assert {box.store.outbox.get(code).legal for code in codes} == {Legal.IN_PROGRESS}
    assert len(box.store.cases.awaiting()) == 60


@pytest.mark.parametrize("kind", ["drop", "reset", "lost", "truncate", "status", "captive", "redirect"])
def test_a_look_that_breaks_is_taken_up_with_the_next(box: Kiosk, portal: PortalServer, kind: str) -> None:
    (code,) = delivered(box)
    portal.dossiers.act(code, Action.ACCEPT)
    portal.faults.add(PortalFault(kind, **CHANGES))
    look(box)
    box.clock.forward(600)
    box.engine.run_once()
    look(box)
    assert box.store.outbox.get(code).legal is Legal.ACCEPTED
    kinds = [written.entry.kind for written in box.store.journal.entries()]
    assert kinds.count(EventKind.STATUS_CHANGED) == 2  # registered, accepted: nothing twice


def test_a_portal_brought_back_from_a_backup_is_read_anew(box: Kiosk, portal: PortalServer) -> None:
    (code,) = delivered(box)
    portal.dossiers.act(code, Action.ACCEPT)
    look(box)
    portal.database.set_fact("epoch", "0" * 32)
    portal.dossiers.act(code, Action.WORK)
    look(box)
    assert box.store.outbox.get(code).legal is Legal.IN_PROGRESS
    assert box.store.cases.cursor().startswith("00000000.")


def test_what_is_not_sent_yet_is_not_touched_by_what_comes_down(box: Kiosk, portal: PortalServer) -> None:
    """The portal has the form and the office refuses it while its papers are still on their way: they arrive all the
    same, and the office's word stands."""
    code = box.desk.file(document(300_000)).code
    portal.faults.add(PortalFault("drop", path="/files/", method="PATCH", times=1))
    box.engine.run_once()
    held = box.store.outbox.get(code)
    portal.dossiers.act(held.official, Action.REFUSE, "sai thẩm quyền")
    Inbox(box.store.cases, "DV01").pull(box.portal)
    now = box.store.outbox.get(code)
    assert (now.legal, now.sync) == (Legal.NOT_ACCEPTED, held.sync)
    box.clock.forward(600)
    box.engine.run_once()
    assert box.store.outbox.get(code).legal is Legal.NOT_ACCEPTED


# --- what is no page ------------------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    "ThuTu": "7",
    "MaHoSo": "H15.50.05.13-261123-0001",
    "MaThamChieuKiosk": "DV01/KS-7F3K-92",
    "TrangThaiHoSo": "5",
    "ThoiDiem": "20261123090000",
}


def page(**changes: object) -> dict[str, Any]:
    return {"error_code": "0", "cursor": "a.1", "more": "0", "anew": "0", "data": [GOOD | changes]}


def owed(*accounts: tuple[str, str]) -> DossierFee:
    told = [
        {"Gia": "8000", "NganHang": bank, "TKThuHuong": number, "NoiDungThanhToan": "KS"} for bank, number in accounts
    ]
    fee = page_from(page(DanhSachLePhi=told), "", "DV01").cases[0].fee
    assert fee is not None
    return fee


def test_a_fee_says_where_it_is_paid_to(box: Kiosk, portal: PortalServer) -> None:
    assert owed(("970436", "01")).to == BankAccount("970436", "01") and owed(("970436", "01")).purpose == "KS"
    assert owed(("970436", "01"), ("970436", "01")).to == BankAccount("970436", "01")
    assert owed(("970436", "01"), ("970436", "02")).to == BankAccount("", "")  # two places fit no one transfer
    assert owed(("", "")).to is None
    (code,) = delivered(box)
    portal.dossiers.act(code, Action.FEE, said=Said("Phạt nộp muộn", amount=8_000))
    look(box)
    standing = box.store.cases.case(code)
    assert standing is not None and standing.case.fee is not None
    assert standing.case.fee.to == BankAccount(ACCOUNT.bank, ACCOUNT.number, ACCOUNT.name)
    assert standing.case.fee.purpose == code


@pytest.mark.parametrize(
    "wrong",
    [
        {"MaHoSo": "x"},
        {"MaThamChieuKiosk": "DV02/KS-7F3K-92"},
        {"TrangThaiHoSo": "11"},
        {"ThuTu": "-1"},
        {"ThuTu": 7},
        {"NgayHenTra": "2026-11-23"},
        {"NgayHenTra": "20261323000000"},
        {"GhiChu": {}},
        {"DanhSachLePhi": {}},
        {"DanhSachLePhi": [{"Gia": "1.000"}]},
        {"DanhSachHoSoBoSung": ["x"]},
    ],
)
def test_a_page_that_breaks_the_contract_changes_nothing(wrong: dict[str, object]) -> None:
    assert page_from(page(), "", "DV01").cases[0].change == 7
    with pytest.raises(PortalSpokeOddly):
        page_from(page(**wrong), "", "DV01")


@pytest.mark.parametrize("told", [{"data": {}}, {"cursor": ""}, {"cursor": 3}, {"more": "1", "cursor": "s"}])
def test_so_does_one_without_a_way_on(told: dict[str, object]) -> None:
    with pytest.raises(PortalSpokeOddly):
        page_from(page() | told, "s", "DV01")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(GOOD)), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["data", "cursor", "more", "anew"]), JSON))
def test_whatever_comes_is_a_page_or_an_error_with_a_name(told: dict[str, Any]) -> None:
    with contextlib.suppress(LineError):
        assert page_from(told, "", "DV01").cursor
