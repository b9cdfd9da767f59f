"""The acts of a visit: who comes in, what they fill, what they photograph, what they hand in, what became of it."""

from __future__ import annotations

from kiosk.config import Office
from kiosk.domain.visit import VisitStep
from kiosk.ui.flow import Flow, Presenter
from kiosk.ui.presenters.answering import AnswerPresenter
from kiosk.ui.presenters.entering import Entering
from kiosk.ui.presenters.filling import FormPresenter
from kiosk.ui.presenters.handing_in import HandingIn
from kiosk.ui.presenters.identity import IdentityPresenter
from kiosk.ui.presenters.papers import Papers
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.presenters.tracking import Tracking


def acts(flow: Flow, office: Office) -> dict[VisitStep, Presenter]:
    """Which act knows each step."""
    savepoints = Savepoints(flow)
    entering, identity = Entering(flow, office), IdentityPresenter(flow)
    filling, papers = FormPresenter(flow, savepoints), Papers(flow, savepoints)
    handing_in, tracking = HandingIn(flow), Tracking(flow, AnswerPresenter(flow, savepoints))
    return {
        VisitStep.START: entering,
        VisitStep.CONSENT: entering,
        VisitStep.IDENTIFY: identity,
        VisitStep.READING: identity,
        VisitStep.TROUBLE: identity,
        VisitStep.HELLO: identity,
        VisitStep.CHOOSE: filling,
        VisitStep.NEEDS: filling,
        VisitStep.FORM: filling,
        VisitStep.CAPTURE: papers,
        VisitStep.RETAKE: papers,
        VisitStep.REVIEW: handing_in,
        VisitStep.FILING: handing_in,
        VisitStep.RECEIVED: handing_in,
        VisitStep.TRACK: tracking,
    }
