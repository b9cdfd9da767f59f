"""Reading a card, the same for every reader: only the way to the card differs."""

from __future__ import annotations

import threading
import time
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from kiosk.chip.apdu import Transmit
from kiosk.chip.habits import Habits
from kiosk.chip.lengths import LONG_READ, SHORT_READ
from kiosk.chip.reader import CardSession
from kiosk.chip.tries import WrongKeys
from kiosk.chip.trust import TrustStore
from kiosk.chip.watching import CardRead, PartialRead, ReadStep
from kiosk.devices.card_identity import access_key, identity, known_identity
from kiosk.devices.driver_lane import DriverLane
from kiosk.devices.signer_counts import SignerCounts
from kiosk.domain.card_reading import CardKey, ReadPart, ReadProgress
from kiosk.domain.card_trial import ApduExchange
from kiosk.domain.citizen import CardIdentity
from kiosk.errors import CardError, CardRemoved, CardTimeout, NoReader, WrongKey

Now = Callable[[], datetime]
"""The moment, with its time zone."""

_PARTS = {
    ReadStep.OPEN: ReadPart.OPEN,
    ReadStep.DG1: ReadPart.IDENTITY,
    ReadStep.DG13: ReadPart.DETAILS,
    ReadStep.DG2: ReadPart.PHOTO,
    ReadStep.SOD: ReadPart.TRUST,
}
_ORDER = tuple(_PARTS.values())

READ_LIMIT = 120.0
"""Seconds of a whole read. The slowest card that was met takes 40 at 106 kbit/s with 96 bytes an answer."""

_PROTECTION = 64  # bytes that secure messaging may add

RECOVERY = 10.0
"""Seconds for the service or the reader to come back within one wait; then it is NoReader."""

_RETRY = 0.1  # seconds between two looks for a reader that was unplugged


def now() -> datetime:
    return datetime.now(UTC)


class Connection(Protocol):
    """A powered card. ``transmit`` raises CardRemoved once it is gone, also when another one lies there since."""

    @property
    def atr(self) -> bytes: ...

    @property
    def slot(self) -> str:
        """The reader's name: habits are a card's on this reader."""

    @property
    def longest(self) -> int | None:
        """The most bytes of data in a command that reader and driver say they pass; None where they do not say."""

    def reset(self) -> None:
        """Power the card anew: nothing selected, no channel."""

    def transmit(self, apdu: bytes) -> bytes: ...

    def close(self) -> None: ...


