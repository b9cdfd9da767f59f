"""A kiosk of the hall killed in the middle of what an officer does in the window: what was typed stays, the officer
reads what is known, does what is said there, and it is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from counter_stage import PINS, DeskClock, filing, open_store, staffed
from dying_hall import POINTS, dying_kiosk
from hall_desktop import SMALL, WORD
from hall_stage import UNIT, HallAuthority, free_port
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import catalogue
from kiosk.app.counter_window import HallCounterApp
from kiosk.domain.dossier_events import DossierEventKind
from kiosk.domain.submission import Legal
from kiosk.hall.computer import CounterComputer
from kiosk.hall.wire import KioskPlace
from kiosk.tour.desk_hand import DeskHand
from kiosk.tour.finger import until
from kiosk.ui.counter.dialogs import DialogForm
from kiosk.ui.counter.mending import MendForm
from kiosk.ui.counter.presenter import CounterPresenter
from kiosk.words import words

pytestmark = pytest.mark.long

SAYS = {"before": "hall.broken-off", "after": "hall.broken-off", "told": "hall.done-before"}
MOTHER = "GIÀNG THỊ SAY"


@dataclass
class Officer:
    """Before one kiosk, by keys and the mouse."""

    computer: HallCounterApp
    hand: DeskHand
    code: str

    @property
    def counter(self) -> CounterPresenter:
        assert self.computer.presenter is not None
        return self.computer.presenter

    def key(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        self.hand.key(key, ctrl=ctrl)

    def comes(self) -> None:
        until(self.computer.passphrase.word.isVisible, "the passphrase")
        self.hand.write(WORD)
        self.key(Qt.Key.Key_Return)
        until(lambda: self.computer.presenter is not None, "the counter")
        entrance = self.counter.entrance
        until(lambda: entrance.sign_in.asks_pin, "the names")
        for _ in range(entrance.sign_in.names.index("may")):
            self.key(Qt.Key.Key_Down)
        self.hand.write(PINS["may"])
        self.key(Qt.Key.Key_Return)
        until(lambda: bool(self.counter.lists.page_now.queues), "the first page")

    def opens(self) -> None:
        page = self.counter.dossiers.page
        self.counter.dossiers.open_dossier(self.code)
        until(lambda: page.isVisible() and page.sheet is not None, "the dossier")

    def reads(self, code: str) -> None:
        """What the officer is told, where the officer looks: in the dialog if one is open, else above the page."""
        message = words().texts[f"error.{code}.message"].split("{")[0]
        frame = self.counter.stage.frame

        def told() -> bool:
            label = frame.dialog.fault if frame.dialog is not None else frame.fault
            return label.isVisible() and message in label.text()

        until(told, code)

    def unlocks(self) -> None:
        lock = self.counter.entrance.lock
        until(lock.isVisible, "the lock")
        self.hand.write(PINS["may"])
        self.key(Qt.Key.Key_Return)
        until(self.counter.stage.frame.isVisible, "the desk again")


@contextmanager
def officer_at(folder: Path, authority: HallAuthority, port: int, code: str) -> Iterator[Officer]:
    computer = CounterComputer(folder / "pc")
    computer.keep(authority.counter("Q2"), WORD)
    computer.add(KioskPlace(UNIT, "DV01", "127.0.0.1", port), office="Ủy ban nhân dân", commune="Xã Đồng Văn")
    app = HallCounterApp(computer, SMALL)
    app.show()
    try:
        yield Officer(app, DeskHand(app.window), code)
    finally:
        app.close()
        app.window.deleteLater()


def mends(officer: Officer) -> Callable[[], bool]:
    """Up to the last key; whether what was typed is still there."""
    line = officer.counter.dossiers.page.sheet.fields if officer.counter.dossiers.page.sheet else ()
    officer.counter.dossiers.page.mended.emit(next(one.key for one in line if one.key == "mother.name"))
    until(lambda: officer.counter.stage.frame.dialog is not None, "the dialog")
    officer.key(Qt.Key.Key_A, ctrl=True)
    officer.hand.write(MOTHER)

    def stays() -> bool:
        dialog = officer.counter.stage.frame.dialog
        return dialog is not None and dialog.findChildren(MendForm)[0].value.text() == MOTHER

    return stays


def takes(officer: Officer) -> Callable[[], bool]:
    cash = officer.counter.money.cash
    officer.key(Qt.Key.Key_F7)
    until(lambda: cash.isVisible() and cash.bill is not None, "the bill")
    officer.hand.write("20")
    return lambda: cash.entry.text() == "20" and cash.isVisible()


def gives(officer: Officer) -> Callable[[], bool]:
    page = officer.counter.giving.page
    officer.key(Qt.Key.Key_F10)
    until(lambda: page.isVisible() and bool(page.columns), "who comes")
    officer.hand.press(words().say("counter.give.no_card"))
    officer.hand.click(page.columns[0].paper)
    officer.hand.write("biết mặt, cùng thôn")
    pad: QWidget = page.columns[0].pad
    stroke = [QPoint(40 + 12 * step, 40 + (step % 4) * 8) for step in range(12)]
    officer.hand.draw(pad, [stroke, [one + QPoint(0, 24) for one in stroke]])
    for check in page.checks:
        officer.hand.click(check, QPoint(10, check.height() // 2))
    return lambda: page.isVisible() and page.lacks == ("", "")


ACTS = {
    "dossiers.mend": (mends, DossierEventKind.MENDED),
    "cash.take": (takes, DossierEventKind.PAID),
    "results.hand_over": (gives, DossierEventKind.HANDED_OVER),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("act", ACTS)
def test_a_kiosk_killed_in_the_middle(tmp_path: Path, qapp: QApplication, act: str, point: str) -> None:
    does, kind = ACTS[act]
    authority, port, clock = HallAuthority(tmp_path / "authority"), free_port(), DeskClock()
    edition = catalogue.procedure("1.001193").source
    with open_store(tmp_path / "DV01", clock) as store:
        staffed(store, clock)
        code = store.outbox.file("d1", filing(), clock(), owed=16_000, edition=edition).code
        if does is gives:
            store.outbox.set_legal(code, Legal.FINISHED)
    with officer_at(tmp_path, authority, port, code) as officer:
        with dying_kiosk(tmp_path, port, point, act):
            officer.comes()
            officer.opens()
            stays = does(officer)
            officer.key(Qt.Key.Key_Return, ctrl=True)
            officer.reads("hall.unsure")
            assert stays()
        with dying_kiosk(tmp_path, port, "none"):
            officer.key(Qt.Key.Key_Return, ctrl=True)  # the same act, as the officer was told
            officer.reads(SAYS[point])
            assert stays()
            if point == "before":
                officer.key(Qt.Key.Key_Return, ctrl=True)  # a new one: the kiosk wants the PIN first
                officer.unlocks()
                assert stays(), "what was typed"
                officer.key(Qt.Key.Key_Return, ctrl=True)
                until(lambda: not stays(), "that it is done")
                officer.counter.stage.frame.end_dialog()
            else:
                officer.counter.stage.frame.end_dialog()
                officer.counter.dossiers.reopen()  # to look, as it says
                officer.unlocks()
            officer.opens()
            until(lambda: [one.kind for one in _events(officer)] == [kind], "what was done, once")
    with open_store(tmp_path / "DV01", clock) as store:
        assert [one.kind for one in store.dossier_book.events(code)] == [kind]
        assert [one.sequence for one in store.cash.of(code)] == ([1] if act == "cash.take" else [])
        assert store.journal.verify() is None


def _events(officer: Officer):
    sheet = officer.counter.dossiers.page.sheet
    return sheet.events if sheet is not None else ()


def test_what_went_wrong_is_said_in_the_dialog_that_it_went_wrong_in(tmp_path: Path, qapp: QApplication) -> None:
    """Above the page it would lie beneath the dialog."""
    from hall_desktop import hall_desktop

    with hall_desktop(tmp_path, "DV01") as desktop:
        kiosk = desktop.first
        edition = catalogue.procedure("1.001193").source
        code = kiosk.store.outbox.file("d1", filing(), kiosk.clock(), edition=edition).code
        desktop.enters()
        officer = Officer(desktop.computer, DeskHand(desktop.computer.window), code)
        officer.opens()
        stays = mends(officer)
        kiosk.host.server.stop()  # type: ignore[union-attr]
        kiosk.host.server = None
        officer.key(Qt.Key.Key_Return, ctrl=True)
        officer.reads("hall.away")
        dialog = officer.counter.stage.frame.dialog
        assert stays() and dialog is not None
        form = dialog.findChildren(DialogForm)[0]
        assert dialog.fault.geometry().bottom() < form.mapTo(dialog.box, QPoint(0, form.height())).y()
        kiosk.host.open()
        until(lambda: all(one.there for one in desktop.computer.hall.kiosks), "the kiosk back")  # type: ignore[union-attr]
        officer.key(Qt.Key.Key_Return, ctrl=True)
        until(lambda: officer.counter.stage.frame.dialog is None, "that it is done")
        assert [one.kind for one in kiosk.store.dossier_book.events(code)] == [DossierEventKind.MENDED]
