"""The lines of one part of a form, dense: label above, field, and what does not hold beneath; two beside each other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.domain.procedure import FieldType
from kiosk.services.counter.assisted_view import AssistedLine, AssistedPart
from kiosk.ui.counter.entries import ChoiceRow, StaffEntry, SuggestingEntry
from kiosk.ui.counter.parts import StaffKit, emptied
from kiosk.ui.keyboard.compose import InputMethod
from kiosk.ui.staff.focus import give_focus
from kiosk.ui.widgets.rooted import Rooted

MOST_BESIDE = 44
"""Letters of all labels together, up to which choices stand beside each other as buttons."""

_WRITTEN = frozenset(one.value for one in (FieldType.NAME, FieldType.TEXT, FieldType.ADDRESS, FieldType.LIST))
"""Kinds in which there are marks to write."""

Field = StaffEntry | SuggestingEntry | ChoiceRow


class SheetLine(Rooted):
    """One line. ``given``: its key and what it is now; ``place_asked``: its key and what was typed of a place."""

    given = Signal(str, str)
    place_asked = Signal(str, str)

    def __init__(self, kit: StaffKit, line: AssistedLine, method: InputMethod) -> None:
        super().__init__()
        self._kit, self.key = kit, line.key
        box = kit.column(self, gap=4)
        heads = kit.row(gap=8)
        self._label = kit.label("", "second")
        heads.addWidget(self._label, 1)
        if line.locked:
            heads.addWidget(kit.label(kit.strings.say("counter.filing.locked"), "chip-info"))
        box.addLayout(heads)
        self.field = self._field(line, method)
        self.field.setEnabled(not line.locked)
        self.field.given.connect(partial(self.given.emit, line.key))
        box.addWidget(self.field)
        self._fault = kit.label("", "field-fault")
        box.addWidget(self._fault)
        self.show_line(line, asked=False)

    def _field(self, line: AssistedLine, method: InputMethod) -> Field:
        method = method if line.kind in _WRITTEN else InputMethod.KEYS
        letters = sum(len(label) for _, label in line.choices)
        if line.choices and letters <= MOST_BESIDE and len(line.choices) <= 4:
            return ChoiceRow(self._kit, line.choices, line.value)
        if line.choices or line.kind == FieldType.ADDRESS.value:
            only = line.kind == FieldType.CHOICE.value
            field = SuggestingEntry(
                self._kit, line.choices, line.value, InputMethod.KEYS if only else method, only=only
            )
            if not line.choices:
                field.asked.connect(partial(self.place_asked.emit, line.key))
            field.entry.setPlaceholderText(line.hint)
            field.entry.setAccessibleName(line.label)
            return field
        entry = StaffEntry(line.value, method)
        entry.setPlaceholderText(line.hint)
        entry.setAccessibleName(line.label)
        return entry

    def show_line(self, line: AssistedLine, *, asked: bool) -> None:
        """As it is now. ``asked``: what is missing is said too, and not only what is wrong."""
        self._label.setText(f"{line.label} *" if line.required else line.label)
        self.field.show_text(line.value)
        shown = line.fault if line.fault and (asked or line.value) else ""
        self._fault.setText(shown)
        self._fault.setVisible(bool(shown))


class FilingSheet(Rooted):
    """One part at a time. Signals as of its lines."""

    given = Signal(str, str)
    place_asked = Signal(str, str)

    def __init__(self, kit: StaffKit) -> None:
        super().__init__()
        self._kit = kit
        self.method = InputMethod.TELEX
        self.lines: dict[str, SheetLine] = {}
        self._shape: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(kit.px(24))
        self._grid.setVerticalSpacing(kit.px(12))

    def show_part(self, part: AssistedPart, columns: int, *, asked: bool) -> None:
        """Laid anew only where other lines are asked than before, so that nothing moves under a hand."""
        shape = (part.key, columns, self.method, *((one.key, one.kind, one.choices, one.locked) for one in part.lines))
        if shape != self._shape:
            self._shape = shape
            self._lay(part, columns)
        for one in part.lines:
            self.lines[one.key].show_line(one, asked=asked)

    def _lay(self, part: AssistedPart, columns: int) -> None:
        focused = next((key for key, one in self.lines.items() if one.isAncestorOf(self._focus())), "")
        emptied(self._grid)
        self.lines = {}
        last: QWidget | None = None
        for place, line in enumerate(part.lines):
            widget = SheetLine(self._kit, line, self.method)
            widget.given.connect(self.given)
            widget.place_asked.connect(self.place_asked)
            self.lines[line.key] = widget
            self._grid.addWidget(widget, place // columns, place % columns)
            if last is not None:
                QWidget.setTabOrder(last, widget.field)
            last = widget.field
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(len(part.lines) // columns + 1, 1)
        if focused:
            self.focus_on(focused)

    def _focus(self) -> QWidget:
        return self.window().focusWidget() or self

    def focus_on(self, key: str = "") -> None:
        """The line of that key; the first that is empty, else the first."""
        wanted = self.lines.get(key) or next((one for one in self.lines.values() if one.field.isEnabled()), None)
        if wanted is not None:
            give_focus(wanted.field)

    def choose(self, digit: int) -> None:
        """The digit's answer of the line that the hand is at."""
        for line in self.lines.values():
            if line.isAncestorOf(self._focus()) and not isinstance(line.field, StaffEntry):
                line.field.choose(digit)

    def show_communes(self, key: str, communes: tuple[str, ...]) -> None:
        """What fits an address that is being written, each whole."""
        line = self.lines.get(key)
        if line is not None and isinstance(line.field, SuggestingEntry):
            before = line.field.entry.text().rpartition(",")[0].strip()
            whole = [f"{before}, {one}" if before else one for one in communes]
            line.field.suggest([(one, one) for one in whole])

    def settle(self) -> None:
        """What is being written is given, as if the line were left."""
        for line in self.lines.values():
            if line.isAncestorOf(self._focus()):
                self._focus().clearFocus()

    def wipe(self) -> None:
        """Nobody's answers stay."""
        emptied(self._grid)
        self.lines, self._shape = {}, ()
