"""The files of a card taken apart and judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TypeVar

from kiosk.chip import authenticity, dg13, lds, pace, tlv
from kiosk.chip.authenticity import UNREAD, UNVERIFIABLE, CardFacts, SecurityObject, Verdict
from kiosk.chip.chip_proof import ChipProofOutcome
from kiosk.chip.dg13 import Dg13Field
from kiosk.chip.mrz import Mrz
from kiosk.chip.pace import PaceOffer
from kiosk.chip.proving import held_against
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import TrustStore
from kiosk.errors import GroupUnreadable

_T = TypeVar("_T")


class ReadResult:
    """What the files say, and how far they can be trusted. Raises GroupUnreadable without a readable DG1.

    ``unread``: files that the line did not let through, which is no word about the card.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        trust: TrustStore,
        now: datetime,
        chip: ChipProofOutcome,
        unread: Collection[str] = (),
        offers: tuple[PaceOffer, ...] = (),
    ) -> None:
        self._files = files
        self.mrz = self._indispensable()
        self.national = self._parsed("DG13", dg13.parse)
        self.face = self._parsed("DG2", lds.parse_dg2)
        self.sod = self._parsed("SOD", lambda data: authenticity.parse_sod(data, trust.signers))
        nothing = UNREAD if "SOD" in unread else UNVERIFIABLE
        verdict = nothing if self.sod is None else self._judged(self.sod, trust, now)
        self.verdict = replace(held_against(verdict, chip), downgraded=self._downgraded(verdict, offers))

    def _indispensable(self) -> Mrz:
        try:
            return lds.parse_dg1(self._files["DG1"])
        except Malformed as error:
            raise GroupUnreadable(error.detail, group="DG1") from error

    def _parsed(self, name: str, parse: Callable[[bytes], _T]) -> _T | None:
        try:
            return parse(self._files[name]) if name in self._files else None
        except Malformed:
            return None  # named among the missing

    def _judged(self, sod: SecurityObject, trust: TrustStore, now: datetime) -> Verdict:
        groups = {name: data for name, data in self._files.items() if name != "SOD"}
        return authenticity.verify(sod, groups, trust, now, self._facts(sod))

    def _facts(self, sod: SecurityObject) -> CardFacts:
        """The day of issue counts only where the file that says it is as it was signed."""
        known = self.national is not None and authenticity.as_signed(sod, "DG13", self._files["DG13"])
        issued = self.national.date(Dg13Field.ISSUED) if known and self.national else None
        at_noon = datetime.combine(issued, time(12), UTC) if issued else None
        return CardFacts(self.mrz.issuer, self.mrz.document, at_noon)

    def _downgraded(self, verdict: Verdict, offers: tuple[PaceOffer, ...]) -> bool:
        """Did EF.CardAccess, which nobody signs, offer less than the signed DG14 (ICAO 9303-11 §9.2.11)?

        A card that gave no EF.CardAccess at all was opened by BAC, and says so by itself.
        """
        if not offers or not verdict.groups.get("DG14"):
            return False
        try:
            signed = pace.offered(tlv.only(self._files["DG14"], 0x6E).value)
        except Malformed:
            return False
        return bool(signed) and signed[0].strength > offers[0].strength

    @property
    def offered(self) -> frozenset[str]:
        return self.sod.groups if self.sod else frozenset()

    @property
    def missing(self) -> tuple[str, ...]:
        """What the signed list names and we do not have; without that list, whatever we do not have."""
        parts = {"DG13": self.national, "DG2": self.face, "SOD": self.sod}
        offered = self.sod.groups | {"SOD"} if self.sod else parts.keys()
        return tuple(name for name, part in parts.items() if part is None and name in offered)
