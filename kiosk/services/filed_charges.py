"""What a filing owed when it was handed in, for its slip to be printed again."""

from __future__ import annotations

from kiosk.domain.charges import FeeCharge
from kiosk.domain.form import FormContext
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Submission
from kiosk.procedures.filed_form import filed_form


def filed_charges(submission: Submission, procedure: Procedure, now: FormContext) -> tuple[FeeCharge, ...]:
    """Fee by fee, by the rules it was made under and the prices of its own day. ``now``: the office's context, of which
    nothing but the office and its units counts."""
    then = FormContext(submission.filed_at.date(), office=now.office, places=now.places)
    return filed_form(procedure, submission.filing.answers, then).charges()
