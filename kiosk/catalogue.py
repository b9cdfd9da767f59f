"""The procedures this kiosk offers, from ``assets/procedures``, and the days on which the office rests."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_data import procedure_from
from kiosk.errors import UnknownProcedure
from kiosk.resources import asset, read_toml

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def procedure(code: str) -> Procedure:
    """The procedure of that code. UnknownProcedure if the kiosk has none; data out of shape are a bug and raise."""
    if code not in codes():
        raise UnknownProcedure("no such procedure", procedure=code)
    return procedure_from(read_toml(asset("procedures", f"{code}.toml")))


@cache
def codes() -> tuple[str, ...]:
    """The codes of all procedures, sorted."""
    return tuple(sorted(path.stem for path in asset("procedures").glob("*.toml")))


def is_holiday(day: date) -> bool:
    """Whether ``day`` is a public holiday (Bộ luật Lao động 2019, Điều 112), days in lieu included."""
    return day in _vietnam()


@cache
def _vietnam() -> HolidayBase:
    from holidays import country_holidays

    return country_holidays("VN")
