"""How each kind of field is answered: by letters, by figures, by a touch. An editor gives blocks for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kiosk.domain.checks import parse_date
from kiosk.domain.procedure import FieldType
from kiosk.ui.keyboard import Mode, tidy_name
from kiosk.ui.resident.leaves import Block
from kiosk.ui.resident.parts import fill, live, told
from kiosk.ui.resident.views import FieldView
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, Role
from kiosk.ui.widgets import (
    Banner,
    Button,
    DatePicker,
    Field,
    Kind,
    Label,
    Note,
    NumberStepper,
    Option,
    OptionList,
    Pressable,
    Tile,
    Tone,
)
from kiosk.ui.widgets.paint import draw_icon, rounded
from kiosk.ui.widgets.text import Block as Words
from kiosk.ui.widgets.text import lay_out


@dataclass(frozen=True)
class Writing:
    """What the keyboard writes into, and how."""

    field: Field
    mode: Mode = Mode.LETTERS
    names: bool = False
    extra: str = ""


class Editor(QObject):
    """``picked(value)`` when an answer was touched; ``typed()`` while letters come; ``submitted()`` on Enter."""

    picked = Signal(str)
    typed = Signal()
    submitted = Signal()
    wants_keyboard = Signal(bool)

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__()
        self.look, self.strings, self.view = look, strings, view
        self._first = value
        self._error = Banner(look, Tone.ERR, "", icon="alert-triangle")
        self._error.setProperty("folded", True)

    @property
    def value(self) -> str:
        """What stands there now, tidied."""
        return self._first

    @property
    def writing(self) -> Writing | None:
        return None

    def blocks(self) -> list[QWidget | Block]:
        return []

    def set_error(self, sentence: Text | None) -> None:
        self._error.setProperty("folded", sentence is None)
        if sentence is not None:
            self._error.set_state(Tone.ERR, sentence, icon="alert-triangle")

    def refresh(self, view: FieldView, value: str) -> None:
        """What follows from the answer is another."""
        self.view = view


class TextEditor(Editor):
    """A field with the keyboard under it, and answers that need one touch only."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        item = view.field
        long = item.type in (FieldType.ADDRESS, FieldType.TEXT)  # it shall be seen whole
        example: Text = strings.phrase("form.example", text=item.example) if item.example else ""
        self.field = Field(
            look, strings, value=value, placeholder=example, large=not (long or look.large), limit=item.max_length
        )
        self._writing = False
        self.field.clicked.connect(lambda: self.write(True))
        self.field.edited.connect(lambda _: self._typed())
        self.field.submitted.connect(self.submitted)
        self._offers = [self._offer(text) for text in view.suggestions]
        self._choose = Label(look, strings.phrase("form.or_choose"), Role.LEAD, "ink2")
        self.write(not self._offers)
        self._mark()

    @property
    def value(self) -> str:
        text = self.field.value.strip()
        return tidy_name(text) if self.view.field.type is FieldType.NAME else text

    def write(self, on: bool) -> None:
        """Bring the keyboard. Where an answer can be touched instead, it comes only when the field is."""
        self._writing = on
        self.field.set_editing(on)
        for widget in (self._choose, *self._offers):
            widget.setProperty("folded", on)
        self.wants_keyboard.emit(on)

    @property
    def writing(self) -> Writing | None:
        if not self._writing:
            return None
        figures = {FieldType.ID_NUMBER: "", FieldType.PHONE: "", FieldType.YEAR_OR_DATE: "/", FieldType.NUMBER: ""}
        kind = self.view.field.type
        if kind in figures:
            return Writing(self.field, Mode.NUMBERS, extra=figures[kind])
        return Writing(self.field, names=kind is FieldType.NAME)

    def blocks(self) -> list[QWidget | Block]:
        offers = Block(tuple(self._offers))
        return [self.field, *([Block((self._choose,), keep=True, air=12), offers] if self._offers else [])]

    def set_error(self, sentence: Text | None) -> None:
        self.field.set_error(sentence)

    def _offer(self, text: str) -> Button:
        button = Button(self.look, text, Kind.SECONDARY, height=112, role=Role.SMALL_BUTTON)
        button.clicked.connect(lambda: self._take(text))
        return button

    def _take(self, text: str) -> None:
        self.field.set_value(text)
        self.field.set_error(None)
        self._mark()
        self.picked.emit(text)

    def _typed(self) -> None:
        self._mark()
        self.typed.emit()

    def _mark(self) -> None:
        for button, text in zip(self._offers, self.view.suggestions, strict=True):
            button.set_text(text, "check" if text == self.field.value else "")
            button.set_selected(text == self.field.value)


