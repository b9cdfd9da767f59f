"""A person as an officer types them, where no card was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from kiosk.domain.checks import parse_date
from kiosk.domain.citizen import Citizen, Sex
from kiosk.domain.cleaning import cleaned
from kiosk.domain.procedure import FieldType
from kiosk.errors import FieldInvalid

_DATES = ("birth_date", "issued", "expires")
_PLAIN = {item.name for item in fields(Citizen) if item.type == "str"}


def typed_citizen(data: Mapping[str, str]) -> Citizen:
    """The person as typed: dates dd/mm/yyyy. FieldInvalid names what cannot be taken."""
    values: dict[str, Any] = {"id_number": "", "full_name": ""}
    for key, text in data.items():
        values[key] = _datum(key, cleaned(text, FieldType.DATE if key in _DATES else FieldType.TEXT))
    return Citizen(**values)


def _datum(key: str, text: str) -> object:
    if key in _PLAIN:
        return text
    if key == "sex" and text in {sex.value for sex in Sex}:
        return Sex(text)
    day = parse_date(text) if key in _DATES else None
    if day is None:
        raise FieldInvalid("not a datum of a person", field=f"applicant.{key}", problem="unknown")
    return day
