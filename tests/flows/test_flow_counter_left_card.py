"""A colleague's card left on the reader: at the sign-in, in the middle of the other's work, where a result is fetched
and where a form is filled. It is said, as long as it lies there; nobody's key is tried on it, and it opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import PIN, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt

from kiosk.devices.simulated import person
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.ui.counter.card_pane import CardStage

COLLEAGUES, TAKERS = "sung-mi-lu", "vang-thi-my"


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def beside_a_colleagues_card(officer: OfficerHands) -> None:
    """Mẩy's card was read and stays; Páo signs in by name."""
    officer.open()
    officer.lay(COLLEAGUES)
    sign_in = officer.counter.entrance.sign_in
    until(lambda: "Lý Thị Mẩy" in sign_in.card.title.text(), "whose card it is")
    officer.press("Hoàng Văn Páo")
    officer.type(PIN, sign_in.pin)
    officer.key(Qt.Key.Key_Return)
    until(lambda: bool(officer.counter.lists.page_now.queues), "the first page")
    assert said(officer)


def said(officer: OfficerHands) -> bool:
    return "Lý Thị Mẩy" in officer.counter.stage.frame.card_chip.text()


def test_it_is_said_until_it_is_lifted_whatever_was_opened_meanwhile(officer: OfficerHands) -> None:
    beside_a_colleagues_card(officer)
    officer.open_hand_over(TAKERS)
    officer.key(Qt.Key.Key_Escape)
    until(officer.counter.dossiers.page.isVisible, "the dossier")
    assert said(officer)
    officer.bench.lift_card()
    until(lambda: not officer.counter.stage.frame.card_chip.isVisible(), "that it is gone")


def test_who_fetches_a_result_is_not_asked_for_by_a_colleagues_card(officer: OfficerHands) -> None:
    beside_a_colleagues_card(officer)
    officer.open_hand_over(TAKERS)
    page, fault = officer.counter.giving.page, officer.counter.stage.frame.fault
    officer.bench.show_card(TAKERS)
    until(lambda: officer.counter.card.stage is CardStage.SEEN, "that the code was seen")
    assert said(officer) and not fault.isVisible() and page.wants_card  # no key was tried on what lies there
    officer.bench.camera.take_away()
    officer.bench.lift_card()
    until(lambda: not officer.counter.stage.frame.card_chip.isVisible(), "that it is gone")
    officer.bench.reader.lay(VirtualCard(person.person(TAKERS)))
    until(lambda: page.lacks[0] == "want_sign", "the card of who fetches it")
    assert not fault.isVisible()


def test_a_form_for_somebody_does_not_begin_with_a_colleagues_card(officer: OfficerHands) -> None:
    beside_a_colleagues_card(officer)
    filings = officer.counter.filings
    filings.waiting._begin("1.001193", "notice", "Trạm Y tế xã Đồng Văn", "")
    until(lambda: filings.page.isVisible() and filings.page.form is not None, "the form")
    officer.bench.show_card(TAKERS)
    until(lambda: officer.counter.card.stage is CardStage.SEEN, "that the code was seen")
    assert said(officer) and not officer.counter.stage.frame.fault.isVisible()
    officer.bench.camera.take_away()
    officer.bench.lift_card()
    until(lambda: not officer.counter.stage.frame.card_chip.isVisible(), "that it is gone")
    officer.bench.reader.lay(VirtualCard(person.person(TAKERS)))
    until(lambda: filings.page.form is not None and "Vàng Thị Mỷ" in filings.page.form.person, "the applicant")


def test_one_that_is_laid_down_in_the_middle_opens_nothing_and_hinders_nothing(officer: OfficerHands) -> None:
    officer.come_in()
    officer.bench.reader.lay(VirtualCard(person.person(COLLEAGUES)))
    officer.open_hand_over(TAKERS)
    session = officer.counter.stage.session
    assert session is not None and session.name == "pao"
    page, fault = officer.counter.giving.page, officer.counter.stage.frame.fault
    until(lambda: officer.counter.card.stage is CardStage.LIES, "that something lies there")
    officer.bench.show_card(TAKERS)
    until(fault.isVisible, "that it is not the card of the code")
    assert page.wants_card and not page.columns[0].number
    officer.bench.camera.take_away()
    officer.bench.lift_card()
    until(lambda: officer.counter.card.stage is CardStage.WAITING, "that it waits")
    officer.lay(TAKERS)
    until(lambda: page.lacks[0] == "want_sign", "the card of who fetches it")


def test_a_locked_desk_is_not_opened_by_it(officer: OfficerHands) -> None:
    beside_a_colleagues_card(officer)
    officer.key(Qt.Key.Key_L, ctrl=True)
    lock = officer.counter.entrance.lock
    until(lock.isVisible, "the lock")
    officer.type("703164", lock.pin)
    officer.key(Qt.Key.Key_Return)
    until(lock.fault.isVisible, "that it was refused")
    officer.type(PIN, lock.pin)
    officer.key(Qt.Key.Key_Return)
    until(officer.counter.stage.frame.isVisible, "the desk again")
    session = officer.counter.stage.session
    assert session is not None and session.name == "pao" and said(officer)
