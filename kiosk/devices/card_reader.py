"""The card reader at the counter, through PC/SC. It outlives the service: every call finds its own way to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kiosk.chip.access import APPLICATION
from kiosk.chip.apdu import Command, decode_response
from kiosk.chip.trust import TrustStore
from kiosk.devices import pcsc
from kiosk.devices.chip_reader import RECOVERY, ChipReader, Connection, Now, now
from kiosk.devices.signer_counts import SignerCounts
from kiosk.domain.device_health import DeviceHealth, State
from kiosk.errors import CardError, CardTimeout, ChannelBroken, NoCard, NoReader

SLICE = 0.15
"""Seconds that a wait sleeps in PC/SC at most: the longest that a cancelled one goes on."""

IN_USE = 4.0
"""Seconds for another program to let go of the card: some look at each that is laid down."""

_RETRY = 0.25

People = Callable[[pcsc.Context, tuple[pcsc.Slot, ...]], tuple[pcsc.Slot, ...]]
"""Which of the readers are for people."""


class PcscCardReader(ChipReader):
    """Implements ``ports.CardReader``. ``name`` picks readers whose name contains it; empty takes all."""

    def __init__(
        self,
        trust: TrustStore,
        now: Now = now,
        name: str = "",
        relay: float = 0.0,
        signers: SignerCounts | None = None,
    ) -> None:
        super().__init__(trust, now, relay, signers)
        self._name = name
        self._furniture: dict[str, bytes] | None = None  # by reader: cards that are always there, and none of ours
        self._met: dict[str, int] = {}  # by reader: which of the cards that came to it a wait or a read met last

    def health(self) -> DeviceHealth:
        try:
            with pcsc.Context() as context:
                context.slots(self._name)
        except NoReader:
            return DeviceHealth(State.MISSING, "card.reader-missing")
        return DeviceHealth(State.READY)

    def wait_for_card(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        """NoReader at once if there is none to begin with; one that goes away has RECOVERY seconds to come back, and no
        longer than the wait itself."""
        return _Wait(self._name, cancel, timeout, self._people, self._met).until(card=True)

    def wait_for_removal(self, cancel: threading.Event, timeout: float | None = None) -> bool:
        """A reader that is gone holds no card."""
        try:
            return _Wait(self._name, cancel, timeout, self._people, self._met).until(card=False)
        except NoReader:
            return True

    def _connect(self) -> Connection:
        context = pcsc.Context()
        try:
            laid = [slot for slot in self._people(context, context.slots(self._name)) if slot.card]
            if not laid:
                raise NoCard
            self._met.clear()
            self._met.update({slot.name: slot.moves for slot in laid})
            return _chosen(context, laid)
        except BaseException:
            context.close()
            raise

    def _people(self, context: pcsc.Context, slots: tuple[pcsc.Slot, ...]) -> tuple[pcsc.Slot, ...]:
        """The readers that people lay cards on: a security token that was there before anybody came is none of theirs.

        Where there is one reader alone, whatever lies on it was laid there. A token that is pulled is forgotten.
        """
        if self._furniture is None:
            self._furniture = {slot.name: slot.atr for slot in slots if len(slots) > 1 and _is_token(context, slot)}
        lying = {slot.name: slot.atr for slot in slots if slot.card}
        self._furniture = {name: atr for name, atr in self._furniture.items() if lying.get(name) == atr}
        return tuple(slot for slot in slots if slot.name not in self._furniture)

    def close(self) -> None:
        """Nothing is held between calls."""


def _chosen(context: pcsc.Context, laid: list[pcsc.Slot]) -> pcsc.PoweredCard:
    """The identity card among those that lie there, as with two readers, or a desk where another card was left."""
    *others, last = laid
    for slot in others:
        card = context.connect(slot.name, IN_USE)
        if _is_id(card):
            return card
        card.disconnect()
    return context.connect(last.name, IN_USE)


def _is_token(context: pcsc.Context, slot: pcsc.Slot) -> bool:
    """Does a card lie there that is no identity card? One that another program holds is none of ours either."""
    if not slot.card:
        return False
    try:
        card = context.connect(slot.name)
    except CardError:
        return True
    try:
        return not _is_id(card)
    finally:
        card.disconnect()


def _is_id(card: pcsc.PoweredCard) -> bool:
    select = Command(0x00, 0xA4, 0x04, 0x0C, APPLICATION)
    try:
        return decode_response(card.transmit(select.encode())).ok
    except (CardTimeout, ChannelBroken):
        return False


class _Wait:
    """One wait for a card to come or go. ``met``: by reader, the moves up to the card that was met last; kept here."""

    def __init__(
        self, name: str, cancel: threading.Event, timeout: float | None, people: People, met: dict[str, int]
    ) -> None:
        self._name, self._cancel, self._people, self._met_cards = name, cancel, people, met
        self._end = None if timeout is None else time.monotonic() + timeout
        self._lost: float | None = None
        self._met = False

    def until(self, *, card: bool) -> bool:
        """True once a card lies there or, for ``card=False``, none; False when cancelled or out of time."""
        while True:
            try:
                with pcsc.Context() as context:
                    return self._watch(context, card=card)
            except NoReader:
                if not self._may_come_back():
                    raise
                if self._cancel.wait(_RETRY):
                    return False
                if self._late():
                    raise

    def _watch(self, context: pcsc.Context, *, card: bool) -> bool:
        while True:
            slots = context.slots(self._name)
            self._met, self._lost = True, None
            if self._reached([slot for slot in self._people(context, slots) if slot.card], card=card):
                return True
            if self._over():
                return False
            context.wait(slots, min(SLICE, self._left()))

    def _reached(self, laid: list[pcsc.Slot], *, card: bool) -> bool:
        """One that was lifted and laid between two looks, or another in its place, was taken away all the same."""
        met = self._met_cards
        if not met or card:
            met.clear()
            met.update({slot.name: slot.moves for slot in laid})
        return bool(laid) if card else not any(met.get(slot.name, slot.moves) == slot.moves for slot in laid)

    def _may_come_back(self) -> bool:
        """Was a reader there in this wait, and is it not gone for too long?"""
        moment = time.monotonic()
        self._lost = self._lost or moment
        return self._met and moment - self._lost <= RECOVERY

    def _left(self) -> float:
        return SLICE if self._end is None else max(0.0, self._end - time.monotonic())

    def _over(self) -> bool:
        return self._cancel.is_set() or self._late()

    def _late(self) -> bool:
        return self._end is not None and time.monotonic() >= self._end
