"""Where an expression finds what it names, and what of the country it may ask for."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from kiosk.forms.quantities import DayRange, Place, Value


class Places(Protocol):
    """What is true of the country: administrative units by their codes, and its days off."""

    def province_of(self, unit: str) -> str:
        """The province's code of a commune's or a province's; empty where it is not known."""
        ...

    def whole(self, place: Place, day: date) -> Place:
        """``place`` with its unit where only a line is written and says it, with its line where only the unit is."""
        ...

    def is_holiday(self, day: date) -> bool:
        """Whether offices rest on that day by law; weekends are no holidays."""
        ...


class Scope(Protocol):
    """Where an expression finds what it names."""

    places: Places

    def value(self, name: str) -> Value:
        """The value of a name; ``None`` where it is empty, hidden or unknown."""
        ...

    def today(self) -> DayRange: ...
