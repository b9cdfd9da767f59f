"""What last page and slip say of a filing: whose it is, when and where one comes, and the half-day that was chosen."""

from __future__ import annotations

from datetime import datetime, time

from kiosk.config import Office
from kiosk.domain.calendar import ZONE
from kiosk.domain.checks import parse_date
from kiosk.domain.codes import part_code
from kiosk.domain.procedure import Procedure, Text
from kiosk.domain.submission import Filing, Submission
from kiosk.services.place_of_return import place_of_return, way_of_return
from kiosk.ui.resident.views import ReceivedView

HalfDayChosen = tuple[datetime, Text]
"""The day, as a moment of it, and the half by its words."""


def filed_view(submission: Submission, procedure: Procedure, office: Office) -> ReceivedView:
    """What stands on the slip of ``submission`` whenever it is printed; ``procedure`` is the one it was made under."""
    filing = submission.filing
    names = {item.key: item.name for item in procedure.documents}
    return ReceivedView(
        code=submission.code,
        receipt=submission.receipt,
        procedure=procedure.name,
        subject=filing.subject,
        filed_at=submission.filed_at,
        due_at=submission.due_at if filing.has_due_day else None,
        nothing_back=filing.promise == "nothing",
        order=bool(filing.order_days),
        sync=submission.sync,
        official=submission.official,
        applicant=named_applicant(procedure, filing),
        half_day=chosen_half_day(procedure, filing),
        documents=tuple((names[item.key], item.pages) for item in filing.documents if item.key in names),
        place=place_of_return(procedure, office),
        way=way_of_return(procedure, filing),
        linked=tuple(
            (procedure.linked.get(one.key, {"vi": one.name}), part_code(submission.code, number))
            for number, one in enumerate(filing.linked, start=2)
        ),
    )


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
