"""The values of a shared list that is filed by its codes, as choices: with names to read and everyday words to find."""

from __future__ import annotations

from functools import cache

from kiosk.domain.procedure import FieldChoice
from kiosk.procedures.value_lists import ValueList, load_values
from kiosk.resources import asset

CODED = frozenset({"trades"})
"""Lists whose head says ``filed = "code"``; named here so that a start reads no other."""


@cache
def coded_choices(name: str) -> tuple[FieldChoice, ...]:
    """Empty for a list that is filed by its names. ``note``: everyday words, one line."""
    if name not in CODED:
        return ()
    return tuple(
        FieldChoice(
            one.code,
            {"vi": f"{one.name} ({one.code})", "en": f"{one.name_en or one.name} ({one.code})"},
            note={"vi": "; ".join(one.words)},
        )
        for one in _coded(name).values
    )


def coded_name(name: str, code: str) -> str:
    """What the list ``name`` calls ``code``; the code itself where it is filed by names, or has none."""
    value = _coded(name).value(code) if name in CODED else None
    return value.name if value else code


@cache
def _coded(name: str) -> ValueList:
    return load_values(asset("values", f"{name}.toml"))


@cache
def listed_names(name: str) -> tuple[str, ...]:
    """What a list says that is filed by its names."""
    return tuple(one.name for one in load_values(asset("values", f"{name}.toml")).values)
