"""The counter's one window: band, head with the search, rail, page; keys, what went wrong, a dialog."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kiosk.ui.counter.parts import StaffKit
from kiosk.ui.widgets.rooted import Rooted

SECTIONS = (("now", "bell"), ("dossiers", "files"), ("cash", "coin"), ("closing", "list"))
KEYS = (
    ("F1", "keys"),
    ("F2", "mend"),
    ("F3", "find"),
    ("F4", "i_help"),
    ("F6", "remark"),
    ("F7", "cash"),
    ("F9", "print"),
    ("Ctrl+L", "lock"),
    ("Ctrl+1…4", "key_sections"),
    ("1…8", "key_queues"),
    ("↑ ↓", "key_choose"),
    ("Enter", "key_open"),
    ("Ctrl+Enter", "key_primary"),
    ("Esc", "key_back"),
)


class Veil(Rooted):
    """A dialog over the page, which is darkened; Esc takes it away."""

    def __init__(self, kit: StaffKit, inner: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("veil")
        box = QFrame(self)
        box.setProperty("role", "dialog")
        kit.column(box, margin=32).addWidget(inner)
        outer = kit.column(self)
        outer.addStretch(1)
        line = kit.row()
        line.addStretch(1)
        box.setMinimumWidth(kit.px(900))
        box.setMaximumWidth(kit.px(1080))
        line.addWidget(box)
        line.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(1)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()


class CounterFrame(Rooted):
    """``searched``: what is typed. ``section``: a rail's name. ``locked``. Keys are actions by name, see ``bind``."""

    searched = Signal(str)
    section = Signal(str)
    locked = Signal()

    def __init__(self, kit: StaffKit, office: str) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._kit = kit
        self._veil: Veil | None = None
        outer = kit.column(self, gap=0)
        band = QWidget()
        band.setObjectName("band")
        band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        band.setFixedHeight(kit.px(15))
        outer.addWidget(band)
        outer.addWidget(self._head(office))
        body = kit.row(gap=0)
        outer.addLayout(body, 1)
        body.addWidget(self._rail())
        right = kit.column(gap=0)
        body.addLayout(right, 1)
        self.fault = kit.label("", "chip-err")
        self.fault.hide()
        holder = kit.row()
        holder.setContentsMargins(kit.px(28), kit.px(6), kit.px(28), 0)
        holder.addWidget(self.fault)
        holder.addStretch(1)
        right.addLayout(holder)
        self.pages = QStackedWidget()
        right.addWidget(self.pages, 1)

    def _head(self, office: str) -> QWidget:
        kit = self._kit
        head = QWidget()
        head.setObjectName("head")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setFixedHeight(kit.px(93))
        line = kit.row(head, gap=18)
        line.setContentsMargins(kit.px(28), 0, kit.px(28), 0)
        line.addWidget(kit.picture("building-store", 40, "son"))
        names = kit.column(gap=0)
        names.addWidget(kit.label(office, "h3"))
        self._desk = kit.label("", "second")
        names.addWidget(self._desk)
        line.addLayout(names)
        line.addStretch(1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(kit.say("search"))
        self.search.setFixedWidth(kit.px(560))
        self.search.textEdited.connect(self.searched.emit)
        line.addWidget(self.search)
        line.addWidget(kit.label("F3", "kbd"))
        self.line_chip = kit.label("", "chip-warn")
        line.addWidget(self.line_chip)
        people = kit.column(gap=0)
        self._person = kit.label("", "h3")
        self._role = kit.label("", "second")
        people.addWidget(self._person)
        people.addWidget(self._role)
        line.addLayout(people)
        return head

    def _rail(self) -> QWidget:
        kit = self._kit
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setFixedWidth(kit.px(116))
        box = kit.column(rail, gap=4)
        self._sections = QButtonGroup(self)
        for place, (name, picture) in enumerate(SECTIONS):
            button = self._rail_button(box, name, picture, partial(self.section.emit, name))
            self._sections.addButton(button, place)
        box.addStretch(1)
        for name, picture, act in (("keys", "keyboard", self.show_keys), ("lock", "shield", self.locked.emit)):
            self._rail_button(box, name, picture, act).setCheckable(False)
        return rail

    def _rail_button(self, box: QVBoxLayout, name: str, picture: str, act: Callable[[], object]) -> QPushButton:
        kit = self._kit
        button = QPushButton()
        button.setProperty("role", "rail")
        button.setCheckable(True)
        button.setAccessibleName(kit.say(name))
        inner = kit.column(button, gap=4)
        inner.addStretch(1)
        inner.addWidget(kit.picture(picture, 32, "ink"), 0, Qt.AlignmentFlag.AlignCenter)
        inner.addWidget(kit.label(kit.say(f"rail_{name}"), "second"), 0, Qt.AlignmentFlag.AlignCenter)
        inner.addStretch(1)
        button.clicked.connect(lambda _=False: act())
        box.addWidget(button)
        return button

    # --- what it shows ---

    def show_person(self, person: str, role: str, desk: str) -> None:
        self._person.setText(person)
        self._role.setText(role)
        self._desk.setText(desk)

    def show_line(self, text: str, *, up: bool) -> None:
        self.line_chip.setText(text)
        self.line_chip.setProperty("role", "chip-ok" if up else "chip-warn")
        self.line_chip.style().polish(self.line_chip)

    def show_page(self, page: QWidget, section: str) -> None:
        self.pages.setCurrentWidget(page)
        if not self.search.hasFocus() or section == "now":
            page.setFocus()  # bare digits are keys there, where nothing is typed
        self.show_fault("")
        for place, (name, _) in enumerate(SECTIONS):
            self._sections.button(place).setChecked(name == section)
        self._sections.setExclusive(True)

    def show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    # --- dialogs and keys ---

    def show_dialog(self, inner: QWidget) -> None:
        self.end_dialog()
        self._veil = Veil(self._kit, inner, self)

    def end_dialog(self) -> bool:
        """Whether there was one."""
        veil, self._veil = self._veil, None
        if veil is not None:
            veil.hide()
            veil.deleteLater()
        return veil is not None

    @property
    def dialog(self) -> Veil | None:
        return self._veil

    def show_keys(self) -> None:
        """F1: every key, and what it does."""
        kit = self._kit
        inner = QWidget()
        box = kit.column(inner, gap=10)
        box.addWidget(kit.label(kit.say("keys"), "h2"))
        box.addWidget(kit.label(kit.say("keys_why"), "second"))
        columns = kit.row(gap=40)
        for half in (KEYS[:7], KEYS[7:]):
            column = kit.column(gap=10)
            for key, word in half:
                line = kit.row(gap=16)
                hint = kit.label(key, "kbd")
                line.addWidget(hint)
                line.addWidget(kit.label(kit.say(word)))
                line.addStretch(1)
                column.addLayout(line)
            columns.addLayout(column)
        box.addLayout(columns)
        self.show_dialog(inner)

    def bind(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self, act)

    def resizeEvent(self, event: object) -> None:
        if self._veil is not None:
            self._veil.setGeometry(self.rect())


class Wakefulness(QObject):
    """Hears every touch and key of the counter, so that a desk where somebody works does not lock itself."""

    touched = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self.touched.emit()
        return False
