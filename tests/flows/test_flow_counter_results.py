"""Handing over in the real window: the applicant's card and signature, both for a marriage, an authorised person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import OfficerHands, counter_kiosk, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.devices.simulated import person
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.submission import Legal


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        hands.come_in()
        yield hands


def sign(pad: QWidget) -> None:
    """Two strokes by the mouse, as the window hears it: a move of a widget alone has no button held."""
    window = pad.window()
    handle = window.windowHandle()
    for top in (30, 50):
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=pad.mapTo(window, QPoint(30, top)))
        for step in range(8):
            QTest.mouseMove(handle, pad.mapTo(window, QPoint(30 + 8 * step, top + (step % 3) * 6)))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=pad.mapTo(window, QPoint(90, top)))


def check_all(officer: OfficerHands) -> None:
    for check in officer.counter.giving.page.checks:
        check.setFocus()
        QTest.keyClick(check, Qt.Key.Key_Space)


def takers(officer: OfficerHands, code: str) -> list[dict[str, object]]:
    """Once it is noted."""
    book = officer.store.dossier_book
    fault = officer.counter.stage.frame.fault
    until(lambda: bool(book.events(code)) or fault.isVisible(), "that it is noted")
    assert not fault.isVisible(), fault.text()
    assert book.events(code)[-1].kind is DossierEventKind.HANDED_OVER
    return json.loads(book.events(code)[-1].facts["takers"])


def test_the_applicant_by_card_and_signature_and_a_wrong_card_is_said(officer: OfficerHands) -> None:
    grandmother = person.person("vang-thi-my")
    code = officer.dossier(grandmother.full_name, grandmother.id_number)
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F10)
    until(officer.counter.stage.frame.fault.isVisible, "that there is no result yet")
    officer.store.outbox.set_legal(code, Legal.FINISHED)
    page = officer.counter.giving.page
    officer.key(Qt.Key.Key_F10)
    until(page.isVisible, "the page")
    assert page.lacks == ("want_card", grandmother.full_name)
    officer.lay("nguyen-van-an")
    until(officer.counter.stage.frame.fault.isVisible, "that it is another's card")
    officer.bench.lift_card()
    until(lambda: officer.counter.card.stage.value == "waiting", "that it waits")
    officer.lay("vang-thi-my")
    until(lambda: page.lacks[0] == "want_sign", "the card")
    sign(page.columns[0].pad)
    assert page.lacks == ("want_items", "")
    officer.key(Qt.Key.Key_Return, ctrl=True)
    assert not officer.store.dossier_book.events(code)
    check_all(officer)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    (taker,) = takers(officer, code)
    assert (taker["id_number"], taker["proof"]) == (grandmother.id_number, "card") and taker["strokes"]
    until(officer.counter.dossiers.page.isVisible, "the dossier")
    assert officer.counter.giving.page.columns == []


def test_somebody_with_an_authorisation_on_paper(officer: OfficerHands) -> None:
    code = officer.dossier()
    officer.store.outbox.set_legal(code, Legal.FINISHED)
    officer.open_dossier(code)
    officer.key(Qt.Key.Key_F10)
    page = officer.counter.giving.page
    until(page.isVisible, "the page")
    officer.press("Người được ủy quyền")
    assert page.lacks[0] == "want_paper"
    officer.type("Sùng Chá Và", page.columns[0].person)
    officer.type("giấy ủy quyền số 7, 20/11/2026", page.columns[0].paper)
    sign(page.columns[0].pad)
    check_all(officer)
    officer.key(Qt.Key.Key_Return, ctrl=True)
    (taker,) = takers(officer, code)
    assert (taker["name"], taker["proof"]) == ("Sùng Chá Và", "paper")
