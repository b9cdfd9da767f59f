"""The visitor's own card, and who it says this is."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.citizen import Address, CardIdentity
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.card_steps import CardScreens, CardSteps
from kiosk.ui.resident import HelloScreen, IdentifyScreen, ReadingScreen, TroubleScreen


class IdentityPresenter(CardSteps):
    """Steps IDENTIFY, READING, TROUBLE and HELLO."""

    def __init__(self, flow: Flow) -> None:
        look, strings = flow.look, flow.strings
        screens = CardScreens(
            IdentifyScreen(look, strings),
            ReadingScreen(look, strings),
            TroubleScreen(look, strings),
            HelloScreen(look, strings),
        )
        super().__init__(flow, screens)

    def _take(self, identity: CardIdentity) -> None:
        self._flow.visit.visitor = replace(self._flow.visit.visitor, identity=identity)
        self._speak_to(identity.citizen)

    def _forget_person(self) -> None:
        flow = self._flow
        flow.visit.visitor = replace(flow.visit.visitor, identity=None)
        flow.strings.set_address(Address.OLDER)
        super()._forget_person()
