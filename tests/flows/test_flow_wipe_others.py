"""What nobody holds any more once it is over: a second person's card, what was read out, a dossier looked up without a
card, a visit that was helped, what an officer saw, and the secrets of staff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_hands import OfficerHands
from holders import holders
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_flow_parties import answer_for, at_invitation, lays, says, signs
from test_flow_wipe import on_the_disk, on_the_glass
from visit_stage import MY, Resident, identity, kiosk, until

from kiosk.devices.simulated import person as people
from kiosk.domain.speech import SpeechOutput
from kiosk.domain.staff import StaffRole
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident import StartScreen
from kiosk.ui.resident.lookup import LookupScreen
from kiosk.ui.tasks import LANES

BRIDE, GROOM = "giang-thi-say", "sung-mi-lu"
"""In no shipped example: what a procedure's data say is nobody's."""

CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def stage(qapp: object, tmp_path: Path) -> Iterator[Resident]:
    with kiosk(tmp_path / "kiosk") as resident:
        resident.bench.set_plugged(False)
        yield resident


def said_of(*names: str) -> tuple[str, ...]:
    persons = [people.person(name) for name in names]
    return tuple(word for one in persons for word in (one.full_name, one.id_number))


def known_to_the_stage() -> list[object]:
    """The persons it has read once for all tests, with their relatives."""
    persons = [identity(name).citizen for name in (BRIDE, MY)]
    relatives = [part for one in persons for part in one.relatives]
    return [*persons, *map(vars, persons), *relatives, *map(vars, relatives)]


def read_out(resident: Resident, stops: int) -> None:
    """By headphones, where everything is said."""
    mode = resident.flow.listening.mode
    if not mode.on:
        mode.begin(read_on=False)
        mode.voice.set_output(SpeechOutput.LOUDSPEAKER)  # what is private is looked for in each sentence
        for _ in range(3):
            mode.step(1)
    mode.voice.set_output(SpeechOutput.HEADPHONES)
    for _ in range(stops):
        mode.step(1)


def over(resident: Resident, words: tuple[str, ...]) -> None:
    """The visit ends: nobody holds any of ``words``."""
    assert holders(words), "the test sees what it looks for"
    resident.flow.leave("finished")
    resident.showing(StartScreen)
    resident.settled()
    QApplication.processEvents()
    resident.rooms.services.speech.spoken.clear()  # a real voice writes nothing down
    assert holders(words, known_to_the_stage()) == set()
    assert on_the_glass(words) == set() and resident.shell.listen_bar._now == ""


def signed_by_one(resident: Resident) -> None:
    """Both cards, read out; she has signed, and it is his turn."""
    at_invitation(resident, BRIDE)
    says(resident, yes=True)
    resident.at(VisitStep.PARTY_CARD)
    lays(resident, GROOM)
    resident.at(VisitStep.PARTY_HELLO)
    read_out(resident, 6)
    resident.press_main()
    resident.at(VisitStep.FORM)
    answer_for(resident, "bride", "groom")
    resident.flow.go(VisitStep.REVIEW)
    resident.at(VisitStep.REVIEW)
    resident.hand_in()
    resident.at(VisitStep.SIGN)
    signs(resident)
    until(lambda: "bên nam" in resident.words() and resident.shell.at_rest, "the groom's turn")


def two_cards_their_signatures_and_what_was_read_out(stage: Resident) -> None:
    """A kiosk on which somebody has signed serves the next two."""
    signed_by_one(stage)
    stage.press("sign.finger")
    stage.at(VisitStep.RECEIVED)
    words = *said_of(BRIDE, GROOM), stage.visit.submission.code, stage.visit.submission.receipt
    over(stage, words)
    stage.bench.lift_card()
    signed_by_one(stage)
    over(stage, said_of(BRIDE, GROOM))
    stage.bench.lift_card()
    assert on_the_disk(stage.rooms.services.config.data, said_of(BRIDE, GROOM)) == set()


def an_invitation_that_nobody_answered(stage: Resident) -> None:
    at_invitation(stage, BRIDE)
    assert people.person(BRIDE).full_name in stage.words()
    over(stage, said_of(BRIDE))


def a_dossier_looked_up_without_a_card(stage: Resident) -> None:
    code, birth = stage.at_received().code, "08/03/1962"
    stage.flow.leave("finished")
    stage.come_in(card=False)
    stage.press("choose.mine")
    stage.showing(LookupScreen)
    screen = stage.screen
    QTest.keyClicks(screen.code, code.lower().replace("-", " "))
    screen.write(screen.birth)
    QTest.keyClicks(screen.birth, birth)
    stage.press_main()
    until(lambda: "Thào Seo Chứ" in stage.words(), "the dossier")
    read_out(stage, 6)
    assert stage.visit.private
    over(stage, (code,))


def test_nobody_holds_what_a_visit_knew_of_others(stage: Resident) -> None:
    an_invitation_that_nobody_answered(stage)
    two_cards_their_signatures_and_what_was_read_out(stage)
    a_dossier_looked_up_without_a_card(stage)


def who_helps_and_who_looks_at_dossiers(stage: Resident) -> None:
    secret, who, hands = str(7 * 91_373), people.person(GROOM), OfficerHands(stage.house)  # a secret no text has
    stage.store.staff.add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", secret)
    stage.known(MY)
    QTest.keyClick(stage.house.window, Qt.Key.Key_Q, CHORD)
    until(lambda: stage.house.counter.is_open and hands.names_shown(), "the names")
    QTest.keyClicks(hands.counter.entrance.sign_in.pin, secret)
    hands.key(Qt.Key.Key_Return)
    until(stage.house.helping.bar.isVisible, "who helps")
    stage.settled()
    assert holders((secret,)) == set()
    stage.flow.leave("finished")
    stage.showing(StartScreen)
    code = hands.dossier(who.full_name, who.id_number)
    hands.come_in("pao", secret)
    hands.open_dossier(code)
    assert holders(said_of(GROOM)), "the test sees what it looks for"
    hands.leave()
    hands.counter.entrance.close()
    until(lambda: not stage.house.counter.is_open, "the start")
    stage.settled()
    QApplication.processEvents()
    assert holders((secret, *said_of(GROOM)), known_to_the_stage()) == set()


def a_technician(stage: Resident) -> None:
    secret = " ".join(("bon", "con", "ngua", "o")[::-1])
    stage.store.staff.add("pinh", StaffRole.TECHNICIAN, "Hầu Văn Pính", secret)
    QTest.keyClick(stage.house.window, Qt.Key.Key_B, CHORD)
    until(lambda: stage.house.maintenance.is_open, "maintenance")
    presenter = stage.house.maintenance.presenter
    until(lambda: presenter.sign_in.pin.isVisible() is True, "the names")
    QTest.keyClicks(presenter.sign_in.pin, secret)
    QTest.keyClick(presenter.sign_in.pin, Qt.Key.Key_Return)
    until(presenter.stage.frame.isVisible, "maintenance's pages")
    stage.settled()
    looks = [lane for lane in LANES if lane not in ("camera", "card")]  # those two wait for a person
    until(lambda: not stage.house.tasks.busy(*looks), "that every part was looked at")
    assert holders((secret,)) == set()
    presenter.close()
    assert holders((secret,)) == set()


def test_nobody_holds_a_secret_of_staff_or_what_they_saw(stage: Resident) -> None:
    who_helps_and_who_looks_at_dossiers(stage)
    a_technician(stage)
