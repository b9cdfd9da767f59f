"""One read of one card, from the first command to the verdict."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from kiosk.chip import authenticity, dg13, lds
from kiosk.chip.access import Habits, open_card
from kiosk.chip.apdu import Line, Transmit
from kiosk.chip.authenticity import UNVERIFIABLE, SecurityObject, Verdict
from kiosk.chip.channel import SHORT_READ, SentInPlain
from kiosk.chip.dg13 import NationalData
from kiosk.chip.files import EF, FileReader, LengthRefused
from kiosk.chip.keys import AccessKey
from kiosk.chip.lds import Face
from kiosk.chip.mrz import Mrz
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import TrustStore
from kiosk.errors import ChannelBroken, GroupUnreadable

_T = TypeVar("_T")

ATTEMPTS = 3
"""A card that leaves the channel over a long read or a refused file is opened anew; more than twice is a fault."""


class Step(enum.Enum):
    """The steps of a read in their order: what a person waits for first comes first."""

    OPEN = "open"
    DG1 = "DG1"
    DG13 = "DG13"
    DG2 = "DG2"
    SOD = "SOD"


StepProgress = Callable[[Step, float], None]
"""The step under way, and how much of it by bytes, from 0 to 1."""

Connect = Callable[[], Transmit]
"""Powers the card anew and gives the way to it."""


@dataclass(frozen=True)
class CardRead:
    """What one read gave.

    ``offered`` names the groups that the issuer's signed list says are on the chip (empty without a list), ``missing``
    those that a read wants and could not get or parse, ``files`` every file as it is on the chip.
    """

    access: str
    mrz: Mrz
    national: NationalData | None
    face: Face | None
    verdict: Verdict
    offered: frozenset[str]
    missing: tuple[str, ...]
    files: Mapping[str, bytes] = field(repr=False)
    apdus: int
    bytes: int
    seconds: float


class _LeftChannel(ChannelBroken):
    """The card ended the channel over a file that a read can do without."""

    def __init__(self, ef: EF, cause: ChannelBroken) -> None:
        super().__init__(f"{ef.name}: {cause.detail}")
        self.ef = ef


class CardSession:
    """Reads cards from one reader, with what was learned about their kind."""

    def __init__(self, connect: Connect, trust: TrustStore, habits: Habits) -> None:
        self._connect, self._trust, self._habits = connect, trust, habits
        self._skipped: set[EF] = set()

    def read(self, key: AccessKey, now: datetime, progress: StepProgress = lambda *_: None) -> CardRead:
        """Open, read DG1, DG13, DG2 and SOD, verify. Raises CardError; DG1 alone is indispensable."""
        started, lines = time.monotonic(), []
        for _ in range(ATTEMPTS):
            lines.append(Line(self._connect()))
            try:
                access, files = self._gather(lines[-1], key, progress)
            except LengthRefused:
                self._habits.chunk = SHORT_READ
            except _LeftChannel as left:
                self._skipped.add(left.ef)
            else:
                result = _Result(files, self._trust, now)
                progress(Step.SOD, 1.0)
                return result.card_read(access, lines, time.monotonic() - started)
        raise ChannelBroken("the card keeps leaving the channel")

    def _gather(self, line: Line, key: AccessKey, progress: StepProgress) -> tuple[str, dict[str, bytes]]:
        progress(Step.OPEN, 0.0)
        access = open_card(line, key, self._habits)
        progress(Step.OPEN, 1.0)
        reader = FileReader(access.channel, self._habits.chunk)
        files = {EF.DG1.name: self._file(reader, EF.DG1, Step.DG1, progress)}
        for ef, step in ((EF.DG13, Step.DG13), (EF.DG2, Step.DG2), (EF.SOD, Step.SOD)):
            data = self._optional(reader, ef, step, progress)
            if data is not None:
                files[ef.name] = data
        self._habits.chunk = reader.chunk
        return access.name, files

    @staticmethod
    def _file(reader: FileReader, ef: EF, step: Step, progress: StepProgress) -> bytes:
        progress(step, 0.0)
        try:
            return reader.read(ef, lambda fraction: progress(step, fraction))
        except Malformed as error:
            raise GroupUnreadable(error.detail, group=ef.name) from error

    def _optional(self, reader: FileReader, ef: EF, step: Step, progress: StepProgress) -> bytes | None:
        if ef in self._skipped:
            return None
        try:
            return self._file(reader, ef, step, progress)
        except GroupUnreadable:
            return None  # named among the missing
        except SentInPlain as error:
            raise _LeftChannel(ef, error) from error


class _Result:
    """The files taken apart and judged."""

    def __init__(self, files: dict[str, bytes], trust: TrustStore, now: datetime) -> None:
        self._files = files
        self.mrz = self._indispensable()
        self.national = self._parsed("DG13", dg13.parse)
        self.face = self._parsed("DG2", lds.parse_dg2)
        self.sod = self._parsed("SOD", authenticity.parse_sod)
        self.verdict = UNVERIFIABLE if self.sod is None else self._judged(self.sod, trust, now)

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
    def missing(self) -> tuple[str, ...]:
        """What the signed list names and we do not have; without that list, whatever we do not have."""
        parts = {"DG13": self.national, "DG2": self.face, "SOD": self.sod}
        offered = self.sod.groups | {"SOD"} if self.sod else parts.keys()
        return tuple(name for name, part in parts.items() if part is None and name in offered)

    def card_read(self, access: str, lines: list[Line], seconds: float) -> CardRead:
        return CardRead(
            access=access,
            mrz=self.mrz,
            national=self.national,
            face=self.face,
            verdict=self.verdict,
            offered=self.sod.groups if self.sod else frozenset(),
            missing=self.missing,
            files=self._files,
            apdus=sum(line.apdus for line in lines),
            bytes=sum(line.bytes for line in lines),
            seconds=seconds,
        )
