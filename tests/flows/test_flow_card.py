"""The card: shown and laid, lifted, wrong, strange, forged; each has its words and a way on."""

from __future__ import annotations

import io
import struct
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from card_backs import Shot, picture
from PIL import Image
from visit_stage import MY, QUICK, Resident, card, kiosk, until

from kiosk.chip.tries import WrongKeys
from kiosk.devices.simulated import card_reader as simulated_card_reader
from kiosk.devices.simulated import faces
from kiosk.devices.simulated.person import person
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.card_reading import ReadPart
from kiosk.domain.citizen import CardVerdict, Method
from kiosk.domain.events import EventKind
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import CardTimeout
from kiosk.scan.bitmap import Bitmap
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.resident import StartScreen
from kiosk.ui.widgets import PhotoView, ReadState


def type_digits(resident: Resident, digits: str) -> None:
    resident.press("identify.type")
    give(resident, digits)


def give(resident: Resident, digits: str) -> None:
    keyboard = resident.finger.named(Keyboard)
    for digit in digits:
        resident.finger.key(keyboard, keyboard.centre_of(digit))
    until(lambda: resident.screen.field.value == digits, "the digits")
    resident.press_main()


def in_trouble(resident: Resident, code: str) -> None:
    resident.at(VisitStep.TROUBLE)
    resident.reads(f"error.{code}.message", f"error.{code}.remedy")
    assert resident.visit.visitor.identity is None
    resident.settled()
    failed = [item.entry for item in resident.store.journal.entries() if item.entry.kind is EventKind.CARD_FAILED]
    assert failed[-1].facts == {"code": code}


def try_again(resident: Resident) -> None:
    """ "Thử lại", with the person's own card: all is well."""
    resident.bench.lift_card()
    resident.press("trouble.again")
    resident.at(VisitStep.IDENTIFY)
    resident.show_card()
    resident.lay()
    resident.at(VisitStep.HELLO)
    assert resident.visit.visitor.identity.citizen.id_number == "999162001234"


def test_a_card_shown_and_laid_says_who_it_is(resident: Resident) -> None:
    resident.come_in()
    resident.show_card()
    resident.lay()
    resident.at(VisitStep.HELLO)
    found = resident.visit.visitor.identity
    assert (found.method, found.standing) == (Method.CHIP, CardVerdict.GENUINE)
    resident.reads("card.standing.genuine")
    assert "bà mỷ" in resident.words().casefold() and "999162001234" not in resident.words()


def test_what_the_camera_sees_is_shown_until_the_code_is_read_and_not_longer(resident: Resident) -> None:
    resident.come_in()
    until(lambda: resident.screen.live._image is not None, "the live picture")
    resident.show_card()
    assert resident.screen.live._image is None, "a card stays on no screen"


@pytest.mark.parametrize(
    ("name", "ends"), [("ly-thi-pa", "19/05/2029"), ("sung-mi-lu", "12/05/2036"), ("nguyen-van-an", "")]
)
def test_how_long_the_card_is_good_stands_on_the_glass(resident: Resident, name: str, ends: str) -> None:
    """A child's to the fourteenth birthday, a grown person's to the next one, an old person's for ever."""
    resident.come_in()
    resident.show_card(name)
    resident.lay(name)
    resident.at(VisitStep.HELLO)
    resident.reads("hello.expires")
    assert (ends or resident.say("hello.no_end")) in resident.words()


class _Mute(VirtualCard):
    """Its driver gives up on it: what no card that still answers can play."""

    def transmit(self, apdu: bytes) -> bytes:
        raise CardTimeout("transmit: nothing came")


TROUBLES = {
    "card.blocked": lambda: card(MY, "blocked"),
    "card.not-id": lambda: card(MY, "not-an-id"),
    "card.unreadable": lambda: card(MY, "dg1-unreadable"),
    "card.channel": lambda: card(MY, "pace-broken"),
    "card.timeout": lambda: _Mute(person(MY)),
}


@pytest.mark.long
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_trouble_says_its_own_words(resident: Resident, language: str) -> None:
    resident.finger.touch(resident.finger.named(StartScreen).languages[language])
    until(lambda: resident.house.strings.language == language, language)
    resident.come_in()
    told = set()
    for code, made in TROUBLES.items():
        resident.show_card()
        resident.bench.camera.take_away()
        resident.bench.reader.lay(made())
        in_trouble(resident, code)
        resident.reads("trouble.again", "trouble.digits", "trouble.without", "trouble.officer")
        assert resident.say("trouble.code", code=code) in resident.words()
        told.add((resident.say(f"error.{code}.message"), resident.say(f"error.{code}.remedy")))
        resident.bench.lift_card()
        resident.press("trouble.again")
        resident.at(VisitStep.IDENTIFY)
    assert len(told) == len(TROUBLES)


