"""``kiosk counter`` in its own window, before two real kiosks on loopback: passphrase, PIN, the bell, the hall's lists,
a kiosk that goes and comes back, the lock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from counter_stage import PINS, filing
from hall_desktop import Desktop, hall_desktop
from hall_stage import HallKiosk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kiosk import catalogue
from kiosk.cli import main
from kiosk.errors import ConfigError
from kiosk.hall.computer import CounterComputer
from kiosk.tour.finger import until
from kiosk.ui.counter.presenter import CounterPresenter


@pytest.fixture
def desktop(tmp_path: Path, qapp: QApplication) -> Iterator[Desktop]:
    with hall_desktop(tmp_path, "DV01", "DV02") as made:
        yield made


def filed(kiosk: HallKiosk, child: str) -> str:
    edition = catalogue.procedure("1.001193").source
    return kiosk.store.outbox.file(f"d-{child}", filing(child=child), kiosk.clock(), owed=16_000, edition=edition).code


@pytest.mark.long
def test_a_desk_of_two_kiosks(desktop: Desktop) -> None:
    first, second = desktop.first, desktop.second
    codes = {filed(first, "Sùng Thị Một"), filed(second, "Sùng Thị Hai")}
    desktop.enters()
    presenter = desktop.presenter
    assert desktop.computer.window.height() == 768  # the strip takes no room that the pages have not left

    # who stands where, by step alone, and the bell
    first.help.at("form")
    second.bell.call("capture")
    until(lambda: desktop.strip() == ["DV01: có người: điền tờ khai", "DV02: đang gọi từ 09:30"], "the strip")
    until(presenter.lists.page_now.isVisible, "the first page")
    rings = "chuông từ 09:30"
    until(lambda: any(one.text() == rings for one in presenter.lists.page_now.findChildren(QLabel)), "the bell")
    QTest.keyClick(presenter.stage.frame, Qt.Key.Key_F4)
    until(lambda: second.bell.open is None, "the officer on the way")
    until(lambda: desktop.strip()[1:] == ["DV02: đang rảnh"], "the bell at rest")

    # both kiosks' dossiers in one list; one is opened where it lies
    presenter.go("dossiers")
    until(lambda: {row.code for row in presenter.lists.page_find.rows} == codes, "both kiosks' dossiers")
    (there,) = codes - {row.code for row in presenter.lists.page_find.rows if row.subject != "Sùng Thị Hai"}
    presenter.dossiers.open_dossier(there)
    until(lambda: presenter.dossiers.page.sheet is not None, "the dossier")
    assert second.store.dossier_book.head(there).holder != 0

    # its kiosk goes: said in the officer's words, the other serves on
    second.host.server.stop()  # type: ignore[union-attr]
    second.host.server = None
    until(lambda: "DV02: không trả lời từ" in " ".join(desktop.strip()), "the kiosk away")
    presenter.dossiers.reopen()
    until(presenter.stage.frame.fault.isVisible, "the fault")
    assert presenter.stage.frame.fault.text().startswith("Kiosk DV02 không trả lời. Việc này chưa được làm.")
    presenter.go("dossiers")
    until(lambda: len(presenter.lists.page_find.rows) == 1, "the other kiosk's dossier")
    second.host.open()
    until(lambda: desktop.strip()[1:] == ["DV02: đang rảnh"], "the kiosk back")

    # a kiosk that started anew wants the PIN: the strip says so, and a dossier there shows the lock
    second.host.service.seats._seats.clear()
    until(lambda: desktop.strip()[1:] == ["DV02: cần mã PIN: khóa rồi mở lại"], "the strip")
    presenter.lists.open_list()
    until(lambda: len(presenter.lists.page_find.rows) == 1, "the other kiosk's dossier")
    presenter.dossiers.open_dossier(there)
    until(presenter.entrance.lock.isVisible, "the lock")
    presenter.entrance.lock.opened.emit(PINS["may"])
    until(presenter.stage.frame.isVisible, "the desk again")
    presenter.lists.open_list()
    until(lambda: {row.code for row in presenter.lists.page_find.rows} == codes, "both again")
    assert second.store.journal.verify() is None


def test_a_step_that_this_program_does_not_know_is_somebody_at_the_machine(desktop: Desktop) -> None:
    """A kiosk's program may be the newer one."""
    desktop.first.help.at("a-step-of-tomorrow")
    desktop.enters()
    until(lambda: desktop.strip()[:1] == ["DV01: có người: đang dùng máy"], "the strip")


