"""Helping from an officer's computer: the bell taken with F4, the glass of who called, touches by leave, giving back;
an offer that is accepted or declined; a lock, a network and a visit that end in the middle. Over mutual TLS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hall_desktop import Desktop, hall_desktop
from hall_stage import HallKiosk
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kiosk.services.visit_help import GlassPicture
from kiosk.tour.finger import until
from kiosk.ui.counter.counter_bell import RINGS, CounterBell
from kiosk.ui.counter.kiosk_card import named_card
from kiosk.ui.counter.talk import TalkPage


@pytest.fixture
def desktop(tmp_path: Path, qapp: QApplication) -> Iterator[Desktop]:
    with hall_desktop(tmp_path, "DV01", "DV02") as made:
        made.enters()
        until(made.presenter.lists.page_now.isVisible, "the first page")
        yield made


def painted(colour: str) -> bytes:
    image = QImage(90, 160, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def shows(kiosk: HallKiosk, mark: str, colour: str = "#336699") -> None:
    """The kiosk's window has painted."""
    kiosk.help.show(GlassPicture(mark, painted(colour)), kiosk.help.standing.visit)


def page(desktop: Desktop) -> TalkPage:
    return desktop.presenter.talk.page


def card_words(desktop: Desktop, kiosk: str) -> str:
    cards = desktop.presenter.lists.page_now.cards
    assert cards is not None
    card = named_card(cards, kiosk)
    labels = card.findChildren(QLabel) if card is not None else []
    return " | ".join(one.text() for one in labels if one.text())


def button(desktop: Desktop, kiosk: str, words: str) -> QPushButton:
    cards = desktop.presenter.lists.page_now.cards
    assert cards is not None

    def those() -> list[QPushButton]:
        card = named_card(cards, kiosk)
        return [one for one in card.findChildren(QPushButton) if one.accessibleName() == words] if card else []

    until(lambda: len(those()) == 1, words)
    return those()[0]


def calls(desktop: Desktop) -> HallKiosk:
    """Somebody at the second kiosk rings, and an officer goes there by F4."""
    second = desktop.second
    second.help.at("form")
    second.bell.call("form")
    second.help.ask()
    until(lambda: "Đang gọi" in card_words(desktop, "DV02"), "the bell")
    QTest.keyClick(desktop.presenter.stage.frame, Qt.Key.Key_F4)
    until(lambda: page(desktop).isVisible(), "the page of the help")
    return second


