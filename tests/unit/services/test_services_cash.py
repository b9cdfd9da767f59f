"""The drawer: what is owed by the procedure's fees, exemptions with their ground, refunds, a day that must balance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from counter_stage import filing, signed_in

from kiosk import catalogue
from kiosk.domain.cash import (
    CashKind,
    CashReceipt,
    TenderFault,
    change_in_notes,
    counted,
    tender_fault,
    typed_sum,
)
from kiosk.domain.dossier import WorkQueue
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.errors import (
    ActNotAllowed,
    CashClockBack,
    CashDayClosed,
    CashMismatch,
    CashNoChange,
    CashOdd,
    CashShort,
    CashUnlikely,
    DossierChanged,
    NothingOwed,
    ReasonMissing,
    RefundTooHigh,
    UnknownReceipt,
)
from kiosk.services.counter.cash import CashDesk, Exemption, wrong_tender
from kiosk.services.counter.dossiers import DossierDesk
from kiosk.words import words

POOR = Exemption("copies", "Người thuộc hộ nghèo", "Giấy xác nhận hộ nghèo số 41, 12/01/2026, UBND xã Đồng Văn")


def edition(submission):
    return catalogue.procedure(submission.filing.procedure)


@pytest.fixture
def till(store, sessions, clock):
    return CashDesk(store, sessions, edition, clock)


@pytest.fixture
def pao(sessions):
    return signed_in(sessions, "pao")


@pytest.fixture
def hien(sessions):
    return signed_in(sessions, "hien")


@pytest.fixture
def code(store, clock):
    return store.outbox.file("d1", filing(), clock(), owed=16_000).code


def another(store, clock, number: int) -> str:
    return store.outbox.file(f"d-{number}", filing(child=f"Sùng {number}"), clock(), owed=16_000).code


def test_a_fee_is_taken_once_and_has_its_number(till, pao, code, store) -> None:
    bill = till.bill(pao, code)
    assert [(one.count, one.each, one.amount) for one in bill.charges] == [(2, 8_000, 16_000)]
    assert store.dossiers.queue_counts()[WorkQueue.CASH] == 1
    with pytest.raises(CashShort) as short:
        till.take(pao, code, bill.revision, tendered=15_000)
    assert short.value.values == {"missing": 1_000, "given": 15_000}
    receipt = till.take(pao, code, bill.revision, tendered=50_000)
    assert (receipt.name, receipt.amount, receipt.facts["payer"]) == ("Q1-231126-0001", 16_000, "Vàng Thị Mỷ")
    assert store.dossiers.queue_counts()[WorkQueue.CASH] == 0 and till.bill(pao, code).paid == (receipt,)
    with pytest.raises(NothingOwed):
        till.take(pao, code, bill.revision + 1, tendered=50_000)
    event = store.dossier_book.events(code)[-1]
    assert (event.kind, event.facts["receipt"]) == (DossierEventKind.PAID, receipt.name)


@pytest.mark.parametrize(
    ("due", "tendered", "fault"),
    [
        (16_000, 16_000, None),
        (16_000, 50_000, None),
        (16_000, 21_000, None),  # five come back in one note
        (16_000, 500_000, None),  # one note
        (50_000, 500_000, None),
        (16_500, 16_500, None),
        (0, 0, None),
        (16_000, 15_000, TenderFault.SHORT),
        (16_000, 0, TenderFault.SHORT),
        (16_000, 3, TenderFault.ODD),
        (16_000, 20_003, TenderFault.ODD),
        (16_500, 20_000, TenderFault.NO_CHANGE),
        (16_000, 160_000, TenderFault.UNLIKELY),
        (16_000, 16_000_000, TenderFault.UNLIKELY),
        (200_000, 700_000, TenderFault.UNLIKELY),  # a note of 500.000 would come back
        (0, 20_000, TenderFault.UNLIKELY),
    ],
)
def test_what_is_wrong_with_what_was_given(due: int, tendered: int, fault: TenderFault | None) -> None:
    assert tender_fault(due, tendered) is fault


def test_what_is_no_money_is_not_taken_and_a_slip_of_the_hand_only_where_it_is_meant(till, pao, code, store) -> None:
    revision = till.bill(pao, code).revision
    with pytest.raises(CashOdd) as odd:
        till.take(pao, code, revision, tendered=20_003, sure=True)
    assert odd.value.values == {"given": 20_003, "least": 1_000}
    with pytest.raises(CashUnlikely) as slip:
        till.take(pao, code, revision, tendered=160_000)
    assert slip.value.values == {"given": 160_000, "due": 16_000, "change": 144_000}
    assert store.cash.of(code) == ()
    receipt = till.take(pao, code, revision, tendered=160_000, sure=True)
    assert (receipt.amount, receipt.facts["tendered"]) == (16_000, "160000")


def test_change_that_no_notes_make_is_said() -> None:
    wrong = wrong_tender(16_500, 20_000)
    assert isinstance(wrong, CashNoChange) and wrong.values == {"change": 3_500}


def test_a_clock_that_goes_back_lets_no_receipt_before_the_one_before_it(till, pao, store, clock) -> None:
    """Within the day times run with numbers; before an open book nothing is booked; after its closing it goes on."""

    def take(number: int) -> CashReceipt:
        code = another(store, clock, number)
        return till.take(pao, code, till.bill(pao, code).revision, tendered=16_000)

    first = take(1)
    clock.now -= timedelta(hours=2)
    second = take(2)
    assert (second.sequence, second.at) == (2, first.at)
    clock.now -= timedelta(days=1)
    with pytest.raises(CashClockBack) as back:
        take(3)
    assert back.value.values == {"day": "23/11/2026", "now": "07:30 22/11/2026"}
    assert [one.sequence for one in till.day(pao, first.day).receipts] == [1, 2]
    assert till.day(pao, clock().date()).receipts == ()
    till.close(pao, 0, {20_000: 1, 10_000: 1, 2_000: 1}, first.day)
    assert take(4).name == "Q1-221126-0001"


def test_two_desks_take_one_fee_once(till, pao, sessions, code, store) -> None:
    bill = till.bill(pao, code)
    may = sessions.sign_in("703164", name="may", desk="Q2")
    with pytest.raises(DossierChanged):
        store.dossier_book.hold(code, may.number)
        DossierDesk(store, sessions, edition, store.staff._clock).remark(may, code, 0, "xin xem")
        store.dossier_book.release(may.number)
        till.take(pao, code, bill.revision, tendered=16_000)
    assert till.day(pao).receipts == ()
    assert till.take(may, code, 1, tendered=16_000).name == "Q2-231126-0001"


def test_an_exemption_has_a_reason_and_a_ground(till, pao, code) -> None:
    for bad in (Exemption("copies", " ", "số 41"), Exemption("copies", "hộ nghèo", "")):
        with pytest.raises(ReasonMissing):
            till.bill(pao, code, [bad])
    bill = till.bill(pao, code, [POOR])
    assert bill.amount == 0 and bill.charges[0].full == 16_000
    receipt = till.take(pao, code, bill.revision, tendered=0, exemptions=[POOR])
    assert (receipt.sequence, receipt.amount, receipt.facts["full"]) == (1, 0, "16000")
    assert "hộ nghèo số 41" in receipt.facts["exempt"]


def test_what_was_mended_counts_in_the_bill(till, pao, code, store, sessions, clock) -> None:
    desk = DossierDesk(store, sessions, edition, clock)
    desk.mend(pao, code, 0, key="copies.count", value="5", reason="Bà xin thêm bản sao")
    assert till.bill(pao, code).amount == 40_000


def test_a_refund_is_a_row_of_its_own_and_never_more_than_was_taken(till, pao, code, store) -> None:
    receipt = till.take(pao, code, 0, tendered=16_000)
    with pytest.raises(ReasonMissing):
        till.refund(pao, receipt.name, 8_000, " ")
    for amount in (0, -1, 16_001):
        with pytest.raises(RefundTooHigh):
            till.refund(pao, receipt.name, amount, "Lấy thừa 1 bản")
    back = till.refund(pao, receipt.name, 8_000, "Lấy thừa 1 bản")
    assert (back.sequence, back.kind, back.in_drawer) == (2, CashKind.REFUND, -8_000)
    with pytest.raises(RefundTooHigh):
        till.refund(pao, receipt.name, 8_001, "Lấy thừa 1 bản")
    with pytest.raises(RefundTooHigh):
        till.refund(pao, back.name, 1_000, "Lấy thừa 1 bản")
    till.refund(pao, receipt.name, 8_000, "Thôi không lấy")
    for name in ("Q1-231126-0099", "Q9-231126-0001", "Q1", ""):
        with pytest.raises(UnknownReceipt):
            till.refund(pao, name, 1_000, "Lấy thừa 1 bản")
    assert till.day(pao).expected(500_000) == 500_000 and till.day(pao).gapless


def test_a_day_closes_only_if_it_balances_and_the_chief_signs_it(till, pao, hien, store, clock) -> None:
    for number in range(3):
        till.take(pao, another(store, clock, number), 0, tendered=20_000)
    online = another(store, clock, 4)
    till.take(pao, online, 0, tendered=16_000, kind=CashKind.TRANSFER)
    till.refund(pao, "Q1-231126-0002", 8_000, "Lấy thừa 1 bản")
    day = till.day(pao)
    assert (day.taken, day.refunded, day.transferred, day.expected(500_000)) == (48_000, 8_000, 16_000, 540_000)
    with pytest.raises(ActNotAllowed):
        till.sign(pao, "Q1", day.day)
    with pytest.raises(UnknownReceipt):
        till.sign(hien, "Q1", day.day)
    with pytest.raises(CashMismatch) as off:
        till.close(pao, 500_000, {500_000: 1, 20_000: 1, 10_000: 1})
    assert off.value.values["difference"] == -10_000
    with pytest.raises(ValueError, match="no such notes"):
        till.close(pao, 500_000, {540_000: 1})
    closing = till.close(pao, 500_000, {500_000: 1, 20_000: 2})
    assert (closing.counted, closing.chief, till.unsigned(hien)) == (540_000, 0, (closing,))
    with pytest.raises(CashDayClosed):
        till.close(pao, 500_000, {500_000: 1, 20_000: 2})
    with pytest.raises(CashDayClosed):
        till.take(pao, another(store, clock, 5), 0, tendered=16_000)
    with pytest.raises(ActNotAllowed):
        till.close(hien, 0, {})
    signed = till.sign(hien, "Q1", closing.day)
    assert signed.chief == hien.number and till.unsigned(hien) == ()
    with pytest.raises(CashDayClosed):
        till.sign(hien, "Q1", closing.day)
    clock.now = clock.now.replace(day=24)
    assert till.take(pao, another(store, clock, 6), 0, tendered=16_000).name == "Q1-241126-0001"
    assert till.day(pao, date(2026, 11, 23)).closing == signed


def test_what_is_typed_and_what_is_given_back() -> None:
    typed = {"50": 50_000, "50.000": 50_000, "1 000 000": 1_000_000, "0": 0, "": None, "5x": None, "-5": None}
    assert {text: typed_sum(text) for text in typed} == typed
    assert change_in_notes(32_000) == ((20_000, 1), (10_000, 1), (2_000, 1)) and change_in_notes(0) == ()
    assert counted({500_000: 1, 2_000: 4}) == 508_000


def test_a_sum_is_read_and_said_as_the_language_groups_it() -> None:
    assert typed_sum("16,000", ",") == 16_000 and typed_sum("16,000") is None
    wrong = wrong_tender(16_000, 1_500_000)
    assert isinstance(wrong, CashUnlikely)
    assert words("vi").message(wrong).startswith("Vừa gõ 1.500.000 đồng cho khoản 16.000 đồng")
    assert words("en").message(wrong).startswith("1,500,000 đồng was typed for 16,000 đồng")
