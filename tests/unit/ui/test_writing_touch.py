"""Writing a name under real fingers and real keys: where the tone stands, the caret, what is refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPointingDevice
from PySide6.QtTest import QTest
from ui_hands import Clock, Show, touch

from kiosk.ui.fonts import SECOND_FIRST, families_for
from kiosk.ui.keyboard import InputMethod, Keyboard, Mode, allowed, figure
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import AnswerField, Ground


class Writer:
    """A field for a name with its keyboard on a window."""

    def __init__(self, look: Look, strings: Strings, show: Show, finger: QPointingDevice, clock: Clock) -> None:
        self.look = look
        self.field = AnswerField(look, strings, limit=30, accepts=allowed)
        self.keyboard = Keyboard(look, strings)
        self.window: Ground = show(self.field, self.keyboard)
        self.finger, self.clock = finger, clock
        self.field.set_editing(True)
        self.keyboard.attach(self.field, names=True)
        self.field.setFocus()

    def tap(self, *keys: str) -> None:
        for key in keys:
            self.clock.now += 0.4
            touch(self.window, self.finger, self.keyboard, self.keyboard.centre_of(key))

    def touch_after(self, letters: int) -> None:
        """A finger on the text, after so many letters."""
        self.clock.now += 0.4
        metrics = QFontMetricsF(self.look.font(TextRole.VALUE))
        x = self.look.px(30) + metrics.horizontalAdvance(self.field.value[:letters])
        touch(self.window, self.finger, self.field, QPoint(round(x), self.field.height() // 2))

    def keys(self, letters: str) -> None:
        QTest.keyClicks(self.field, letters)


@pytest.fixture
def writer(look: Look, strings: Strings, show: Show, finger: QPointingDevice, clock: Clock) -> Writer:
    return Writer(look, strings, show, finger, clock)


@pytest.mark.parametrize(("name", "tone"), [("Thuý", "á"), ("Hoà", "à"), ("Khoẻ", "ả")])
def test_the_same_tone_key_once_more_puts_the_tone_where_the_paper_has_it(writer: Writer, name: str, tone: str) -> None:
    bare = {"Thuý": "thuy", "Hoà": "hoa", "Khoẻ": "khoe"}[name]
    writer.tap(*bare, tone)
    assert writer.field.value != name
    writer.tap(tone)
    assert writer.field.value == name
    writer.tap(" ", *bare, tone)
    assert writer.field.value == f"{name} {name}"  # who writes so, writes so
    writer.tap(tone, tone)
    assert writer.field.value == f"{name} {bare.capitalize()}"


def test_a_letter_more_never_moves_a_tone_that_was_put(writer: Writer) -> None:
    writer.tap(*"thuy", "á", "á", "n")
    assert writer.field.value == "Thuýn"  # before an n there is one place for it
    writer.tap("keyboard.erase")
    assert writer.field.value == "Thuý"


def test_the_letters_of_other_orthographies_have_keys(writer: Writer) -> None:
    writer.tap("keyboard.marks", *"ĕĭŏŭƀčñ", "'")
    assert writer.field.value == "Ĕĭŏŭƀčñ'"
    writer.tap("keyboard.marks_back", "ă")
    assert writer.field.value.endswith("'ă")


def test_a_breve_stands_over_the_vowel_just_typed_and_is_taken_away_again(writer: Writer) -> None:
    """ê̆ ô̆ ơ̆ ư̆ have no letters of their own in Unicode: two characters, and one step of the caret."""
    for vowel in "êôơư":
        writer.tap(vowel)
        writer.tap("keyboard.marks", "keyboard.breve", "keyboard.marks_back")
    assert writer.field.value == "Ê̆ô̆ơ̆ư̆"
    writer.tap("keyboard.erase")
    writer.tap("keyboard.marks", "keyboard.breve", "e", "keyboard.breve")
    assert writer.field.value == "Ê̆ô̆ơĕ"
    writer.tap("k", "keyboard.breve")
    assert writer.field.value == "Ê̆ô̆ơĕk"


def test_such_a_name_is_set_in_one_face() -> None:
    assert families_for("H'Lĕ Byă") == families_for("Y Ƀhiŏ") == SECOND_FIRST
    assert families_for("Nguyễn Thị Ngữ Ẩn") == families_for("Muñoz Čil") != SECOND_FIRST


def test_telex_on_the_glass_and_on_a_physical_keyboard(writer: Writer) -> None:
    writer.tap("keyboard.symbols", "keyboard.method.telex", "keyboard.letters")
    writer.tap(*"sungf", " ")
    writer.keys("minh khuee")
    assert writer.field.value == "Sùng Minh Khuê"


def test_vni_has_its_digits_on_the_glass(writer: Writer) -> None:
    writer.keyboard.set_method(InputMethod.VNI)
    writer.tap(*"ngo6", " ", *"thu3y")
    assert writer.field.value == "Ngô Thủy"


def test_the_way_of_writing_is_remembered_and_wiped(writer: Writer) -> None:
    writer.keyboard.set_method(InputMethod.TELEX)
    writer.keyboard.attach(None)
    writer.keyboard.attach(writer.field, names=True)
    assert writer.keyboard.method is InputMethod.TELEX
    writer.keyboard.wipe()
    writer.keyboard.attach(writer.field, names=True)
    assert writer.keyboard.method is InputMethod.KEYS
    writer.keys("hoaf")
    assert writer.field.value == "Hoaf"


def test_a_finger_puts_the_caret_and_the_syllable_is_mended_whole(writer: Writer) -> None:
    writer.field.set_value("Toan Thi")
    writer.touch_after(2)
    assert writer.field.caret == 2
    writer.tap("á")
    assert writer.field.value == "Toán Thi" and writer.field.caret == 2
    writer.tap("keyboard.right", "keyboard.right", "keyboard.right", "h")
    assert writer.field.value == "Toán HThi"


def test_a_tone_in_the_middle_stands_where_the_finger_is(writer: Writer) -> None:
    writer.field.set_value("Thuy")
    writer.touch_after(3)
    writer.tap("á")
    assert writer.field.value == "Thúy"
    writer.tap("ả")
    assert writer.field.value == "Thủy"


def test_what_is_refused_is_said_and_what_is_shown_is_kept(writer: Writer) -> None:
    refused: list[object] = []
    writer.field.refused.connect(refused.append)
    writer.keys("sung7")
    assert writer.field.value == "Sung" and len(refused) == 1
    assert writer.field.notice() and writer.field.notice() in writer.field.spoken()
    writer.keys("a")
    assert writer.field.value == "Sunga" and writer.field.notice() == ""


def test_the_end_is_announced_before_it_is_met(writer: Writer) -> None:
    writer.keys("a" * 14)
    assert writer.field.notice() == ""
    writer.keys("a")
    assert "15" in writer.field.notice()
    writer.keys("a" * 15)
    assert len(writer.field.value) == 30 and "0" in writer.field.notice()
    writer.keys("b")
    assert len(writer.field.value) == 30 and writer.field.notice() == writer.field._strings.say("widget.refused.full")


def test_no_space_is_doubled_in_a_name(writer: Writer) -> None:
    writer.tap(" ", *"mi", " ", " ", "p")
    assert writer.field.value == "Mi P"


def test_paste_takes_what_is_of_the_field(writer: Writer) -> None:
    QGuiApplication.clipboard().setText("Giàng\nA 7")
    QTest.keyClick(writer.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert writer.field.value == "Giàng A " and writer.field.notice()


def test_figures_take_no_letters_from_a_physical_keyboard(writer: Writer, strings: Strings) -> None:
    writer.field._text.accepts = figure
    writer.keyboard.attach(writer.field, Mode.NUMBERS)
    writer.keys("12a3")
    assert writer.field.value == "123"


def test_a_letter_and_its_breve_are_one_step(writer: Writer) -> None:
    writer.field.set_value("Kơ\u0306n")
    for caret in (4, 3, 1, 0):
        assert writer.field.caret == caret
        QTest.keyClick(writer.field, Qt.Key.Key_Left)
