"""What the office says afterwards, as the resident finds it with the same card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from visit_stage import Resident, config, kiosk, until

from kiosk.domain.case import NoticeKind
from kiosk.domain.visit import VisitStep
from kiosk.ui.widgets import QrView
from kiosk_sandbox.actions import Action, Said


@pytest.fixture
def resident(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    office = replace(config(tmp_path).office, bank="970405", account="1111222233")
    with kiosk(tmp_path, office=office) as made:
        yield made


def come_back(resident: Resident, code: str) -> None:
    resident.flow.leave("finished")
    resident.known()
    resident.press("choose.mine")
    resident.at(VisitStep.TRACK)
    official = resident.store.outbox.get(code).official
    until(lambda: official in resident.words(), "the list")
    resident.finger.touch(resident.finger.button(official))
    until(lambda: resident.screen.footer.main is not None, "the dossier")


def test_a_question_and_a_fee_are_found_with_the_card(resident: Resident) -> None:
    code = resident.at_received().code
    until(lambda: bool(resident.store.outbox.get(code).official), "the official number")
    server = resident.rooms.server
    assert server is not None
    server.dossiers.act(code, Action.ASK, said=Said("Ảnh thiếu góc dưới", papers=("giay_chung_sinh",), days=5))
    server.dossiers.act(code, Action.FEE, said=Said("Bản sao", amount=8_000))

    def told() -> bool:
        standing = resident.store.cases.case(code)
        return standing is not None and NoticeKind.FEE in {notice.kind for notice in standing.case.notices}

    until(told, "the down-stream")
    come_back(resident, code)
    codes = list(resident.screen.findChildren(QrView))
    standing = resident.store.cases.case(code)
    assert standing is not None and standing.case.fee is not None
    owed = standing.case.fee.amount - standing.case.fee.paid
    assert len(codes) == 1 and f"54{len(str(owed)):02d}{owed}" in codes[0]._code and code in codes[0]._code
    assert "9704360110" in codes[0]._code and "970405" not in codes[0]._code  # the portal's
