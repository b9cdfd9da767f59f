"""The door to PC/SC: what we need of it, with our own errors. ``pyscard`` is looked for only when it is used."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from kiosk.closing import close_all
from kiosk.errors import CardError, CardInUse, CardRemoved, CardTimeout, NoCard, NoReader, NotAnIdCard, ReaderLimited

_GONE = ("SCARD_W_REMOVED_CARD", "SCARD_W_RESET_CARD", "SCARD_W_UNPOWERED_CARD", "SCARD_E_READER_UNAVAILABLE")
_NO_SERVICE = (
    "SCARD_E_NO_SERVICE",
    "SCARD_E_SERVICE_STOPPED",
    "SCARD_E_NO_READERS_AVAILABLE",
    "SCARD_E_INVALID_HANDLE",
    "SCARD_E_UNKNOWN_READER",
    "SCARD_F_INTERNAL_ERROR",
)
_GET_FEATURES, _TLV_PROPERTIES, _MAX_APDU_DATA = 3400, 0x12, 0x0A
"""CM_IOCTL_GET_FEATURE_REQUEST, FEATURE_GET_TLV_PROPERTIES and dwMaxAPDUDataSize (PC/SC part 10 §2.2, §2.6)."""

_LONGEST_SHORT = 261
"""Bytes of the longest command without extended length: header, length, 255 bytes, and the length wanted."""

_IN_USE_RETRY = 0.1

_MUTE = ("SCARD_W_UNRESPONSIVE_CARD", "SCARD_W_UNSUPPORTED_CARD", "SCARD_E_PROTO_MISMATCH")


def _library() -> Any:
    try:
        from smartcard import scard
    except ImportError as error:
        raise NoReader("pyscard is not installed") from error
    return scard


@dataclass(frozen=True)
class Slot:
    """One reader and what lies on it. ``state`` is PC/SC's own, to wait for a change of it."""

    name: str
    state: int
    card: bool
    atr: bytes = b""

    @property
    def moves(self) -> int:
        """How often a card came to it or left it, as PC/SC counts in the upper half of the event state; 0 where it
        does not (pcsc-lite, SCARD_READERSTATE)."""
        return self.state >> 16


class Context:
    """A connection to the PC/SC service. Everything raises CardError; after NoReader make a new one."""

    def __init__(self) -> None:
        self._scard = _library()
        self._handle = self._checked("establish", self._scard.SCardEstablishContext(self._scard.SCARD_SCOPE_USER))

    def __enter__(self) -> Context:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._scard.SCardReleaseContext(self._handle)

    def slots(self, name: str = "") -> tuple[Slot, ...]:
        """The readers whose name contains ``name``, now. Raises NoReader if there is none."""
        names = self._checked("list readers", self._scard.SCardListReaders(self._handle, []))
        wanted = [reader for reader in names if name in reader]
        if not wanted:
            raise NoReader("no reader of that name" if names else "no reader")
        return self._changed(0, [(reader, self._scard.SCARD_STATE_UNAWARE) for reader in wanted])

    def wait(self, slots: tuple[Slot, ...], seconds: float) -> None:
        """Return when one of the slots changes, or after ``seconds``."""
        self._changed(int(seconds * 1000), [(slot.name, slot.state) for slot in slots])

    def _changed(self, milliseconds: int, states: list[tuple[str, int]]) -> tuple[Slot, ...]:
        code, states_now = self._scard.SCardGetStatusChange(self._handle, milliseconds, states)
        if code != self._scard.SCARD_E_TIMEOUT:
            self._checked("status", (code, states_now))
        present = self._scard.SCARD_STATE_PRESENT
        return tuple(Slot(name, state, bool(state & present), bytes(atr)) for name, state, atr in states_now)

    def connect(self, slot: str, seconds: float = 0.0) -> PoweredCard:
        """Power the card on this reader, for us alone, or as long as we need it where another program has it open too.

        ``seconds``: to wait for a program that has it for itself. Raises NoCard, CardRemoved, NoReader, CardInUse;
        NotAnIdCard when mute.
        """
        end = time.monotonic() + seconds
        while True:
            for share in (self._scard.SCARD_SHARE_EXCLUSIVE, self._scard.SCARD_SHARE_SHARED):
                try:
                    return self._powered(slot, share)
                except CardInUse:
                    if time.monotonic() >= end and share == self._scard.SCARD_SHARE_SHARED:
                        raise
            time.sleep(_IN_USE_RETRY)

    def _powered(self, slot: str, share: int) -> PoweredCard:
        scard = self._scard
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        answer = scard.SCardConnect(self._handle, slot, share, protocols)
        handle, protocol = self._checked("connect", answer, CardTimeout)
        card = PoweredCard(self, handle, protocol, slot, share)
        if share == scard.SCARD_SHARE_SHARED:
            card.begin()
        return card

    def _checked(self, what: str, result: tuple[Any, ...], otherwise: type[CardError] = NoReader) -> Any:
        """The results of a call without its code. Raises what the code means.

        ``otherwise`` is for codes that say little: from the service it means that the service is unwell (a pcscd that
        ends under a waiting call lets it fail with "access denied"), from a card that the exchange failed.
        """
        code, *rest = result
        if code != self._scard.SCARD_S_SUCCESS:
            raise self._error(what, code, otherwise)
        return rest[0] if len(rest) == 1 else rest

    def _error(self, what: str, code: int, otherwise: type[CardError]) -> CardError:
        message = f"{what}: {self._scard.SCardGetErrorMessage(code)}"
        for names, kind in (
            (_GONE, CardRemoved),
            (("SCARD_E_NO_SMARTCARD",), NoCard),
            (_NO_SERVICE, NoReader),
            (_MUTE, NotAnIdCard),
            (("SCARD_E_SHARING_VIOLATION",), CardInUse),
        ):
            if code in {getattr(self._scard, name) for name in names}:
                return kind(message)
        return otherwise(message)


