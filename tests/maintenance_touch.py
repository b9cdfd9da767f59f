"""A technician's hand on the glass: real touches into the real window, pages scrolled to what is touched."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_eyes import local_eyes
from maintenance_stage import NAME, PERSON, SECRET
from PySide6.QtCore import QPoint, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QScrollArea, QTableWidget, QWidget

from kiosk.app.window import KioskApp
from kiosk.config import Config
from kiosk.domain.staff import StaffRole
from kiosk.tour.finger import Finger, pump, until
from kiosk.ui.maintenance.presenter import MaintenancePresenter
from kiosk.ui.maintenance.rail import PLACES

PICTURES = "KIOSK_TEST_PICTURES"
"""A folder in the environment: each ``seen`` leaves a picture there, to be looked at."""


TONES = {
    mark: f"keyboard.tone.{name}"
    for mark, name in (
        ("\u0301", "sac"),
        ("\u0300", "huyen"),
        ("\u0309", "hoi"),
        ("\u0303", "nga"),
        ("\u0323", "nang"),
    )
}
"""Marks that a letter may bear, and the keys that set them."""


class Technician:
    """At a kiosk that runs; ``fresh``: whether the sign-in stands there by itself already."""

    def __init__(self, house: KioskApp) -> None:
        self.house = house
        self.finger = Finger(house.window, 0.0)

    @property
    def maintenance(self) -> MaintenancePresenter:
        presenter = self.house.maintenance.presenter
        assert presenter is not None
        return presenter

    def come_in(self, *, by_corner: bool = True) -> None:
        """Five touches at the corner, the PIN on the keyboard of the machine."""
        if by_corner:
            for _ in range(5):
                self.finger._tap(self.house.shell, QPoint(12, 12))
        until(lambda: self.house.maintenance.is_open, "the sign-in")
        until(lambda: self.maintenance.sign_in.pin.isVisible() is True, "the names")
        self.write(self.maintenance.sign_in.pin, SECRET)
        self.touch(self.maintenance.sign_in.enter_button)
        until(self.maintenance.stage.frame.isVisible, "the pages")

    def to(self, place: str) -> QWidget:
        """By the rail."""
        button = self.maintenance.stage.frame._places.button(tuple(PLACES).index(place))
        self.touch(button)
        page = self.maintenance.sections[place].page
        until(page.isVisible, place)
        return page

    def touch(self, widget: QWidget) -> None:
        """As soon as it can be touched, wherever on its page it lies."""
        until(lambda: widget.isVisible() and widget.isEnabled(), f"{widget.objectName()!r}, that may be touched")
        self._scroll_to(widget)
        self.finger.touch(widget)

    def touch_named(self, holder: QWidget, name: str) -> None:
        """The button of that name that is to be seen."""

        def seen() -> list[QAbstractButton]:
            return [one for one in holder.findChildren(QAbstractButton, name) if one.isVisible() and one.isEnabled()]

        until(lambda: bool(seen()), name)
        self.touch(seen()[0])

    def touch_cell(self, table: QTableWidget, row: int) -> None:
        """A row of a table, in its first column."""
        table.scrollToItem(table.item(row, 0))
        pump()
        self.finger.touch(table.viewport(), table.visualItemRect(table.item(row, 0)).center())

    def write(self, entry: QLineEdit, text: str) -> None:
        """The line is touched, then typed into on the machine's keyboard."""
        self.touch(entry)
        until(entry.hasFocus, "the line that is written into")
        entry.selectAll()
        QTest.keyClicks(entry, text)

    def write_on_glass(self, entry: QLineEdit, text: str) -> None:
        """The same by the keyboard on the glass, which a touch on the line brings: letters, then their tone's key."""
        self.touch(entry)
        keys = self.maintenance.glass_keys.keyboard
        until(keys.isVisible, "the keyboard")
        while entry.text():
            self._key("keyboard.erase")
        for letter in text:
            bare, tone = _parts(letter)
            if bare.isupper():
                self._key("keyboard.shift")
            self._key("keyboard.space" if bare == " " else bare.lower())
            if tone:
                self._key(tone)
        assert entry.text() == text, entry.text()

    def _key(self, name: str) -> None:
        keys = self.maintenance.glass_keys.keyboard
        self.finger.key(keys, keys.centre_of(name))

    def seen(self, name: str) -> None:
        """A picture, where somebody wants to look."""
        pump()
        if folder := os.environ.get(PICTURES):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.house.window.grab().save(str(Path(folder) / f"{name}.png"))

    def _scroll_to(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
                pump()
            parent = parent.parentWidget()


def _parts(letter: str) -> tuple[str, str]:
    """The letter under its tone, and the tone's key: "\u00e3" is "a" and "keyboard.tone.nga"."""
    whole = unicodedata.normalize("NFD", letter)
    tone = next((name for mark, name in TONES.items() if mark in whole), "")
    return unicodedata.normalize("NFC", "".join(one for one in whole if one not in TONES)), tone


@contextmanager
def technician_at(config: Config, size: tuple[int, int] = (1920, 1080)) -> Iterator[Technician]:
    """A kiosk over ``config``, and a technician who has an account there."""
    bugs: list[BaseException] = []
    with KioskApp(config, size=QSize(*size), bug=bugs.append, eyes=local_eyes) as house:
        house.watch_for_bugs()
        if NAME not in {one.name for one in house.rooms.store.staff.list()}:
            house.rooms.store.staff.add(NAME, StaffRole.TECHNICIAN, PERSON, SECRET)
        until(house.window.isActiveWindow, "the window")
        yield Technician(house)
    if bugs:
        raise bugs[0]
