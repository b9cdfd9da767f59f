"""The directory of administrative units: what a code names on a day, what became of it, and what people call it.

    areas = AreaDirectory(asset("areas"))
    areas.commune("00721", day)                       # Xã Đồng Văn
    areas.search("thai phin tung", day, near="00721") # by its old name: what it became comes with it

Tables are read when they are first needed: those of before 01/07/2025 by the first search, or by a day before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from operator import itemgetter
from pathlib import Path

from kiosk.procedures.area_search import AreaIndex, bare, plain
from kiosk.procedures.area_units import (
    AdministrativeUnit,
    Successor,
    communes_from,
    former_communes_from,
    provinces_from,
)

_FORMER_WORD = "cũ"

MOST_MATCHES = 20


@dataclass(frozen=True)
class AreaMatch:
    """A unit that fits what was typed. ``now``: the communes that it is or became; several where it was divided, the
    likely one first, and then it is for the person to say which."""

    unit: AdministrativeUnit
    now: tuple[AdministrativeUnit, ...]

    @property
    def former(self) -> bool:
        """Found by a name that is no longer in force."""
        return self.unit not in self.now


class AreaDirectory:
    """Over ``provinces.csv``, ``communes.csv`` and ``former_communes.csv`` of ``folder``. TableFault, OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self) -> None:
        """Read all of it. Raises TableFault where something is not in order."""
        _ = self._provinces, self._communes, self._former

    def province(self, code: str, day: date) -> AdministrativeUnit | None:
        return _in_force(self._provinces.get(code, ()), day)

    def commune(self, code: str, day: date) -> AdministrativeUnit | None:
        """The xã, phường, đặc khu (thị trấn) that the code names on that day."""
        present = _in_force(self._communes.get(code, ()), day)
        return present or _in_force(self._former.get(code, ()), day)

    def province_of(self, code: str) -> str:
        """The code of today's province in which that commune (or province) lies; empty where it is not known."""
        rows = self._communes.get(code) or self._provinces.get(code) or self._former.get(code) or ()
        return rows[-1].province if rows else ""

    def announced(self, code: str) -> Sequence[AdministrativeUnit]:
        """Names that an act has given to that commune or province, from a day that is not known: for the officer."""
        rows = (*self._communes.get(code, ()), *self._provinces.get(code, ()))
        return tuple(unit for unit in rows if not unit.dated)

    def now(self, unit: AdministrativeUnit, day: date) -> tuple[AdministrativeUnit, ...]:
        """What ``unit`` is or has become on ``day``; the likely part first."""
        if not unit.became and unit.in_force(day):
            return (unit,)
        codes = sorted(unit.became, key=lambda one: not one.likely) or [Successor(unit.code)]
        present = (_in_force(self._communes.get(one.code, ()), day) for one in codes)
        return tuple(one for one in present if one is not None)

    def provinces(self, day: date) -> Sequence[AdministrativeUnit]:
        """Those in force on ``day``, by name."""
        units = (_in_force(rows, day) for rows in self._provinces.values())
        return sorted((unit for unit in units if unit), key=lambda unit: plain(unit.bare))

    def communes(self, province: str, day: date) -> Sequence[AdministrativeUnit]:
        """The communes of that province on ``day`` (from 01/07/2025), by name."""
        rows = (unit for units in self._communes.values() for unit in units if unit.province == province)
        return sorted((unit for unit in rows if unit.in_force(day)), key=lambda unit: plain(unit.bare))

    def search(self, text: str, day: date, near: str = "", most: int = MOST_MATCHES) -> Sequence[AreaMatch]:
        """What begins with the words of ``text``, marks or none, names of today or of before ("xã Tả Lủng cũ").

        ``near``: the office's commune, whose own comes first, then its province's. With nothing typed these alone.
        """
        home = _in_force(self._communes.get(near, ()), day)
        province = home.province if home else ""
        typed, former_only = _typed(text)
        words = plain(typed).split()
        rows = self._index.matches(words, province) if words else self._index.of_province(province)
        rank = _Rank(typed, home, day)
        ranked = sorted(((rank.of(unit, name), unit) for unit, name in rows), key=itemgetter(0))
        matches = (AreaMatch(unit, self.now(unit, day)) for _, unit in ranked)
        return list(islice((match for match in matches if _sought(match, bool(words), former_only)), most))

    @cached_property
    def _index(self) -> AreaIndex:
        rows = [unit for units in (*self._communes.values(), *self._former.values()) for unit in units if unit.dated]
        return AreaIndex(sorted(rows, key=lambda unit: unit.province))

    @cached_property
    def _provinces(self) -> Mapping[str, Sequence[AdministrativeUnit]]:
        return _by_code(provinces_from(*self._file("provinces.csv")))

    @cached_property
    def _communes(self) -> Mapping[str, Sequence[AdministrativeUnit]]:
        return _by_code(communes_from(*self._file("communes.csv"), _flat(self._provinces)))

    @cached_property
    def _former(self) -> Mapping[str, Sequence[AdministrativeUnit]]:
        file = self._file("former_communes.csv")
        return _by_code(former_communes_from(*file, _flat(self._provinces), _flat(self._communes)))

    def _file(self, name: str) -> tuple[bytes, str]:
        return (self._folder / name).read_bytes(), f"areas/{name}"