def test_too_many_wrong_digits_have_to_wait_and_the_right_ones_then_open(resident: Resident) -> None:
    moment = [0.0]
    resident.bench.reader.tries = WrongKeys(lambda: moment[0])
    resident.come_in()
    resident.lay()
    resident.press("identify.type")
    for wrong in ("111111", "222222", "333333"):
        give(resident, wrong)
        in_trouble(resident, "card.wrong-key")
        resident.press("trouble.digits")
        resident.at(VisitStep.IDENTIFY)
    give(resident, "001234")
    resident.at(VisitStep.TROUBLE)
    assert resident.say("error.card.paused.remedy", seconds=15) in resident.words()
    moment[0] += 15
    resident.press("trouble.digits")
    resident.at(VisitStep.IDENTIFY)
    give(resident, "001234")
    resident.at(VisitStep.HELLO)


def test_whose_card_it_is_stands_there_while_its_photograph_comes(resident: Resident) -> None:
    resident.come_in()
    resident.show_card()
    resident.bench.place_card(MY)
    resident.at(VisitStep.READING)
    parts = resident.screen.parts
    until(lambda: parts.states()[list(ReadPart).index(ReadPart.PHOTO)] is ReadState.NOW, "the photograph is under way")
    found = resident.say("reading.found", name="Vàng Thị Mỷ", n=3, total=len(ReadPart))
    assert found in resident.words()
    resident.at(VisitStep.HELLO)


def test_the_card_may_lie_there_before_its_code_is_seen(resident: Resident) -> None:
    resident.come_in()
    resident.lay()
    resident.bench.show_card(MY)
    resident.at(VisitStep.HELLO)


def test_the_lines_on_the_back_open_it_as_the_code_does(resident: Resident) -> None:
    """A card whose code is scratched: shown by its back, and upside down."""
    resident.come_in()
    resident.bench.camera.put(picture(person(MY), Shot(turn=184)))
    until(lambda: resident.screen.stage == 2, "the lines on the card's back")
    resident.lay()
    resident.at(VisitStep.HELLO)
    assert resident.visit.visitor.identity.access == "PACE-CAN"


def test_a_card_that_a_quirk_takes_away_in_the_middle(resident: Resident) -> None:
    resident.come_in()
    resident.show_card()
    resident.lay(MY, "removed-after=4000")
    in_trouble(resident, "card.removed")
    try_again(resident)


def test_a_card_lifted_while_the_photograph_is_read(resident: Resident) -> None:
    resident.come_in()
    resident.show_card()
    resident.bench.place_card(MY)
    resident.at(VisitStep.READING)
    parts = resident.screen.parts
    until(lambda: parts.states()[list(ReadPart).index(ReadPart.PHOTO)] is ReadState.NOW, "the photograph is under way")
    resident.bench.lift_card()
    in_trouble(resident, "card.removed")
    try_again(resident)


def test_a_card_lifted_for_a_moment_is_read_on(qapp, tmp_path: Path) -> None:
    """Laid back within the moment that the settings give, it needs no screen of trouble."""
    with kiosk(tmp_path / "kiosk", delays=replace(QUICK, relay=30.0)) as resident:
        resident.come_in()
        resident.show_card()
        resident.bench.place_card(MY)
        resident.at(VisitStep.READING)
        parts = resident.screen.parts
        until(
            lambda: parts.states()[list(ReadPart).index(ReadPart.PHOTO)] is ReadState.NOW, "the photograph is under way"
        )
        resident.bench.lift_card()
        resident.bench.place_card(MY)
        resident.at(VisitStep.HELLO)
        assert resident.visit.visitor.identity.standing is CardVerdict.GENUINE


def test_wrong_digits_open_nothing_and_the_right_ones_do(resident: Resident) -> None:
    """No weaker way in is tried behind the person's back."""
    resident.come_in()
    resident.lay()
    type_digits(resident, "111111")
    in_trouble(resident, "card.wrong-key")
    resident.press("trouble.digits")
    resident.at(VisitStep.IDENTIFY)
    give(resident, "001234")
    resident.at(VisitStep.HELLO)
    assert resident.visit.visitor.identity.access == "PACE-CAN"


def test_another_kind_of_card(resident: Resident) -> None:
    resident.come_in()
    resident.show_card()
    resident.lay(MY, "not-an-id")
    in_trouble(resident, "card.not-id")
    try_again(resident)


def test_a_reader_that_is_not_there_leaves_the_way_without_a_card(resident: Resident) -> None:
    resident.bench.reader.unplug()
    resident.flow.begin_visit()
    resident.flow.go(VisitStep.IDENTIFY)
    in_trouble(resident, "card.no-reader")
    resident.press("trouble.without")
    resident.at(VisitStep.CHOOSE)


