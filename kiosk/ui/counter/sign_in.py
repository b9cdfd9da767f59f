"""Signing in at the counter: by name and PIN; the first account by its setup code; the desk that is locked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QWidget

from kiosk.services.counter.sessions import StaffName
from kiosk.ui.counter.parts import StaffKit, emptied, escaped
from kiosk.ui.widgets.drawings.drum import draw_drum
from kiosk.ui.widgets.drawings.emblem import draw_emblem
from kiosk.ui.widgets.rooted import Rooted

LONGEST = 64


class LacquerField(Rooted):
    """The left of the page: lacquer, the drum, the office's name, a greeting."""

    def __init__(self, kit: StaffKit, office: str, place: str) -> None:
        super().__init__()
        self._kit, self._office, self._place = kit, office, place
        self.greeting = self.beneath = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._kit.look.theme, self._kit.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._kit.look.colour("son"))
        draw_drum(painter, QRectF(self.rect()).center(), self.width() * 0.62, theme.motif)
        draw_emblem(painter, self._kit.look, QRectF(px(64), px(56), px(84), px(84)), plain=True)
        self._text(painter, px(168), px(58), self._office, 24, 500, "on_son2")
        self._text(painter, px(168), px(92), self._place, 32, 700, "on_son")
        painter.fillRect(QRectF(px(64), self.height() - px(250), px(84), px(4)), self._kit.look.colour("gold"))
        self._text(painter, px(64), self.height() - px(216), self.greeting, 68, 700, "on_son")
        self._text(painter, px(64), self.height() - px(106), self.beneath, 26, 500, "on_son2")
        painter.fillRect(QRectF(self.width() - px(5), 0, px(5), self.height()), self._kit.look.colour("gold"))

    def _text(self, painter: QPainter, x: int, y: int, text: str, size: int, weight: int, colour: str) -> None:
        font = painter.font()
        font.setFamilies(["Be Vietnam Pro", "Noto Sans"])
        font.setPixelSize(self._kit.px(size))
        font.setWeight(font.Weight(weight))
        painter.setFont(font)
        painter.setPen(self._kit.look.colour(colour))
        area = QRectF(x, y, self.width() - x - self._kit.px(20), self._kit.px(size * 1.5))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)


