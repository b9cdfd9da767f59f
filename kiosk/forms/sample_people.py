"""Nobody real in examples and sample filings: a number of twelve digits begins with 999, the code of no province.

The first three digits of a personal number are the place of birth (Luật Căn cước 26/2023/QH15, Điều 12; 07/2016/TT-BCA,
Phụ lục I), and 999 is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kiosk.forms.schema import ProcedureSpec
from kiosk.forms.slips import Slip, SourcePlace

MADE_UP = "999"
_PERSONAL = re.compile(r"(?<!\d)\d{12}(?!\d)", re.ASCII)


def real_people_slips(spec: ProcedureSpec) -> Iterator[Slip]:
    for rule in spec.rules:
        yield from _real("holds", rule.holds, rule.place)
        yield from _real("fails", rule.fails, rule.place)
    for sample in spec.samples:
        yield from _real("given", sample.given, sample.place)
        for party, card in sample.parties.items():
            yield from _real(f"parties.{party}", card, sample.place)


def _real(where: str, given: Mapping[str, object], place: SourcePlace) -> Iterator[Slip]:
    for name, value in given.items():
        number = next((one for one in _numbers(value) if not one.startswith(MADE_UP)), "")
        if number:
            yield Slip(place.at(f"{where}.{name}"), "number-of-somebody", {"begins": MADE_UP})


def _numbers(value: object) -> Iterator[str]:
    """Every number of twelve digits in a value; in one of a table, of its rows."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, str):
        yield from _PERSONAL.findall(value)