def test_a_wrong_passphrase_is_said_and_nothing_opens(desktop: Desktop) -> None:
    page = desktop.computer.passphrase
    page.word.setText("sai")
    QTest.keyClick(page.word, Qt.Key.Key_Return)
    until(page.fault.isVisible, "the fault")
    assert "không mở được khóa" in page.fault.text() and desktop.computer.presenter is None


def test_the_closing_is_the_chosen_kiosks(desktop: Desktop) -> None:
    desktop.enters()
    presenter = desktop.presenter
    presenter.go("closing")
    until(presenter.money.closing.isVisible, "the closing")
    until(lambda: len(desktop.strip()) == 2, "the strip")
    desktop.computer.strip.chosen.emit("DV02")  # type: ignore[union-attr]
    until(lambda: "Q2.DV02" in _texts(presenter), "the other drawer")


@pytest.mark.long
def test_the_chief_revokes_a_computer_by_two_touches(desktop: Desktop) -> None:
    desktop.authority.counter("Q9")
    desktop.first.host.register.enrolled("Q9", "9" * 64)
    desktop.enters("may")
    strip = desktop.computer.strip
    assert strip is not None
    words = "Máy quầy"
    until(lambda: len(desktop.strip()) == 2, "the strip")
    assert not [one for one in strip.findChildren(QPushButton) if one.accessibleName() == words]
    desktop.presenter.entrance.sign_out()
    until(lambda: desktop.presenter.stage.session is None, "signed out")
    desktop.presenter.entrance._sign_in(PINS["hien"], name="hien")
    until(lambda: desktop.presenter.stage.session is not None, "the chief")
    desktop.computer.changed.emit()

    def button(text: str) -> QPushButton:
        def those() -> list[QPushButton]:
            every = desktop.computer.window.findChildren(QPushButton)
            return [one for one in every if one.accessibleName() == text and one.isVisible()]

        until(lambda: len(those()) == 1, text)
        return those()[0]

    button(words).click()
    button("Thu hồi").click()  # of Q9 alone: nobody shuts this computer out from itself
    assert not desktop.first.host.register.statements()
    button("Thu hồi Q9: bấm lần nữa").click()
    registers = [one.host.register for one in desktop.kiosks]
    until(lambda: all(len(one.statements()) == 1 for one in registers), "the word at both kiosks")
    until(desktop.presenter.stage.frame.fault.isVisible, "what was done")


def _texts(presenter: CounterPresenter) -> str:
    return " ".join(one.text() for one in presenter.money.closing.findChildren(QLabel))


def test_letters_of_another_size_are_kept_for_this_computer(desktop: Desktop) -> None:
    computer, folder = desktop.computer, desktop.computer._computer.folder
    page = computer.passphrase
    page.word.setText("bảy con gà")
    small = page.button.fontMetrics().height()
    (button,) = [one for one in page.findChildren(QPushButton) if one.accessibleName() == "150 %"]
    button.click()
    assert computer.passphrase is not page and computer.passphrase.word.text() == "bảy con gà"
    until(lambda: computer.passphrase.button.words.fontMetrics().height() > 1.3 * small, "larger letters")
    desktop.enters()
    assert desktop.presenter.stage.kit.letters == 1.5
    kept = CounterComputer(folder)
    kept.add(desktop.first.place)  # another address of a kiosk keeps the rest
    assert (kept.setup().text, len(kept.setup().places)) == (150, 2)
    for wrong in (175, "150", 150.0, True):
        path = folder / "counter.toml"
        path.write_text(f"text = {json.dumps(wrong)}\n", "utf-8")
        with pytest.raises(ConfigError) as refused:
            kept.setup()
        assert refused.value.values["key"] == "text"
    with pytest.raises(ConfigError):
        kept.set_text(175)


def test_the_command_keeps_the_size_too(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["counter", "text", "175", "--folder", str(tmp_path)])
    assert wrong.value.code == 2
    assert main(["counter", "text", "200", "--folder", str(tmp_path)]) == 0
    assert CounterComputer(tmp_path).setup().text == 200


def test_the_closed_window_leaves_its_dossier_to_colleagues(desktop: Desktop) -> None:
    code = filed(desktop.second, "Sùng Thị Hai")
    desktop.enters()
    desktop.presenter.dossiers.open_dossier(code)
    until(lambda: desktop.presenter.dossiers.page.sheet is not None, "the dossier")
    book = desktop.second.store.dossier_book
    assert book.head(code).holder != 0
    desktop.computer.close()
    assert book.head(code).holder == 0
