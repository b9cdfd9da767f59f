"""The keyboard on the glass under real fingers."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_hands import Clock, Show, touch

from kiosk.ui.keyboard import InputMethod, Keyboard, Mode, Shift, faces
from kiosk.ui.keyboard.faces import KeyPictures, paint_key
from kiosk.ui.keyboard.layout import KeyAction, Placed
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import AnswerField, Ground


class Desk:
    """A field with its keyboard on a window."""

    def __init__(self, look: Look, strings: Strings, show: Show, finger: QPointingDevice, clock: Clock) -> None:
        self.field, self.keyboard = AnswerField(look, strings), Keyboard(look, strings)
        self.window: Ground = show(self.field, self.keyboard)
        self.finger, self.clock = finger, clock
        self.keyboard.attach(self.field)

    def tap(self, *keys: str) -> None:
        for key in keys:
            self.clock.now += 0.2
            touch(self.window, self.finger, self.keyboard, self.keyboard.centre_of(key))

    @property
    def text(self) -> str:
        return self.field.value


@pytest.fixture
def desk(look: Look, strings: Strings, show: Show, finger: QPointingDevice, clock: Clock) -> Desk:
    return Desk(look, strings, show, finger, clock)


def test_a_name_by_tone_keys(desk: Desk) -> None:
    desk.keyboard.attach(desk.field, names=True)
    desk.tap(*"sung", "à", " ", *"minh", " ", *"khu", "ê")
    assert desk.text == "Sùng Minh Khuê"


def test_two_fingers_at_once_are_two_letters_in_their_order(desk: Desk) -> None:
    handle, keyboard = desk.window.windowHandle(), desk.keyboard
    a, b = (keyboard.mapTo(desk.window, keyboard.centre_of(letter)) for letter in "ab")
    QTest.touchEvent(handle, desk.finger).press(0, a)
    QTest.touchEvent(handle, desk.finger).stationary(0).press(1, b)
    QTest.touchEvent(handle, desk.finger).release(0, a).stationary(1)
    QTest.touchEvent(handle, desk.finger).release(1, b)
    assert desk.text == "ab"


def test_the_gap_belongs_to_the_nearest_key(desk: Desk) -> None:
    before, after = (desk.keyboard.shown_keys()[index] for index in (14, 15))
    assert (before.key.text, after.key.text) == ("w", "e") and before.area.right() < after.area.left()
    between = QPoint(round(after.area.left()) - 2, round(after.area.center().y()))
    touch(desk.window, desk.finger, desk.keyboard, between)
    assert desk.text == "e"
    touch(desk.window, desk.finger, desk.keyboard, QPoint(1, 1))  # the corner of the bed is nearest to sắc
    assert desk.text == "é"


def test_a_quick_hand_that_turns_to_the_signs_loses_no_space(desk: Desk) -> None:
    """Of the signs, the space has the number that In hoa has of the letters: no key is another one's bounce."""
    letters, word = {one.key.word: index for index, one in enumerate(desk.keyboard.shown_keys())}, "keyboard.shift"
    for key in (word, "v", "keyboard.symbols", ",", " ", "1"):
        desk.clock.now += 0.005
        touch(desk.window, desk.finger, desk.keyboard, desk.keyboard.centre_of(key))
    assert desk.keyboard.shown_keys()[letters[word]].key.text == " "
    assert desk.text == "V, 1"


def test_a_wet_finger_does_not_write_twice(desk: Desk) -> None:
    desk.tap("n")
    desk.clock.now += 0.03
    touch(desk.window, desk.finger, desk.keyboard, desk.keyboard.centre_of("n"))
    assert desk.text == "n"
    desk.tap("n")
    assert desk.text == "nn"


def test_capitals_once_and_for_good(desk: Desk) -> None:
    desk.tap("keyboard.shift", "a", "b")
    assert desk.text == "Ab"
    desk.tap("keyboard.shift", "keyboard.shift", "c", "d")
    assert desk.keyboard.shift is Shift.LOCKED and desk.text == "AbCD"
    desk.tap("keyboard.shift", "e")
    assert desk.text == "AbCDe"


def test_erase_moves_the_tone_and_clear_takes_all(desk: Desk) -> None:
    desk.tap(*"hoan", "á")
    assert desk.text == "hoán"
    desk.tap("keyboard.erase")
    assert desk.text == "hóa"
    desk.tap("keyboard.clear")
    assert desk.text == ""


