"""What the office's province and commune have set for a version, as its own files say; the commune's word counts first.

The files are those that the version was read from, so that a filing keeps the prices under which it was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.forms.fees import AreaPrices
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.version_files import area_of, files_of


@dataclass(frozen=True)
class SetPrices:
    """Prices by the fee's key, and what set each of them."""

    prices: AreaPrices = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def prices_at(version: ProcedureVersion, office: Mapping[str, str]) -> SetPrices:
    """``office``: its codes under ``province`` and ``commune``. Empty where they are not known, or have set nothing."""
    units = [unit for unit in (office.get("province", ""), office.get("commune", "")) if unit]
    if not units or not version.content.startswith("{"):
        return SetPrices()
    files = files_of(version.content)
    areas = [area_of(files, unit, version.spec) for unit in units if unit in files.areas]
    prices = {key: rows for area in areas for key, rows in area.fees.items()}
    sources = {key: area.source for area in areas for key in area.fees}
    return SetPrices(prices, sources)
