"""From what a person wants to the procedure that does it: by life event, by everyday words, by what was done before."""

from __future__ import annotations

from pathlib import Path

from local_eyes import local_eyes
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from visit_stage import UPRIGHT, Resident, config, until

from kiosk.app.window import KioskApp
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import OfficerOnlyOverlay
from kiosk.ui.resident.choose import ChooseScreen


def to_find(resident: Resident) -> None:
    resident.known()
    resident.finger.touch(resident.screen.other)
    resident.at(VisitStep.FIND)


def test_the_window_stands_before_the_procedures_are_read(qapp, tmp_path: Path) -> None:
    with KioskApp(config(tmp_path / "kiosk"), size=UPRIGHT, eyes=local_eyes) as house:
        assert house.rooms.offered.in_force.known == {}
        until(lambda: bool(house.rooms.offered.in_force.known), "the procedures, beside the start")


def test_words_without_marks_lead_to_the_procedure(resident: Resident) -> None:
    to_find(resident)
    assert len(resident.screen.cards) == len(resident.rooms.services.procedures)
    QTest.keyClicks(resident.screen.field, "vo moi de")
    until(lambda: next(iter(resident.screen.cards)) == "1.001193", "what was found")
    resident.press("find.show")
    until(lambda: not resident.screen.keyboard.isVisible(), "the keyboard put away")
    resident.finger.touch(resident.screen.cards["1.001193"])
    resident.at(VisitStep.NEEDS)
    resident.press_back()
    resident.at(VisitStep.CHOOSE)


def test_nothing_found_is_said_and_an_officer_can_be_asked(resident: Resident) -> None:
    to_find(resident)
    QTest.keyClicks(resident.screen.field, "zzz")
    until(lambda: not resident.screen.cards, "nothing found")
    resident.press_main()
    until(lambda: isinstance(resident.shell.overlaid, OfficerOnlyOverlay), "the note")
    resident.shell.overlay(None)
    QTest.keyClick(resident.screen.field, Qt.Key.Key_Backspace)
    QTest.keyClick(resident.screen.field, Qt.Key.Key_Backspace)
    QTest.keyClick(resident.screen.field, Qt.Key.Key_Backspace)
    until(lambda: len(resident.screen.cards) == len(resident.rooms.services.procedures), "everything again")


def test_an_event_of_several_offers_each_and_of_one_goes_straight(resident: Resident) -> None:
    resident.known()
    services, act = resident.rooms.services, resident.flow._acts[VisitStep.CHOOSE]
    codes = list(services.procedures)
    act._offered = lambda event: [services.procedures[code] for code in codes[:2]]
    resident.finger.touch(resident.screen.tiles["birth"])
    resident.at(VisitStep.EVENT)
    assert list(resident.screen.cards) == codes[:2]
    resident.finger.touch(resident.screen.cards[codes[1]])
    resident.at(VisitStep.NEEDS)
    assert resident.visit.procedure is services.procedures[codes[1]]


def test_what_was_done_here_before_stands_first_and_for_nobody_else(resident: Resident) -> None:
    resident.at_received()
    resident.flow.leave("finished")
    to_find(resident)
    resident.settled()
    resident.flow.go(VisitStep.FIND)
    first = next(iter(resident.screen.cards.values()))
    assert resident.say("find.before") in first.spoken()
    resident.flow.leave("finished")
    resident.known("giang-thi-say")
    resident.settled()
    resident.flow.go(VisitStep.FIND)
    assert resident.say("find.before") not in resident.words()


def test_back_and_the_end_of_the_visit_forget_what_was_typed(resident: Resident) -> None:
    to_find(resident)
    QTest.keyClicks(resident.screen.field, "khai sinh")
    resident.press_back()
    resident.at(VisitStep.CHOOSE)
    assert isinstance(resident.screen, ChooseScreen)
    resident.finger.touch(resident.screen.other)
    resident.at(VisitStep.FIND)
    assert resident.screen.field.value == ""
