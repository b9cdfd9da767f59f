"""Signing in at the counter: by card and PIN, by name and PIN; the first account by its setup code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QWidget

from kiosk.services.counter.sessions import StaffName
from kiosk.ui.counter.card_pane import CardPane
from kiosk.ui.counter.lacquer import FieldBeside
from kiosk.ui.counter.parts import MOST_BESIDE, StaffButton, StaffKit, emptied
from kiosk.ui.staff.focus import give_focus
from kiosk.ui.widgets.rooted import Rooted

LONGEST = 64
MOST_NAMES = 5  # that are listed; with more, the name is typed


class SignInPage(Rooted):
    """``signed``: name and PIN; ``carded``: the PIN to the card that was read. ``bootstrapped``: code, name, person,
    secret. ``left``: back to the kiosk."""

    signed = Signal(str, str)
    carded = Signal(str)
    bootstrapped = Signal(str, str, str, str)
    left = Signal()

    def __init__(self, kit: StaffKit, office: str, place: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        self._across = FieldBeside(kit, self, office, place)
        self.field = self._across.field
        right = kit.column(margin=40, gap=12)
        self._across.addLayout(right, 3)
        right.addWidget(kit.label(kit.say("sign_in"), "h1"))
        self.why = kit.label(kit.say("sign_in_why"), "second")
        right.addWidget(self.why)
        self.news = kit.label("", "ok")
        self.news.hide()
        right.addWidget(self.news)
        panes = kit.split(always=kit.letters <= MOST_BESIDE, gap=24)
        right.addLayout(panes, 1)
        self.card = CardPane(kit, kit.strings.say("counter.card.title"))
        panes.addWidget(self.card, 1)
        card, self._box = kit.card()
        panes.addWidget(card, 1)
        self.fault = kit.label("", "fault")
        self.fault.hide()
        right.addWidget(self.fault)
        self.foot = kit.row()
        self.to_kiosk = kit.button(kit.say("to_kiosk"), self.left.emit, key="Esc", picture="arrow-left")
        self.foot.addWidget(self.to_kiosk)
        self.foot.addStretch(1)
        right.addLayout(self.foot)
        self.pin = QLineEdit()
        self._names = QButtonGroup(self)
        self._entries: list[QLineEdit] = []
        self._buttons: list[tuple[str, StaffButton]] = []
        self._chosen, self._by_card = "", False
        QShortcut(QKeySequence("Esc"), self, self.left.emit)
        for key, step in (("Up", -1), ("Down", 1)):
            QShortcut(QKeySequence(key), self, lambda step=step: self._step(step))

    def begin(self) -> None:
        """For whoever comes next: nothing of who was here before."""
        self.show_fault("")
        if self._buttons:
            self._chosen = self._buttons[0][0]
            self.show_card(None)

    def show_names(self, names: Sequence[StaffName], role_words: dict[str, str]) -> None:
        """Whom one may be: each by touch or arrow, then the PIN. What was chosen and typed above names that were there
        before stays."""
        chosen, typed = self._chosen, self.pin.text()
        self._lay_names(names, role_words)
        for name, button in self._buttons:
            if name == chosen:
                button.setChecked(True)
                self._chosen = name
        self.pin.setText(typed)

    def _lay_names(self, names: Sequence[StaffName], role_words: dict[str, str]) -> None:
        emptied(self._box)
        kit, self._by_card, self._buttons = self._kit, False, []
        heads = kit.row()
        heads.addWidget(kit.label(kit.say("by_name"), "h3"))
        heads.addStretch(1)
        heads.addWidget(kit.label("↑ ↓", "kbd"))
        self._box.addLayout(heads)
        self._names = QButtonGroup(self)
        for place, one in enumerate(names[:MOST_NAMES]):
            self._box.addWidget(self._name(one, role_words, checked=place == 0))
        self._other = QLineEdit()
        self._other.setPlaceholderText(kit.say("other_name"))
        self._other.setMaxLength(LONGEST)
        self._other.textEdited.connect(lambda text: self._choose(text.strip() or names[0].name, keep=True))
        self._other.setVisible(len(names) > MOST_NAMES)
        self._box.addWidget(self._other)
        self._chosen = names[0].name if names else ""
        self._pin_of = kit.label(kit.say("pin"), "second")
        self._box.addWidget(self._pin_of)
        self.pin = secret_entry()
        self.pin.returnPressed.connect(self._enter)
        self._box.addWidget(self.pin)
        self._box.addLayout(keypad(kit, self.pin.insert, self.pin.backspace))
        self.enter_button = kit.button(kit.say("enter"), self._enter, role="primary", key="Enter")
        self._box.addSpacing(kit.px(8))
        self._box.addWidget(self.enter_button)
        self._box.addStretch(1)
        give_focus(self.pin)

    def _name(self, one: StaffName, role_words: dict[str, str], *, checked: bool) -> StaffButton:
        button = self._kit.button(one.person, lambda: self._choose(one.name), role="name", picture="user")
        button.words.setTextFormat(Qt.TextFormat.RichText)
        second = self._kit.look.theme.ink2
        role = f"<span style='color:{second}'>{escape(role_words[one.role.value])}</span>"
        button.words.setText(f"<b>{escape(one.person)}</b><br>{role}")
        button.setProperty("lines", 2)
        button.setCheckable(True)
        button.setChecked(checked)
        self._names.addButton(button)
        self._buttons.append((one.name, button))
        return button

    @property
    def names(self) -> list[str]:
        """Accounts, as they stand above each other."""
        return [name for name, _ in self._buttons]

    @property
    def asks_pin(self) -> bool:
        """Whether the names are there, and the entry that is theirs."""
        return self.pin.isVisible()

    def show_first_run(self) -> None:
        """Nobody has an account yet."""
        emptied(self._box)
        self.card.hide()
        kit = self._kit
        self._box.addWidget(kit.label(kit.say("first_run"), "h2"))
        self._box.addWidget(kit.label(kit.say("first_run_why"), "second"))
        self._entries = []
        for key in ("first_code", "first_name", "first_person", "first_secret"):
            self._box.addWidget(kit.label(kit.say(key), "second"))
            entry = secret_entry() if key == "first_secret" else QLineEdit()
            entry.setMaxLength(LONGEST)
            self._entries.append(entry)
            self._box.addWidget(entry)
        self._box.addStretch(1)
        self._box.addWidget(kit.button(kit.say("first_make"), self._bootstrap, role="primary", key="Enter"))
        give_focus(self._entries[0])

    def show_card(self, holder: StaffName | None) -> None:
        """Whose card lies there: the PIN is theirs now. None: by name again."""
        if not self._buttons:
            return
        self._by_card = holder is not None
        self._pin_of.setText(self._kit.say("pin_of", person=holder.person) if holder else self._kit.say("pin"))
        for name, button in self._buttons:
            button.setChecked(name == (holder.name if holder else self._chosen))
        self.pin.clear()
        give_focus(self.pin)

    def show_fault(self, text: str) -> None:
        """Why not; empty takes it away. The PIN is typed anew."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.pin.clear()

    def show_news(self, text: str) -> None:
        """What was done since somebody was here."""
        self.news.setText(text)
        self.news.setVisible(bool(text))

    def _step(self, step: int) -> None:
        names = self.names
        if names:
            at = names.index(self._chosen) if self._chosen in names else 0
            at = max(0, min(len(names) - 1, at + step))
            self._buttons[at][1].setChecked(True)
            self._choose(names[at])

    def _choose(self, name: str, *, keep: bool = False) -> None:
        """``keep``: the name is still being typed."""
        self._chosen, self._by_card = name, False
        self._pin_of.setText(self._kit.say("pin"))
        if not keep:
            give_focus(self.pin)

    def _enter(self) -> None:
        if self._by_card:
            self.carded.emit(self.pin.text())
        else:
            self.signed.emit(self._chosen, self.pin.text())
        self.pin.clear()

    def _bootstrap(self) -> None:
        self.bootstrapped.emit(*(entry.text() for entry in self._entries))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Upright, the field lies above."""
        self._across.turn(event.size())


def keypad(kit: StaffKit, typed: Callable[[str], object], erased: Callable[[], object]) -> QGridLayout:
    """Ten digits and an eraser, for who has no keyboard."""
    grid = QGridLayout()
    grid.setSpacing(kit.px(10))
    for place, text in enumerate("123456789"):
        grid.addWidget(_digit(kit, text, typed), place // 3, place % 3)
    grid.addWidget(_digit(kit, "0", typed), 3, 1)
    grid.addWidget(_digit(kit, kit.say("erase"), lambda _: erased()), 3, 2)
    return grid


def _digit(kit: StaffKit, text: str, typed: Callable[[str], object]) -> QWidget:
    button = kit.button(text, lambda: typed(text), role="digit")
    button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
    button.layout().setAlignment(button.words, Qt.AlignmentFlag.AlignCenter)  # type: ignore[union-attr]
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def secret_entry() -> QLineEdit:
    entry = QLineEdit()
    entry.setEchoMode(QLineEdit.EchoMode.Password)
    entry.setMaxLength(LONGEST)
    return entry
