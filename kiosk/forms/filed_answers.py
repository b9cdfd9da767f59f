"""Answers as they were handed in, as a scope for expressions: what was hidden is not there, nothing is decided anew.

A sheet that is printed a week later says what was filed, whatever a card or the calendar would say by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk.forms.answers import Answer, answer_data, answer_from, plain_value
from kiosk.forms.case import NoPlaces
from kiosk.forms.form import Form
from kiosk.forms.quantities import DayRange, Rows, Unit, Value, day
from kiosk.forms.scope import Places
from kiosk.forms.sheet import ProcedureVersion, SheetGroup

FiledEntries = Mapping[str, Mapping[str, Any]]
"""Answers by field or table, as ``services.filed_sheet`` writes them into a filing."""


class FiledAnswers:
    """``office``: what a form may take from it; ``filed``: the day on which it was handed in, or is being looked at."""

    def __init__(
        self, version: ProcedureVersion, entries: FiledEntries, office: Mapping[str, str], filed: date
    ) -> None:
        self.places: Places = NoPlaces()
        self._office, self._filed, self._tables = office, filed, version.tables.keys()
        self.answers: dict[str, Answer] = {}
        self._rows: dict[str, tuple[FiledRow, ...]] = {}
        for key, entry in entries.items():
            if key in version.tables:
                self._rows[key] = _rows(self, version.tables[key], entry)
            elif key in version.by_key and (answer := _answer(entry, version.by_key[key].type)):
                self.answers[key] = answer

    def rows(self, table: str) -> tuple[FiledRow, ...]:
        return self._rows.get(table, ())

    def answer(self, key: str) -> Answer | None:
        return self.answers.get(key)

    def today(self) -> DayRange:
        return day(self._filed)

    def value(self, name: str) -> Value:
        if name in self.answers:
            return plain_value(self.answers[name].value)
        room, _, rest = name.partition(".")
        if room == "office":
            text = self._office.get(rest, "")
            return (Unit(text) if rest in ("commune", "province") else text) if text else None
        if room in self._tables:
            table = Rows(tuple(one.values for one in self.rows(room)))
            return table.column(rest) if rest else table
        return None


class FiledRow:
    """The scope inside one row of a table; ``n`` is its number, from 1."""

    def __init__(self, whole: FiledAnswers, table: str, number: int, answers: Mapping[str, Answer]) -> None:
        self._whole, self._number, self.places = whole, number, whole.places
        self._answers = {f"{table}.{name}": answer for name, answer in answers.items()}
        self.values = {name: value for name, one in answers.items() if (value := plain_value(one.value)) is not None}

    def answer(self, key: str) -> Answer | None:
        return self._answers.get(key) or self._whole.answer(key)

    def today(self) -> DayRange:
        return self._whole.today()

    def value(self, name: str) -> Value:
        if name == "n":
            return self._number
        mine = self._answers.get(name)
        return plain_value(mine.value) if mine is not None else self._whole.value(name)


def _rows(whole: FiledAnswers, group: SheetGroup, entry: Mapping[str, Any]) -> tuple[FiledRow, ...]:
    kinds = {one.name: one.type for one in group.fields}
    rows = []
    for number, row in enumerate(entry.get("rows", ()), start=1):
        known = ((name, _answer(one, kinds[name])) for name, one in row.items() if name in kinds)
        rows.append(FiledRow(whole, group.key, number, {name: one for name, one in known if one is not None}))
    return tuple(rows)


def _answer(entry: Mapping[str, Any], kind: Any) -> Answer | None:
    answer = answer_from(entry, lambda _: kind)
    return answer if answer is not None and answer.text else None


def entries_of(form: Form) -> FiledEntries:
    """What a filing of ``form`` would hold: the shown answers, names in capitals."""
    tables, fields = form.version.tables, form.version.by_key
    entries: dict[str, Mapping[str, Any]] = {}
    for key, answer in form.case.answers.items():
        if key in tables:
            upper = {one.name for one in tables[key].fields if one.upper}
            rows = [
                {name: _entry(one, name in upper) for name, one in row.answers.items()} for row in form.case.rows(key)
            ]
            entries[key] = {**answer_data(answer), "rows": rows}
        elif answer.text:
            entries[key] = _entry(answer, fields[key].upper)
    return entries


def _entry(answer: Answer, upper: bool) -> dict[str, Any]:
    data = answer_data(answer)
    return {**data, "value": data["value"].upper()} if upper else data