class ChipReader(ABC):
    """What every card reader has in common. Habits of cards are kept by their answer-to-reset.

    ``relay``: seconds within which a card that was lifted in the middle may come back.
    """

    def __init__(
        self, trust: TrustStore, now: Now = now, relay: float = 0.0, signers: SignerCounts | None = None
    ) -> None:
        self._trust = trust
        self._now = now
        self._relay = relay
        self._habits: dict[tuple[bytes, str], Habits] = {}
        self.tries = WrongKeys()
        self.signers = signers or SignerCounts()

    @abstractmethod
    def _connect(self) -> Connection:
        """Power the card that lies there. Raises NoReader, NoCard and CardRemoved."""

    @abstractmethod
    def wait_for_card(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        """See ``ports.CardReader``."""

    def read(self, key: CardKey, progress: Callable[[ReadProgress], None], cancel: threading.Event) -> CardIdentity:
        """See ``ports.CardReader.read``. A cancelled read ends in CardTimeout."""
        return self._identity(self.read_chip(key, progress, cancel))

    def watched_read(
        self,
        key: CardKey,
        progress: Callable[[ReadProgress], None],
        cancel: threading.Event,
        hear: Callable[[ApduExchange], None],
    ) -> CardIdentity:
        """See ``ports.CardReader.watched_read``."""
        return self._identity(self.read_chip(key, progress, cancel, hear))

    def _identity(self, read: CardRead) -> CardIdentity:
        return identity(read, self._now().date(), self.signers.count(read.verdict, read.files))

    def read_chip(
        self,
        key: CardKey,
        progress: Callable[[ReadProgress], None],
        cancel: threading.Event,
        hear: Callable[[ApduExchange], None] | None = None,
    ) -> CardRead:
        """The same, with the files as they are on the chip."""
        hold = _Hold(self._connect, cancel, READ_LIMIT, hear)
        report = _Report(progress, lambda known: known_identity(known, self._now().date()))
        try:
            habits = self._habits.setdefault(hold.kind, Habits())
            habits.limit(hold.longest)
            session = CardSession(hold.power, self._trust, habits, lambda: self._came_back(hold, report, cancel))
            return self._counted(lambda: session.read(access_key(key), self._now(), report.step, report.learn))
        except CardError as error:
            _forget_locals(error)
            raise
        finally:
            hold.let_go()

    def _counted(self, read: Callable[[], CardRead]) -> CardRead:
        """A wrong key counts, over all reads; one that opened a card ends the count. Raises KeysPaused as well."""
        self.tries.ask()
        try:
            result = read()
        except WrongKey:
            self.tries.wrong()
            raise
        self.tries.right()
        return result

    def _came_back(self, hold: _Hold, report: _Report, cancel: threading.Event) -> bool:
        """Wait for the card that was lifted, or the reader that was unplugged. Raises CardTimeout when cancelled, and
        NoReader where it is the reader that stays away."""
        hold.let_go()
        begun = time.monotonic()
        end = begun + self._relay
        report.lifted()
        gone: CardError | None = None
        while not cancel.is_set() and (left := end - time.monotonic()) > 0:
            try:
                if self.wait_for_card(cancel, left):
                    hold.take(waited=time.monotonic() - begun)
                    return True
                gone = None
            except CardError as error:  # gone again, half on the reader, or the reader is not back yet
                gone = error
                hold.let_go()
                cancel.wait(min(_RETRY, left))
        if cancel.is_set():
            raise CardTimeout("cancelled")
        if isinstance(gone, NoReader):  # nobody lifted the card
            raise gone
        return False


def _forget_locals(error: BaseException) -> None:
    """The frames of a failed read hold its keys, and whoever keeps the error would keep them."""
    chain: BaseException | None = error
    while chain is not None:
        traceback.clear_frames(chain.__traceback__)
        chain = chain.__cause__ or chain.__context__


class _Hold:
    """The card under the reader's hand. Raises what ``connect`` raises.

    Everything that goes to the driver goes through a lane, so that neither a cancelled read nor a driver that hangs
    keeps anybody waiting. ``seconds``: for the whole read; the waits for a lifted card do not count.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        cancel: threading.Event,
        seconds: float,
        hear: Callable[[ApduExchange], None] | None = None,
    ) -> None:
        self._connect, self._cancel, self._hear = connect, cancel, hear
        self._began = time.monotonic()
        self._end = self._began + seconds
        self._lane = DriverLane(cancel)
        self._connection: Connection | None = self._connected()
        self.kind = self._connection.atr, self._connection.slot
        longest = self._asked(self._connection)
        self.longest = LONG_READ if longest is None or longest > LONG_READ else max(longest - _PROTECTION, SHORT_READ)

    def _asked(self, connection: Connection) -> int | None:
        """What the driver says of its longest command."""
        try:
            return self._lane.call(lambda: connection.longest)
        except BaseException:
            self.let_go()
            raise

    def _connected(self) -> Connection:
        """A connection that comes after nobody waits for it any more is closed again."""
        given_up = threading.Event()

        def connect() -> Connection:
            connection = self._connect()
            if given_up.is_set():
                connection.close()
            return connection

        try:
            return self._lane.call(connect)
        except BaseException:
            given_up.set()
            self._lane.end(lambda: None)
            raise

    def take(self, waited: float) -> None:
        """Power the card that lies there now: the service may not have noticed yet that the old one is gone."""
        self._end += waited
        self._lane = DriverLane(self._cancel)
        self._connection = self._connected()
        self._lane.call(self._connection.reset)

    def let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            self._lane.end(connection.close)

    def power(self) -> Transmit:
        """The way to the card, with nothing selected."""
        connection = self._connection
        if connection is None:
            raise CardRemoved
        self._lane.call(connection.reset)

        def transmit(apdu: bytes) -> bytes:
            if time.monotonic() > self._end:
                raise CardTimeout("the read takes too long")
            began = time.monotonic()
            answer = self._lane.call(lambda: connection.transmit(apdu))
            if self._hear is not None:
                self._hear(ApduExchange.of(apdu, answer, began - self._began, time.monotonic() - began))
            return answer

        return transmit


class _Report:
    """Progress as the rest of the house sees it."""

    def __init__(self, progress: Callable[[ReadProgress], None], show: Callable[[PartialRead], CardIdentity]) -> None:
        self._progress, self._show = progress, show
        self._last = ReadProgress((), ReadPart.OPEN, 0.0)

    def step(self, step: ReadStep, fraction: float) -> None:
        part = _PARTS[step]
        self._say(replace(self._last, done=_ORDER[: _ORDER.index(part)], part=part, fraction=fraction, lifted=False))

    def learn(self, known: PartialRead) -> None:
        self._say(replace(self._last, so_far=self._show(known), lifted=False))

    def lifted(self) -> None:
        self._say(replace(self._last, lifted=True))

    def _say(self, progress: ReadProgress) -> None:
        self._last = progress
        self._progress(progress)