class SignInPage(Rooted):
    """``signed``: name and PIN. ``bootstrapped``: code, name, person, secret. ``left``: back to the kiosk."""

    signed = Signal(str, str)
    bootstrapped = Signal(str, str, str, str)
    left = Signal()

    def __init__(self, kit: StaffKit, office: str, place: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self._kit = kit
        line = kit.row(self, gap=0)
        self.field = LacquerField(kit, office, place)
        line.addWidget(self.field, 2)
        right = kit.column(margin=40, gap=12)
        line.addLayout(right, 3)
        right.addWidget(kit.label(kit.say("sign_in"), "h1"))
        right.addWidget(kit.label(kit.say("sign_in_why"), "second", wrap=True))
        card, self._box = kit.card()
        right.addWidget(card, 1)
        self.fault = kit.label("", "chip-err", wrap=False)
        self.fault.hide()
        right.addWidget(self.fault)
        foot = kit.row()
        foot.addWidget(kit.button(kit.say("to_kiosk"), self.left.emit, key="Esc", picture="arrow-left"))
        foot.addStretch(1)
        right.addLayout(foot)
        self.pin = QLineEdit()
        self._names = QButtonGroup(self)
        self._entries: list[QLineEdit] = []
        self._chosen = ""
        QShortcut(QKeySequence("Esc"), self, self.left.emit)

    def show_names(self, names: Sequence[StaffName], role_words: dict[str, str]) -> None:
        """Whom one may be: each by touch or arrow, then the PIN."""
        self._clear()
        kit = self._kit
        self._box.addWidget(kit.label(kit.say("by_name"), "h3"))
        self._names = QButtonGroup(self)
        for place, one in enumerate(names[:6]):
            button = kit.button(one.person, lambda one=one: self._choose(one.name), role="name", picture="user")  # type: ignore[misc]
            button.words.setTextFormat(Qt.TextFormat.RichText)
            button.words.setText(f"<b>{escaped(one.person)}</b>&nbsp;&nbsp; {escaped(role_words[one.role.value])}")
            button.setCheckable(True)
            button.setChecked(place == 0)
            self._names.addButton(button)
            self._box.addWidget(button)
        self._chosen = names[0].name if names else ""
        self._box.addWidget(kit.label(kit.say("pin"), "second"))
        self.pin = _secret()
        self.pin.returnPressed.connect(self._enter)
        self._box.addWidget(self.pin)
        self._box.addLayout(self._keypad())
        self._box.addStretch(1)
        self.enter_button = kit.button(kit.say("enter"), self._enter, role="primary", key="Enter")
        self._box.addWidget(self.enter_button)
        self.pin.setFocus()

    def show_first_run(self) -> None:
        """Nobody has an account yet."""
        self._clear()
        kit = self._kit
        self._box.addWidget(kit.label(kit.say("first_run"), "h2"))
        self._box.addWidget(kit.label(kit.say("first_run_why"), "second", wrap=True))
        self._entries = []
        for key in ("first_code", "first_name", "first_person", "first_secret"):
            self._box.addWidget(kit.label(kit.say(key), "second"))
            entry = _secret() if key == "first_secret" else QLineEdit()
            entry.setMaxLength(LONGEST)
            self._entries.append(entry)
            self._box.addWidget(entry)
        self._box.addStretch(1)
        self._box.addWidget(kit.button(kit.say("first_make"), self._bootstrap, role="primary", key="Enter"))
        self._entries[0].setFocus()

    def show_fault(self, text: str) -> None:
        """Why not; empty takes it away. The PIN is typed anew."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.pin.clear()

    def _choose(self, name: str) -> None:
        self._chosen = name
        self.pin.setFocus()

    def _enter(self) -> None:
        self.signed.emit(self._chosen, self.pin.text())
        self.pin.clear()

    def _bootstrap(self) -> None:
        self.bootstrapped.emit(*(entry.text() for entry in self._entries))

    def _keypad(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._kit.px(10))
        for place, text in enumerate("123456789"):
            grid.addWidget(self._digit(text), place // 3, place % 3)
        grid.addWidget(self._digit("0"), 3, 1)
        erase = self._kit.button(self._kit.say("erase"), self.pin.backspace, role="digit")
        erase.setSizePolicy(erase.sizePolicy().Policy.Expanding, erase.sizePolicy().Policy.Fixed)
        grid.addWidget(erase, 3, 2)
        return grid

    def _digit(self, text: str) -> QWidget:
        button = self._kit.button(text, lambda: self.pin.insert(text), role="digit")
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        button.layout().setAlignment(button.words, Qt.AlignmentFlag.AlignCenter)  # type: ignore[union-attr]
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _clear(self) -> None:
        emptied(self._box)


class LockPage(Rooted):
    """The desk is locked: the same person's PIN opens it. ``opened``: the PIN. ``left``: signed out instead."""

    opened = Signal(str)
    left = Signal()

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self.setObjectName("page")
        outer = kit.column(self)
        outer.addStretch(1)
        middle = kit.row()
        middle.addStretch(1)
        card, box = kit.card(role="dialog")
        card.setFixedWidth(kit.px(620))
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)
        box.addWidget(kit.label(kit.say("locked"), "h1"))
        self.person = kit.label("", "second", wrap=True)
        box.addWidget(self.person)
        self.pin = _secret()
        self.pin.returnPressed.connect(self._enter)
        box.addWidget(self.pin)
        self.fault = kit.label("", "chip-err")
        self.fault.hide()
        box.addWidget(self.fault)
        box.addWidget(kit.button(kit.say("unlock"), self._enter, role="primary", key="Enter"))
        box.addWidget(kit.button(kit.say("sign_out"), self.left.emit, picture="logout"))

    def show_person(self, text: str) -> None:
        self.person.setText(text)
        self.show_fault("")
        self.pin.setFocus()

    def show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.pin.clear()

    def _enter(self) -> None:
        self.opened.emit(self.pin.text())
        self.pin.clear()


def _secret() -> QLineEdit:
    entry = QLineEdit()
    entry.setEchoMode(QLineEdit.EchoMode.Password)
    entry.setMaxLength(LONGEST)
    return entry
