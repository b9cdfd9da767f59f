"""The units around one office: its own codes, what its forms read addresses by, and the search for a commune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk import catalogue
from kiosk.config import Office
from kiosk.procedures.addresses import AddressBook
from kiosk.procedures.area_places import AreaPlaces
from kiosk.procedures.area_search import plain
from kiosk.procedures.area_units import AdministrativeUnit
from kiosk.procedures.areas import AreaDirectory, AreaMatch


@dataclass(frozen=True)
class PlaceFound:
    """A commune of today that fits what was typed. ``old``: the former name by which it was found, as papers of its
    time have it; ``part``: only a part of that unit went there, so the person says whether it is this one."""

    unit: str
    name: str  # xã Đồng Văn
    within: str  # tỉnh Tuyên Quang
    old: str = ""
    part: bool = False
    own: bool = False  # the office's own commune


class OfficePlaces:
    """``forms``: what one visit's forms read addresses by; ``forget`` ends that, for it holds what was read."""

    def __init__(self, areas: AreaDirectory, office: Office) -> None:
        self._areas, self._office, self._book = areas, office, AddressBook(areas)
        self._codes: dict[date, Mapping[str, str]] = {}
        self.forms = AreaPlaces(areas, catalogue.is_holiday)

    def forget(self) -> None:
        self.forms = AreaPlaces(self._areas, catalogue.is_holiday)

    def warm(self, day: date) -> None:
        """Read all tables: tenths of a second, once."""
        self._areas.search("", day)

    def codes(self, day: date) -> Mapping[str, str]:
        """The office's ``commune`` and ``province`` by the directory of that day; empty where it does not know them."""
        if day not in self._codes:
            self._codes = {day: self._codes_on(day)}
        return self._codes[day]

    def _codes_on(self, day: date) -> Mapping[str, str]:
        province = _named(self._areas.provinces(day), self._office.province)
        if province is None:
            return {}
        commune = _named(self._areas.communes(province.code, day), self._office.commune)
        return {"province": province.code, **({"commune": commune.code} if commune else {})}

    def search(self, text: str, day: date, most: int) -> Sequence[PlaceFound]:
        """Communes of today by what was typed, marks or none, by names of today or of before; a unit that was divided
        gives each of its parts. With nothing typed: the office's own first, then its province's."""
        near = self.codes(day).get("commune", "")
        communes = [one for match in self._areas.search(text, day, near) for one in self._of(match, day, near)]
        return list(dict.fromkeys(communes))[:most]

    def _of(self, match: AreaMatch, day: date, near: str) -> Sequence[PlaceFound]:
        old = f"{match.unit.in_sentence}, {match.unit.within}" if match.former else ""
        return [self._place(unit, day, near, old, part=len(match.now) > 1) for unit in match.now]

    def _place(
        self, unit: AdministrativeUnit, day: date, near: str, old: str = "", *, part: bool = False
    ) -> PlaceFound:
        province = self._province(unit, day)
        return PlaceFound(unit.code, unit.in_sentence, province, old, part, own=unit.code == near)

    def _province(self, unit: AdministrativeUnit, day: date) -> str:
        province = self._areas.province(unit.province, day)
        return province.in_sentence if province else unit.within

    def commune(self, unit: str, day: date, old: str = "") -> PlaceFound | None:
        """The commune of that code; None where it names nothing on ``day``."""
        commune = self._areas.commune(unit, day)
        if commune is None:
            return None
        return self._place(commune, day, self.codes(day).get("commune", ""), old)

    def line(self, unit: str, detail: str, day: date, old: str = "") -> str:
        """The whole address, as papers have it."""
        return self._book.line(unit, detail, day, old)

    def read(self, text: str, day: date) -> tuple[PlaceFound, str] | None:
        """The commune and what stands before it of an address in one line; None where that is in doubt."""
        reading = self._book.read(text, day)
        place = self.commune(reading.commune.code, day, reading.old) if reading.commune else None
        return (place, reading.detail) if place else None


@dataclass(frozen=True)
class PlacesOfDay:
    """The same, by the names of one day."""

    places: OfficePlaces
    day: date

    def search(self, text: str, most: int) -> Sequence[PlaceFound]:
        return self.places.search(text, self.day, most)

    def line(self, unit: str, detail: str, old: str = "") -> str:
        return self.places.line(unit, detail, self.day, old)

    def read(self, text: str) -> tuple[PlaceFound, str] | None:
        return self.places.read(text, self.day)


def _named(units: Sequence[AdministrativeUnit], name: str) -> AdministrativeUnit | None:
    return next((unit for unit in units if plain(unit.name) == plain(name)), None)
