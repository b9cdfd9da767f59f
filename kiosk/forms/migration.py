"""A draft of an older version taken along: what was renamed goes under its new key, what is asked again is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from kiosk.forms.sheet import ProcedureVersion

T = TypeVar("T")


def taken_along(version: ProcedureVersion, older: str, answers: Mapping[str, T]) -> dict[str, T]:
    """``answers`` of version ``older`` by today's keys. Without a word about that version, keys stand as they are."""
    spec = version.migrations.get(older)
    if spec is None:
        return dict(answers)
    left = {*spec.dropped, *spec.ask_again}
    moved = {spec.renamed.get(key, key): value for key, value in answers.items() if key not in left}
    return {key: value for key, value in moved.items() if key not in spec.ask_again}
