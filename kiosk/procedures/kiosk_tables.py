"""Rows of tables as the screens know them: each answer by TABLE.ROW.NAME, as if it were a field of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kiosk.domain.procedure import row_key, row_place
from kiosk.forms.answer_checks import FormProblem
from kiosk.forms.answers import Answer, answer_from
from kiosk.forms.case import FormCase, RowCase
from kiosk.forms.sheet import ProcedureVersion, SheetField, SheetGroup


class RowCases:
    """The rows of one case; a row after the last is one that is about to be begun."""

    def __init__(self, case: FormCase) -> None:
        self._case = case
        self.by_table: Mapping[str, Sequence[RowCase]] = {key: case.rows(key) for key in case.version.tables}

    def of(self, key: str) -> tuple[RowCase, str] | None:
        """The row in which ``key`` lies, and the field's own name; None where it is of no table."""
        place = row_place(key)
        if place is None or place[0] not in self.by_table:
            return None
        table, number, name = place
        rows = self.by_table[table]
        row = rows[number] if number < len(rows) else RowCase(self._case, self._case.version.tables[table], {})
        return row, name

    def shows(self, key: str) -> bool:
        place, here = row_place(key), self.of(key)
        return bool(place and here and self._case.relevant[place[0]] and here[0].relevant.get(here[1], False))

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Every answer in them, by its key."""
        for table, rows in self.by_table.items():
            for number, row in enumerate(rows):
                yield from ((row_key(table, number, name), answer) for name, answer in row.answers.items())


def column(version: ProcedureVersion, key: str) -> SheetField:
    """The field of a key, also of one in a row. KeyError."""
    place = row_place(key)
    return version.field(f"{place[0]}.{place[2]}" if place else key)


def placed_in_row(one: FormProblem, version: ProcedureVersion) -> FormProblem:
    """A problem of a row, with the key of that row's own field first, then its table."""
    if one.row is None or not one.fields:
        return one
    table, _, name = one.fields[0].partition(".")
    if table not in version.tables or not name:
        return one
    return replace(one, fields=(row_key(table, one.row, name), table))


def rows_to_blame(one: FormProblem, keys: Sequence[str], version: ProcedureVersion) -> str:
    """Of ``keys`` the first in the very row that a rule over rows blames; empty where there is none."""
    if one.row is None or not one.rule:
        return ""
    tables = {field.partition(".")[0] for field in one.fields} & set(version.tables)
    places = ((key, row_place(key)) for key in keys)
    return next((key for key, place in places if place and place[0] in tables and place[1] == one.row), "")


def table_answer(group: SheetGroup, entry: Mapping[str, Any]) -> Answer:
    """A table as it is kept, typed again; names that it has no more are left out."""
    names = {one.name: one.type for one in group.fields if not one.calculated}
    rows = [{name: one for name, one in row.items() if name in names} for row in entry.get("rows", ())]
    answer = answer_from({"rows": rows, "origin": entry["origin"]}, names.__getitem__)
    assert answer is not None
    return answer
