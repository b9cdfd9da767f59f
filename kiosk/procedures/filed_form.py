"""A form as it was handed in, filled again by the rules it was made under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.domain.form import FieldAnswer, FormContext, FormState, Origin
from kiosk.domain.procedure import Procedure
from kiosk.procedures.kiosk_form import EngineForm, VersionEngine


def filed_form(procedure: Procedure, answers: Mapping[str, Mapping[str, Any]], context: FormContext) -> FormState:
    """``answers`` are the filing's own, each as ``FieldAnswer.plain`` has it; ``context`` is that of its day."""
    assert isinstance(procedure.engine, VersionEngine)
    return EngineForm(procedure, {key: _entry(one) for key, one in answers.items()}, procedure.engine, context)


def _entry(plain: Mapping[str, Any]) -> FieldAnswer:
    details = {name: value for name, value in plain.items() if name not in ("value", "origin")}
    return FieldAnswer(str(plain.get("value", "")), Origin(plain["origin"]), details)
