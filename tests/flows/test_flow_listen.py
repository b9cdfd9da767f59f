"""Listen mode: what is said of each page, what is kept from other people's ears, and a visit by a few keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from visit_stage import Resident, kiosk, until

from kiosk.devices.simulated.speech import SimulatedSpeech
from kiosk.domain.speech import SpeechOutput
from kiosk.domain.visit import VisitStep
from kiosk.ui.listening.keys import ListenKey
from kiosk.ui.resident import OfficerCalledOverlay
from kiosk.ui.resident.listen_sheet import ListenSheet
from kiosk.ui.widgets import Painted

PAD = Qt.KeyboardModifier.KeypadModifier


class Listener:
    """Somebody who hears and has a pad of keys."""

    def __init__(self, resident: Resident) -> None:
        self.resident = resident
        self.voice: SimulatedSpeech = resident.rooms.services.speech
        self.mode = resident.flow.listening.mode
        resident.house.look._debounce = 0.0  # no hand trembles here

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.resident.house.window, key, PAD)
        self.resident.house.app.processEvents()

    @property
    def last(self) -> str:
        return self.voice.spoken[-1].text

    def seek(self, name: str) -> None:
        """Step on until the stop of that name, on a later leaf where it is not on this one."""
        for _ in range(3):
            for _ in range(70):
                item = self.mode.item
                if item is not None and item.press is not None and item.name.split(". ")[0] == name:
                    return
                self.key(Qt.Key.Key_2)
            self.choose(self.resident.say("widget.page_after"))
        raise AssertionError(f"{name!r} is nowhere; last heard {self.last!r}")

    def choose(self, name: str) -> None:
        self.seek(name)
        self.key(Qt.Key.Key_5)


@pytest.fixture
def listener(resident: Resident) -> Iterator[Listener]:
    yield Listener(resident)
    resident.flow.leave("idle")


def test_the_first_key_of_the_pad_begins_and_help_says_what_keys_do(listener: Listener) -> None:
    listener.key(Qt.Key.Key_2)
    assert listener.mode.on and listener.voice.spoken[0].text.startswith("Máy đọc mọi thứ")
    listener.key(Qt.Key.Key_7)
    assert "Nút giữa" in listener.last
    assert listener.voice.cut == 1, "the welcome was cut off at once"


def test_from_the_start_to_the_first_question_by_the_pad_alone(listener: Listener) -> None:
    resident = listener.resident
    listener.key(Qt.Key.Key_2)
    listener.choose(resident.say("start.begin"))
    resident.at(VisitStep.CONSENT)
    for _ in range(2):
        listener.choose(resident.say("widget.no"))
        assert "Đã chọn" in listener.last, [one.text for one in listener.voice.spoken][-8:]
        listener.key(Qt.Key.Key_2)
    listener.key(Qt.Key.Key_6)
    resident.at(VisitStep.CHOOSE)
    until(lambda: "việc gì" in listener.last, "the question is said")
    listener.choose(resident.say("choose.find.title"))
    resident.at(VisitStep.FIND)
    listener.key(Qt.Key.Key_4)
    resident.at(VisitStep.CHOOSE)
    listener.choose(resident.say("choose.event.birth.title"))
    if resident.step is VisitStep.EVENT:
        listener.choose(resident.rooms.services.procedures["1.001193"].name["vi"])
    resident.at(VisitStep.NEEDS)


def test_two_switches_reach_and_choose_everything(tmp_path: Path) -> None:
    from kiosk.hearing_settings import SpeechSettings

    with kiosk(tmp_path, speech=SpeechSettings(keys="switches")) as resident:
        listener = Listener(resident)
        for _ in range(30):
            if listener.mode.item is not None and resident.say("start.begin") in listener.mode.item.name:
                break
            QTest.keyClick(resident.house.window, Qt.Key.Key_Space)
        QTest.keyClick(resident.house.window, Qt.Key.Key_Return)
        resident.at(VisitStep.CONSENT)


def test_names_and_numbers_are_heard_by_headphones_alone(listener: Listener) -> None:
    resident = listener.resident
    resident.known()
    listener.mode.begin(read_on=False)
    listener.key(Qt.Key.Key_0)
    said = " ".join(one.text for one in listener.voice.spoken)
    assert "Mỷ" not in said and resident.say("listen.private") in said
    listener.mode.voice.set_output(SpeechOutput.HEADPHONES)
    listener.key(Qt.Key.Key_0)
    assert "Mỷ" in listener.last and listener.voice.spoken[-1].output is SpeechOutput.HEADPHONES


def test_the_sheet_warns_before_names_come_by_the_loudspeaker(listener: Listener) -> None:
    resident = listener.resident
    resident.known()
    resident.finger.touch(resident.shell.header.tools.listen_button)
    until(lambda: listener.mode.on, "it reads")
    resident.finger.touch(resident.shell.listen_bar)
    sheet = resident.shell.overlaid
    assert isinstance(sheet, ListenSheet)
    resident.finger.touch(sheet.personal)
    assert listener.last == resident.say("listen.personal_warning")
    resident.finger.touch(sheet.tuning["faster"])
    assert listener.voice.spoken[-1].rate == 125
    resident.finger.touch(sheet.sounds["click"])
    assert not sheet.sounds["click"].selected
    sheet.closed.emit()
    listener.key(Qt.Key.Key_0)
    assert "Mỷ" in listener.last
    resident.flow.leave("left")
    assert not listener.mode.on and not listener.mode.voice.personal and listener.mode.voice.rate == 100


def test_read_on_says_the_whole_page_and_then_rests(listener: Listener) -> None:
    resident = listener.resident
    resident.known()
    resident.finger.touch(resident.shell.header.tools.listen_button)
    while listener.mode.on:
        listener.voice.finish()
        resident.house.app.processEvents()
    said = "\n".join(one.text for one in listener.voice.spoken)
    assert all(resident.say(f"choose.event.{event}.title") in said for event in ("birth", "home", "land"))
    assert resident.say("widget.back") in said


def test_the_screen_goes_dark_and_three_places_steer(listener: Listener) -> None:
    resident = listener.resident
    resident.known()
    listener.key(Qt.Key.Key_2)
    listener.key(Qt.Key.Key_9)
    curtain = listener.mode.curtain
    assert curtain.isVisible() and curtain.geometry() == resident.shell.rect()
    image = curtain.grab().toImage()
    assert image.pixelColor(20, 20).name() == "#000000"
    before = listener.mode.item
    QTest.mouseClick(curtain, Qt.MouseButton.LeftButton, pos=QPoint(50, round(curtain.height() * 0.8)))
    assert listener.mode.item != before
    assert curtain.place_of(curtain.height() * 0.4) is ListenKey.CHOOSE
    QTest.mouseClick(curtain, Qt.MouseButton.LeftButton, pos=QPoint(50, curtain.height() - 5))
    assert not curtain.isVisible()


def test_digits_on_the_pad_are_digits_where_somebody_writes(listener: Listener) -> None:
    resident = listener.resident
    resident.known()
    resident.finger.touch(resident.screen.other)
    resident.at(VisitStep.FIND)
    resident.screen.field.setFocus()
    QTest.keyClick(resident.screen.field, Qt.Key.Key_2, PAD)
    assert not listener.mode.on and resident.screen.field.value == "2"


def test_a_kiosk_without_a_voice_offers_none(tmp_path: Path) -> None:
    from dataclasses import replace

    from visit_stage import SIMULATED

    with kiosk(tmp_path, devices=replace(SIMULATED, speech="none")) as resident:
        resident.known()
        assert resident.flow.listening.mode is None
        assert not resident.shell.header.tools.listen_button.isVisible()


def test_a_sheet_that_something_else_took_the_place_of_troubles_nobody(listener: Listener) -> None:
    resident, desk = listener.resident, listener.resident.flow.listening
    listener.mode.begin(read_on=False)
    desk.open_sheet()
    resident.flow.call_officer()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    listener.key(Qt.Key.Key_Plus)
    louder = resident.say("listen.volume", n=listener.mode.voice.volume)
    assert any(one.text == louder for one in listener.voice.spoken)
    assert isinstance(resident.shell.overlaid, OfficerCalledOverlay)


def lit(resident: Resident) -> dict[str, Painted]:
    """What the glass lights, by the sentence."""
    ones = resident.shell.findChildren(Painted)
    return {one.highlight: one for one in ones if one.highlight and one.isVisible()}


def test_the_sentence_that_is_said_is_lit_where_it_stands(listener: Listener) -> None:
    resident = listener.resident
    resident.press("start.begin")
    resident.at(VisitStep.CONSENT)
    listener.mode.begin(read_on=True)
    seen = list[str]()
    while listener.mode.on:
        resident.house.app.processEvents()
        for sentence, widget in lit(resident).items():
            seen.append(sentence)
            shining = widget.grab().toImage()
            widget.highlight = ""
            assert widget.grab().toImage() != shining, f"{sentence!r} is not lit by {widget.spoken()!r}"
            widget.highlight = sentence
        assert len(lit(resident)) <= 1
        listener.voice.go_on()
        resident.house.app.processEvents()
    assert lit(resident) == {}, "nothing is said any more"
    heading = resident.screen.title()
    assert heading in seen and len(set(seen)) >= 12, seen


def test_a_name_that_is_not_said_aloud_does_not_keep_its_sentence_dark(listener: Listener) -> None:
    resident = listener.resident
    resident.known()
    listener.mode.begin(read_on=True)
    resident.house.app.processEvents()
    while "Mỷ" not in " ".join(lit(resident)) and listener.mode.on:
        listener.voice.go_on()
        resident.house.app.processEvents()
    assert "Mỷ" in " ".join(lit(resident))
    assert not any("Mỷ" in piece for one in listener.voice.spoken for piece in one.pieces)


def test_by_headphones_each_word_is_lit_as_it_is_said(listener: Listener) -> None:
    resident = listener.resident
    resident.known()
    listener.mode.voice.set_output(SpeechOutput.HEADPHONES)
    listener.mode.begin(read_on=True)
    resident.house.app.processEvents()
    ((sentence, widget),) = lit(resident).items()
    words = sentence.split()
    assert listener.voice.spoken[-1].words[0] == tuple(words) and len(words) > 2
    pictures = [widget.grab().toImage()]
    for place in range(len(words)):
        listener.voice.come_to(place)
        resident.house.app.processEvents()
        assert (widget.highlight, widget.highlight_word) == (sentence, place)
        picture = widget.grab().toImage()
        assert picture not in pictures, f"{words[place]} is not lit"
        pictures.append(picture)
    listener.voice.go_on()
    resident.house.app.processEvents()
    assert all(one.highlight_word < 0 for one in lit(resident).values())


def test_headphones_plugged_in_begin_and_hear_names_and_pulled_out_there_is_silence(
    listener: Listener,
) -> None:
    resident, voice = listener.resident, listener.voice
    socket = resident.rooms.services.headphones
    resident.known()
    socket.plug()
    resident.house.app.processEvents()
    assert listener.mode.on and voice.spoken[-1].output is SpeechOutput.HEADPHONES
    assert resident.say("listen.bar.headphones_line") in resident.words()
    listener.mode.draw_curtain(True)
    resident.begin_form()
    resident.flow.go(VisitStep.FORM)
    resident.at(VisitStep.FORM)
    resident.house.app.processEvents()
    listener.mode.again()
    before, cut = len(voice.spoken), voice.cut
    socket.pull()
    resident.house.app.processEvents()
    assert (len(voice.spoken), voice.cut, voice.speaking) == (before, cut + 1, False), "silent, and nothing else said"
    assert listener.mode.on and listener.mode.curtain.isVisible(), "the screen stays dark for who needs it so"
    listener.key(Qt.Key.Key_2)
    assert voice.spoken[-1].output is SpeechOutput.LOUDSPEAKER and not listener.mode.voice.personal
    socket.plug()
    resident.flow.leave("idle")
    assert listener.mode.voice.output is SpeechOutput.HEADPHONES, "they are plugged in for the next one too"


def test_headphones_that_are_not_there_are_not_chosen_and_unseen_ones_are_to_be_tried(listener: Listener) -> None:
    resident, socket = listener.resident, listener.resident.rooms.services.headphones
    resident.known()
    listener.mode.begin(read_on=False)
    resident.flow.listening.open_sheet()
    button = resident.finger.named(ListenSheet).outputs[SpeechOutput.HEADPHONES]
    resident.finger.touch(button)
    until(lambda: listener.mode.voice.output is SpeechOutput.HEADPHONES, "headphones, on the person's word")
    assert resident.say("listen.bar.headphones_unseen") in resident.words()
    listener.voice.finish()
    resident.house.app.processEvents()
    assert listener.last == resident.say("listen.bar.headphones_unseen")
    socket.pull()
    resident.house.app.processEvents()
    assert listener.mode.voice.output is SpeechOutput.LOUDSPEAKER
    said = len(listener.voice.spoken)
    resident.finger.touch(button)
    until(lambda: len(listener.voice.spoken) > said, "an answer")
    assert listener.last == resident.say("listen.no_headphones") and not listener.mode.voice.personal
