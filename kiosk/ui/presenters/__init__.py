"""The acts of a visit: who comes in, what they fill, what they photograph, what they hand in, what became of it."""

from __future__ import annotations

from kiosk.config import Office
from kiosk.domain.visit import Step
from kiosk.ui.flow import Act, Flow
from kiosk.ui.presenters.answering import Answers
from kiosk.ui.presenters.entering import Entering
from kiosk.ui.presenters.filling import Filling
from kiosk.ui.presenters.handing_in import HandingIn
from kiosk.ui.presenters.identity import Identity
from kiosk.ui.presenters.papers import Papers
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.presenters.tracking import Tracking


def acts(flow: Flow, office: Office) -> dict[Step, Act]:
    """Which act knows each step."""
    savepoints = Savepoints(flow)
    entering, identity = Entering(flow, office), Identity(flow)
    filling, papers = Filling(flow, savepoints), Papers(flow, savepoints)
    handing_in, tracking = HandingIn(flow), Tracking(flow, Answers(flow, savepoints))
    return {
        Step.START: entering,
        Step.CONSENT: entering,
        Step.IDENTIFY: identity,
        Step.READING: identity,
        Step.TROUBLE: identity,
        Step.HELLO: identity,
        Step.CHOOSE: filling,
        Step.NEEDS: filling,
        Step.FORM: filling,
        Step.CAPTURE: papers,
        Step.RETAKE: papers,
        Step.REVIEW: handing_in,
        Step.FILING: handing_in,
        Step.RECEIVED: handing_in,
        Step.TRACK: tracking,
    }
