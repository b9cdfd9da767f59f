"""Answers as a person writes them to a file: a text, a number, yes or no; an address by commune; a table of rows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kiosk.domain.form import ChosenPlace, Given
from kiosk.domain.procedure import row_key

_PLACE = frozenset({"unit", "detail", "old"})


def as_texts(value: object) -> object:
    """A number as its digits, ``true`` and ``false`` as yes and no, within tables too; all else as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return {key: as_texts(one) for key, one in value.items()}
    return [as_texts(one) for one in value] if isinstance(value, list) else value


def first_odd(answers: Mapping[str, object]) -> str:
    """The key of the first value that no answer is written as; empty where all are answers."""
    return next((key for key, value in answers.items() if not are_answers({key: value})), "")


def are_answers(answers: object) -> bool:
    return isinstance(answers, Mapping) and all(
        _one(value) or (isinstance(value, list) and all(_row(row) for row in value)) for value in answers.values()
    )


def spread(answers: Mapping[str, Any]) -> dict[str, Any]:
    """One entry for each answer, those in rows by TABLE.ROW.NAME."""
    one_by_one: dict[str, Any] = {}
    for key, value in answers.items():
        if isinstance(value, list):
            one_by_one |= {row_key(key, at, name): one for at, row in enumerate(value) for name, one in row.items()}
        else:
            one_by_one[key] = value
    return one_by_one


def given_in(value: str | Mapping[str, str]) -> Given:
    if isinstance(value, str):
        return value
    return ChosenPlace(value["unit"], value.get("detail", ""), value.get("old", ""))


def _row(row: object) -> bool:
    return isinstance(row, Mapping) and all(map(_one, row.values()))


def _one(value: object) -> bool:
    """A text, or an address by its commune's code."""
    if isinstance(value, str):
        return True
    if not isinstance(value, Mapping):
        return False
    return "unit" in value and set(value) <= _PLACE and all(isinstance(text, str) for text in value.values())
