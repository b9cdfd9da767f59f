"""Coming to the counter: a long touch on the emblem, one's own card, a colleague's, a resident's, the lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import PIN, OfficerHands, counter_kiosk, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.devices.simulated.quirks import Quirk
from kiosk.ui.counter.card_pane import CardStage
from kiosk.ui.resident import StartScreen


@pytest.fixture
def officer(tmp_path: Path, qapp: object) -> Iterator[OfficerHands]:
    with counter_kiosk(tmp_path) as hands:
        hands.staff()
        yield hands


def put_right(officer: OfficerHands) -> None:
    """Nothing on the glass, the reader or under the camera."""
    officer.bench.lift_card()
    officer.bench.take_paper()
    if officer.house.counter.is_open:
        officer.counter.entrance.close()
    until(lambda: not officer.house.counter.is_open, "the start")


def sign_in(officer: OfficerHands):
    return officer.counter.entrance.sign_in


def a_finger_kept_on_the_emblem_opens_it_and_a_short_one_does_not(officer: OfficerHands) -> None:
    screen = officer.house.shell.screen_shown
    assert isinstance(screen, StartScreen)
    ring = screen.band.hold
    officer.click(ring)
    assert not officer.house.counter.is_open
    QTest.mousePress(ring, Qt.MouseButton.LeftButton)
    until(lambda: officer.house.counter.is_open, "the counter")
    QTest.mouseRelease(ring, Qt.MouseButton.LeftButton)
    until(officer.names_shown, "the names")


def ones_own_card_and_pin_sign_in_and_the_card_that_stays_is_said(officer: OfficerHands) -> None:
    officer.open()
    officer.lay("giang-thi-say")
    until(lambda: "Hoàng Văn Páo" in sign_in(officer).card.title.text(), "whose card it is")
    QTest.keyClicks(sign_in(officer).pin, PIN)
    officer.key(Qt.Key.Key_Return)
    until(officer.counter.stage.frame.isVisible, "the counter")
    assert officer.counter.stage.session is not None and officer.counter.stage.session.name == "pao"
    assert officer.counter.stage.frame.card_chip.isVisible()
    officer.bench.lift_card()
    until(lambda: not officer.counter.stage.frame.card_chip.isVisible(), "that the card is gone")
    officer.leave()


def a_card_that_is_lifted_takes_its_pin_with_it(officer: OfficerHands) -> None:
    officer.open()
    officer.lay("giang-thi-say")
    until(lambda: officer.counter.entrance._card.number != "", "the card")
    officer.bench.lift_card()
    until(lambda: officer.counter.card.stage is CardStage.WAITING, "that it waits again")
    assert officer.counter.entrance._card.number == "" and "Hoàng" not in sign_in(officer).card.title.text()


def a_colleagues_card_opens_nothing_with_ones_own_pin_and_hinders_no_name(officer: OfficerHands) -> None:
    officer.open()
    officer.lay("sung-mi-lu")
    until(lambda: "Lý Thị Mẩy" in sign_in(officer).card.title.text(), "whose card it is")
    QTest.keyClicks(sign_in(officer).pin, PIN)
    officer.key(Qt.Key.Key_Return)
    until(sign_in(officer).fault.isVisible, "that it was refused")
    officer.press("Hoàng Văn Páo")
    QTest.keyClicks(sign_in(officer).pin, PIN)
    officer.key(Qt.Key.Key_Return)
    until(officer.counter.stage.frame.isVisible, "the counter")
    assert officer.counter.stage.session is not None and officer.counter.stage.session.name == "pao"
    assert "Lý Thị Mẩy" in officer.counter.stage.frame.card_chip.text()
    officer.leave()


def a_residents_card_and_a_doubtful_one_are_said_before_any_pin(
    officer: OfficerHands, name: str, quirks: tuple[Quirk, ...], part: str
) -> None:
    officer.open()
    officer.lay(name, *quirks)
    until(lambda: part in sign_in(officer).card.title.text(), "what is the matter with it")
    assert officer.counter.entrance._card.number == ""


def five_wrong_pins_to_a_card_shut_its_door_and_leave_the_name_open(officer: OfficerHands) -> None:
    officer.open()
    officer.lay("sung-mi-lu")
    until(lambda: officer.counter.entrance._card.number != "", "the card")
    for number in range(6):
        sign_in(officer).show_fault("")
        QTest.keyClicks(sign_in(officer).pin, f"99{number}071")
        officer.key(Qt.Key.Key_Return)
        until(sign_in(officer).fault.isVisible, "that it was refused")
    assert "tạm khóa" in sign_in(officer).fault.text()
    officer.press("Lý Thị Mẩy")
    QTest.keyClicks(sign_in(officer).pin, "703164")
    officer.key(Qt.Key.Key_Return)
    until(officer.counter.stage.frame.isVisible, "the counter, by name")
    officer.leave()


def test_the_ways_in_by_touch_and_by_ones_own_card(officer: OfficerHands) -> None:
    for way in (
        a_finger_kept_on_the_emblem_opens_it_and_a_short_one_does_not,
        ones_own_card_and_pin_sign_in_and_the_card_that_stays_is_said,
        a_card_that_is_lifted_takes_its_pin_with_it,
    ):
        way(officer)
        put_right(officer)


def test_cards_that_open_nothing(officer: OfficerHands) -> None:
    a_colleagues_card_opens_nothing_with_ones_own_pin_and_hinders_no_name(officer)
    put_right(officer)
    for name, quirks, part in (("vang-thi-my", (), "chưa gắn"), ("giang-thi-say", (Quirk.CLONED,), "Chưa kiểm chứng")):
        a_residents_card_and_a_doubtful_one_are_said_before_any_pin(officer, name, quirks, part)
        put_right(officer)
    five_wrong_pins_to_a_card_shut_its_door_and_leave_the_name_open(officer)
