"""Reading a card, the same for every reader: only the way to the card differs."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from kiosk.chip.access import Habits
from kiosk.chip.apdu import Transmit
from kiosk.chip.reader import CardRead, CardSession, Step, StepProgress
from kiosk.chip.trust import TrustStore
from kiosk.devices.card_identity import access_key, identity
from kiosk.devices.ports import CardKey, Part, ReadProgress
from kiosk.domain.citizen import Identity
from kiosk.errors import CardTimeout

Now = Callable[[], datetime]
"""The moment, with its time zone."""

_PARTS = {
    Step.OPEN: Part.OPEN,
    Step.DG1: Part.IDENTITY,
    Step.DG13: Part.DETAILS,
    Step.DG2: Part.PHOTO,
    Step.SOD: Part.TRUST,
}
_ORDER = tuple(_PARTS.values())


def now() -> datetime:
    return datetime.now(UTC)


class Connection(Protocol):
    """A powered card. ``transmit`` raises CardRemoved once it is gone, also when another one lies there since."""

    @property
    def atr(self) -> bytes: ...

    def reset(self) -> None:
        """Power the card anew: nothing selected, no channel."""

    def transmit(self, apdu: bytes) -> bytes: ...

    def close(self) -> None: ...


class ChipReader(ABC):
    """What every card reader has in common. Habits of cards are kept by their answer-to-reset."""

    def __init__(self, trust: TrustStore, now: Now = now) -> None:
        self._trust = trust
        self._now = now
        self._habits: dict[bytes, Habits] = {}

    @abstractmethod
    def _connect(self) -> Connection:
        """Power the card that lies there. Raises NoReader, NoCard and CardRemoved."""

    @abstractmethod
    def wait_for_card(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        """See ``ports.CardReader``."""

    def read(self, key: CardKey, progress: Callable[[ReadProgress], None], cancel: threading.Event) -> Identity:
        """See ``ports.CardReader.read``. A cancelled read ends in CardTimeout."""
        return identity(self.read_chip(key, progress, cancel), self._now().date())

    def read_chip(self, key: CardKey, progress: Callable[[ReadProgress], None], cancel: threading.Event) -> CardRead:
        """The same, with the files as they are on the chip."""
        connection = self._connect()
        try:
            habits = self._habits.setdefault(connection.atr, Habits())
            session = CardSession(lambda: _powered(connection, cancel), self._trust, habits)
            return session.read(access_key(key), self._now(), _reporting(progress))
        finally:
            connection.close()


def _powered(connection: Connection, cancel: threading.Event) -> Transmit:
    connection.reset()

    def transmit(apdu: bytes) -> bytes:
        if cancel.is_set():
            raise CardTimeout("cancelled")
        return connection.transmit(apdu)

    return transmit


def _reporting(progress: Callable[[ReadProgress], None]) -> StepProgress:
    def report(step: Step, fraction: float) -> None:
        part = _PARTS[step]
        progress(ReadProgress(_ORDER[: _ORDER.index(part)], part, fraction))

    return report