def test_the_bell_leads_to_the_glass_and_back(desktop: Desktop) -> None:
    second = calls(desktop)
    assert second.bell.open is None and second.bell.answered is not None
    assert second.bell.answered.person == "Lý Thị Mẩy"
    assert second.help.standing.helper is not None and second.help.standing.helper.desk == "Q2.DV02"
    assert page(desktop).mirror.picture.isNull()
    shows(second, "m1")
    until(lambda: not page(desktop).mirror.picture.isNull(), "the glass")
    assert "trả lời từng câu" in page(desktop).tell.text()
    second.help.at("capture")
    shows(second, "m2")
    until(lambda: "nằm yên trong khung" in page(desktop).tell.text(), "the next step")
    QTest.keyClick(desktop.presenter.stage.frame, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(desktop.presenter.lists.page_now.isVisible, "the first page")
    until(lambda: second.help.standing.helper is None, "that it is given back")
    assert page(desktop).mirror.picture.isNull()
    until(lambda: "Chỉ thấy bước" in card_words(desktop, "DV02"), "the step alone")


def test_touches_come_where_the_person_allowed_them(desktop: Desktop) -> None:
    second, touched = calls(desktop), list[tuple[float, float]]()
    second.help.on_touch(lambda one: touched.append((round(one.x, 2), round(one.y, 2))))
    shows(second, "m1")
    mirror = page(desktop).mirror
    until(lambda: not mirror.picture.isNull(), "the glass")
    middle = mirror._inside().center().toPoint()
    QTest.mouseClick(mirror, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.keyClick(page(desktop), Qt.Key.Key_2)
    until(lambda: second.help.standing.offer is not None, "the question at the glass")
    until(lambda: "đang hỏi" in page(desktop).reads.text(), "that it is asked")
    second.help.reply(agreed=True)
    shows(second, "m2", "#993366")
    until(lambda: mirror.may_touch and "đã đồng ý" in page(desktop).reads.text(), "the yes")
    until(
        lambda: desktop.presenter.talk._mark == "m2", "the glass as it is now: a touch on an older one counts for none"
    )
    middle = mirror._inside().center().toPoint()  # lower now: since when stands above it
    QTest.mouseClick(mirror, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseClick(mirror, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(1, 1))
    until(lambda: touched == [(0.5, 0.5)], "the one touch")
    QTest.keyClick(page(desktop), Qt.Key.Key_1)
    until(lambda: not second.help.standing.helper.touches, "that they touch themselves")  # type: ignore[union-attr]


def test_a_visit_that_ends_a_lock_and_a_cut_leave_no_picture(desktop: Desktop) -> None:
    second = calls(desktop)
    shows(second, "m1")
    until(lambda: not page(desktop).mirror.picture.isNull(), "the glass")
    desktop.presenter.entrance.lock_now()
    until(desktop.presenter.entrance.lock.isVisible, "the lock")
    assert page(desktop).mirror.picture.isNull()
    desktop.first.bell.call("form")  # a locked desk still hears and shows the bell
    until(desktop.presenter.entrance.lock.calls.isVisible, "the bell on the lock")
    assert desktop.presenter.entrance.lock.calls.text() == "DV01: đang gọi từ 09:30"
    desktop.first.bell.answer()
    until(lambda: not desktop.presenter.entrance.lock.calls.isVisible(), "that it was answered")
    desktop.presenter.entrance.lock.opened.emit("703164")
    until(lambda: not page(desktop).mirror.picture.isNull(), "the glass again")

    second.host.server.stop()  # type: ignore[union-attr]
    second.host.server = None
    until(lambda: page(desktop).mirror.picture.isNull() is True, "no picture without the kiosk")
    second.host.open()
    until(lambda: not page(desktop).mirror.picture.isNull(), "the glass, with the kiosk back")

    second.help.at("start")  # the resident has gone
    until(desktop.presenter.lists.page_now.isVisible, "the first page")
    assert page(desktop).mirror.picture.isNull()
    until(desktop.presenter.stage.frame.fault.isVisible, "why")
    assert "đã kết thúc" in desktop.presenter.stage.frame.fault.text()
    second.help.at("form")
    until(lambda: "Chỉ thấy bước" in card_words(desktop, "DV02"), "of who came then the step alone")


def test_an_offer_is_the_persons_to_take(desktop: Desktop) -> None:
    first = desktop.first
    first.help.at("review")
    until(lambda: "Chỉ thấy bước" in card_words(desktop, "DV01"), "somebody at the first")
    button(desktop, "DV01", "Hỏi có cần giúp không").click()
    until(lambda: first.help.standing.offer is not None, "the question at the glass")
    until(lambda: "đang hỏi" in card_words(desktop, "DV01"), "that it stands there")
    first.help.reply(agreed=False)
    until(desktop.presenter.stage.frame.fault.isVisible, "the answer")
    assert "tự làm" in desktop.presenter.stage.frame.fault.text() and not page(desktop).isVisible()
    button(desktop, "DV01", "Hỏi có cần giúp không").click()
    desktop.computer.changed.emit()  # what a kiosk told before the offer reached it
    until(lambda: first.help.standing.offer is not None, "the question at the glass")
    until(lambda: "đang hỏi" in card_words(desktop, "DV01"), "that it stands there")
    first.help.reply(agreed=True)
    until(lambda: page(desktop).isVisible(), "the glass")
    assert desktop.presenter.talk.kiosk == "DV01"


def test_who_rang_and_went_is_said_and_the_bell_is_answered(desktop: Desktop) -> None:
    second = desktop.second
    second.bell.call("form")
    until(lambda: "Người gọi đã rời máy" in card_words(desktop, "DV02"), "that who called has gone")
    button(desktop, "DV02", "Tôi giúp").click()
    until(lambda: second.bell.open is None, "the answer")
    until(lambda: "Lý Thị Mẩy nhận chuông lúc" in card_words(desktop, "DV02"), "who went")
    assert not page(desktop).isVisible()


class CountedChime:
    def __init__(self) -> None:
        self.rings = 0

    def ring(self) -> bool:
        self.rings += 1
        return True


def test_the_bell_rings_again_until_somebody_has_answered(qapp: QApplication) -> None:
    chime = CountedChime()
    bell = CounterBell(qapp, chime)
    bell.show(new=True, rings=True)
    bell.show(new=False, rings=True)
    assert chime.rings == 1 and bell._again.isActive()
    for _ in range(2 * RINGS):
        bell.ring()
    assert chime.rings == RINGS and not bell._again.isActive()
    bell.show(new=True, rings=True)
    bell.show(new=False, rings=False)
    bell.ring()
    assert chime.rings == RINGS + 1 and not bell._again.isActive()
    bell.deleteLater()