class ChoiceEditor(Editor):
    """A few answers as tiles; the whole tile is the target."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        self._value = value
        self._pair = len(view.field.choices) == 2 and look.text_percent <= 125
        self.tiles: dict[str, Tile] = {}
        for choice in view.field.choices:
            icon, label, note = choice.icon or "check", told(strings, choice.label), told(strings, choice.note)
            tile = Tile(look, icon, label, note, flat=not self._pair)
            tile.clicked.connect(lambda value=choice.value: self._take(value))
            self.tiles[choice.value] = tile
        self._mark()

    @property
    def value(self) -> str:
        return self._value

    def blocks(self) -> list[QWidget | Block]:
        columns = 2 if self._pair else 1
        grow = 1.6 if self._pair else 1.25
        return [self._error, Block(tuple(self.tiles.values()), columns=columns, wide=2, grow=grow)]

    def _take(self, value: str) -> None:
        self._value = value
        self.set_error(None)
        self._mark()
        self.picked.emit(value)

    def _mark(self) -> None:
        for value, tile in self.tiles.items():
            tile.set_selected(value == self._value)


class ListEditor(Editor):
    """A choice among many; the keyboard comes when one touches the search."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        options = [Option(name, name) for name in view.options]
        self.list = OptionList(look, strings, options, common=(*view.suggestions, value), value=value, per_page=10)
        self.list.chosen.connect(self._take)
        self.list.search.clicked.connect(lambda: self._search(True))
        self._searching = False
        look.changed.connect(self._fit)
        self._fit()

    @property
    def value(self) -> str:
        return self.list.value or ""

    @property
    def writing(self) -> Writing | None:
        return Writing(self.list.search) if self._searching else None

    def blocks(self) -> list[QWidget | Block]:
        return [self._error, self.list]

    def set_lying(self, lying: bool) -> None:
        self._lying = lying
        self._fit()

    def _fit(self) -> None:
        lying, large = getattr(self, "_lying", False), self.look.large
        self.list.search.setVisible(not (lying and large))  # there, the pages alone have room
        if self._searching:
            self.list.set_per_page((1 if large else 2) if lying else (1 if large else 6))
        else:
            self.list.set_per_page(5 if large else 10)

    def _search(self, on: bool) -> None:
        if on and self.list.search.isHidden():
            return
        self._searching = on
        self.list.search.set_editing(on)
        self._fit()
        self.wants_keyboard.emit(on)

    def _take(self, value: str) -> None:
        self._search(False)
        self.picked.emit(value)


class DateEditor(Editor):
    """Day, month and year by touch; the date as the sheet spells it; and a kind word where it is late."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        latest = view.today if view.field.not_future else date(view.today.year + 20, 12, 31)
        day = parse_date(value)
        self.picker = DatePicker(look, strings, date(1900, 1, 1), latest, day)
        self._value = value
        self.picker.chosen.connect(self._take)
        self.picker.refused.connect(self._refused)
        self._words = Note(look, "calendar-event", "", "ink")
        self._late = Banner(
            look, Tone.NETWORK, strings.phrase("form.late"), strings.phrase("form.late_line"), "heart-handshake"
        )
        self._tell()

    @property
    def value(self) -> str:
        return self._value

    def blocks(self) -> list[QWidget | Block]:
        return [self._error, self.picker, Block((self._words,), optional=True), Block((self._late,), optional=True)]

    def refresh(self, view: FieldView, value: str) -> None:
        super().refresh(view, value)
        self._tell()

    def _tell(self) -> None:
        self._words.set_text(f"**{self.view.words}**")
        self._words.setProperty("folded", not self.view.words)
        self._late.setProperty("folded", not self.view.late)

    def _take(self, day: date) -> None:
        self._value = f"{day:%d/%m/%Y}"
        self.set_error(None)
        self.picked.emit(self._value)

    def _refused(self) -> None:
        self._value = ""
        self.set_error(self.strings.phrase("form.problem.date"))
        self.typed.emit()


class NumberEditor(Editor):
    """Plus and minus."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        super().__init__(look, strings, view, value)
        self.stepper = NumberStepper(look, strings, int(value) if value.isdecimal() else 1, 1, 20)
        self.stepper.changed.connect(lambda number: self.picked.emit(str(number)))

    @property
    def value(self) -> str:
        return str(self.stepper.value)

    def blocks(self) -> list[QWidget | Block]:
        return [self._error, Block((self.stepper,), air=40)]


