"""Days that have not come: a file compared with its sources tomorrow, an act of next year.

Looked at where somebody writes, by the day of their machine; never where a kiosk starts, whose clock may be behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from kiosk.forms.elements import Checked
from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.sheet_template import SheetTemplate
from kiosk.forms.slips import Slip, SourcePlace

_ACT = re.compile(r"\b\d+[A-Za-z]?/(\d{4})/[A-ZĐ]")
"""Số/năm/loại: 123/2015/NĐ-CP (30/2020/NĐ-CP, Phụ lục III)."""
_SIGNED = re.compile(r"(?:\(|ngày )(\d{1,2})/(\d{1,2})/(\d{4})")
"""The day on which an act was signed; «đến 28/02/2027», until when it is in force, is none."""


class _Sourced(Protocol):
    """A part of a procedure that names its source."""

    @property
    def source(self) -> str: ...

    @property
    def place(self) -> SourcePlace: ...


def day_slips(spec: ProcedureSpec, templates: Mapping[str, SheetTemplate], today: date) -> Iterator[Slip]:
    head = spec.procedure
    yield from checked_slips(head.checked, head.place.at("checked"), today)
    for number, source in enumerate(head.sources):
        yield from _source(source, head.place.at(f"sources[{number}]"), today)
    exemptions = [one for fee in spec.fees for one in fee.exemptions]
    items: tuple[_Sourced, ...] = (
        *spec.rules,
        *spec.documents,
        *spec.fees,
        *exemptions,
        *spec.limits,
        *spec.amounts,
    )
    for item in items:
        yield from _source(item.source, item.place.at("source"), today)
    for template in templates.values():
        yield from checked_slips(template.checked, template.place.at("checked"), today)
        yield from _source(template.source, template.place.at("source"), today)
        yield from _source(template.law, template.place.at("law"), today)


def checked_slips(checked: Checked, place: SourcePlace, today: date) -> Iterator[Slip]:
    if checked.on > today:
        yield Slip(place, "checked-later", {"day": f"{checked.on:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"})


def _source(text: str, place: SourcePlace, today: date) -> Iterator[Slip]:
    years = (match[0] for match in _ACT.finditer(text) if int(match[1]) > today.year)
    days = (
        match[0].lstrip("(") for match in _SIGNED.finditer(text) if _day(match) > (today.year, today.month, today.day)
    )
    for dated in (*years, *days):
        yield Slip(place, "source-later", {"found": dated, "today": f"{today:%d/%m/%Y}"})


def _day(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[3]), int(match[2]), int(match[1])
