"""The acts of a visit: who comes in, what they fill, what they photograph, what they hand in, what became of it."""

from __future__ import annotations

from kiosk.config import Office
from kiosk.domain.visit import VisitStep
from kiosk.ui.flow import Flow, Presenter
from kiosk.ui.presenters.answering import AnswerPresenter
from kiosk.ui.presenters.choosing import ChoosingPresenter
from kiosk.ui.presenters.entering import EnteringPresenter
from kiosk.ui.presenters.fee import FeePresenter
from kiosk.ui.presenters.filling import FormPresenter
from kiosk.ui.presenters.handing_in import HandingInPresenter
from kiosk.ui.presenters.identity import IdentityPresenter
from kiosk.ui.presenters.later import LaterPresenter
from kiosk.ui.presenters.paper_ways import PaperWaysPresenter
from kiosk.ui.presenters.party import PartyPresenter
from kiosk.ui.presenters.routing import RoutePresenter
from kiosk.ui.presenters.savepoints import Savepoints
from kiosk.ui.presenters.signing import SigningPresenter
from kiosk.ui.presenters.tracking import TrackingPresenter


def acts(flow: Flow, office: Office) -> dict[VisitStep, Presenter]:
    """Which act knows each step."""
    savepoints = Savepoints(flow)
    entering, identity = EnteringPresenter(flow, office), IdentityPresenter(flow)
    party, later = PartyPresenter(flow), LaterPresenter(flow, savepoints)
    filling, papers = FormPresenter(flow, savepoints), PaperWaysPresenter(flow, savepoints)
    choosing = ChoosingPresenter(flow, savepoints, filling.take)
    handing_in, tracking = HandingInPresenter(flow), TrackingPresenter(flow, AnswerPresenter(flow, savepoints))
    return {
        VisitStep.START: entering,
        VisitStep.CONSENT: entering,
        VisitStep.IDENTIFY: identity,
        VisitStep.READING: identity,
        VisitStep.TROUBLE: identity,
        VisitStep.HELLO: identity,
        VisitStep.CHOOSE: choosing,
        VisitStep.EVENT: choosing,
        VisitStep.FIND: choosing,
        VisitStep.NEEDS: filling,
        VisitStep.FORM: filling,
        VisitStep.CAPTURE: papers,
        VisitStep.RETAKE: papers,
        VisitStep.REVIEW: handing_in,
        VisitStep.FILING: handing_in,
        VisitStep.FEE: FeePresenter(flow),
        VisitStep.RECEIVED: handing_in,
        VisitStep.TRACK: tracking,
        VisitStep.LATER: later,
        VisitStep.KEPT: later,
        VisitStep.ROUTE: RoutePresenter(flow, savepoints, filling.to_needs),
        VisitStep.SIGN: SigningPresenter(flow),
        VisitStep.PARTY: party,
        VisitStep.PARTY_CARD: party,
        VisitStep.PARTY_READING: party,
        VisitStep.PARTY_TROUBLE: party,
        VisitStep.PARTY_HELLO: party,
    }
