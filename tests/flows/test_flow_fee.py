"""A filing that costs something: the sum and the ways to pay right after it is received, and the portal's word when it
comes. Nothing says that it was paid before the office has seen the money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from visit_stage import Resident, config, kiosk, scan, until

from kiosk.domain.dossier import WorkQueue
from kiosk.domain.form import Origin
from kiosk.domain.visit import VisitStep
from kiosk.services.tracking import owed
from kiosk.ui.resident import FeeScreen
from kiosk.ui.slip import SlipPen
from kiosk.ui.widgets import QrView
from kiosk_sandbox.actions import Action, Said


@pytest.fixture
def resident(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    office = replace(config(tmp_path).office, bank="970405", account="1111222233")
    with kiosk(tmp_path, office=office) as made:
        yield made


def at_fee(resident: Resident, copies: str = "2") -> str:
    """Two copies were wanted, and all of it is handed in."""
    resident.at_capture()
    walk = resident.visit.walk
    walk.answer("copies.wanted", "yes", Origin.TYPED)
    walk.answer("copies.count", copies, Origin.TYPED)
    resident.visit.papers[0].scan = scan()
    resident.flow.go(VisitStep.REVIEW)
    resident.flow.go(VisitStep.FILING)
    resident.at(VisitStep.FEE)
    assert resident.visit.submission is not None
    return resident.visit.submission.code


def qr(resident: Resident) -> list[str]:
    return [one._code for one in resident.screen.findChildren(QrView)]


def test_without_a_line_it_is_paid_at_the_counter_and_nothing_is_said_to_be_paid(resident: Resident) -> None:
    resident.bench.set_plugged(False)
    until(lambda: not resident.rooms.sign.up, "the plug is out")
    code = at_fee(resident)
    words = resident.words()
    assert "16.000 đồng" in words and "Mười sáu nghìn đồng" in words and code in words
    assert qr(resident) == [] and resident.say("fee.no_code") in words and resident.say("fee.settled") not in words
    head = resident.store.dossier_book.head(code)
    assert head.owed == 16_000
    counts = dict(resident.store.dossiers.queue_counts())
    assert counts[WorkQueue.CASH] == 1
    resident.press_main()
    resident.at(VisitStep.RECEIVED)


def test_the_code_comes_with_the_portals_word_and_names_its_account(resident: Resident) -> None:
    code = at_fee(resident)
    server = resident.rooms.server
    assert server is not None
    until(lambda: bool(resident.store.outbox.get(code).official), "the official number")
    until(lambda: len(qr(resident)) == 1, "the portal's code")
    assert "540516000" in qr(resident)[0] and code in qr(resident)[0] and "9704360110" in qr(resident)[0]
    assert resident.say("fee.counter") in resident.words() and resident.say("fee.settled") not in resident.words()


def test_a_sum_that_the_portal_names_otherwise_has_no_code_here(resident: Resident) -> None:
    code = at_fee(resident)
    server = resident.rooms.server
    assert server is not None
    until(lambda: bool(resident.store.outbox.get(code).official), "the official number")
    server.dossiers.act(code, Action.FEE, said=Said("Bản sao", amount=99_000))
    until(lambda: (found := resident.store.cases.case(code)) is not None and bool(found.case.fee), "the fee")
    resident.settled()
    assert isinstance(resident.screen, FeeScreen)
    until(lambda: qr(resident) == [], "no code for another sum")
    assert resident.say("fee.counter") in resident.words()


def test_what_costs_nothing_goes_straight_to_the_receipt(resident: Resident) -> None:
    resident.at_received()
    assert resident.step is VisitStep.RECEIVED


def printed_again(resident: Resident, code: str) -> list[str]:
    """What the slip of a dossier says that is printed from the person's own list."""
    lines: list[str] = []
    real = SlipPen.text

    def text(pen: SlipPen, words: str, *given: Any, **named: Any) -> None:
        lines.append(words)
        real(pen, words, *given, **named)

    resident.known()
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)
    until(lambda: code in resident.words() or resident.screen.lists(code), "the list")
    resident.screen.opened.emit(code)
    printer = resident.rooms.services.printer
    before = printer._printed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SlipPen, "text", text)
        resident.screen.slipAsked.emit(code)  # with a fee to pay its button stands on a later leaf
        until(lambda: printer._printed == before + 1, "the slip")
    resident.flow.leave("finished")
    return lines


def fee_on(lines: list[str]) -> str:
    return lines[lines.index("Lệ phí / Fee") + 1]


def test_a_slip_that_is_printed_again_says_what_is_owed_as_the_first_did(resident: Resident) -> None:
    resident.bench.set_plugged(False)
    until(lambda: not resident.rooms.sign.up, "the plug is out")
    code = at_fee(resident)
    resident.flow.leave("finished")
    assert fee_on(printed_again(resident, code)).startswith("16.000 đồng")


def test_once_the_office_has_seen_the_money_the_slip_says_so(resident: Resident) -> None:
    code = at_fee(resident)
    server = resident.rooms.server
    assert server is not None
    until(lambda: bool(resident.store.outbox.get(code).official), "the official number")
    resident.flow.leave("finished")
    server.dossiers.act(code, Action.FEE, said=Said("Bản sao", amount=99_000))
    until(lambda: owed_now(resident, code) == 115_000, "the fee, beside the copies")
    assert fee_on(printed_again(resident, code)).startswith("115.000 đồng")
    server.dossiers.act(code, Action.PAID, said=Said("", amount=115_000))
    until(lambda: owed_now(resident, code) == 0, "the money")
    assert fee_on(printed_again(resident, code)) == resident.say("slip.paid")


def owed_now(resident: Resident, code: str) -> int:
    found = resident.store.cases.case(code)
    return owed(found.case if found else None)
