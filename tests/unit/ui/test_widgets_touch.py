"""Pressing: with a finger, with two, with a trembling one, and with keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_hands import Clock, Show, touch

from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import (
    AnswerField,
    Button,
    ButtonKind,
    ChoicePair,
    FocusRing,
    Grid,
    NumberStepper,
    Tile,
    ground_of,
)


def clicks(button: Button | Tile) -> list[int]:
    heard: list[int] = []
    button.clicked.connect(lambda: heard.append(1))
    return heard


def test_a_finger_presses_a_button_at_once_and_clicks_on_release(
    look: Look, show: Show, finger: QPointingDevice
) -> None:
    button = Button(look, "Tiếp tục")
    window, heard = show(button), clicks(button)
    place = button.mapTo(window, button.rect().center())
    QTest.touchEvent(window.windowHandle(), finger).press(0, place)
    assert button.down and not heard
    QTest.touchEvent(window.windowHandle(), finger).release(0, place)
    assert heard == [1] and not button.down


def test_a_finger_that_slides_off_takes_its_press_back(look: Look, show: Show, finger: QPointingDevice) -> None:
    button = Button(look, "Tiếp tục")
    window, heard = show(button), clicks(button)
    inside = button.mapTo(window, button.rect().center())
    outside = inside + QPoint(0, 400)
    QTest.touchEvent(window.windowHandle(), finger).press(0, inside)
    QTest.touchEvent(window.windowHandle(), finger).move(0, outside)
    assert not button.down
    QTest.touchEvent(window.windowHandle(), finger).release(0, outside)
    assert not heard


def test_two_taps_of_a_trembling_finger_are_one(look: Look, clock: Clock, show: Show, finger: QPointingDevice) -> None:
    button = Button(look, "Tiếp tục")
    window, heard = show(button), clicks(button)
    touch(window, finger, button)
    clock.now += 0.2
    touch(window, finger, button)
    assert heard == [1]
    clock.now += 0.31
    touch(window, finger, button)
    assert heard == [1, 1]


def test_the_second_tap_does_not_fall_through_to_another_button(
    look: Look, clock: Clock, show: Show, finger: QPointingDevice
) -> None:
    first, second = Button(look, "Một"), Button(look, "Hai")
    window, heard = show(first, second), clicks(second)
    touch(window, finger, first)
    clock.now += 0.1
    touch(window, finger, second)
    assert not heard


def test_a_stepper_may_be_tapped_quickly(look: Look, strings: Strings, show: Show, finger: QPointingDevice) -> None:
    stepper = NumberStepper(look, strings, 1, 0, 9)
    window = show(stepper)
    for _ in range(3):
        touch(window, finger, stepper.more)
    assert stepper.value == 4


def test_a_stepper_may_begin_with_nothing_and_go_back_to_it(
    look: Look, strings: Strings, clock: Clock, show: Show, finger: QPointingDevice
) -> None:
    stepper, said = NumberStepper(look, strings, None, 0, 9, clearable=True), []
    stepper.changed.connect(said.append)
    window = show(stepper)
    assert stepper.value is None and stepper.spoken() == "Chưa chọn" and not stepper.less.isEnabled()
    for button in (stepper.more, stepper.less, stepper.less):
        clock.now += 1
        touch(window, finger, button)
    assert said == [1, 0, None] and stepper.value is None


def test_a_stepper_of_what_is_required_does_not_go_back_to_nothing(look: Look, strings: Strings) -> None:
    stepper = NumberStepper(look, strings, None, 2, 9)
    stepper.more.click()
    assert stepper.value == 2 and not stepper.less.isEnabled()


def test_mouse_and_keys_do_the_same(look: Look, clock: Clock, show: Show) -> None:
    button = Button(look, "Tiếp tục")
    show(button)
    heard = clicks(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        clock.now += 1
        QTest.keyClick(button, key)
    assert heard == [1, 1, 1]


def test_a_disabled_button_is_silent(look: Look, show: Show, finger: QPointingDevice) -> None:
    button = Button(look, "Tiếp tục")
    button.setEnabled(False)
    window, heard = show(button), clicks(button)
    touch(window, finger, button)
    assert not heard


def test_a_waiting_button_says_what_is_missing_and_leads_there(look: Look, show: Show, finger: QPointingDevice) -> None:
    button = Button(look, "Tiếp tục")
    button.set_waiting("Còn 3 việc chưa chọn")
    window, heard = show(button), clicks(button)
    missing: list[int] = []
    button.missing.connect(lambda: missing.append(1))
    touch(window, finger, button)
    assert missing == [1] and not heard
    assert button.accessibleName() == "Còn 3 việc chưa chọn"


def test_nothing_is_chosen_for_the_person(
    look: Look, strings: Strings, clock: Clock, show: Show, finger: QPointingDevice
) -> None:
    pair = ChoicePair(look, strings)
    window = show(pair)
    assert pair.value is None and pair.no.dress() == pair.yes.dress()
    assert pair.no.size() == pair.yes.size()
    heard: list[bool] = []
    pair.chosen.connect(heard.append)
    touch(window, finger, pair.yes)
    clock.now += 1
    touch(window, finger, pair.no)
    assert heard == [True, False] and pair.value is False


def test_tab_and_arrows_reach_everything(look: Look, show: Show) -> None:
    tiles = [Tile(look, "home", f"Ô {index}") for index in range(4)]
    holder = Button(look, "Dưới cùng")
    window = show(holder)
    grid = Grid(look, columns=2).fill(tiles)
    layout = window.layout()
    assert layout is not None
    layout.insertLayout(0, grid)  # type: ignore[attr-defined]
    QApplication.processEvents()
    tiles[0].setFocus(Qt.FocusReason.TabFocusReason)
    for key, wanted in (
        (Qt.Key.Key_Right, tiles[1]),
        (Qt.Key.Key_Down, tiles[3]),
        (Qt.Key.Key_Left, tiles[2]),
        (Qt.Key.Key_Down, holder),
        (Qt.Key.Key_Up, tiles[2]),
    ):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert QApplication.focusWidget() is wanted


def test_the_ring_shows_for_keys_and_not_for_fingers(
    look: Look, clock: Clock, show: Show, finger: QPointingDevice
) -> None:
    one, two = Button(look, "Một"), Button(look, "Hai", ButtonKind.SECONDARY)
    window = show(one, two)
    ring = window.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(one, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is two and ring.isVisible()
    assert ring.geometry().contains(two.geometry().adjusted(-12, -12, 12, 12))
    touch(window, finger, one)
    assert not ring.isVisible()


def test_a_prefilled_field_asks_to_be_mended_and_cannot_be_typed_over(look: Look, strings: Strings, show: Show) -> None:
    field = AnswerField(look, strings, "Họ và tên", "Vàng Thị Mỷ")
    field.set_prefilled(True)
    show(field)
    asked: list[int] = []
    field.mend.connect(lambda: asked.append(1))
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.target().center().toPoint())
    assert asked == [1]
    field.set_editing(True)
    QTest.keyClicks(field, "x")
    assert field.value == "Vàng Thị Mỷ"
    assert "từ thẻ" in field.accessibleName()


def test_a_field_takes_a_physical_keyboard(look: Look, strings: Strings, show: Show) -> None:
    field = AnswerField(look, strings)
    show(field)
    field.setFocus()
    field.set_editing(True)
    field.set_error("Chưa có tên.")
    QTest.keyClicks(field, "Minh")
    QTest.keyClick(field, Qt.Key.Key_Home)
    field.insert("Sùng ")
    assert field.value == "Sùng Minh" and field.caret == 5
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.value == "SùngMinh"
    assert "Chưa có tên" not in field.accessibleName()


def test_what_lies_on_the_ground_is_found(look: Look, show: Show) -> None:
    button = Button(look, "Một")
    window = show(button)
    assert ground_of(button) is window
