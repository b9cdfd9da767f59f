"""The files of a card taken apart and judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from kiosk.chip import authenticity, dg13, lds
from kiosk.chip.authenticity import UNVERIFIABLE, SecurityObject, Verdict
from kiosk.chip.chip_proof import ChipProofOutcome
from kiosk.chip.mrz import Mrz
from kiosk.chip.proving import held_against
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import TrustStore
from kiosk.errors import GroupUnreadable

_T = TypeVar("_T")


class ReadResult:
    """What the files say, and how far they can be trusted. Raises GroupUnreadable without a readable DG1."""

    def __init__(self, files: Mapping[str, bytes], trust: TrustStore, now: datetime, chip: ChipProofOutcome) -> None:
        self._files = files
        self.mrz = self._indispensable()
        self.national = self._parsed("DG13", dg13.parse)
        self.face = self._parsed("DG2", lds.parse_dg2)
        self.sod = self._parsed("SOD", authenticity.parse_sod)
        verdict = UNVERIFIABLE if self.sod is None else self._judged(self.sod, trust, now)
        self.verdict = held_against(verdict, chip)

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
        return authenticity.verify(sod, groups, trust, now)

    @property
    def offered(self) -> frozenset[str]:
        return self.sod.groups if self.sod else frozenset()

    @property
    def missing(self) -> tuple[str, ...]:
        """What the signed list names and we do not have; without that list, whatever we do not have."""
        parts = {"DG13": self.national, "DG2": self.face, "SOD": self.sod}
        offered = self.sod.groups | {"SOD"} if self.sod else parts.keys()
        return tuple(name for name, part in parts.items() if part is None and name in offered)
