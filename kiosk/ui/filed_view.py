"""What the slip of a filing says, at first and whenever it is printed again: all but what is owed."""

from __future__ import annotations

from kiosk.config import Office
from kiosk.domain.codes import part_code
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Submission
from kiosk.services.place_of_return import place_of_return, way_of_return
from kiosk.ui.filed_words import chosen_half_day, named_applicant
from kiosk.ui.resident.views import ReceivedView


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
