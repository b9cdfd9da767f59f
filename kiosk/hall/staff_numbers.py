"""Numbers of accounts over several kiosks: each kiosk counts its own people, a hall shows one list.

The home kiosk's numbers stay; another's are moved out of their way, but whoever is signed in has one number everywhere,
so that "mine" is mine at each kiosk.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.domain.cash import CashClosing, CashReceipt
from kiosk.domain.desk_calls import CallAttempt
from kiosk.domain.dossier import DossierRow
from kiosk.domain.dossier_events import DossierEvent, DossierHead
from kiosk.domain.dossier_sheet import DossierField, DossierPaper

APART = 1_000_000
NUMBERS: Mapping[type, tuple[str, ...]] = {
    DossierRow: ("holder",),
    DossierHead: ("holder",),
    DossierEvent: ("staff",),
    DossierField: ("mended_by",),
    DossierPaper: ("by",),
    CashReceipt: ("staff",),
    CashClosing: ("staff", "chief"),
    CallAttempt: ("staff",),
}
"""Where a number of an account stands."""


def moved(place: int, own: int, home: int) -> Callable[[int], int]:
    """How the numbers of the kiosk at ``place`` in the hall are read; ``own`` there is ``home`` at home. 0: nobody."""

    def number(given: int) -> int:
        if not given:
            return 0
        return home if given == own else given + place * APART

    return number


def renumbered(value: Any, number: Callable[[int], int]) -> Any:
    """``value`` with every account's number read so."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _in_object(value, number)
    if isinstance(value, tuple):
        return tuple(renumbered(one, number) for one in value)
    return value


def people(table: Mapping[int, str], number: Callable[[int], int]) -> dict[int, str]:
    return {number(one): person for one, person in table.items()}


def _in_object(value: Any, number: Callable[[int], int]) -> Any:
    changes: dict[str, Any] = {}
    wanted = NUMBERS.get(type(value), ())
    for field in dataclasses.fields(value):
        inner = getattr(value, field.name)
        if field.name in wanted:
            changes[field.name] = number(inner)
        elif field.name == "people":
            changes[field.name] = people(inner, number)
        elif dataclasses.is_dataclass(inner) or isinstance(inner, tuple):
            changes[field.name] = renumbered(inner, number)
    return dataclasses.replace(value, **changes) if changes else value
