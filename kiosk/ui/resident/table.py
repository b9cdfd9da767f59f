"""One table of the form: a card for each row, touched to be mended; one more, one less and back again; its sum."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.procedure import Text as ProcedureText
from kiosk.domain.visit import VisitStep
from kiosk.ui.resident.leaves import LeafRow
from kiosk.ui.resident.parts import Screen, live_text
from kiosk.ui.resident.views import KnownFact
from kiosk.ui.strings import Strings, Text
from kiosk.ui.theme import Look, TextRole
from kiosk.ui.widgets import Banner, Button, ButtonKind, ChipTone, Facts, KnownValue, Note
from kiosk.ui.widgets.row_card import RowCard


@dataclass(frozen=True)
class RowView:
    """``label``: which row it is; ``title``: what it is about."""

    label: Text
    title: Text
    lines: tuple[str, ...] = ()
    problem: Text = ""


@dataclass(frozen=True)
class TableView:
    title: ProcedureText
    hint: ProcedureText
    rows: tuple[RowView, ...] = ()
    least: int = 0
    most: int = 20
    sums: tuple[KnownFact, ...] = ()
    problems: tuple[Text, ...] = ()
    removed: str = ""  # the title of the row that can be taken back


class TableScreen(Screen):
    step = VisitStep.FORM
    addAsked = Signal()  # noqa: N815
    openAsked = Signal(int)  # noqa: N815
    removeAsked = Signal(int)  # noqa: N815
    undoAsked = Signal()  # noqa: N815
    nextAsked = Signal()  # noqa: N815
    backAsked = Signal()  # noqa: N815

    def __init__(self, look: Look, strings: Strings) -> None:
        super().__init__(look, strings, "")
        self.leaves.SPACING = 14
        self.view: TableView | None = None
        self.cards: list[RowCard] = []
        self.add = self.undo = Button(look, "")
        self.main = Button(look, self.say("screen.next"), icon="arrow-right")
        self.main.clicked.connect(self.nextAsked)
        self.main.missing.connect(self._say_missing)
        self.set_footer(self.main, self.say("widget.back"))
        look.changed.connect(self._build)

    def show_table(self, view: TableView) -> None:
        """The same leaf stays where there is one."""
        leaf = self.leaves.leaf if self.view is not None and self.view.title == view.title else 0
        self.view = view
        self._build()
        self.leaves.turn(leaf)
        self.rest_touches()

    def _build(self) -> None:
        view = self.view
        if view is None:
            return
        self.head.set_words(live_text(self.strings, view.title), live_text(self.strings, view.hint))
        self.cards = [self._card(number, row) for number, row in enumerate(view.rows)]
        more, before = self._more(view), self.look.large  # else it would lie on the last of several leaves
        rows = [*more, *self.cards] if before else [*self.cards, *more]
        self.put(*self._wrong(view), *self._undo(view), *rows, *self._sums(view))
        empty = not view.rows and not view.least
        self.main.set_text(self.say("form.skip" if empty else "screen.next"), "arrow-right")
        self.main.set_waiting(self.say("form.table.least", n=view.least) if len(view.rows) < view.least else None)

    def _card(self, number: int, row: RowView) -> RowCard:
        card = RowCard(self.look, self.strings, row.label, row.title, "; ".join(row.lines), row.problem)
        card.opened.connect(lambda: self.openAsked.emit(number))
        card.removed.connect(lambda: self.removeAsked.emit(number))
        return card

    def _wrong(self, view: TableView) -> list[QWidget | LeafRow]:
        return [Banner(self.look, ChipTone.ERR, one, icon="alert-triangle") for one in view.problems]

    def _undo(self, view: TableView) -> list[QWidget | LeafRow]:
        if not view.removed:
            return []
        words = self.say("form.table.undo", what=view.removed)
        self.undo = Button(self.look, words, ButtonKind.QUIET, "arrow-back-up", height=104, role=TextRole.SMALL_BUTTON)
        self.undo.clicked.connect(self.undoAsked)
        return [self.undo]

    def _more(self, view: TableView) -> list[QWidget | LeafRow]:
        if len(view.rows) >= view.most:
            return [Note(self.look, "info-circle", self.say("form.table.most", n=view.most))]
        words = self.say("form.table.add" if view.rows else "form.table.first")
        self.add = Button(self.look, words, ButtonKind.SECONDARY, "plus", height=120)
        self.add.clicked.connect(self.addAsked)
        return [self.add]

    def _sums(self, view: TableView) -> list[QWidget | LeafRow]:
        if not view.sums or not view.rows:
            return []
        facts = [KnownValue(live_text(self.strings, one.label), one.value) for one in view.sums]
        return [LeafRow((Facts(self.look, self.strings, facts, compact=not self.look.large),), air=8)]

    def _say_missing(self) -> None:
        """The button that waits says why by itself."""

    def go_back(self) -> None:
        self.backAsked.emit()

    def wipe(self) -> None:
        self.view, self.cards = None, []
        self.head.set_words("")
        super().wipe()
