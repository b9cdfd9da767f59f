"""Chủ hồ sơ: who files, as the sheet names them, and whose card vouches for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.domain.citizen import CardIdentity, CardVerdict, Method
from kiosk.domain.party_card import PartyCard
from kiosk.domain.procedure import Procedure
from kiosk.domain.submission import Applicant
from kiosk.procedures.form_parties import party_card


def applicant_of(
    procedure: Procedure,
    answers: Mapping[str, Mapping[str, str]],
    visitor: CardIdentity | None,
    others: Mapping[str, PartyCard],
) -> Applicant:
    """``answers`` as the sheet prints them; ``others``: cards that were read beside the visitor's, by party."""

    def answer_to(name: str) -> str:
        return answers.get(procedure.applicant.get(name, ""), {}).get("value", "")

    number = answer_to("id_number")
    card = _card_of(number, visitor, others)
    return Applicant(
        full_name=answer_to("full_name"),
        id_number=number,
        phone=answer_to("phone"),
        method=card.method or Method.MANUAL.value,
        access=card.access,
        standing=card.standing or CardVerdict.UNPROVEN.value,
        card_expired=card.expired,
    )


def _card_of(number: str, visitor: CardIdentity | None, others: Mapping[str, PartyCard]) -> PartyCard:
    """Of two who file together each may be the applicant; else it is the visitor's card, if there is one."""
    own = party_card(visitor) if visitor else PartyCard()
    if own.number == number:
        return own
    return next((one for one in others.values() if one.number and one.number == number), own)


def by_chip(identity: CardIdentity | None) -> bool:
    return identity is not None and identity.method is Method.CHIP


def card_issued(identity: CardIdentity | None) -> date | None:
    """The day on which a card was issued that a chip vouches for: it has certainly passed."""
    if identity is None or identity.method is not Method.CHIP or identity.standing is CardVerdict.DOUBTFUL:
        return None
    parts = identity.authenticity
    if parts is not None and None in (parts.hashes, parts.signature):  # the list that would vouch was not read
        return None
    return identity.citizen.issued
