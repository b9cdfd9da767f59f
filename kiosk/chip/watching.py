"""What one read gives, step by step and in the end, and who looks on."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kiosk.chip import dg13, lds
from kiosk.chip.access import Access
from kiosk.chip.authenticity import Verdict
from kiosk.chip.dg13 import NationalData
from kiosk.chip.files import EF
from kiosk.chip.keys import AccessKey
from kiosk.chip.lds import FaceImage
from kiosk.chip.mrz import Mrz
from kiosk.chip.signed_data import SignedData
from kiosk.chip.tlv import Malformed


class ReadStep(enum.Enum):
    """The steps of a read in their order: what a person waits for first comes first."""

    OPEN = "open"
    DG1 = "DG1"
    DG13 = "DG13"
    DG2 = "DG2"
    SOD = "SOD"


StepProgress = Callable[[ReadStep, float], None]
"""The step under way, and how much of it by bytes, from 0 to 1."""


@dataclass(frozen=True)
class PartialRead:
    """What can be shown while the rest still comes."""

    access: str
    mrz: Mrz
    national: NationalData | None


@dataclass(frozen=True)
class CardRead:
    """What one read gave.

    ``offered`` names the groups that the issuer's signed list says are on the chip (empty without a list), ``missing``
    those that a read wants and could not get or parse, ``files`` every file as it is on the chip.
    """

    access: str
    mrz: Mrz
    national: NationalData | None
    face: FaceImage | None
    verdict: Verdict
    offered: frozenset[str]
    missing: tuple[str, ...]
    files: Mapping[str, bytes] = field(repr=False)
    apdus: int
    bytes: int
    seconds: float


@dataclass(frozen=True)
class ReadObserver:
    """Who reads, and who looks on."""

    key: AccessKey = field(repr=False)
    progress: StepProgress
    known: Callable[[PartialRead], None]
    trusted: Callable[[SignedData], bool]

    def of(self, step: ReadStep, first: float = 0.0, last: float = 1.0) -> Callable[[float], None]:
        """Progress within one step, or within a part of one."""
        return lambda fraction: self.progress(step, first + fraction * (last - first))

    def tell(self, access: Access, files: Mapping[str, bytes]) -> None:
        """Show what is known so far. What cannot be parsed is for the result to say."""
        try:
            mrz = lds.parse_dg1(files[EF.DG1.name])
            national = dg13.parse(files[EF.DG13.name]) if EF.DG13.name in files else None
        except Malformed:
            return
        self.known(PartialRead(access.name, mrz, national))
