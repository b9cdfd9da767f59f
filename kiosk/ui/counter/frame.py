"""The counter's one window: band, head with the search, rail, page; keys, what went wrong, a dialog."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from kiosk.ui.counter.key_list import KEYS_WIDE, KeyList
from kiosk.ui.counter.parts import MOST_BESIDE, StaffKit, dressed
from kiosk.ui.counter.veiled import OVER, VeiledFrame

SECTIONS = (
    ("now", "bell"),
    ("dossiers", "files"),
    ("calls", "phone"),
    ("cash", "coin"),
    ("closing", "list"),
    ("review", "circle-check"),
    ("report", "stack-2"),
    ("filing", "writing-sign"),
)
"""The rail, from above; each is behind Ctrl and its place."""


class CounterFrame(VeiledFrame):
    """``searched``: what is typed. ``section``: a rail's name. ``locked``. Keys are actions by name, see ``bind``."""

    searched = Signal(str)
    section = Signal(str)
    locked = Signal()

    def __init__(self, kit: StaffKit, office: str) -> None:
        super().__init__(kit)
        self.setObjectName("frame")
        self._kit = kit
        outer = self._outer = kit.column(self, gap=0)
        band = QWidget()
        band.setObjectName("band")
        band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        band.setFixedHeight(kit.px(15))
        outer.addWidget(band)
        outer.addWidget(self._head(office))
        body = kit.row(gap=0)
        outer.addLayout(body, 1)
        rail = self._bar() if kit.upright else self._rail()
        (outer if kit.upright else body).addWidget(rail)
        right = kit.column(gap=0)
        body.addLayout(right, 1)
        self.fault = kit.label("", "fault")
        self.fault.hide()
        holder = kit.row()
        holder.setContentsMargins(kit.px(28), kit.px(6), kit.px(28), 0)
        holder.addWidget(self.fault)
        right.addLayout(holder)
        self.pages = QStackedWidget()
        right.addWidget(self.pages, 1)

    def add_strip(self, strip: QWidget) -> None:
        """Beneath the head, over every page."""
        self._outer.insertWidget(2, strip)

    def _head(self, office: str) -> QWidget:
        kit = self._kit
        head = QWidget()
        head.setObjectName("head")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = QLineEdit()
        self.search.setPlaceholderText(kit.say("search"))
        self.search.textEdited.connect(self.searched.emit)
        self.card_chip = kit.label("", "chip-warn")
        self.card_chip.hide()
        self.wait_chip = kit.label("", "chip-info")
        self.wait_chip.hide()
        self.line_chip = kit.label("", "chip-warn")
        names, people = kit.column(gap=0), kit.column(gap=0)
        names.addStretch(1)
        people.addStretch(1)
        self._desk, self._person, self._role = kit.label("", "second"), kit.label("", "h3"), kit.label("", "second")
        names.addWidget(kit.label(office, "h3"))
        names.addWidget(self._desk)
        people.addWidget(self._person)
        people.addWidget(self._role)
        names.addStretch(1)
        people.addStretch(1)
        if kit.narrow:
            self._lay_head(head, names, people)
            return head
        head.setMinimumHeight(kit.tall(93))
        for label in (self._person, self._role):
            label.setMaximumWidth(kit.tall(440))
        line = kit.row(head, gap=18)
        line.setContentsMargins(kit.px(28), 0, kit.px(28), 0)
        line.addWidget(kit.picture("building-store", 40, "son" if kit.is_light else "ink"))
        line.addLayout(names)
        line.addStretch(1)
        self.search.setMaximumWidth(kit.tall(560))
        self.search.setMinimumWidth(kit.tall(330))
        line.addWidget(self.search, 3)
        for part in (kit.label("F3", "kbd"), self.wait_chip, self.card_chip, self.line_chip):
            line.addWidget(part)
        line.addLayout(people)
        return head

    def _lay_head(self, head: QWidget, names: QBoxLayout, people: QBoxLayout) -> None:
        """Office and officer above, what is looked for beneath."""
        kit = self._kit
        outer = kit.column(head, gap=8)
        outer.setContentsMargins(kit.px(22), kit.px(10), kit.px(22), kit.px(10))
        above, beneath = kit.row(gap=16), kit.row(gap=14)
        above.addWidget(kit.picture("building-store", 40, "son" if kit.is_light else "ink"))
        large = kit.letters > MOST_BESIDE  # a long name has the larger part: the head stays low
        above.addLayout(names, 2 if large else 3)
        above.addLayout(people, 3 if large else 2)
        for label in (self._person, self._role):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        beneath.addWidget(self.search, 1)
        beneath.addWidget(kit.label("F3", "kbd"))
        outer.addLayout(above)
        outer.addLayout(beneath)
        chips = kit.bar()
        (chips if large and kit.upright else beneath).addWidget(self.line_chip)
        chips.addWidget(self.card_chip)
        chips.addWidget(self.wait_chip)
        outer.addLayout(chips)

    def _rail(self) -> QWidget:
        """At the left; with large letters its icons alone, which are as many as have room above each other."""
        kit = self._kit
        rail = self._rail_ground()
        rail.setFixedWidth(kit.px(116 * min(kit.letters, MOST_BESIDE)))
        box = kit.column(rail, gap=4)
        box.setContentsMargins(0, 0, max(1, kit.px(1)), 0)  # its edge line stays whole
        buttons = self._rail_buttons("icons" if kit.narrow else "rail", words=not kit.narrow)
        for button in buttons[:-2]:
            box.addWidget(button)
        box.addStretch(1)
        for button in buttons[-2:]:
            box.addWidget(button)
        return rail

    def _bar(self) -> QWidget:
        """Beneath the pages of a window that stands upright, where a hand reaches it."""
        kit = self._kit
        rail = self._rail_ground()
        self._places = QGridLayout(rail)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(kit.px(2))
        self._bar_buttons = self._rail_buttons("bar", words=True)
        self._lay_bar({name for name, _ in SECTIONS})
        return rail

    def _lay_bar(self, shown: Container[str]) -> None:
        """Those that are shown, with no gap for the others."""
        keyed = zip((name for name, _ in SECTIONS), self._bar_buttons, strict=False)
        buttons = [*(one for name, one in keyed if name in shown), *self._bar_buttons[len(SECTIONS) :]]
        columns = len(buttons) if self._kit.letters <= MOST_BESIDE else (len(buttons) + 1) // 2
        for column in range(self._places.columnCount()):
            self._places.setColumnStretch(column, 0)
        for button in self._bar_buttons:
            self._places.removeWidget(button)
        for place, button in enumerate(buttons):
            self._places.addWidget(button, place // columns, place % columns)
            self._places.setColumnStretch(place % columns, 1)

    def _rail_ground(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("bar" if self._kit.upright else "rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return rail

    def _rail_buttons(self, role: str, *, words: bool) -> list[QPushButton]:
        """Every section's, then the keys and the lock."""
        self._sections = QButtonGroup(self)
        buttons = []
        for place, (name, picture) in enumerate(SECTIONS):
            buttons.append(self._rail_button(role, name, picture, partial(self.section.emit, name), words=words))
            self._sections.addButton(buttons[-1], place)
        for name, picture, act in (("keys", "keyboard", self.show_keys), ("lock", "shield", self.locked.emit)):
            buttons.append(self._rail_button(role, name, picture, act, words=words))
            buttons[-1].setCheckable(False)
        return buttons

    def _rail_button(
        self, role: str, name: str, picture: str, act: Callable[[], object], *, words: bool
    ) -> QPushButton:
        kit = self._kit
        button = QPushButton()
        button.setProperty("role", role)
        button.setCheckable(True)
        button.setAccessibleName(kit.say(name))
        inner = kit.column(button, gap=4)
        inner.addStretch(1)
        inner.addWidget(kit.picture(picture, 32, "ink"), 0, Qt.AlignmentFlag.AlignCenter)
        if words:
            label = kit.label(kit.say(f"rail_{name}"), "second")
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(label, 0, Qt.AlignmentFlag.AlignCenter)
        inner.addStretch(1)
        button.clicked.connect(lambda _=False: act())
        return button

    # --- what it shows ---

    def show_person(self, person: str, role: str, desk: str) -> None:
        self._person.setText(person)
        self._role.setText(role[:1].upper() + role[1:])
        self._desk.setText(desk)

    def show_sections(self, shown: Container[str]) -> None:
        """Those that the person who signed in has a right to."""
        for place, (name, _) in enumerate(SECTIONS):
            self._sections.button(place).setVisible(name in shown)
        if self._kit.upright:
            self._lay_bar(shown)

    def show_line(self, text: str, *, up: bool) -> None:
        self.line_chip.setText(text)
        dressed(self.line_chip, "chip-ok" if up else "chip-warn")

    def show_card(self, text: str) -> None:
        """Whose card still lies on the reader; empty: none."""
        self.card_chip.setText(text)
        self.card_chip.setVisible(bool(text))

    def show_wait(self, text: str) -> None:
        """That an answer is waited for, in the dialog too; empty: none is."""
        self.wait_chip.setText(text)
        self.wait_chip.setVisible(bool(text))
        if self.dialog is not None:
            self.dialog.show_wait(text)

    def show_page(self, page: QWidget, section: str) -> None:
        self.pages.setCurrentWidget(page)
        if self.window().focusWidget() is not self.search:  # what is typed meanwhile goes on
            self.give_hand(page)
        self.show_fault("")
        for place, (name, _) in enumerate(SECTIONS):
            self._sections.button(place).setChecked(name == section)
        self._sections.setExclusive(True)

    def leave_search(self) -> None:
        """Another page is asked for: bare digits are keys there, and nothing is looked for any more."""
        if self.window().focusWidget() is self.search:
            self.pages.setFocus()

    def show_word(self, text: str) -> None:
        """That something was done."""
        self.show_fault(text, role="word")

    def show_fault(self, text: str, role: str = "fault") -> None:
        dressed(self.fault, role)
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    # --- dialogs and keys ---

    def show_keys(self) -> None:
        """F1: every key, and what it does."""
        self.show_dialog(KeyList(self._kit, self.end_dialog), KEYS_WIDE)

    def bind(self, keys: str, act: Callable[[], object], *, over: bool = False) -> None:
        """Once a press, however long it is kept down. ``over``: over a dialog too."""
        shortcut = QShortcut(QKeySequence(keys), self, act)
        shortcut.setAutoRepeat(False)
        shortcut.setProperty(OVER, over)
