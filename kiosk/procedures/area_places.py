"""Addresses of a form by the directory of units: what a card's line says, how a chosen commune is read; days off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk.forms.quantities import Place
from kiosk.procedures.addresses import AddressBook
from kiosk.procedures.areas import AreaDirectory


class AreaPlaces:
    """``forms.functions.Places`` over ``areas``. It remembers what it has read: one for each visit, gone with it."""

    def __init__(self, areas: AreaDirectory, is_holiday: Callable[[date], bool]) -> None:
        self._areas, self._book = areas, AddressBook(areas)
        self.is_holiday = is_holiday
        self._known: dict[tuple[Place, date], Place] = {}

    def province_of(self, unit: str) -> str:
        return self._areas.province_of(unit)

    def whole(self, place: Place, day: date) -> Place:
        """A line that could lie in several communes stays a line: the person says which."""
        if (place, day) not in self._known:
            self._known[place, day] = self._whole(place, day)
        return self._known[place, day]

    def _whole(self, place: Place, day: date) -> Place:
        if place.unit:
            line = place.text or self._book.line(place.unit, place.detail, day, place.old)
            return replace(place, text=line)
        reading = self._book.read(place.text, day)
        if reading.commune is None:
            return place
        return Place(reading.commune.code, reading.detail, place.text, day.isoformat(), reading.old)
