"""Another person's own card: their word first, then the card, and what it fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.domain.citizen import Address, CardIdentity, address_for
from kiosk.domain.events import EventKind
from kiosk.domain.party_card import ADULT, PartyCard, PartyOffer
from kiosk.domain.visit import Move, VisitStep
from kiosk.errors import ChildsCard, NotThisParty, SameCard
from kiosk.ui.flow import Flow
from kiosk.ui.presenters.card_steps import CardScreens, CardSteps
from kiosk.ui.resident import (
    PartyCardScreen,
    PartyHelloScreen,
    PartyReadingScreen,
    PartyScreen,
    PartyTroubleScreen,
    Screen,
)
from kiosk.ui.resident.parts import within


class PartyPresenter(CardSteps):
    """Steps PARTY to PARTY_HELLO. Whom it is about is ``Visit.invited``; what a card said is kept when its holder has
    said that it is theirs, and not before."""

    FRESH = True

    def __init__(self, flow: Flow) -> None:
        look, strings = flow.look, flow.strings
        screens = CardScreens(
            PartyCardScreen(look, strings),
            PartyReadingScreen(look, strings),
            PartyTroubleScreen(look, strings),
            PartyHelloScreen(look, strings),
        )
        super().__init__(flow, screens)
        self._read_card: PartyCard | None = None
        self.party = PartyScreen(look, strings)
        self.party.agreed.connect(self._answered)
        self.party.officerAsked.connect(flow.call_officer)
        self.party.stopAsked.connect(flow.ask_to_leave)
        self.party.laterAsked.connect(self._comes_later)
        self.party.moved.connect(lambda _: self._back_to_form())

    @property
    def _offer(self) -> PartyOffer:
        offer = self._flow.visit.invited
        assert offer is not None
        return offer

    def enter(self, step: VisitStep) -> Screen:
        strings = self._flow.strings
        if step is VisitStep.PARTY:
            strings.set_address(Address.OLDER)
            self.party.invite(within(strings, self._offer.name), self._visitor_name(), owns=self._offer.owns)
            return self.party
        if step is VisitStep.PARTY_CARD and isinstance(self.identify, PartyCardScreen):
            self.identify.invite(within(strings, self._offer.name))
        return super().enter(step)

    def _visitor_name(self) -> str:
        identity = self._flow.visit.visitor.identity
        return identity.citizen.full_name if identity else ""

    # --- their word ---

    def _answered(self, agreed: bool) -> None:
        self._flow.note(EventKind.CONSENT_GIVEN, party="yes" if agreed else "no")
        if agreed:
            self._flow.move(Move.AGREE)
        else:
            self._keep(PartyCard(consent=False))
            self._to_form("party.refused")

    def _comes_later(self) -> None:
        """Only what is the visitor's own is asked; theirs when they come."""
        visit = self._flow.visit
        visit.visitor = replace(visit.visitor, away=visit.visitor.away | {self._offer.party})
        if visit.walk is not None:
            visit.walk.renew()
        self._to_form("party.later_line")

    def _without_card(self) -> None:
        self._to_form("party.typed")

    # --- their card ---

    def _forget_person(self) -> None:
        self._read_card = None
        self._flow.strings.set_address(Address.OLDER)
        super()._forget_person()

    def _take(self, identity: CardIdentity) -> None:
        card = self._flow.services.desk.party_card(identity)
        self._refuse_wrong(identity, card)
        self._read_card = card
        self._speak_to(identity.citizen)

    def _refuse_wrong(self, identity: CardIdentity, card: PartyCard) -> None:
        visit = self._flow.visit
        if any(card.number == number and party not in self._offer.may_be for party, number in self._numbers()):
            raise SameCard
        age = identity.citizen.age_on(self._flow.services.clock().date())
        if age is not None and age < ADULT:
            raise ChildsCard
        assert visit.walk is not None
        if not visit.walk.filling.fits(self._offer.party, card):
            raise NotThisParty(party=str(within(self._flow.strings, self._offer.name)))

    def _numbers(self) -> Iterator[tuple[str, str]]:
        """Whose cards were read before, by party."""
        visitor, walk = self._flow.visit.visitor, self._flow.visit.walk
        if visitor.identity is not None and walk is not None:
            context = self._flow.services.desk.context(visitor)
            yield walk.filling.visiting_party(context), visitor.identity.citizen.id_number
        yield from ((party, card.number) for party, card in visitor.others.items())

    def _confirmed(self) -> None:
        assert self._read_card is not None
        self._keep(self._read_card)
        self._to_form("party.filled")

    def _keep(self, card: PartyCard) -> None:
        visit, key = self._flow.visit, self._offer.party
        visit.visitor = replace(visit.visitor, others={**visit.visitor.others, key: card})
        if visit.walk is not None:
            visit.walk.renew()
            visit.match_papers()

    # --- back ---

    def _to_form(self, remark: str) -> None:
        visit, strings = self._flow.visit, self._flow.strings
        visit.remark = strings.phrase(remark, party=within(strings, self._offer.name))
        self._speak_to_visitor()
        self._flow.go(VisitStep.FORM)

    def _back_to_form(self) -> None:
        """Who was invited before the first question goes back to what is needed."""
        self._speak_to_visitor()
        self._flow.go(self._flow.visit.invited_from, forward=False)

    def _speak_to_visitor(self) -> None:
        flow, identity = self._flow, self._flow.visit.visitor.identity
        address = address_for(identity.citizen, flow.services.clock().date()) if identity else Address.OLDER
        flow.strings.set_address(address)

    def wipe(self) -> None:
        self._read_card = None
        self.party.wipe()
        super().wipe()
