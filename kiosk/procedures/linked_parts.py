"""What is asked for together with a filing, as the procedure's data say: a birth, and with it residence and cards."""

from __future__ import annotations

from kiosk.domain.form import FormState
from kiosk.domain.submission import FiledPart
from kiosk.procedures.kiosk_form import EngineForm


def linked_parts(filling: FormState) -> tuple[FiledPart, ...]:
    """Those of this case, in the procedure's order."""
    if not isinstance(filling, EngineForm):
        return ()
    parts = filling.form.linked()
    return tuple(FiledPart(one.key, one.official, one.authority, one.procedure) for one in parts)
