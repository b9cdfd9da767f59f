"""Where the result of a filing is given back: the agency that the procedure's data name, here in the commune."""

from __future__ import annotations

from kiosk.config import Office
from kiosk.domain.procedure import Procedure, Text
from kiosk.domain.submission import Filing

AT_COUNTER = "counter"
"""The choice of a way that means: it is fetched from the agency."""


def place_of_return(procedure: Procedure | None, office: Office) -> str:
    """In the office's own language: Công an xã Đồng Văn; the office itself where the data name nobody, or are gone."""
    agency = procedure.returned_by if procedure else ""
    return f"{agency or office.authority} {office.seat}"


def way_of_return(procedure: Procedure, filing: Filing) -> Text | None:
    """How the result comes to who chose not to fetch it, in the words of that choice; None where it is fetched."""
    chosen = str(filing.answers.get(procedure.returned_way, {}).get("value", ""))
    if not chosen or chosen == AT_COUNTER:
        return None
    choices = procedure.field(procedure.returned_way).choices
    return next((one.label for one in choices if one.value == chosen), None)
