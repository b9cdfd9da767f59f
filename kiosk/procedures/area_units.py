"""Administrative units as the law makes and ends them, decoded strictly out of ``assets/areas``.

Three tables: provinces (63 until 30/06/2025, 34 since), communes since 01/07/2025, communes before with what each
became. A code names a unit on a day, not for ever: 00004 was Phường Trúc Bạch and is Phường Ba Đình (QĐ
19/2025/QĐ-TTg keeps numbers and gives them anew).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.domain.certainty import Certainty
from kiosk.procedures.csv_tables import CsvTable, read_table

PROVINCE_COLUMNS = ("code", "name", "from", "until", "became", "act", "sure")
COMMUNE_COLUMNS = ("code", "name", "province", "from", "until", "act", "sure")
FORMER_COLUMNS = ("code", "name", "district", "province", "became")

KINDS = ("Tỉnh", "Thành phố", "Xã", "Phường", "Đặc khu", "Thị trấn")

_UNKNOWN_DAY = "?"
_SUCCESSOR = re.compile(r"(\d{5})(~!?)?")


@dataclass(frozen=True, slots=True)
class Successor:
    """``whole``: all of it went there. Of the parts one may be the ``likely`` one, where most of it went."""

    code: str
    whole: bool = True
    likely: bool = False


@dataclass(frozen=True, slots=True)
class AdministrativeUnit:
    """A province, or a commune (xã, phường, đặc khu, thị trấn), under one name.

    ``since`` None: before the records begin. ``until`` None: no end is known. ``dated`` False: an act names it, and
    from which day is not known; then it is in force on no day. ``province``: the code of the province it lies in
    today; its own for a province. ``within``: what stood after its name on papers of its time.
    """

    code: str
    name: str
    province: str
    within: str = ""
    since: date | None = None
    until: date | None = None
    dated: bool = True
    act: str = ""
    sure: Certainty = Certainty.SEEN
    became: tuple[Successor, ...] = ()

    @property
    def kind(self) -> str:
        """Xã, Phường, Đặc khu, Thị trấn, Tỉnh, Thành phố."""
        return next(kind for kind in KINDS if self.name.startswith(f"{kind} "))

    @property
    def bare(self) -> str:
        """The name without its kind: Đồng Văn."""
        return self.name.removeprefix(self.kind).strip()

    @property
    def in_sentence(self) -> str:
        """xã Đồng Văn."""
        return self.name[0].lower() + self.name[1:]

    def in_force(self, day: date) -> bool:
        return self.dated and (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def provinces_from(data: bytes, name: str) -> tuple[AdministrativeUnit, ...]:
    """The rows of ``provinces.csv``. Raises TableFault."""
    table = read_table(data, name, PROVINCE_COLUMNS)
    units = []
    for row, (code, title, since, until, became, act, sure) in enumerate(table.rows):
        _checked_code(table, row, code, 2)
        period = _period(table, row, since, until)
        into = tuple(map(Successor, became.split("+"))) if became else ()
        units.append(
            AdministrativeUnit(
                code, _name(table, row, title), became or code, "", *period, act, _sure(table, row, sure), into
            )
        )
    _apart(table, units)
    present = {unit.code for unit in units if unit.until is None}
    for row, unit in enumerate(units):
        if any(one.code not in present for one in unit.became):
            raise table.fault(f"became {unit.province}, which is no province today", row)
    return tuple(units)


def communes_from(data: bytes, name: str, provinces: Sequence[AdministrativeUnit]) -> tuple[AdministrativeUnit, ...]:
    """The rows of ``communes.csv``. Raises TableFault."""
    table = read_table(data, name, COMMUNE_COLUMNS)
    present = {unit.code: unit.in_sentence for unit in provinces if unit.until is None and unit.dated}
    earlier: dict[tuple[str, date | None], str] = {
        (unit.code, unit.until): unit.in_sentence for unit in provinces if unit.until
    }
    units = []
    for row, (code, title, province, since, until, act, sure) in enumerate(table.rows):
        _checked_code(table, row, code, 5)
        if province not in present:
            raise table.fault(f"no province {province} today", row)
        period = _period(table, row, since, until)
        within = earlier.get((province, period[1]), present[province])
        units.append(
            AdministrativeUnit(code, _name(table, row, title), province, within, *period, act, _sure(table, row, sure))
        )
    _apart(table, units)
    return tuple(units)


def former_communes_from(
    data: bytes, name: str, provinces: Sequence[AdministrativeUnit], communes: Sequence[AdministrativeUnit]
) -> tuple[AdministrativeUnit, ...]:
    """The rows of ``former_communes.csv``. Raises TableFault."""
    table = read_table(data, name, FORMER_COLUMNS, ("until", "sure"))
    until, sure = date.fromisoformat(table.facts["until"]), Certainty(table.facts["sure"])
    gone = {unit.code: unit.in_sentence for unit in provinces if unit.until is not None and unit.became}
    present = {unit.code: unit.province for unit in communes}
    units, codes = [], set()
    into: dict[str, tuple[Successor, ...]] = {}
    within: dict[tuple[str, str], str] = {}
    for row, (code, title, district, province, became) in enumerate(table.rows):
        _checked_code(table, row, code, 5)
        if code in codes or province not in gone:
            raise table.fault(f"{code} a second time" if code in codes else f"no province {province} then", row)
        codes.add(code)
        if became not in into:
            into[became] = _successors(table, row, became, present)
        if (district, province) not in within:
            within[district, province] = _within(district, gone[province])
        name_then, then, parts = _name(table, row, title), within[district, province], into[became]
        where = present[parts[0].code]
        units.append(AdministrativeUnit(code, name_then, where, then, None, until, True, "", sure, parts))
    return tuple(units)


def _within(district: str, province: str) -> str:
    return f"{district[0].lower()}{district[1:]}, {province}" if district else province


def _checked_code(table: CsvTable, row: int, code: str, digits: int) -> None:
    if not (code.isascii() and code.isdecimal() and len(code) == digits):
        raise table.fault(f"{code!r} is no code of {digits} digits", row)


def _name(table: CsvTable, row: int, name: str) -> str:
    if not any(name.startswith(f"{kind} ") for kind in KINDS) or "  " in name:
        raise table.fault(f"{name!r} begins with no kind of unit", row)
    return name


def _period(table: CsvTable, row: int, since: str, until: str) -> tuple[date | None, date | None, bool]:
    """since, until, dated."""
    try:
        begin = date.fromisoformat(since) if since not in ("", _UNKNOWN_DAY) else None
        end = date.fromisoformat(until) if until else None
    except ValueError:
        raise table.fault("a day is written 2025-07-01", row) from None
    if begin and end and end < begin:
        raise table.fault("ends before it begins", row)
    return begin, end, since != _UNKNOWN_DAY


def _sure(table: CsvTable, row: int, text: str) -> Certainty:
    try:
        return Certainty(text)
    except ValueError:
        raise table.fault(f"{text!r} says not how sure it is", row) from None


def _successors(table: CsvTable, row: int, text: str, present: Mapping[str, str]) -> tuple[Successor, ...]:
    matches = [_SUCCESSOR.fullmatch(part) for part in text.split(" ")]
    into = tuple(Successor(match[1], not match[2], match[2] == "~!") for match in matches if match)
    if len(into) != len(matches) or (len(into) > 1 and any(one.whole for one in into)):
        raise table.fault(f"{text!r} says not what it became", row)
    if any(one.code not in present for one in into):
        raise table.fault(f"{text!r} names a commune that is none today", row)
    return into


def _apart(table: CsvTable, units: Sequence[AdministrativeUnit]) -> None:
    """One code names one unit on any day."""
    ends: dict[str, date] = {}
    for row, unit in enumerate(units):
        if not unit.dated:
            continue
        if unit.code in ends and (unit.since or date.min) <= ends[unit.code]:
            raise table.fault(f"{unit.code} names two units on one day", row)
        ends[unit.code] = unit.until or date.max
