"""One read of one card, from the first command to the verdict, and on again after the card was lifted."""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.chip import dg13, lds
from kiosk.chip.access import Access, Habits, open_card
from kiosk.chip.apdu import PlainChannel, Transmit
from kiosk.chip.authenticity import Verdict, judge
from kiosk.chip.channel import SentInPlain
from kiosk.chip.chip_proof import ChipProofOutcome
from kiosk.chip.dg13 import NationalData
from kiosk.chip.files import EF, FileReader, LengthRefused
from kiosk.chip.keys import AccessKey
from kiosk.chip.lds import FaceImage
from kiosk.chip.lengths import shorter
from kiosk.chip.mrz import Mrz
from kiosk.chip.proving import Prover
from kiosk.chip.result import ReadResult
from kiosk.chip.signed_data import SignedData
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import IssuerTrust, TrustStore
from kiosk.errors import CardRemoved, ChannelBroken, GroupUnreadable, NoReader, NotAnIdCard, OtherCard, WrongKey

ATTEMPTS = 5
"""A card that leaves the channel over a long read or a refused file is opened anew; more than so often is a fault."""

RELAYS = 5
"""How often a card may be lifted and laid back in one read."""


class ReadStep(enum.Enum):
    """The steps of a read in their order: what a person waits for first comes first."""

    OPEN = "open"
    DG1 = "DG1"
    DG13 = "DG13"
    DG2 = "DG2"
    SOD = "SOD"


StepProgress = Callable[[ReadStep, float], None]
"""The step under way, and how much of it by bytes, from 0 to 1."""

Connect = Callable[[], Transmit]
"""Powers the card anew and gives the way to it."""

CameBack = Callable[[], bool]
"""Waits for a card that was lifted; False when none came. Called after CardRemoved and NoReader."""


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


class _LeftChannel(ChannelBroken):
    """The card ended the channel over a file that a read can do without."""

    def __init__(self, ef: EF, cause: ChannelBroken) -> None:
        super().__init__(f"{ef.name}: {cause.detail}")
        self.ef = ef


class CardSession:
    """Reads one card, with what was learned about its kind."""

    def __init__(
        self, connect: Connect, trust: TrustStore, habits: Habits, came_back: CameBack = lambda: False
    ) -> None:
        self._connect, self._trust, self._habits, self._came_back = connect, trust, habits, came_back
        self._skipped: set[EF] = set()
        self._files: dict[str, bytes] = {}
        self._begun: dict[EF, bytearray] = {}
        self._lines: list[PlainChannel] = []

    def read(
        self,
        key: AccessKey,
        now: datetime,
        progress: StepProgress = lambda *_: None,
        known: Callable[[PartialRead], None] = lambda _: None,
    ) -> CardRead:
        """Open, read DG1, DG13, DG2 and SOD, have the chip prove itself, verify. Raises CardError.

        DG1 alone is indispensable. A card that is lifted and comes back is read on where it was, if it is the same one;
        another one is OtherCard.
        """
        started = time.monotonic()
        access, chip = self._gathered(_ReadObserver(key, progress, known, lambda found: self._trusts(found, now)))
        result = ReadResult(self._files, self._trust, now, chip)
        progress(ReadStep.SOD, 1.0)
        return self._card_read(result, access, time.monotonic() - started)

    def _gathered(self, watch: _ReadObserver) -> tuple[Access, ChipProofOutcome]:
        attempts, relays = ATTEMPTS, RELAYS
        while attempts:
            try:
                return self._gather(watch)
            except LengthRefused:
                self._habits.chunk = shorter(self._habits.chunk)
            except _LeftChannel as left:
                self._skipped.add(left.ef)
            except (CardRemoved, NoReader):
                relays -= 1
                if relays < 0 or not self._came_back():
                    raise
                continue
            attempts -= 1
        raise ChannelBroken("the card keeps leaving the channel")

    def _gather(self, watch: _ReadObserver) -> tuple[Access, ChipProofOutcome]:
        """Everything that is not there yet."""
        line = PlainChannel(self._connect())
        self._lines.append(line)
        access = self._opened(line, watch)
        reader = FileReader(access.channel, self._habits.chunk)
        self._first_group(reader, watch, access)
        self._optional(reader, EF.DG13, watch.of(ReadStep.DG13))
        watch.tell(access, self._files)
        self._optional(reader, EF.DG2, watch.of(ReadStep.DG2))
        self._optional(reader, EF.SOD, watch.of(ReadStep.SOD, 0.0, 0.6))
        chip = self._proved(line, access, reader, watch)
        self._habits.chunk = reader.chunk
        return access, chip

    def _opened(self, line: PlainChannel, watch: _ReadObserver) -> Access:
        """The same key that opened the card before opens it again, or it is another card."""
        progress = watch.of(ReadStep.OPEN)
        if not self._files:
            progress(0.0)
        try:
            access = open_card(line, watch.key, self._habits)
        except (WrongKey, NotAnIdCard) as error:
            if self._files:
                raise OtherCard(error.detail) from error
            raise
        if not self._files:
            progress(1.0)
        return access

    def _first_group(self, reader: FileReader, watch: _ReadObserver, access: Access) -> None:
        """DG1, which tells whose card this is; after the card was lifted it must say the same again."""
        before = self._files.get(EF.DG1.name)
        if before is None:
            self._files[EF.DG1.name] = self._file(reader, EF.DG1, watch.of(ReadStep.DG1))
            watch.tell(access, self._files)
        elif self._file(reader, EF.DG1, lambda _: None) != before:
            raise OtherCard("another DG1")

    def _file(self, reader: FileReader, ef: EF, progress: Callable[[float], None]) -> bytes:
        begun = self._begun.setdefault(ef, bytearray())
        if not begun:
            progress(0.0)
        try:
            data = reader.read(ef, progress, begun)
        except Malformed as error:
            raise GroupUnreadable(error.detail, group=ef.name) from error
        del self._begun[ef]
        return data

    def _optional(self, reader: FileReader, ef: EF, progress: Callable[[float], None]) -> None:
        if ef in self._skipped or ef.name in self._files:
            return
        try:
            self._files[ef.name] = self._file(reader, ef, progress)
        except GroupUnreadable:
            self._skipped.add(ef)  # named among the missing
        except SentInPlain as error:
            raise _LeftChannel(ef, error) from error

    def _proved(self, line: PlainChannel, access: Access, reader: FileReader, watch: _ReadObserver) -> ChipProofOutcome:
        """What the chip proves of itself, once its signed list says how. Whatever goes wrong here fails the proof."""
        progress = watch.of(ReadStep.SOD, 0.6, 0.9)
        prover = Prover(line, access, self._files, lambda ef: self._optional(reader, ef, lambda _: None), watch.trusted)
        progress(0.0)
        chip = prover.prove()
        progress(1.0)
        return chip

    def _trusts(self, envelope: SignedData, now: datetime) -> bool:
        return judge(envelope, self._trust, now) is IssuerTrust.TRUSTED

    def _card_read(self, result: ReadResult, access: Access, seconds: float) -> CardRead:
        return CardRead(
            access=access.name,
            mrz=result.mrz,
            national=result.national,
            face=result.face,
            verdict=result.verdict,
            offered=result.offered,
            missing=result.missing,
            files=dict(self._files),
            apdus=sum(line.apdus for line in self._lines),
            bytes=sum(line.bytes for line in self._lines),
            seconds=seconds,
        )


@dataclass(frozen=True)
class _ReadObserver:
    """Who reads, and who looks on."""

    key: AccessKey
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