_ELSEWHERE = 3
"""The fit of a unit that is found by another part of its line than its name."""


class _Rank:
    """Near ones first, then the better fit; last those in whose line the words only lie about, however near."""

    def __init__(self, typed: str, home: AdministrativeUnit | None, day: date) -> None:
        self._typed, self._home, self._day = typed, home, day
        self._accented = plain(typed) != typed
        self._wanted = bare(plain(typed))

    def of(self, unit: AdministrativeUnit, name: str) -> tuple[bool, int, int, bool, bool, str]:
        """What to sort by, of a unit with that plain bare name."""
        other_marks = self._accented and self._typed not in unit.name.lower()
        fit = self._fit(name)
        scattered = fit == _ELSEWHERE and f" {self._wanted}" not in f" {plain(unit.within)}"
        return scattered, self._distance(unit), fit, other_marks, not unit.in_force(self._day), name

    def _fit(self, name: str) -> int:
        """The name itself, its beginning, the name with more of its line, anything else of the line."""
        if name.startswith(self._wanted):
            return int(name != self._wanted)
        return 2 if self._wanted.startswith(f"{name} ") else _ELSEWHERE

    def _distance(self, unit: AdministrativeUnit) -> int:
        if self._home is None:
            return 0
        if unit.province != self._home.province:
            return 2
        codes = [one.code for one in unit.became] or [unit.code]
        return 0 if self._home.code in codes else 1


def _sought(match: AreaMatch, by_name: bool, former_only: bool) -> bool:
    """With nothing typed, or where the old name is meant, one kind only; and a name of before that differs from
    today's in nothing but its time is no second match."""
    if not match.now or ((former_only or not by_name) and match.former != former_only):
        return False
    same = (one for one in match.now if one.name == match.unit.name and one.within == match.unit.within)
    return not match.former or next(same, None) is None


def _typed(text: str) -> tuple[str, bool]:
    """What was typed, in small letters, and whether the old name alone is meant."""
    words = text.lower().replace("(", " ").replace(")", " ").split()
    former = len(words) > 1 and words[-1] == _FORMER_WORD
    return " ".join(words[:-1] if former else words), former


def _in_force(units: Sequence[AdministrativeUnit], day: date) -> AdministrativeUnit | None:
    return next((unit for unit in units if unit.in_force(day)), None)


def _by_code(units: Iterable[AdministrativeUnit]) -> Mapping[str, Sequence[AdministrativeUnit]]:
    rows: dict[str, tuple[AdministrativeUnit, ...]] = {}
    for unit in units:
        rows[unit.code] = (*rows.get(unit.code, ()), unit)
    return rows


def _flat(rows: Mapping[str, Sequence[AdministrativeUnit]]) -> Sequence[AdministrativeUnit]:
    return [unit for units in rows.values() for unit in units]
