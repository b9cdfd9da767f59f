"""Lists of values that many procedures share, decoded strictly: ethnic groups, countries, kinds of papers, trades.

One value has one inner code; each system spells it its own way, and cards and people have more spellings. What a chip
says is shown as it stands; the inner code is what rules and exchanges go by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kiosk.domain.certainty import Certainty
from kiosk.procedures.area_search import plain
from kiosk.procedures.csv_tables import read_table
from kiosk.toml_source import TomlSource, read_source

OTHER_LISTS = frozenset({"banks", "family_names", "holidays", "name_syllables"})
"""Files of assets/values in a shape of their own."""

COUNTRY_COLUMNS = ("code", "name", "name_en")


@dataclass(frozen=True)
class ListValue:
    """``spellings``: by system, where it is another than the name. ``aliases``: what cards and people write.

    ``words``: everyday words by which it is found. ``number``: what the number of such a paper looks like (a regular
    expression). ``from_day``, ``until``: when it may be chosen, both included.
    """

    code: str
    name: str
    name_en: str = ""
    spellings: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    number: str = ""
    hint: str = ""
    hint_en: str = ""
    note: str = ""
    group: str = ""
    sure: Certainty = Certainty.SEEN
    from_day: date | None = None
    until: date | None = None

    def spelled(self, system: str) -> str:
        """As ``system`` writes it."""
        return self.spellings.get(system, self.name)

    def in_force(self, day: date) -> bool:
        return (self.from_day is None or self.from_day <= day) and (self.until is None or day <= self.until)

    def fits_number(self, text: str) -> bool:
        """Whether ``text`` can be the number of such a paper; anything can where nothing is said."""
        return not self.number or re.fullmatch(self.number, text, re.ASCII) is not None


@dataclass(frozen=True)
class ValueList:
    """The values in their own order, with where they come from and when that was looked at."""

    name: str
    source: str
    checked: date
    values: tuple[ListValue, ...]
    systems: tuple[str, ...] = ()
    coded: bool = False  # it is the code that is filed, not the name

    def value(self, code: str) -> ListValue | None:
        return next((value for value in self.values if value.code == code), None)

    def match(self, text: str) -> ListValue | None:
        """The value that ``text`` names by any of its spellings, whatever the case, marks, hyphens; None if none."""
        return self._by_spelling.get(_key(text))

    def search(self, text: str, most: int = 20) -> Sequence[ListValue]:
        """Values for which each word typed begins a word of a spelling or an everyday word; the best fit first."""
        typed = plain(text)
        ranked = ((_fit(typed, lines), row) for row, lines in enumerate(self._lines) if _fits(typed.split(), lines))
        return [self.values[row] for _, row in sorted(ranked)[:most]]

    @cached_property
    def _by_spelling(self) -> Mapping[str, ListValue]:
        return {_key(text): value for value in reversed(self.values) for text in spellings_of(value)}

    @cached_property
    def _lines(self) -> Sequence[tuple[str, ...]]:
        return [tuple(map(plain, (*spellings_of(value), *value.words))) for value in self.values]


def spellings_of(value: ListValue) -> tuple[str, ...]:
    english = (value.name_en,) if value.name_en else ()
    return (value.name, *english, *value.spellings.values(), *value.aliases)


def _key(text: str) -> str:
    return plain(text).replace(" ", "")


def _fits(words: Sequence[str], lines: Sequence[str]) -> bool:
    """Everyday words need not stand in one spelling: "bán bún phở" fits a trade of "bán phở" and "bún"."""
    parts = [part for line in lines for part in line.split()]
    return all(any(part.startswith(word) for part in parts) for word in words)


def _fit(typed: str, lines: Sequence[str]) -> int:
    """A spelling itself, the beginning of one, something within one, words of several."""
    if typed in lines:
        return 0
    if any(line.startswith(typed) for line in lines):
        return 1
    return 2 if any(typed in line for line in lines) else 3


# --- reading ----------------------------------------------------------------------------------------------------------

_HEAD = ("source", "checked", "systems", "filed", "values")
_FILED = ("name", "code")
_TEXTS = ("name", "name_en", "number", "hint", "hint_en", "note", "group")
_LISTS = ("aliases", "words")
_DAYS = ("from", "until")
_KEYS = ("code", "sure", "spellings", *_TEXTS, *_LISTS, *_DAYS)


def load_values(path: Path) -> ValueList:
    """The list of that file, TOML or (countries) CSV. Raises TomlFault or TableFault with file and line, OSError."""
    shown = f"values/{path.name}"
    if path.suffix == ".csv":
        return _from_csv(path.read_bytes(), shown)
    return _from_toml(read_source(path.read_bytes(), shown), path.stem)


def _from_csv(data: bytes, shown: str) -> ValueList:
    table = read_table(data, shown, COUNTRY_COLUMNS)
    values, codes = [], set()
    for row, (code, name, name_en) in enumerate(table.rows):
        if not re.fullmatch("[A-Z]{2}", code) or code in codes or not name or not name_en:
            raise table.fault("a code of two letters once, and both names", row)
        codes.add(code)
        values.append(ListValue(code, name, name_en))
    return ValueList(Path(shown).stem, table.facts["source"], table.checked, tuple(values))


def _from_toml(source: TomlSource, name: str) -> ValueList:
    table = source.table
    for key in table.keys() - set(_HEAD):
        raise source.fault("is not known", key)
    if not isinstance(table.get("source"), str) or type(table.get("checked")) is not date:
        raise source.fault("source (a text) and checked (a day) must stand in the head")
    systems, rows = table.get("systems", []), table.get("values")
    if not isinstance(systems, list) or not isinstance(rows, list) or not rows:
        raise source.fault("values is a list of tables", "values")
    values = tuple(_value(source, row, item, systems) for row, item in enumerate(rows))
    _distinct(source, values)
    if (filed := table.get("filed", "name")) not in _FILED:
        raise source.fault("is name or code", "filed")
    return ValueList(name, table["source"], table["checked"], values, tuple(systems), filed == "code")


def _value(source: TomlSource, row: int, item: object, systems: Sequence[str]) -> ListValue:
    at = ("values", row)
    if not isinstance(item, dict):
        raise source.fault("is no table", *at)
    for key in item.keys() - set(_KEYS):
        raise source.fault("is not known", *at, key)
    for key in ("code", "name"):
        if not isinstance(item.get(key), str) or not item[key]:
            raise source.fault("is missing", *at, key)
    _check_texts(source, at, item)
    spellings = item.get("spellings", {})
    if not isinstance(spellings, dict) or not all(isinstance(text, str) for text in spellings.values()):
        raise source.fault("is a table of texts", *at, "spellings")
    for system in spellings.keys() - set(systems):
        raise source.fault("is no system of the head", *at, "spellings", system)
    return _list_value(source, at, item)


def _check_texts(source: TomlSource, at: tuple[str, int], item: Mapping[str, Any]) -> None:
    for key in _LISTS:
        if not isinstance(item.get(key, []), list) or not all(isinstance(text, str) for text in item.get(key, [])):
            raise source.fault("is a list of texts", *at, key)
    for key in _DAYS:
        if key in item and type(item[key]) is not date:
            raise source.fault("is a day", *at, key)
    for key in _TEXTS:
        text = item.get(key, "")
        if not isinstance(text, str) or not unicodedata.is_normalized("NFC", text):
            raise source.fault("is a text of composed letters", *at, key)


def _list_value(source: TomlSource, at: tuple[str, int], item: Mapping[str, Any]) -> ListValue:
    texts = {key: str(item[key]) for key in _TEXTS if key in item}
    try:
        re.compile(item.get("number", ""))
        value = ListValue(item["code"], **texts)  # type: ignore[arg-type]
        sure = Certainty(item.get("sure", "S"))
    except re.error:
        raise source.fault("is no regular expression", *at, "number") from None
    except ValueError:
        raise source.fault("says not how sure it is", *at, "sure") from None
    return replace(
        value,
        spellings=item.get("spellings", {}),
        aliases=tuple(item.get("aliases", ())),
        words=tuple(item.get("words", ())),
        sure=sure,
        from_day=item.get("from"),
        until=item.get("until"),
    )


def _distinct(source: TomlSource, values: Sequence[ListValue]) -> None:
    """No code and no spelling names two values."""
    owners: dict[str, str] = {}
    for row, value in enumerate(values):
        for text in {f"code {value.code}", *map(_key, spellings_of(value))}:
            if owners.setdefault(text, value.code) != value.code or (
                text == f"code {value.code}" and _again(values, row)
            ):
                raise source.fault(f"names {owners[text]} as well", "values", row)


def _again(values: Sequence[ListValue], row: int) -> bool:
    return any(value.code == values[row].code for value in values[:row])
