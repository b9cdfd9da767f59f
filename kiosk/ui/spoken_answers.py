"""Answers as they are said: the label of what was chosen, sums with their groups, the rest as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.form import FormState
from kiosk.domain.money import Money
from kiosk.domain.procedure import FieldType, FormField, TableSection, row_key
from kiosk.ui.resident.parts import fill
from kiosk.ui.strings import Strings


def spoken(filling: FormState, item: FormField, strings: Strings) -> str:
    value = filling.value(item.key)
    for choice in item.choices:
        if choice.value == value:
            return fill(strings, choice.label)
    if item.money and (amount := Money.parse(value)) is not None:
        return amount.text
    return value


def row_label(strings: Strings, table: TableSection, number: int) -> str:
    """Ngành thứ 1."""
    return fill(strings, table.row_title).replace("{n}", str(number + 1))


def row_title(filling: FormState, table: TableSection, number: int, strings: Strings) -> str:
    """What a row is about, by its headline; its number where nothing stands there yet."""
    key = row_key(table.key, number, table.headline.rpartition(".")[2]) if table.headline else ""
    title = spoken(filling, filling.procedure.field(key), strings) if key else ""
    return title or row_label(strings, table, number)


def row_lines(filling: FormState, table: TableSection, number: int, strings: Strings) -> Sequence[str]:
    """All else that stands in it, a short line each."""
    items = (
        filling.procedure.field(row_key(table.key, number, one.key.rpartition(".")[2]))
        for one in table.fields
        if one.key != table.headline and one.type is not FieldType.COMPUTED
    )
    return [line for item in items if filling.shows(item.key) and (line := _line(filling, item, strings))]


def _line(filling: FormState, item: FormField, strings: Strings) -> str:
    """The answer; a bare yes or no with what it answers."""
    text = spoken(filling, item, strings)
    bare = filling.value(item.key) in ("yes", "no") and " " not in text
    return f"{fill(strings, item.label)}: {text.casefold()}" if bare else text
