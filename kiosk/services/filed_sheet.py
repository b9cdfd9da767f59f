"""A form as it is handed in: what the office gives it, and its answers as the official sheet prints them."""

from __future__ import annotations

from typing import Any

from kiosk.config import Office
from kiosk.domain.form import FormState
from kiosk.domain.procedure import TableSection


def office_values(office: Office) -> dict[str, str]:
    """What a form may take from the office: ``office.NAME`` in the procedure's data."""
    return {
        "name": f"{office.full_name}, {office.province}",
        "short": f"UBND {office.seat}",
        "place": f"{office.seat}, {office.province}",
        "health_station": f"{office.health_station}, {office.province}",
    }


def sheet(filling: FormState) -> dict[str, dict[str, Any]]:
    """The answers as the official sheet prints them: the shown fields only, names in capitals; of an address whose
    commune is known its code and parts as well, and the rows of each table."""
    columns = {}
    for item in filling.procedure.fields:
        answer = filling.entries.get(item.key)
        if answer is not None and answer.value and filling.shown(item):
            value = answer.value.upper() if item.upper else answer.value
            columns[item.key] = answer.plain() | {"value": value}
    return columns | {
        table.key: _table(filling, table) for table in filling.procedure.tables if filling.rows(table.key)
    }


def _table(filling: FormState, table: TableSection) -> dict[str, Any]:
    upper = {item.key.rpartition(".")[2] for item in table.fields if item.upper}
    rows = [
        {name: one | {"value": one["value"].upper()} if name in upper else one for name, one in row.items()}
        for row in filling.rows(table.key)
    ]
    return filling.entries[table.key].plain() | {"rows": rows}
