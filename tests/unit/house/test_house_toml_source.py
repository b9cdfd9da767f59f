"""TOML with places: every path of a document has its line, and what is no TOML says where."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.resources import BASE
from kiosk.toml_source import KeyPath, TomlFault, read_source, spelled

SETTINGS = '''\
language = "vi"  # a comment [with] brackets

[office]
unit = "H15.50.05.13"
hours = """
7:00-11:30
"""
"tên đường".'số nhà' = 3

[[steps]]
day = 2020-01-01 07:00:00
pages = [ 2020-01-01 , {from = 1, until = [2]},
  # a comment
  "3", ]
[steps.first]
name = \'\'\'a''\'\'\'
[[steps]]
[[steps.fields]]
name = "x # no comment"
[above.below]
[above]
'''

PLACES = {
    ("language",): 1,
    ("office",): 3,
    ("office", "unit"): 4,
    ("office", "hours"): 5,
    ("office", "tên đường"): 8,
    ("office", "tên đường", "số nhà"): 8,
    ("steps",): 10,
    ("steps", 0): 10,
    ("steps", 0, "day"): 11,
    ("steps", 0, "pages"): 12,
    ("steps", 0, "pages", 0): 12,
    ("steps", 0, "pages", 1): 12,
    ("steps", 0, "pages", 1, "from"): 12,
    ("steps", 0, "pages", 1, "until"): 12,
    ("steps", 0, "pages", 1, "until", 0): 12,
    ("steps", 0, "pages", 2): 14,
    ("steps", 0, "first"): 15,
    ("steps", 0, "first", "name"): 16,
    ("steps", 1): 17,
    ("steps", 1, "fields"): 18,
    ("steps", 1, "fields", 0): 18,
    ("steps", 1, "fields", 0, "name"): 19,
    ("above",): 21,
    ("above", "below"): 20,
}


def paths(value: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """Every path of a document, as tomllib has parsed it."""
    if above:
        yield above
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from paths(part, (*above, step))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_path_has_the_line_in_which_it_begins(newline: str) -> None:
    source = read_source(SETTINGS.replace("\n", newline).encode(), "settings.toml")
    assert {path: source.line(*path) for path in paths(source.table)} == PLACES


def test_what_is_missing_is_placed_where_it_would_stand() -> None:
    source = read_source(SETTINGS, "settings.toml")
    assert source.where("steps", 1, "fields", 0, "label") == "settings.toml:18"
    assert source.where("steps", 7) == "settings.toml:10"
    assert source.where("nowhere") == "settings.toml:1"


def test_a_fault_says_file_line_key_and_reason() -> None:
    fault = read_source(SETTINGS, "settings.toml").fault("is no text", "office", "tên đường", "số nhà")
    assert str(fault) == 'settings.toml:8: office."tên đường"."số nhà" is no text'
    assert (fault.line, fault.key) == (8, 'office."tên đường"."số nhà"')
    assert spelled(("steps", 1, "fields", 0)) == "steps[1].fields[0]"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"a = 1\na = 2\n", 2),
        (b"\n\n[a\nb = 1", 3),
        (b"a = 1\nb =\n", 2),
        (b"a = 1\n\nb = 2020-13-01\n", 3),
        (b"a = [1,\n2\n\n", 4),
        (b"a = 1\nb = '\xff'\n", 2),
        (b"\xef\xbb\xbfa = 1", 1),
        (b"a = " + b"[" * 3000, 1),
        (b"a = " + b"9" * 5000, 1),
    ],
    ids=["twice", "header", "no value", "no day", "cut", "no UTF-8", "a mark before", "deep", "many digits"],
)
def test_what_is_no_toml_says_in_which_line(text: bytes, line: int) -> None:
    with pytest.raises(TomlFault) as caught:
        read_source(text, "settings.toml")
    assert caught.value.line == line
    assert str(caught.value) == f"settings.toml:{line}: {caught.value.reason}"
    assert "(at " not in caught.value.reason


@pytest.mark.parametrize("path", sorted((BASE / "assets").rglob("*.toml")), ids=lambda path: path.stem)
def test_the_places_of_the_projects_own_files_are_those_of_their_keys(path: Path) -> None:
    source = read_source(path.read_bytes(), path.name)
    lines = path.read_text("utf-8").splitlines()
    for steps in paths(source.table):
        step = steps[-1]
        assert isinstance(step, int) or step in lines[source.line(*steps) - 1], spelled(steps)


_KEYS = st.text(max_size=3) | st.sampled_from(["a", "b", "a.b", "#", "=", '"', "'", "]", "[["])
_TEXTS = st.text(max_size=5) | st.sampled_from(['"""', "'''", "\n", "\\", "#", "]", "}", ", a = 1"])
_DATES = st.dates() | st.times() | st.datetimes()
_ATOMS = _TEXTS | st.integers() | st.floats(allow_nan=False) | st.booleans() | _DATES
_VALUES = st.recursive(_ATOMS, lambda one: st.lists(one, max_size=3) | st.dictionaries(_KEYS, one, max_size=3))


def _quoted(text: str) -> str:
    return (
        '"' + "".join(f"\\U{ord(mark):08x}" if mark in '"\\' or not mark.isprintable() else mark for mark in text) + '"'
    )


def _written(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_quoted(key)} = {_written(one)}" for key, one in value.items()) + "}"
        case list():
            return "[\n" + "".join(f"  {_written(one)}, # ]\n" for one in value) + "]"
        case str():
            return _quoted(value)
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case _:
            return str(value.isoformat(" ") if hasattr(value, "hour") and hasattr(value, "year") else value.isoformat())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_KEYS, st.dictionaries(_KEYS, _VALUES, max_size=3), max_size=3), st.booleans())
def test_no_document_has_a_path_without_a_place(tables: dict[str, dict[str, Any]], many: bool) -> None:
    brackets = "[[{}]]" if many else "[{}]"
    text = "\n".join(
        "\n".join(
            [brackets.format(_quoted(name)), *(f"{_quoted(key)} = {_written(one)}" for key, one in table.items())]
        )
        for name, table in tables.items()
    )
    source = read_source(text, "x")
    assert source.table == tomllib.loads(text)
    for path in paths(source.table):
        assert path in source._lines
    assert set(source._lines) == set(paths(source.table))