_EDITORS: Mapping[FieldType, type[Editor]] = {
    FieldType.CHOICE: ChoiceEditor,
    FieldType.LIST: ListEditor,
    FieldType.DATE: DateEditor,
    FieldType.NUMBER: NumberEditor,
}


def editor_for(look: Look, strings: Strings, view: FieldView, value: str) -> Editor:
    return _EDITORS.get(view.field.type, TextEditor)(look, strings, view, value)


def shown_value(strings: Strings, view: FieldView, value: str) -> Text:
    """An answer as a person reads it: the choice's label, or the words as they are."""
    for choice in view.field.choices:
        if choice.value == value:
            return told(strings, choice.label)
    return value


class AnswerRow(Pressable):
    """One field of a group: what is asked, what was answered, and that it can be touched."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: Text, problem: Text | None) -> None:
        super().__init__(look)
        self._strings, self._view, self._value, self._problem = strings, view, value, problem
        self.key = view.field.key
        self.listen_to(strings)
        self.retranslate()

    def spoken(self) -> str:
        return ". ".join(filter(None, (self._label(), self._shown(), str(self._problem or ""))))

    def _label(self) -> str:
        return fill(self._strings, self._view.field.label)

    def _shown(self) -> str:
        if str(self._value):
            return str(self._value)
        return self._strings.say("form.empty" if self._view.field.required else "form.may_skip")

    def _blocks(self, width: float) -> tuple[Words, Words, Words | None]:
        room = max(1.0, width - self.look.px(34 + 110))
        label = lay_out(self.look, self._label(), Role.LABEL, room)
        value = lay_out(self.look, self._shown(), Role.VALUE if str(self._value) else Role.LEAD, room)
        problem = lay_out(self.look, str(self._problem), Role.LABEL_STRONG, room) if self._problem else None
        return label, value, problem

    def height_for(self, width: int) -> int:
        heights = [block.height for block in self._blocks(width) if block]
        return max(self.look.px(120), sum(heights) + 2 * self.look.px(20))

    def wanted_width(self) -> int:
        return self.look.px(960)

    def least_width(self) -> int:
        return self.look.px(400)

    def paint(self, painter: QPainter) -> None:
        theme, px, area = self.look.theme, self.look.px, QRectF(self.rect())
        edge = theme.err if self._problem else theme.line2
        width = px(theme.edges or (5 if self._problem else 3))
        rounded(painter, area, px(24), theme.tint if self.down else theme.field, edge, width)
        top = (self.height() - sum(block.height for block in self._blocks(self.width()) if block)) / 2
        colours = ("ink2", "ink" if str(self._value) else "ink2", "err")
        for block, colour in zip(self._blocks(self.width()), colours, strict=True):
            if block is not None:
                block.paint(painter, QRectF(px(34), top, self.width(), block.height), self.look.colour(colour))
                top += block.height
        icon = "alert-triangle" if self._problem else "pencil" if str(self._value) else "plus"
        colour = theme.err if self._problem else theme.action_text
        draw_icon(painter, icon, colour, QPointF(self.width() - px(62), self.height() / 2), px(48))


def sentence(strings: Strings, key: str, values: Mapping[str, str | int] | None) -> Text:
    """A problem in words; they follow the language."""
    return live(strings, lambda now: now.say(f"form.problem.{key}", **dict(values or {})))


__all__ = [
    "AnswerRow",
    "DateEditor",
    "Editor",
    "ListEditor",
    "TextEditor",
    "Writing",
    "editor_for",
    "sentence",
    "shown_value",
]