@pytest.mark.parametrize("name", ["Vàng Thị Thuý", "Vàng Thị Thúy", "Lò Thị Hoà", "Giàng Mí Khoẻ", "Sùng Minh Quý"])
def test_a_name_that_came_from_a_card_keeps_its_tone_mark(desk: Desk, name: str) -> None:
    """A letter too much and back again leaves the name as the card has it, in either spelling."""
    desk.field.set_value(name)
    desk.keyboard.attach(None)
    desk.keyboard.attach(desk.field, names=True)
    desk.tap("n", "keyboard.erase")
    assert desk.text == name
    desk.tap("n", "keyboard.erase", " ", "keyboard.erase")
    assert desk.text == name


def test_digits_and_order(desk: Desk) -> None:
    desk.tap("keyboard.symbols", "7", "/", "keyboard.letters", "keyboard.order_abc", "a", "b", "keyboard.order_qwerty")
    assert desk.text == "7/ab"


def test_the_pad_holds_digits_alone(desk: Desk) -> None:
    desk.keyboard.attach(desk.field, Mode.NUMBERS, extra="/")
    desk.tap("1", "8", "/", "1", "1")
    assert desk.text == "18/11"
    with pytest.raises(KeyError):
        desk.keyboard.centre_of("a")


def test_telex_on_request(desk: Desk) -> None:
    desk.keyboard.set_method(InputMethod.TELEX)
    desk.tap(*"Vieetj".lower())
    assert desk.text == "việt"


def test_large_text_has_seven_columns_and_every_letter(desk: Desk, look: Look) -> None:
    look.set_text(200)
    shown = {placed.key.text for placed in desk.keyboard.shown_keys()}
    desk.tap("keyboard.rare")
    shown |= {placed.key.text for placed in desk.keyboard.shown_keys()}
    assert set("abcdefghijklmnopqrstuvwxyzăâđêôơư") <= shown
    desk.tap("f", "keyboard.common", "r")
    assert desk.text == "fr"


def test_arrow_keys_alone_can_write(desk: Desk) -> None:
    desk.keyboard.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(desk.keyboard, key)
    assert desk.text == "w"


def test_keys_are_named_in_the_language(desk: Desk, strings: Strings) -> None:
    heard: list[str] = []
    desk.keyboard.pressed_key.connect(heard.append)
    desk.tap("keyboard.shift")
    strings.set_language("en")
    desk.tap("keyboard.shift")
    assert heard == ["In hoa", "Shift"]


@pytest.mark.parametrize(("percent", "wide", "high"), [(100, 94, 100), (200, 116, 110)])
def test_keys_are_large_enough_for_a_finger(desk: Desk, look: Look, percent: int, wide: int, high: int) -> None:
    look.set_text(percent)
    desk.keyboard.resize(1080, desk.keyboard.height_for(1080))
    gap = 10
    for placed in desk.keyboard.shown_keys():
        assert placed.area.width() + gap >= wide and placed.area.height() >= high


def _pixels(keyboard: Keyboard) -> QImage:
    return keyboard.grab().toImage()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("percent", [100, 200])
def test_keys_that_were_painted_before_look_as_when_they_are_painted_anew(
    desk: Desk, look: Look, strings: Strings, monkeypatch: pytest.MonkeyPatch, theme: str, percent: int
) -> None:
    look.set_theme(theme)
    look.set_text(percent)
    desk.keyboard.attach(desk.field, names=True)
    QApplication.processEvents()  # as large as it is to be
    kept = []
    for language in ("vi", "en"):
        strings.set_language(language)
        for _ in range(3):  # In hoa once, for good, and off
            kept += [_pixels(desk.keyboard), _pixels(desk.keyboard)]
            desk.tap("keyboard.shift")
    monkeypatch.setattr(KeyPictures, "paint", lambda own, *how: paint_key(how[0], own._look, *how[1:]))
    anew = []
    for language in ("vi", "en"):
        strings.set_language(language)
        for _ in range(3):
            anew += [_pixels(desk.keyboard), _pixels(desk.keyboard)]
            desk.tap("keyboard.shift")
    assert kept == anew and kept[0] != kept[2] != kept[4]


def test_a_change_of_in_hoa_paints_no_key_that_was_painted_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        _pixels(desk.keyboard)
        desk.tap("keyboard.shift")
    painted: list[Placed] = []

    def counted(painter: QPainter, look: Look, placed: Placed, *how: Any, **more: Any) -> None:
        painted.append(placed)
        paint_key(painter, look, placed, *how, **more)

    monkeypatch.setattr(faces, "paint_key", counted)
    for _ in range(3):
        _pixels(desk.keyboard)
        desk.keyboard.tap(next(one.key for one in desk.keyboard.shown_keys() if one.key.act is KeyAction.SHIFT))
    assert painted == []
