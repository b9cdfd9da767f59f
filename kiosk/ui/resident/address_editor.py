"""An address: a one-touch answer, or the commune by a few letters and then what stands before it, or a whole line.

The office's own commune is offered first, then its province's; a name that is gone finds what it became, and stays
beside the new one. A place that no table knows, or abroad, is written as one line.
"""

from __future__ import annotations

import enum

from PySide6.QtWidgets import QWidget

from kiosk.domain.form import ChosenPlace, Given
from kiosk.services.places import PlaceFound
from kiosk.ui.resident.commune_row import CommuneRow
from kiosk.ui.resident.editor import Writing
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.text_editor import TextEditor
from kiosk.ui.resident.views import FieldView, PlaceFinder
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import AnswerField, Button, ButtonKind, Label

MOST_COMMUNES = 5
"""Communes that are offered at once; who does not see theirs types another letter."""

DETAIL_LENGTH = 90


class AddressStage(enum.Enum):
    OFFERS = "offers"  # whole answers, as any written field has them; and the ways to another
    COMMUNE = "commune"  # which commune
    DETAIL = "detail"  # house or hamlet in it
    LINE = "line"  # all of it as it is written


class AddressEditor(TextEditor):
    """``answer`` is a commune's code with the rest, or the line where no commune was chosen."""

    def __init__(self, look: Look, strings: Strings, view: FieldView, value: str) -> None:
        assert view.places is not None
        self._places: PlaceFinder = view.places
        self._stage, self._searching, self._lying = AddressStage.OFFERS, False, False
        self.commune: PlaceFound | None = None
        super().__init__(look, strings, view, value)
        self.search = AnswerField(
            look, strings, placeholder=strings.phrase("form.place.search"), icon="search", limit=60
        )
        self.detail = AnswerField(look, strings, placeholder=strings.phrase("form.place.detail"), limit=DETAIL_LENGTH)
        self._ask_detail = Label(look, strings.phrase("form.place.detail_ask"), TextRole.LABEL, "ink2")
        self.rows = [CommuneRow(look, strings) for _ in range(MOST_COMMUNES)]
        self.chosen = CommuneRow(look, strings, chosen=True)
        self._nothing = Label(look, strings.phrase("widget.nothing_found"), TextRole.LEAD, "ink2")
        self.to_commune = self._way("form.place.by_commune", "map-pin")
        self.to_line = self._way("form.place.by_line", "keyboard")
        self._wire()
        look.changed.connect(self._find)
        self._begin(value)

    def _way(self, key: str, icon: str) -> Button:
        return Button(
            self.look, self.strings.phrase(key), ButtonKind.QUIET, icon, height=104, role=TextRole.SMALL_BUTTON
        )

    def _wire(self) -> None:
        self.to_commune.clicked.connect(lambda: self._go(AddressStage.COMMUNE))
        self.to_line.clicked.connect(lambda: self._go(AddressStage.LINE))
        self.chosen.clicked.connect(lambda: self._go(AddressStage.COMMUNE))
        self.search.clicked.connect(lambda: self._search(on=True))
        self.search.edited.connect(lambda _: self._find())
        self.search.submitted.connect(self.submitted)
        self.detail.edited.connect(lambda _: self._detail_typed())
        self.detail.submitted.connect(self.submitted)
        self.detail.caret_moved.connect(self._ways.refresh)
        for row in self.rows:
            row.clicked.connect(lambda row=row: self._choose_commune(row.place))

    def _begin(self, value: str) -> None:
        """What stands there already, by commune where it can be read so; else what is nearest to a touch."""
        reading = self._places.read(value) if value else None
        if reading is not None and value not in self.view.suggestions:
            self.commune = reading[0]
            self.detail.set_value(reading[1])
            self._first_line = self._line()
            self._go(AddressStage.DETAIL)
        elif value or self._offers:
            self._go(AddressStage.OFFERS)
        else:
            self._go(AddressStage.COMMUNE)

    # --- what stands there ---

    _first_line = ""  # the line by which an answer of before is shown: untouched, it stays as it was

    @property
    def value(self) -> str:
        if self.commune is None:
            return super().value
        line = self._line()
        return self._first if line == self._first_line else line

    @property
    def answer(self) -> Given:
        if self.commune is None or self.value == self._first:
            return self.value
        return ChosenPlace(self.commune.unit, self._detail(), self.commune.old)

    def _line(self) -> str:
        assert self.commune is not None
        return self._places.line(self.commune.unit, self._detail(), self.commune.old)

    def _detail(self) -> str:
        return " ".join(self.detail.value.split())

    # --- stages ---

    @property
    def stage(self) -> AddressStage:
        return self._stage

    @property
    def listing(self) -> bool:
        return self._stage is AddressStage.COMMUNE

    def set_lying(self, lying: bool) -> None:
        self._lying = lying
        self._find()
        self._fold()
        self.refolded.emit()

    def _go(self, stage: AddressStage) -> None:
        self._stage = stage
        if stage in (AddressStage.COMMUNE, AddressStage.LINE):
            self._searching, self.commune = False, None
        if stage is AddressStage.COMMUNE:
            self.search.set_value("")
        self.search.set_editing(False)
        self.detail.set_editing(stage is AddressStage.DETAIL)
        self.chosen.show_place(self.commune)
        self._find()
        super().write(stage is AddressStage.LINE or (stage is AddressStage.OFFERS and self._writing))
        self._ways.show(stage in (AddressStage.DETAIL, AddressStage.LINE) or self._writing)
        self._fold()
        self.typed.emit()
        self.refolded.emit()

    def write(self, on: bool) -> None:
        super().write(on)
        if hasattr(self, "rows"):
            self._stage = AddressStage.LINE if on else AddressStage.OFFERS
            self.commune = None
            self._fold()

    def _fold(self) -> None:
        stage = self._stage
        by_line = stage in (AddressStage.OFFERS, AddressStage.LINE)
        shown: dict[QWidget, bool] = {
            self.field: by_line,
            self.search: stage is AddressStage.COMMUNE,
            self._nothing: stage is AddressStage.COMMUNE and self._room > 0 and self.rows[0].place is None,
            self.to_commune: by_line and not self._writing_on_lying,
            self.to_line: stage is AddressStage.COMMUNE and not self._searching,
            self.chosen: stage is AddressStage.DETAIL and not (self._lying and self.look.large),
            self.detail: stage is AddressStage.DETAIL,
            self._ask_detail: stage is AddressStage.DETAIL,
            **{row: stage is AddressStage.COMMUNE and row.place is not None for row in self.rows},
        }
        offered = stage is AddressStage.OFFERS and not self._writing
        shown[self._choose] = offered and bool(self._offers)
        shown.update((one, offered) for one in self._offers)
        for widget, visible in shown.items():
            widget.setProperty("folded", not visible)
        if not by_line:
            self._mend.setProperty("folded", True)

    @property
    def _writing_on_lying(self) -> bool:
        return self._writing and self._lying

    def blocks(self) -> list[QWidget | LeafRow]:
        chosen, choose, offers = self.chosen, self._choose, LeafRow(tuple(self._offers))
        ways = LeafRow((self.to_commune, self.to_line), optional=self._writing)
        return [
            *(chosen, self.search, self._nothing, self.field),
            *(LeafRow((self._ask_detail,), optional=True, keep=True), self.detail, self._mend),
            *(LeafRow((choose,), keep=True, air=12), offers, LeafRow(tuple(self.rows)), ways),
            *self._ways.blocks(),
        ]

    # --- which commune ---

    def _search(self, on: bool = True) -> None:
        self._searching = on
        self.search.set_editing(on)
        self._find()
        self.wants_keyboard.emit(on)
        self.typed.emit()
        self.refolded.emit()

    @property
    def next_words(self) -> str:
        return "form.place.find" if self._searching and self._stage is AddressStage.COMMUNE else ""

    def step_on(self) -> bool:
        """The letters are enough: what they find has the whole page."""
        if not self.next_words:
            return False
        self._search(on=False)
        return True

    def step_back(self) -> bool:
        match self._stage:
            case AddressStage.COMMUNE if self._searching:
                self._search(on=False)
            case AddressStage.COMMUNE if self._offers:
                self._go(AddressStage.OFFERS)
            case AddressStage.DETAIL:
                self._go(AddressStage.COMMUNE)
            case AddressStage.LINE if self._offers:
                self.write(False)
            case _:
                return False
        return True

    @property
    def _room(self) -> int:
        """How many rows there is room for."""
        if self._searching:
            return (0 if self.look.large else 1) if self._lying else 1 if self.look.large else 3
        if self.look.large:
            return 2
        return 3 if self._lying else MOST_COMMUNES

    def _find(self) -> None:
        if self._stage is not AddressStage.COMMUNE:
            return
        places = self._places.search(self.search.value, self._room)
        for index, row in enumerate(self.rows):
            row.short = self._searching
            row.show_place(places[index] if index < len(places) else None)
        self._fold()
        self.refolded.emit()

    def _choose_commune(self, place: PlaceFound | None) -> None:
        if place is None:
            return
        self.commune = place
        self.set_error(None)
        self._go(AddressStage.DETAIL)

    # --- what stands before it ---

    def _detail_typed(self) -> None:
        self._ways.refresh()
        self.typed.emit()

    def set_error(self, sentence: Text | None, *, calm: bool = False) -> None:
        super().set_error(sentence, calm=calm)
        if hasattr(self, "detail"):
            self.detail.set_error(sentence if self._stage is AddressStage.DETAIL else None, calm=calm)

    @property
    def writing(self) -> Writing | None:
        if self._stage is AddressStage.COMMUNE:
            return Writing(self.search) if self._searching else None
        return Writing(self.detail) if self._stage is AddressStage.DETAIL else super().writing
