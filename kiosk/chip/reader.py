"""One read of one card, from the first command to the verdict, and on again after the card was lifted."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from kiosk.chip.access import Access, open_card
from kiosk.chip.apdu import PlainChannel, Transmit
from kiosk.chip.authenticity import judge
from kiosk.chip.channel import SentInPlain
from kiosk.chip.chip_proof import ChipProofOutcome
from kiosk.chip.faults import Faltered
from kiosk.chip.files import EF, FileReader, FileRefused, LengthRefused
from kiosk.chip.habits import Habits
from kiosk.chip.keys import AccessKey
from kiosk.chip.lengths import SHORT_READ
from kiosk.chip.proving import FileOutcome, Prover, Troubles
from kiosk.chip.refusals import Refusals
from kiosk.chip.result import ReadResult
from kiosk.chip.signed_data import SignedData
from kiosk.chip.tlv import Malformed
from kiosk.chip.trust import IssuerTrust, TrustStore
from kiosk.chip.watching import CardRead, PartialRead, ReadObserver, ReadStep, StepProgress
from kiosk.errors import CardRemoved, ChannelBroken, GroupUnreadable, NoReader, NotAnIdCard, OtherCard, WrongKey

ATTEMPTS = 12
"""A card that leaves the channel over a long read or a refused file is opened anew; more than so often is a fault."""

MOST_FAULTS = 2
"""Exchanges that fail without a reason while a card is opened, in one read. A card that lies well has none."""

RELAYS = 5
"""How often a card may be lifted and laid back in one read."""


Connect = Callable[[], Transmit]
"""Powers the card anew and gives the way to it."""

CameBack = Callable[[], bool]
"""Waits for a card that was lifted; False when none came. Called after CardRemoved and NoReader."""


class _OnceMore(ChannelBroken):
    """Open the card anew: something in it is to be asked again."""


class CardSession:
    """Reads one card, with what was learned about its kind."""

    def __init__(
        self, connect: Connect, trust: TrustStore, habits: Habits, came_back: CameBack = lambda: False
    ) -> None:
        self._connect, self._trust, self._habits, self._came_back = connect, trust, habits, came_back
        self._files: dict[str, bytes] = {}
        self._begun: dict[EF, bytearray] = {}
        self._refusals = Refusals(habits)
        self._lines: list[PlainChannel] = []
        self._troubles = Troubles()
        self._chip = ChipProofOutcome.NOT_TRIED
        self._faults = 0
        self._access: Access | None = None

    def read(
        self,
        key: AccessKey,
        now: datetime,
        progress: StepProgress = lambda *_: None,
        known: Callable[[PartialRead], None] = lambda _: None,
    ) -> CardRead:
        """Open, read DG1, DG13, DG2 and SOD, have the chip prove itself, verify. Raises CardError.

        DG1 alone is indispensable. A card that is lifted and comes back is read on where it was, if it is the same one;
        another one is OtherCard. What fails without a reason is asked once more, and once on the card opened anew,
        before anything follows from it.
        """
        started = time.monotonic()
        access = self._gathered(ReadObserver(key, progress, known, lambda facts: self._trusts(facts, now)))
        unread = self._refusals.unread(self._files)
        result = ReadResult(self._files, self._trust, now, self._chip, unread, access.offers)
        self._habits.went_well()
        progress(ReadStep.SOD, 1.0)
        return self._card_read(result, access, time.monotonic() - started)

    def _gathered(self, watch: ReadObserver) -> Access:
        attempts, relays = ATTEMPTS, RELAYS
        while attempts:
            try:
                return self._gather(watch)
            except LengthRefused as refusal:
                self._shorten(refusal)
            except (Faltered, SentInPlain) as fault:
                self._faults += 1
                if self._faults > MOST_FAULTS:
                    return self._so_far(fault)
            except _OnceMore:
                pass
            except (CardRemoved, NoReader):
                relays -= 1
                if relays < 0 or not self._came_back():
                    raise
                continue
            attempts -= 1
        return self._so_far(ChannelBroken("the card keeps leaving the channel"))

    def _so_far(self, fault: ChannelBroken) -> Access:
        """Without DG1 the read has failed; else it ends with what there is, and the rest could not be checked."""
        if self._access is None or EF.DG1.name not in self._files:
            raise ChannelBroken(fault.detail) from fault
        return self._access

    def _shorten(self, refusal: LengthRefused) -> None:
        """A word that names no length may have been a bad moment: the first time it changes nothing."""
        habits = self._habits
        if refusal.reader:
            habits.limit(SHORT_READ)
        elif refusal.unexplained and not self._faults:
            self._faults += 1
        elif habits.chunk > SHORT_READ or habits.exact:
            habits.shrink()
        else:
            habits.exact = True

    def _gather(self, watch: ReadObserver) -> Access:
        """Everything that is not there yet."""
        line = PlainChannel(self._connect())
        self._lines.append(line)
        access = self._access = self._opened(line, watch)
        try:
            self._all_of(line, access, watch)
        finally:
            access.channel.close()
        return access

    def _all_of(self, line: PlainChannel, access: Access, watch: ReadObserver) -> None:
        reader = FileReader(access.channel, self._habits)
        self._first_group(reader, watch, access)
        self._optional(reader, EF.DG13, watch.of(ReadStep.DG13))
        watch.tell(access, self._files)
        self._optional(reader, EF.DG2, watch.of(ReadStep.DG2))
        self._optional(reader, EF.SOD, watch.of(ReadStep.SOD, 0.0, 0.6))
        if self._chip is ChipProofOutcome.NOT_TRIED:
            self._chip = self._proved(line, access, reader, watch)
        if self._refusals.worth_another(needed=self._chip is ChipProofOutcome.NOT_TRIED):
            raise _OnceMore("files that were refused")

    def _opened(self, line: PlainChannel, watch: ReadObserver) -> Access:
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

    def _first_group(self, reader: FileReader, watch: ReadObserver, access: Access) -> None:
        """DG1, which tells whose card this is; after the card was lifted it must say the same again."""
        before = self._files.get(EF.DG1.name)
        if before is None:
            self._files[EF.DG1.name] = self._indispensable(reader, watch)
            watch.tell(access, self._files)
        elif self._again(reader) != before:
            raise OtherCard("another DG1")

    def _again(self, reader: FileReader) -> bytes:
        try:
            return self._file(reader, EF.DG1, lambda _: None)
        except FileRefused as refusal:
            raise Faltered(refusal.detail) from refusal

    def _indispensable(self, reader: FileReader, watch: ReadObserver) -> bytes:
        try:
            return self._file(reader, EF.DG1, watch.of(ReadStep.DG1))
        except (FileRefused, SentInPlain) as error:
            self._refusals.note(EF.DG1, error)
            if self._refusals.again(EF.DG1):
                raise _OnceMore(error.detail) from error
            raise

    def _file(self, reader: FileReader, ef: EF, progress: Callable[[float], None]) -> bytes:
        begun = self._begun.setdefault(ef, bytearray())
        if not begun:
            progress(0.0)
        try:
            data = reader.read(ef, progress, begun)
        except Malformed as error:
            raise GroupUnreadable(error.detail, group=ef.name) from error
        del self._begun[ef]
        self._refusals.forget(ef)
        return data

    def _optional(self, reader: FileReader, ef: EF, progress: Callable[[float], None]) -> FileOutcome:
        """A file that a read can do without."""
        if ef.name in self._files:
            return FileOutcome.READ
        if self._refusals.final(ef):
            return self._refusals.outcome(ef)
        try:
            self._files[ef.name] = self._file(reader, ef, progress)
        except SentInPlain as error:
            self._refusals.note(ef, error)
            raise _OnceMore(error.detail) from error
        except GroupUnreadable as error:  # refused, or no file that could be one
            self._refusals.note(ef, error)
            return self._refusals.outcome(ef)
        return FileOutcome.READ

    def _proved(self, line: PlainChannel, access: Access, reader: FileReader, watch: ReadObserver) -> ChipProofOutcome:
        """What the chip proves of itself, once its signed list says how."""
        progress = watch.of(ReadStep.SOD, 0.6, 0.9)

        def fetch(ef: EF) -> FileOutcome:
            return self._optional(reader, ef, lambda _: None)

        progress(0.0)
        try:
            prover = Prover(line, access, self._files, fetch, watch.trusted, self._troubles)
            chip = prover.prove(self._trust.signers)
        except Faltered as fault:
            raise _OnceMore(fault.detail) from fault
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
