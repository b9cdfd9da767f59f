"""A table of the form as its screen shows it: a card for each row, what it adds up to, and what does not hold."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.checks import Problem
from kiosk.domain.form import FormState
from kiosk.domain.procedure import FormPage
from kiosk.ui.resident.answers import sentence
from kiosk.ui.resident.table import RowView, TableView
from kiosk.ui.resident.views import KnownFact
from kiosk.ui.spoken_answers import row_label, row_lines, row_title, spoken
from kiosk.ui.strings import Strings


def table_view(
    filling: FormState, page: FormPage, problems: Sequence[Problem], strings: Strings, removed: str = ""
) -> TableView:
    """Of the table that ``page`` asks. ``removed``: the title of the row that can be taken back."""
    table = filling.procedure.table(page.fields[0])
    by_row = {one.row: sentence(strings, one) for one in reversed(problems) if one.row is not None}
    rows = tuple(
        RowView(
            label=row_label(strings, table, number),
            title=row_title(filling, table, number, strings),
            lines=tuple(row_lines(filling, table, number, strings)),
            problem=by_row.get(number, ""),
        )
        for number in range(len(filling.rows(table.key)))
    )
    sums = [filling.procedure.field(key) for key in table.sums if filling.value(key)]
    return TableView(
        title=page.title,
        hint=page.hint,
        rows=rows,
        least=table.least,
        most=table.most,
        sums=tuple(KnownFact(item.label, spoken(filling, item, strings), from_card=False) for item in sums),
        problems=tuple(sentence(strings, one) for one in problems if one.row is None),
        removed=removed,
    )
