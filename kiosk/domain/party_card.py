"""A further person's card in a visit: a spouse's, a parent's, a witness's. What it said, and how far it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

ADULT = 14
"""Full years from which a holder lays their own card down here: from then on everybody has one, and gives a consent of
their own to it (Luật Căn cước 26/2023, Điều 19)."""


@dataclass(frozen=True)
class PartyCard:
    """Of a party who is not the visit's own person. ``card`` is empty where they did not agree to have it read.

    Kept with a savepoint that waits for another party; of a filing only what ``FiledParty`` says is kept.
    """

    card: Mapping[str, str] = field(default_factory=dict)  # as a form writes it: full_name, birth_date dd/mm/yyyy
    method: str = ""  # domain.citizen.Method
    access: str = ""
    standing: str = ""  # domain.citizen.CardVerdict
    expired: bool = False
    consent: bool = True
    signature: str = ""  # SHA-256 of the picture that they signed; empty: not signed here

    @property
    def by_chip(self) -> bool:
        return self.method == "chip"

    @property
    def number(self) -> str:
        return self.card.get("id_number", "")

    @property
    def name(self) -> str:
        return self.card.get("full_name", "")

    @property
    def plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class PartyOffer:
    """Whose card could fill what is being asked. ``owns``: it is their matter as much as the visitor's. ``may_be``:
    the parties who can be the same person."""

    party: str
    name: Mapping[str, str]  # by language
    owns: bool
    refused: bool = False  # they did not agree to have it read
    may_be: tuple[str, ...] = ()