def test_a_reader_plugged_in_again_reads(resident: Resident) -> None:
    resident.bench.reader.unplug()
    resident.flow.begin_visit()
    resident.flow.go(VisitStep.IDENTIFY)
    in_trouble(resident, "card.no-reader")
    resident.bench.reader.plug()
    try_again(resident)


def test_a_reader_pulled_while_a_card_is_waited_for_is_said_and_reads_again(
    resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated_card_reader, "RECOVERY", 0.1)
    resident.come_in()
    resident.bench.reader.unplug()
    in_trouble(resident, "card.no-reader")
    resident.press("trouble.again")
    in_trouble(resident, "card.no-reader")
    resident.bench.reader.plug()
    try_again(resident)


def test_a_forged_card_is_called_doubtful_and_filed_as_such(resident: Resident) -> None:
    """The person may go on: the officer, not the kiosk, judges; the filing says what the kiosk saw."""
    resident.come_in()
    resident.show_card()
    resident.lay(MY, "forged-signature")
    resident.at(VisitStep.HELLO)
    resident.reads("card.standing.doubtful")
    resident.press("hello.yes")
    resident.at(VisitStep.CHOOSE)
    resident.begin_form()
    resident.fill_all()
    resident.screen.nextAsked.emit()
    resident.at(VisitStep.CAPTURE)
    resident.bind_and_hand_in()
    assert resident.visit.submission.filing.applicant.standing == "doubtful"


def test_stop_means_stop(resident: Resident) -> None:
    """Who breaks off the reading stands where it began, and is told of no failure."""
    resident.come_in()
    resident.show_card()
    resident.bench.place_card(MY)
    resident.at(VisitStep.READING)
    been: list[VisitStep] = []
    resident.flow.entered.connect(been.append)
    resident.press("reading.stop")
    resident.at(VisitStep.IDENTIFY)
    resident.press_back()
    resident.at(VisitStep.CONSENT)
    resident.settled("card")
    assert been == [VisitStep.IDENTIFY, VisitStep.CONSENT]


def test_a_card_laid_as_one_turns_back_is_not_read(resident: Resident) -> None:
    resident.come_in()
    resident.show_card()
    resident.lay()
    resident.flow.move(Move.BACK)  # the card was seen by then; the news of it is still on its way
    resident.settled("card")
    assert resident.step is VisitStep.CONSENT


def test_the_verdict_does_not_wait_for_the_face(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture is decoded beside the window, and follows what is said of the card."""
    decoding, may_end = threading.Event(), threading.Event()
    station = resident.flow.services.station
    real = station.face

    def slow(data: bytes) -> Bitmap:
        decoding.set()
        assert may_end.wait(60)
        return real(data)

    monkeypatch.setattr(station, "face", slow)
    resident.come_in()
    resident.show_card()
    resident.lay()
    resident.at(VisitStep.HELLO)
    until(decoding.is_set, "the face")
    resident.reads("card.standing.genuine")
    portrait = resident.finger.named(PhotoView)
    assert portrait._image is None
    may_end.set()
    until(lambda: portrait._image is not None, "the face")
    assert (portrait._image.width(), portrait._image.height()) == (480, 600)


def test_a_face_that_comes_too_late_is_shown_to_nobody(resident: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()
    station = resident.flow.services.station
    real = station.face

    def slow(data: bytes) -> Bitmap:
        assert may_end.wait(60)
        return real(data)

    monkeypatch.setattr(station, "face", slow)
    resident.come_in()
    resident.show_card()
    resident.lay()
    resident.at(VisitStep.HELLO)
    hello = resident.screen
    resident.press("hello.no")
    may_end.set()
    resident.settled()
    assert hello._shown is None


@pytest.mark.parametrize("side", [12_000, 30_000])
def test_a_face_that_is_a_bomb_costs_the_face_alone(
    resident: Resident, monkeypatch: pytest.MonkeyPatch, side: int
) -> None:
    """Some two hundred bytes in a chip that claim a picture of 144 and 900 million pixels."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "JPEG2000", no_jp2=True)
    bomb = bytearray(out.getvalue())
    at = bomb.index(b"\xff\x51") + 6  # the sizes of the picture and of its tile (ISO/IEC 15444-1, A.5.1)
    bomb[at : at + 8] = bomb[at + 16 : at + 24] = struct.pack(">II", side, side)
    monkeypatch.setattr(faces, "portrait", lambda look, jpeg_2000=False: faces.FacePicture(bytes(bomb), 480, 600))
    resident.come_in()
    resident.show_card()
    resident.lay(MY, "jpeg-2000")
    resident.at(VisitStep.HELLO)
    resident.settled()
    assert resident.finger.named(PhotoView)._image is None
    resident.reads("card.standing.genuine")
    resident.press("hello.yes")
    resident.at(VisitStep.CHOOSE)
