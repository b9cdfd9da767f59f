"""Choosing from few or from many, without scrolling: choices, pages, a search that ignores diacritics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.unmarked import without_marks
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets.base import Painted
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.fields import AnswerField
from kiosk.ui.widgets.labels import CENTRE, Label
from kiosk.ui.widgets.layouts import Column, Grid, Row


def plain(text: str) -> str:
    """``text`` as one searches it: lower case, without marks, đ as d. 'Đồng Văn' and 'dong van' are the same."""
    return without_marks(text.casefold()).strip()


@dataclass(frozen=True)
class Option:
    """One thing to choose; ``value`` is what the program gets."""

    value: str
    label: Text
    words: Text = ""  # what else it is found by: everyday words


def ranked(options: Sequence[Option], typed: str) -> list[Option]:
    """Those that hold what was typed: first where a label begins with it, then where a word does, then inside."""
    wanted = plain(typed)
    if not wanted:
        return list(options)
    placed = [(_fit(option, wanted), index, option) for index, option in enumerate(options)]
    return [option for place, _, option in sorted(placed, key=lambda item: item[:2]) if place < _NOWHERE]


_NOWHERE = 4


def _fit(option: Option, wanted: str) -> int:
    """The better of label and words; last where each word typed stands somewhere in either."""
    lines = [plain(str(option.label)), *(part.strip() for part in plain(str(option.words)).split(";"))]
    place = min(_place(line, wanted) for line in lines if line)
    if place < 3:
        return place
    parts = " ".join(lines).split()
    return 3 if all(any(part.startswith(word) for part in parts) for word in wanted.split()) else _NOWHERE


def _place(label: str, wanted: str) -> int:
    if label.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in label.split()):
        return 1
    return 2 if wanted in label else 3


class Stack(Painted):
    """A widget whose height is that of the column inside it."""

    def __init__(self, look: Look, spacing: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.column = Column(look, self, spacing=spacing)

    def heightForWidth(self, width: int) -> int:
        return self.column.heightForWidth(width) if self.column.hasHeightForWidth() else self.column.sizeHint().height()

    def sizeHint(self) -> QSize:
        return self.column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.column.minimumSize()


class Choices(Stack):
    """A few options as buttons, ``columns`` beside each other; ``chosen(value)``. None is chosen at first."""

    chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        options: Sequence[Option],
        columns: int = 2,
        value: str | None = None,
        height: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent=parent)
        self._value = value
        self.buttons: dict[str, Button] = {}
        for option in options:
            button = Button(look, option.label, ButtonKind.CHOICE, height=height)
            button.clicked.connect(lambda value=option.value: self._take(value))
            self.buttons[option.value] = button
        grid = Grid(look, columns=columns, spacing=20).fill(list(self.buttons.values()))
        self.column.addLayout(grid)
        self.set_value(value)

    @property
    def value(self) -> str | None:
        return self._value

    def set_value(self, value: str | None) -> None:
        self._value = value
        for mine, button in self.buttons.items():
            button.icon = "check" if mine == value else ""
            button.set_selected(mine == value)
            button.restyle()

    def _take(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit(value)


class Pager(Painted):
    """Previous page, 'Trang 2 trong 5', next page. ``turned(page)``, counted from 0."""

    turned = Signal(int)

    def __init__(self, look: Look, strings: Strings, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._strings, self._page, self._pages = strings, 0, 1
        back, on = ("chevron-up", "chevron-down") if upright else ("chevron-left", "chevron-right")
        self.before = Button(look, strings.phrase("widget.page_before"), ButtonKind.QUIET, back)
        self.after = Button(look, strings.phrase("widget.page_after"), ButtonKind.QUIET, on)
        for button in (self.before, self.after):
            button.set_icon_only(True)
            button.repeats = True
            button.setMinimumWidth(look.px(160))
        self.words = Label(look, "", TextRole.LABEL, "ink2", CENTRE)
        row = Row(look, self, spacing=20)
        row.addWidget(self.before)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.after)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))

    def set_pages(self, page: int, pages: int) -> None:
        self._page, self._pages = page, pages
        self.words.set_text(self._strings.phrase("widget.page", n=page + 1, total=pages))
        self.before.setEnabled(page > 0)
        self.after.setEnabled(page < pages - 1)
        self.setVisible(pages > 1)

    def _turn(self, by: int) -> None:
        self.turned.emit(min(self._pages - 1, max(0, self._page + by)))

    def height_for(self, width: int) -> int:
        return self.before.height_for(self.look.px(160))


class OptionList(Stack):
    """Many options in pages, the ``common`` ones first; ``search`` is the field that narrows them while one types.

    Attach the keyboard to ``search`` to write in it. ``chosen(value)`` when an option is pressed.
    """

    chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        strings: Strings,
        options: Sequence[Option],
        common: Sequence[str] = (),
        columns: int = 2,
        per_page: int = 8,
        searchable: bool = True,
        value: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, spacing=20, parent=parent)
        self._strings, self._value, self._page = strings, value, 0
        self._per_page, self._columns, self._pages = per_page, columns, True
        self._options = _common_first(options, common)
        self.search = AnswerField(look, strings, placeholder=strings.phrase("widget.search"), icon="search")
        self.search.edited.connect(self._narrow)
        self.search.setVisible(searchable)
        self._nothing = Label(look, strings.phrase("widget.nothing_found"), TextRole.LEAD, "ink2")
        self._buttons = [Button(look, "", ButtonKind.CHOICE) for _ in range(per_page)]
        self._grid = Grid(look, columns=columns, spacing=20).fill(self._buttons)
        self.pager = Pager(look, strings)
        self.pager.turned.connect(self._show)
        for index, button in enumerate(self._buttons):
            button.clicked.connect(lambda index=index: self._take(index))
        self.column.put(self.search, self._nothing, self._grid, self.pager)
        self._show(0)

    @property
    def value(self) -> str | None:
        return self._value

    def set_value(self, value: str | None) -> None:
        self._value = value
        self._show(self._page)

    def set_per_page(self, per_page: int, pages: bool = True) -> None:
        """Show fewer at once, where the keyboard takes the room; never more than at first. Without ``pages``: who does
        not see theirs types another letter."""
        self._per_page, self._pages = min(per_page, len(self._buttons)), pages
        self._show(0)

    def shown(self) -> list[Option]:
        """The options of the present page."""
        start = self._page * self._per_page
        return ranked(self._options, self.search.value)[start : start + self._per_page]

    def option(self, value: str) -> Option | None:
        """The option of that value; None where there is none."""
        return next((one for one in self._options if one.value == value), None)

    def button_of(self, value: str) -> Button | None:
        """What is touched to choose it; None where it is not on the present page."""
        places = [one.value for one in self.shown()]
        return self._buttons[places.index(value)] if value in places else None

    def _narrow(self, _typed: str = "") -> None:
        self._show(0)

    def _show(self, page: int) -> None:
        self._page = page
        count = len(ranked(self._options, self.search.value))
        self.pager.set_pages(page, max(1, -(-count // self._per_page)) if self._pages else 1)
        self._nothing.setVisible(not count)
        shown = self.shown()
        for index, button in enumerate(self._buttons):
            button.setVisible(index < len(shown))
            if index < len(shown):
                mine = shown[index].value == self._value
                button.set_text(shown[index].label, "check" if mine else "")
                button.set_selected(mine)

    def _take(self, index: int) -> None:
        value = self.shown()[index].value
        self.set_value(value)
        self.chosen.emit(value)


def _common_first(options: Sequence[Option], common: Sequence[str]) -> list[Option]:
    by_value = {option.value: option for option in options}
    first = [by_value[value] for value in common if value in by_value]
    return first + [option for option in options if option not in first]
