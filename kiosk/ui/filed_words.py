"""What last page and slip say of a filing beside its code: whose it is, and the half-day that was chosen."""

from __future__ import annotations

from datetime import datetime, time

from kiosk.domain.calendar import ZONE
from kiosk.domain.checks import parse_date
from kiosk.domain.procedure import Procedure, Text
from kiosk.domain.submission import Filing

HalfDayChosen = tuple[datetime, Text]
"""The day, as a moment of it, and the half by its words."""


def named_applicant(procedure: Procedure, filing: Filing) -> str:
    """Who files; empty where the procedure asks no name and makes one up for the dossier."""
    return filing.applicant.full_name if procedure.names_applicant else ""


def chosen_half_day(procedure: Procedure, filing: Filing) -> HalfDayChosen | None:
    """The appointment that goes with the filing; None where it has none."""
    for item in procedure.fields:
        day = parse_date(str(filing.answers.get(item.key, {}).get("value", ""))) if item.halves else None
        half = filing.answers.get(item.halves, {}).get("value") if day else None
        for choice in procedure.field(item.halves).choices if day and half else ():
            if choice.value == half and day:
                return datetime.combine(day, time(), ZONE), choice.label
    return None
