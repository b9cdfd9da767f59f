"""Hands at the real counter for flow tests: a kiosk that is opened, staff, keys, a mouse, cards on the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from counter_stage import filing
from local_eyes import local_eyes
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk import catalogue
from kiosk.app.demo import Bench
from kiosk.app.window import KioskApp
from kiosk.config import Config, Delays, Devices
from kiosk.devices.simulated import person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.staff import StaffRole
from kiosk.domain.submission import Legal
from kiosk.resources import demo_asset
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.form_files import bound_file
from kiosk.tour.finger import until
from kiosk.ui.counter.money import CashPage
from kiosk.ui.counter.presenter import CounterPresenter

SIMULATED = Devices(
    card_reader="simulated", camera="simulated", printer="simulated", scanner="simulated", sticks="simulated",
    document_printer="simulated",
)  # fmt: skip
PIN, CHIEFS = "482159", "một con trâu trắng"


W = TypeVar("W", bound=QWidget)


@cache
def bound_notice() -> bytes:
    return bound_file("giay_chung_sinh", demo_asset("papers", "birth-notice.jpg")).pdf


class OfficerHands:
    """One officer before the glass of one kiosk."""

    def __init__(self, house: KioskApp) -> None:
        self.house, self.store = house, house.rooms.store
        self._bench: Bench | None = None
        self.strokes = 0  # keys that were pressed; what an input method commits counts by its letters

    @property
    def bench(self) -> Bench:
        self._bench = self._bench or self.house.rooms.bench()
        return self._bench

    @property
    def counter(self) -> CounterPresenter:
        assert self.house.counter.presenter is not None
        return self.house.counter.presenter

    def staff(self) -> None:
        """Páo has Giàng Thị Say's card for this play, Mẩy that of Sùng Mí Lử."""
        add, number = self.store.staff.add, lambda name: person.person(name).id_number
        add("pao", StaffRole.OFFICER, "Hoàng Văn Páo", PIN, number("giang-thi-say"))
        add("may", StaffRole.OFFICER, "Lý Thị Mẩy", "703164", number("sung-mi-lu"))
        add("hien", StaffRole.CHIEF, "Lục Thị Hiền", CHIEFS)

    def open(self) -> None:
        self.house.open_counter()
        until(self.names_shown, "the names")

    def dossier(
        self,
        name: str = "Vàng Thị Mỷ",
        number: str = "999162001234",
        *,
        notice: bytes = b"",
        alike: Sequence[str] = (),
        **more: Any,
    ) -> str:
        """A filing of this kiosk's, with a birth notice (``notice``: another PDF of it); its code."""
        notice = notice or bound_notice()
        put = self.store.documents.put
        paper = put(notice, key="giay_chung_sinh", name="giay_chung_sinh.pdf", media_type="application/pdf")
        procedure = catalogue.procedure("1.001193")
        office = self.house.rooms.services.config.office
        content = replace(
            filing(paper, name=name, id_number=number, **more),
            version=procedure.version,
            unit=office.unit,
            kiosk=office.kiosk,
        )
        due = self.house.rooms.services.clock() + timedelta(days=1)
        return self.store.outbox.file(
            f"draft-{name}-{number}", content, due, alike=tuple(alike), edition=procedure.source, owed=16_000
        ).code

    def open_dossier(self, code: str) -> DossierSheet:
        """By F3 and its code, as the keyboard does it."""
        self.key(Qt.Key.Key_F3)
        self.type(code, self.counter.stage.frame.search)
        until(lambda: [one.code for one in self.counter.lists.page_find.rows] == [code], "the one dossier")
        self.key(Qt.Key.Key_Return)
        page = self.counter.dossiers.page
        until(lambda: page.isVisible() and page.sheet is not None and page.sheet.head.code == code, "the dossier")
        page.setFocus()
        assert page.sheet is not None
        return page.sheet

    def open_bill(self) -> CashPage:
        """F7: what the dossier in hand owes."""
        self.key(Qt.Key.Key_F7)
        cash = self.counter.money.cash
        until(lambda: cash.isVisible() and cash.bill is not None, "the bill")
        return cash

    def open_hand_over(self, name: str) -> None:
        """F10: the result of a dossier of that person's, which is finished."""
        taker = person.person(name)
        code = self.dossier(taker.full_name, taker.id_number)
        self.store.outbox.set_legal(code, Legal.FINISHED)
        self.open_dossier(code)
        self.key(Qt.Key.Key_F10)
        until(self.counter.giving.page.isVisible, "the page")

    def dialog(self, kind: type[W]) -> W:
        """The dialog of that kind that lies over the page."""

        def those() -> list[W]:
            veil = self.counter.stage.frame.dialog
            return veil.findChildren(kind) if veil is not None else []

        until(lambda: bool(those()), kind.__name__)
        return those()[0]

    def no_dialog(self) -> None:
        until(lambda: self.counter.stage.frame.dialog is None, "the page again")

    def names_shown(self) -> bool:
        """The entry is another one once the names are there."""
        return self.counter.entrance.sign_in.asks_pin

    def leave(self) -> None:
        self.counter.entrance.sign_out()
        until(self.names_shown, "the names")

    def come_in(self, name: str = "pao", secret: str = PIN) -> None:
        """Signed in by name, by arrow keys and Enter."""
        self.open()
        page = self.counter.entrance.sign_in
        names = [one for one, _ in page._buttons]
        for _ in range(names.index(name)):
            self.key(Qt.Key.Key_Down)
        self.type(secret, page.pin)
        self.key(Qt.Key.Key_Return)
        now = self.counter.lists.page_now
        until(lambda: self.counter.stage.session is not None and now.isVisible() and bool(now.queues), "the first page")

    def key(self, key: Qt.Key, *, ctrl: bool = False, alt: bool = False) -> None:
        """As the keyboard sends it: to whatever has the focus."""
        self.strokes += 1
        modifiers = Qt.KeyboardModifier.NoModifier
        if ctrl:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if alt:
            modifiers |= Qt.KeyboardModifier.AltModifier
        QTest.keyClick(self.house.window.focusWidget() or self.house.window, key, modifiers)

    def type(self, text: str, widget: QWidget | None = None) -> None:
        """As an input method for Vietnamese commits it, or key by key."""
        into = widget or self.house.window.focusWidget()
        assert into is not None
        self.strokes += len(text)
        if text.isascii():
            QTest.keyClicks(into, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(into, event)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """The left button, in the middle or at a point."""
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center()
        )

    def button(self, text: str) -> QPushButton:
        """The one visible button that is called so."""

        def those() -> list[QPushButton]:
            every = self.counter.widget.findChildren(QPushButton)
            return [one for one in every if one.isVisible() and text in one.accessibleName()]

        until(lambda: bool(those()), f"a button {text!r}")
        return those()[0]

    def press(self, text: str) -> None:
        self.click(self.button(text))

    def lay(self, name: str, *quirks: Quirk) -> None:
        """Show the card's code, then lay it down."""
        self.bench.show_card(name)
        until(lambda: self.counter.card.stage.value in ("seen", "reading"), "that the code was seen")
        self.bench.camera.take_away()
        self.bench.reader.lay(VirtualCard(person.person(name), Quirks.of(quirks)))


@contextmanager
def counter_kiosk(folder: Path, size: QSize | None = None) -> Iterator[OfficerHands]:
    delays = Delays(debounce=0.02, changed_rest=0.05, steady=0.3)
    config = Config(data=folder / "data", demo=True, devices=SIMULATED, delays=delays)
    bugs: list[BaseException] = []
    with KioskApp(config, size=size or QSize(1366, 768), bug=bugs.append, eyes=local_eyes) as house:
        house.watch_for_bugs()
        hands = OfficerHands(house)
        hands.bench.set_plugged(False)  # what the portal says of a dossier comes into no test
        yield hands
    if bugs:
        raise bugs[0]
