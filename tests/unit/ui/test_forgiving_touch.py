"""Hands that slip, miss, press twice, or lie on the glass: nothing under the finger changes its meaning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from ui_hands import Clock, Show, touch

from kiosk.config import Delays, Office
from kiosk.ui.idle_timer import IdleTimer
from kiosk.ui.resident import IdleOverlay, LeaveOverlay
from kiosk.ui.shell import Shell
from kiosk.ui.strings import Strings
from kiosk.ui.theme import Look
from kiosk.ui.widgets import Button, ButtonKind, MissFlash

SLIP_MM = 12
MM = 96 / 15  # base pixels: a target of 96 is 15 mm on the reference glass


def clicks(button: Button) -> list[int]:
    heard: list[int] = []
    button.clicked.connect(lambda: heard.append(1))
    return heard


@pytest.mark.parametrize(("millimetres", "counts"), [(SLIP_MM - 1, True), (SLIP_MM + 2, False)])
def test_a_finger_may_slip_by_twelve_millimetres(
    millimetres: int, counts: bool, look: Look, show: Show, finger: QPointingDevice
) -> None:
    button = Button(look, "Tiếp tục")
    window, heard = show(button), clicks(button)
    inside = button.mapTo(window, button.rect().center())
    below = button.mapTo(window, QPoint(button.width() // 2, button.height() + round(millimetres * MM)))
    QTest.touchEvent(window.windowHandle(), finger).press(0, inside)
    QTest.touchEvent(window.windowHandle(), finger).move(0, below)
    QTest.touchEvent(window.windowHandle(), finger).release(0, below)
    assert bool(heard) is counts


def test_twelve_millimetres_are_those_of_the_glass_that_stands_there(show: Show, finger: QPointingDevice) -> None:
    """On a glass twice as long the same pixels are twice as far."""
    button = Button(Look(debounce=0.0, rest=0.0, glass_mm=600), "Tiếp tục")
    window, heard = show(button), clicks(button)
    inside = button.mapTo(window, button.rect().center())
    below = button.mapTo(window, QPoint(button.width() // 2, button.height() + round(8 * MM)))
    QTest.touchEvent(window.windowHandle(), finger).press(0, inside)
    QTest.touchEvent(window.windowHandle(), finger).move(0, below)
    QTest.touchEvent(window.windowHandle(), finger).release(0, below)
    assert heard == []


def test_a_slip_onto_the_neighbour_presses_what_was_meant(look: Look, show: Show, finger: QPointingDevice) -> None:
    first, second = Button(look, "Một"), Button(look, "Hai")
    window, heard, other = show(first, second), clicks(first), clicks(second)
    inside = first.mapTo(window, QPoint(200, first.height() - 4))
    across = second.mapTo(window, QPoint(200, 6))
    QTest.touchEvent(window.windowHandle(), finger).press(0, inside)
    QTest.touchEvent(window.windowHandle(), finger).move(0, across)
    QTest.touchEvent(window.windowHandle(), finger).release(0, across)
    assert heard == [1] and other == []


def test_a_press_that_slides_off_and_comes_back_counts(look: Look, show: Show, finger: QPointingDevice) -> None:
    button = Button(look, "Tiếp tục")
    window, heard = show(button), clicks(button)
    inside = button.mapTo(window, button.rect().center())
    handle = window.windowHandle()
    QTest.touchEvent(handle, finger).press(0, inside)
    QTest.touchEvent(handle, finger).move(0, inside + QPoint(0, 500))
    assert not button.down
    QTest.touchEvent(handle, finger).move(0, inside)
    assert button.down
    QTest.touchEvent(handle, finger).release(0, inside)
    assert heard == [1]


def test_a_button_whose_meaning_changed_rests(look: Look, clock: Clock, show: Show, finger: QPointingDevice) -> None:
    button = Button(look, "In giấy hẹn")
    window, heard = show(button), clicks(button)
    touch(window, finger, button)
    clock.now += 0.4
    button.set_text("Kết thúc")
    clock.now += 0.7
    touch(window, finger, button)
    assert heard == [1]
    clock.now += 0.2
    touch(window, finger, button)
    assert heard == [1, 1]


def test_a_finger_that_lay_there_while_it_changed_presses_nothing(
    look: Look, clock: Clock, show: Show, finger: QPointingDevice
) -> None:
    button = Button(look, "In giấy hẹn")
    window, heard = show(button), clicks(button)
    place = button.mapTo(window, button.rect().center())
    QTest.touchEvent(window.windowHandle(), finger).press(0, place)
    button.set_text("Kết thúc")
    clock.now += 2
    QTest.touchEvent(window.windowHandle(), finger).release(0, place)
    assert heard == []


def test_the_same_words_again_are_no_change(look: Look, clock: Clock, show: Show, finger: QPointingDevice) -> None:
    button = Button(look, "Tiếp tục")
    window, heard = show(button), clicks(button)
    button.set_text("Tiếp tục")
    touch(window, finger, button)
    assert heard == [1]


def test_two_fingers_on_two_answers_choose_none(look: Look, show: Show, finger: QPointingDevice) -> None:
    yes, no = Button(look, "Có", ButtonKind.CHOICE), Button(look, "Không", ButtonKind.CHOICE)
    window, heard, other = show(yes, no), clicks(yes), clicks(no)
    a, b = (one.mapTo(window, one.rect().center()) for one in (yes, no))
    handle = window.windowHandle()
    QTest.touchEvent(handle, finger).press(0, a)
    QTest.touchEvent(handle, finger).stationary(0).press(1, b)
    QTest.touchEvent(handle, finger).release(0, a).stationary(1)
    QTest.touchEvent(handle, finger).release(1, b)
    assert heard == other == []
    touch(window, finger, yes)
    assert heard == [1]


def test_what_is_hidden_under_a_finger_lets_go_of_it(look: Look, show: Show, finger: QPointingDevice) -> None:
    gone, stays = Button(look, "Một"), Button(look, "Hai")
    window, heard = show(gone, stays), clicks(stays)
    QTest.touchEvent(window.windowHandle(), finger).press(0, gone.mapTo(window, gone.rect().center()))
    gone.hide()
    QTest.touchEvent(window.windowHandle(), finger).release(0, QPoint(5, 5))
    touch(window, finger, stays)
    assert heard == [1]


@pytest.fixture
def shell(qtbot: object, look: Look, strings: Strings) -> Shell:
    shell = Shell(look, strings, Office())
    shell.resize(1080, 1920)
    shell.overlay(LeaveOverlay(look, strings))
    qtbot.addWidget(shell)  # type: ignore[attr-defined]
    shell.stand_alone()
    QTest.qWaitForWindowActive(shell)
    return shell


def button_of(shell: Shell) -> Button:
    assert shell.overlaid is not None
    return next(one for one in shell.overlaid.findChildren(Button) if one.isVisible())


def down_at(shell: Shell, finger: QPointingDevice, place: QPoint) -> MissFlash:
    QTest.touchEvent(shell.windowHandle(), finger).press(0, place)
    QTest.touchEvent(shell.windowHandle(), finger).release(0, place)
    return shell.touches.flash


def test_a_miss_lights_what_was_near_and_presses_nothing(shell: Shell, finger: QPointingDevice) -> None:
    button = button_of(shell)
    heard = clicks(button)
    beside = button.mapTo(shell, QPoint(button.width() // 2, button.height() + 10))
    flash = down_at(shell, finger, beside)
    assert flash.lit is not None and flash.isVisible() and heard == []
    assert flash.geometry().adjusted(-12, -12, 12, 12).contains(beside)


def test_a_touch_far_from_everything_lights_nothing(shell: Shell, finger: QPointingDevice) -> None:
    assert down_at(shell, finger, QPoint(540, 20)).lit is None


def test_a_touch_that_meets_lights_nothing(shell: Shell, finger: QPointingDevice) -> None:
    button = button_of(shell)
    assert down_at(shell, finger, button.mapTo(shell, button.rect().center())).lit is None


def test_a_finger_on_the_glass_is_held_until_it_is_lifted(shell: Shell, finger: QPointingDevice) -> None:
    place = QPointF(540, 20).toPoint()
    QTest.touchEvent(shell.windowHandle(), finger).press(0, place)
    assert shell.touches.touching
    QTest.touchEvent(shell.windowHandle(), finger).release(0, place)
    assert not shell.touches.touching


@pytest.mark.parametrize("which", [0, 1], ids=["stay", "leave"])
def test_a_question_that_every_touch_answers_leaves_under_no_finger(
    which: int, shell: Shell, finger: QPointingDevice, look: Look, strings: Strings, clock: Clock, qtbot: object
) -> None:
    beneath = button_of(shell)
    shell.touched.connect(shell.answered)
    shell.ask_over(IdleOverlay(look, strings, 30))
    asked = [one for one in shell.overlaid.findChildren(Button) if one.isVisible()][which]  # type: ignore[union-attr]
    heard, after = clicks(asked), clicks(beneath)
    touch(shell, finger, asked)
    assert heard == [1] and not shell.touches.touching
    qtbot.waitUntil(lambda: isinstance(shell.overlaid, LeaveOverlay))  # type: ignore[attr-defined]
    clock.now += 2
    touch(shell, finger, beneath)
    assert after == [1]


def test_nobody_whose_finger_lies_there_is_asked_but_a_bag_is(qapp: object, qtbot: object) -> None:
    turns: list[int] = []

    def held() -> bool:
        turns.append(1)
        return True

    guard = IdleTimer(Delays(idle_ask=0.02, idle_wipe=0.04), touching=held)
    with qtbot.waitSignal(guard.ask):  # type: ignore[attr-defined]
        guard.wake()
    assert len(turns) == IdleTimer.TOUCHING_AT_MOST + 1
    guard.sleep()


def test_a_glass_pulled_out_under_a_finger_and_put_back_is_touched_as_before(
    shell: Shell, finger: QPointingDevice, clock: Clock
) -> None:
    """The lifting is never told: the finger of the glass that is gone counts for nothing."""
    held = button_of(shell)
    heard = clicks(held)
    QTest.touchEvent(shell.windowHandle(), finger).press(0, held.mapTo(shell, held.rect().center()))
    assert shell.touches.touching and held.down
    clock.now += 5
    another = QTest.createTouchDevice()
    touch(shell, another, shell.header.tools.call_button)
    assert not held.down and not shell.touches.touching and heard == []
    clock.now += 2
    touch(shell, another, held)
    assert heard == [1]
