"""The format of an official sheet that is printed, as a jurist writes it; one class a table.

procedures/CODE/sheets/TEMPLATE.toml    of one procedure
forms/sheets/TEMPLATE.toml              of several

``decode`` makes these from TOML and refuses what is not here; ``docs/procedures.md`` explains each key to who writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.forms.elements import Checked, Expression
from kiosk.forms.slips import SourcePlace

SIGNED = "(Ký, ghi rõ họ, chữ đệm, tên)"
"""What stands beneath the title of a signature, where a sheet says nothing else."""


@dataclass(frozen=True)
class TemplateColumn:
    """A column of a table: ``text`` is what each row has in it; ``width`` in mm, 0: what the others leave."""

    head: str
    text: str
    place: SourcePlace = field(repr=False, compare=False)
    width: int = 0


@dataclass(frozen=True)
class SignaturePlace:
    """Where somebody signs. ``date``: place and day over the title; ``above``: lines between title and signature;
    ``party``: whose signature on the glass stands here. Without a title nobody signs, and ``above`` is all."""

    place: SourcePlace = field(repr=False, compare=False)
    title: str = ""
    date: str = ""
    note: str = SIGNED
    name: str = ""
    party: str = ""
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class TemplateLine:
    """One line of the sheet, by exactly one of: ``text``; ``heading`` of a part; ``note``, smaller and slanted;
    ``centre``; ``right``, for place and day; ``cells``, a grid whose first row is its head; ``table`` with its
    ``columns``; ``signatures``. ``lines``: how many dotted ones there are where the answer is missing."""

    place: SourcePlace = field(repr=False, compare=False)
    text: str = ""
    heading: str = ""
    note: str = ""
    centre: str = ""
    right: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    table: str = ""
    columns: tuple[TemplateColumn, ...] = ()
    least: int = 0
    total: tuple[str, ...] = ()
    signatures: tuple[SignaturePlace, ...] = ()
    lines: int = 1
    relevant: Expression | None = None


@dataclass(frozen=True)
class SheetTemplate:
    """``title`` may have several lines; ``number`` and ``law``: which form of which act; ``to``: to whom it goes;
    ``choices``: the official words for a choice, by field (or its bare name) and value; ``wide``: the page lies;
    ``size`` of the letters in points."""

    title: str
    law: str
    source: str
    checked: Checked
    lines: tuple[TemplateLine, ...]
    place: SourcePlace = field(repr=False, compare=False)
    number: str = ""
    to: str = ""
    wide: bool = False
    size: int = 13
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def line_kind(line: TemplateLine) -> str:
    """The one key that says what the line is; empty where there is none, or more than one."""
    kinds = ("text", "heading", "note", "centre", "right", "cells", "table", "signatures")
    given = [kind for kind in kinds if getattr(line, kind)]
    return given[0] if len(given) == 1 else ""
