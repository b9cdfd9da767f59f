"""A rule's two examples: in one it holds, in the other it does not. Each names what the rule looks at, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kiosk.forms.answers import plain_value, read
from kiosk.forms.case import NoPlaces, card_value
from kiosk.forms.elements import FieldKind
from kiosk.forms.names import names_of
from kiosk.forms.quantities import DayRange, Place, Rows, Unit, Value, day
from kiosk.forms.scope import Places
from kiosk.forms.sheet import ProcedureVersion, SheetRule
from kiosk.forms.slips import Slip


class ExampleScope:
    """What an example says, by name; all else is empty. ``today`` is the day on which the procedure was checked."""

    def __init__(self, version: ProcedureVersion, given: Mapping[str, Any], each: str, places: Places) -> None:
        self.places = places
        self._today = day(_day(given.get("today")) or version.head.checked.on)
        self._values = {name: _value(version, name, value, each) for name, value in given.items() if name != "today"}

    def today(self) -> DayRange:
        return self._today

    def value(self, name: str) -> Value:
        table, _, column = name.partition(".")
        rows = self._values.get(table)
        if name not in self._values and isinstance(rows, Rows):
            return rows.column(column)
        return self._values.get(name)


def example_slips(version: ProcedureVersion, places: Places | None = None) -> Iterator[Slip]:
    """``places``: the administrative units that rules ask for; without them provinces are not known."""
    known = {*names_of(version.spec), "today"}
    for rule in version.rules:
        for wanted, given in ((True, rule.spec.holds), (False, rule.spec.fails)):
            yield from _example(version, rule, given, known, places or NoPlaces(), wanted=wanted)


def _example(
    version: ProcedureVersion,
    rule: SheetRule,
    given: Mapping[str, Any],
    known: set[str],
    places: Places,
    *,
    wanted: bool,
) -> Iterator[Slip]:
    which = "holds" if wanted else "fails"
    if not given:
        yield Slip(rule.spec.place, "example-missing", {"key": rule.spec.key, "which": which})
        return
    for name in given:
        if name not in known:
            yield Slip(rule.spec.place.at(which), "unknown-name", {"name": name, "near": "", "column": 1})
            return
    scope = ExampleScope(version, given, rule.spec.each, places)
    if rule.relevant is not None and rule.relevant(scope) is not True and not wanted:
        yield Slip(rule.spec.place.at(which), "example-not-relevant", {"key": rule.spec.key, "which": which})
    elif rule.must(scope) is not wanted and (rule.relevant is None or rule.relevant(scope) is True):
        yield Slip(rule.spec.place.at(which), "example-wrong", {"key": rule.spec.key, "which": which})


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _value(version: ProcedureVersion, name: str, value: object, each: str) -> Value:
    """What is written in an example, as expressions see it."""
    if name in version.tables and isinstance(value, list):
        return Rows(tuple(_row(version, name, row) for row in value if isinstance(row, Mapping)))
    room, _, rest = name.partition(".")
    if name in version.by_key:
        return _of_field(version.by_key[name].type, value)
    if isinstance(value, bool):
        return value
    if room == "party":
        of_unit = isinstance(value, Mapping)
        return _of_field(FieldKind.ADDRESS, value) if of_unit else card_value(rest.partition(".")[2], _text(value))
    if name in ("office.commune", "office.province"):
        return Unit(_text(value))
    return value if isinstance(value, int) else _text(value)


def _row(version: ProcedureVersion, table: str, row: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _of_field(version.field(f"{table}.{name}").type, value) for name, value in row.items()}


def _of_field(kind: FieldKind, value: object) -> Value:
    if kind is FieldKind.ADDRESS and isinstance(value, Mapping):
        return Place(str(value.get("unit", "")), str(value.get("detail", "")))
    answer = read(kind, _text(value))
    return None if answer is None else plain_value(answer)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