class PoweredCard:
    """A powered card (``chip_reader.Connection``). It owns its context; closing resets the card and so its channel."""

    def __init__(self, context: Context, handle: Any, protocol: int, slot: str, share: int) -> None:
        self._context, self._handle, self.slot, self._share = context, handle, slot, share
        self._scard = context._scard
        self._protocol = protocol
        self.atr = bytes(self._ask("status", self._scard.SCardStatus(handle))[3])

    def reset(self) -> None:
        scard = self._scard
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        self._protocol = self._ask(
            "reset",
            scard.SCardReconnect(self._handle, self._share, protocols, scard.SCARD_RESET_CARD),
        )

    def transmit(self, apdu: bytes) -> bytes:
        scard = self._scard
        header = scard.SCARD_PCI_T0 if self._protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        try:
            answer = bytes(self._ask("transmit", scard.SCardTransmit(self._handle, header, list(apdu))))
        except CardTimeout as error:
            self._must_be_there()
            if len(apdu) > _LONGEST_SHORT or _asks_for_more(apdu):
                raise ReaderLimited(error.detail) from error
            raise
        if not answer:  # how some drivers report a card that left while it was thinking
            self._must_be_there()
        return answer

    def begin(self) -> None:
        """Nobody else may talk to the card until we let go of it."""
        self._ask("transaction", self._scard.SCardBeginTransaction(self._handle))

    @property
    def longest(self) -> int | None:
        """See ``chip_reader.Connection``: dwMaxAPDUDataSize (PC/SC part 10 §2.6.14), where the driver gives it."""
        features = self._control(self._scard.SCARD_CTL_CODE(_GET_FEATURES))
        code = _property(features, _TLV_PROPERTIES)
        size = _property(self._control(int.from_bytes(code, "big")), _MAX_APDU_DATA) if code else b""
        return int.from_bytes(size, "little") if len(size) == 4 else None

    def _control(self, code: int) -> bytes:
        """What a driver says of itself; empty where it knows no such question."""
        result = self._scard.SCardControl(self._handle, code, [])
        return bytes(result[1]) if result[0] == self._scard.SCARD_S_SUCCESS and len(result) > 1 else b""

    def _must_be_there(self) -> None:
        """A broken exchange does not say whether the card is gone; powering it anew does. Raises CardRemoved."""
        try:
            self.reset()
        except (CardTimeout, NotAnIdCard) as error:
            raise CardRemoved(error.detail) from error

    def _ask(self, what: str, result: tuple[Any, ...]) -> Any:
        try:
            return self._context._checked(what, result, CardTimeout)
        except NoCard as error:
            raise CardRemoved(error.detail) from error

    def disconnect(self) -> None:
        """Let go of the card, which loses its channel, but not of the service."""
        if self._share == self._scard.SCARD_SHARE_SHARED:
            self._scard.SCardEndTransaction(self._handle, self._scard.SCARD_RESET_CARD)
        self._scard.SCardDisconnect(self._handle, self._scard.SCARD_RESET_CARD)

    def close(self) -> None:
        close_all(self.disconnect, self._context.close)


def _asks_for_more(apdu: bytes) -> bool:
    """Is it one of extended length by what it wants back alone?"""
    return len(apdu) > 5 and apdu[4] == 0


def _property(data: bytes, tag: int) -> bytes:
    """The value under a tag of one byte, each with a length of one byte (PC/SC part 10 §2.2)."""
    at = 0
    while at + 2 <= len(data):
        value = data[at + 2 : at + 2 + data[at + 1]]
        if data[at] == tag:
            return value
        at += 2 + data[at + 1]
    return b""
