"""The page of a table: rows begun, mended, taken away and brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.domain.checks import Problem
from kiosk.domain.form import Rows
from kiosk.domain.visit import VisitStep
from kiosk.ui.flow import Flow
from kiosk.ui.form_cursor import Walk
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.resident import Screen
from kiosk.ui.resident.table import TableScreen
from kiosk.ui.spoken_answers import row_title
from kiosk.ui.table_views import table_view


class TablePages:
    """Of the step FORM those pages that ask a table. ``forward`` and ``back`` are the form's own."""

    def __init__(
        self, flow: Flow, savepoints: Savepoints, forward: Callable[[], None], back: Callable[[], None]
    ) -> None:
        self._flow, self._savepoints = flow, savepoints
        self.screen = TableScreen(flow.look, flow.strings)
        self._removed: tuple[tuple[str, str], Rows, str] | None = None  # whose table, its rows before, what went
        self.screen.addAsked.connect(self._add)
        self.screen.openAsked.connect(self._open)
        self.screen.removeAsked.connect(self._remove)
        self.screen.undoAsked.connect(self._undo)
        self.screen.nextAsked.connect(forward)
        self.screen.backAsked.connect(back)

    def enter(self, walk: Walk) -> Screen:
        if self._removed is not None and self._removed[0] != (self._flow.visit.draft_id, walk.table):
            self._removed = None
        self.screen.within = (walk.number, walk.count)
        self._show(walk, [one for one in walk.ask() if one.row is not None])
        return self.screen

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Nobody goes on from here yet, and this is why."""
        self._show(self._walk, problems)

    def _show(self, walk: Walk, problems: Sequence[Problem] = ()) -> None:
        removed = self._removed[2] if self._removed is not None else ""
        self.screen.show_table(table_view(walk.filling, walk.page, problems, self._flow.strings, removed))

    @property
    def _walk(self) -> Walk:
        assert self._flow.visit.walk is not None
        return self._flow.visit.walk

    def _add(self) -> None:
        self._removed = None
        self._walk.begin_row()
        self._flow.go(VisitStep.FORM)

    def _open(self, number: int) -> None:
        self._removed = None
        self._walk.open_row(number)
        self._flow.go(VisitStep.FORM)

    def _remove(self, number: int) -> None:
        walk = self._walk
        table = walk.filling.procedure.table(walk.table)
        rows = walk.filling.rows(table.key)
        place = self._flow.visit.draft_id, table.key
        self._removed = (place, rows, row_title(walk.filling, table, number, self._flow.strings))
        self._change(table.key, [row for at, row in enumerate(rows) if at != number])

    def _undo(self) -> None:
        if self._removed is not None:
            (_, table), rows, _ = self._removed
            self._removed = None
            self._change(table, rows)

    def _change(self, table: str, rows: Rows) -> None:
        walk, before = self._walk, self._walk.count
        walk.set_rows(table, rows)
        if walk.count != before:
            self._flow.shell.set_within((walk.number, walk.count), walk.count - before)
        self._savepoints.save()
        self._show(walk)

    def wipe(self) -> None:
        self._removed = None
        self.screen.wipe()
