"""A card reader in memory: lay a virtual card on it, lift it off, from any thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kiosk.chip.trust import TrustStore
from kiosk.devices.card_identity import demo_trust
from kiosk.devices.chip_reader import RECOVERY, ChipReader, Now, now
from kiosk.devices.signer_counts import SignerCounts
from kiosk.devices.simulated.virtual_card import CardGone, VirtualCard
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.errors import CardRemoved, NoCard, NoReader

_SLICE = 0.1  # seconds: a waiting call looks this often whether it was cancelled


class SimulatedCardReader(ChipReader):
    """Implements ``ports.CardReader``. ``lay``, ``lift``, ``unplug`` and ``plug`` play the person and the cable."""

    def __init__(
        self,
        trust: TrustStore | None = None,
        now: Now = now,
        relay: float = 0.0,
        signers: SignerCounts | None = None,
    ) -> None:
        super().__init__(demo_trust() if trust is None else trust, now, relay, signers)
        self._changed = threading.Condition()
        self._card: VirtualCard | None = None
        self._laid = 0  # how often a card was laid down
        self._met = 0  # the card that a wait or a read met last
        self._plugged = True
        self._pulled = 0.0  # when, by the steady clock

    # --- the person's side

    def lay(self, card: VirtualCard) -> None:
        """Lay a card on the reader; one that lies there already is taken off first."""
        with self._changed:
            self._card = card
            self._laid += 1
            self._changed.notify_all()

    def lift(self) -> None:
        """Take the card off. A read under way ends in CardRemoved."""
        with self._changed:
            self._card = None
            self._changed.notify_all()

    def unplug(self) -> None:
        """Pull the reader's cable."""
        with self._changed:
            self._plugged, self._card, self._pulled = False, None, time.monotonic()
            self._changed.notify_all()

    def plug(self) -> None:
        with self._changed:
            self._plugged = True
            self._changed.notify_all()

    # --- the house's side

    def health(self) -> DeviceHealth:
        with self._changed:
            return DeviceHealth(State.READY) if self._plugged else DeviceHealth(State.MISSING, "card.reader-missing")

    def wait_for_card(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        with self._changed:
            if not self._plugged:
                raise NoReader("unplugged")
            self._wait(lambda: self._card is not None or self._stays_away(), cancel, timeout)
            if not self._plugged and not cancel.is_set():
                raise NoReader("unplugged")
            self._met = self._laid
            return self._card is not None

    def wait_for_removal(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        with self._changed:
            self._met = self._met or self._laid
            return self._wait(lambda: self._card is None or self._laid != self._met, cancel, timeout)

    def _wait(self, reached: Callable[[], bool], cancel: threading.Event, timeout: float | None) -> bool:
        end = None if timeout is None else time.monotonic() + timeout
        while not reached() and not cancel.is_set():
            left = _SLICE if end is None else min(_SLICE, end - time.monotonic())
            if left <= 0:
                return False
            self._changed.wait(left)
        return reached()

    def _stays_away(self) -> bool:
        return not self._plugged and time.monotonic() - self._pulled > RECOVERY

    def _connect(self) -> _Laid:
        with self._changed:
            if not self._plugged:
                raise NoReader("unplugged")
            if self._card is None:
                raise NoCard
            self._met = self._laid
            return _Laid(self, self._card, self._laid)

    def holds(self, laid: int) -> bool:
        """Does the card still lie there that was laid down as number ``laid``?"""
        with self._changed:
            return self._card is not None and self._laid == laid

    def close(self) -> None:
        self.lift()


class _Laid:
    """The connection to the card that lay there when it was made."""

    def __init__(self, reader: SimulatedCardReader, card: VirtualCard, laid: int) -> None:
        self._reader, self._card, self._laid = reader, card, laid
        self.atr, self.slot, self.longest = card.atr, "simulated", getattr(card, "longest", None)

    def reset(self) -> None:
        self._card.reset()

    def transmit(self, apdu: bytes) -> bytes:
        try:
            answer = self._card.transmit(apdu)
        except CardGone:
            self._reader.lift()
            raise CardRemoved("a quirk took it") from None
        if not self._reader.holds(self._laid):
            raise CardRemoved
        return answer

    def close(self) -> None:
        pass
