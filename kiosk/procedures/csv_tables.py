"""CSV with its source and date in the head, decoded strictly: RFC 4180 after lines ``# key: value``.

For lists of thousands of rows, one row a line, so that a change is a line that a person can read and sign.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_FACT = re.compile(r"# ([a-z]+): (.+)")


class TableFault(ValueError):
    """A table that cannot be used. As text ``NAME:LINE: REASON``; the reason may quote the cell: lists are public."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}:{line}: {reason}")
        self.name, self.line, self.reason = name, line, reason


@dataclass(frozen=True)
class CsvTable:
    """``facts`` of the head, among them source and checked; ``rows`` of cells in the order of the columns."""

    name: str
    facts: Mapping[str, str]
    rows: Sequence[Sequence[str]]
    first_line: int

    def fault(self, reason: str, row: int) -> TableFault:
        """The fault of that row, counted from 0, to be raised."""
        return TableFault(self.name, self.first_line + row, reason)

    @property
    def checked(self) -> date:
        return date.fromisoformat(self.facts["checked"])


def read_table(data: bytes, name: str, columns: Sequence[str], facts: Sequence[str] = ()) -> CsvTable:
    """``data`` as a table of these columns, whose head states source, checked and ``facts``. Raises TableFault."""
    lines = _lines(data, name)
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    stated = {match[1]: match[2] for line in lines[:head] if (match := _FACT.fullmatch(line))}
    for fact in ("source", "checked", *facts):
        if fact not in stated:
            raise TableFault(name, 1, f"the head does not state {fact}")
    _day(stated["checked"], name)
    if head == len(lines) or lines[head] != ",".join(columns):
        raise TableFault(name, head + 1, f"the columns are not {','.join(columns)}")
    return CsvTable(name, stated, _rows(lines[head + 1 :], name, head + 2, len(columns)), head + 2)


def _lines(data: bytes, name: str) -> list[str]:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise TableFault(name, data.count(b"\n", 0, error.start) + 1, "not UTF-8") from None
    if not unicodedata.is_normalized("NFC", text):
        odd = next(n for n, line in enumerate(text.splitlines(), 1) if not unicodedata.is_normalized("NFC", line))
        raise TableFault(name, odd, "letters that are not composed (NFC)")
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n")


def _rows(lines: Sequence[str], name: str, first: int, width: int) -> list[list[str]]:
    """One row a line: a quoted line break would end a row for people who compare lines."""
    rows: list[list[str]] = []
    for number, line in enumerate(lines):
        try:
            cells = next(csv.reader([line], strict=True), []) if '"' in line else line.split(",")
        except csv.Error as error:
            raise TableFault(name, first + number, str(error)) from None
        if len(cells) != width:
            raise TableFault(name, first + number, f"{len(cells)} cells, not {width}")
        if any(cell != cell.strip() for cell in cells):
            raise TableFault(name, first + number, "space around a cell")
        rows.append(cells)
    return rows


def _day(text: str, name: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise TableFault(name, 1, "checked is no day (2026-11-29)") from None
