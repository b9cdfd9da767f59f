"""Commands to the card and its answers (ISO/IEC 7816-4 §5), and the line they travel on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.errors import ChannelBroken

Transmit = Callable[[bytes], bytes]
"""One command APDU to the card, one response APDU back. Raises CardRemoved when the card is gone."""

SHORT_LIMIT = 256
EXTENDED_LIMIT = 65536

_MOST_PIECES = 300
"""GET RESPONSE for one answer: 65,536 bytes in pieces of 256, and some."""

ANY_LENGTH = 0
"""As ``le``: whatever there is to say, which fits a short answer even when protected."""


class SW:
    """The status words that the protocol tells apart (ISO/IEC 7816-4 table 5)."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    AUTHENTICATION_FAILED = 0x6300
    WRONG_LENGTH = 0x6700
    SECURITY_NOT_SATISFIED = 0x6982
    BLOCKED = 0x6983
    CONDITIONS_NOT_SATISFIED = 0x6985
    SM_OBJECTS_MISSING = 0x6987
    SM_OBJECTS_WRONG = 0x6988
    WRONG_DATA = 0x6A80
    FILE_NOT_FOUND = 0x6A82
    WRONG_OFFSET = 0x6B00
    UNKNOWN_INSTRUCTION = 0x6D00


@dataclass(frozen=True)
class Command:
    """A command APDU. ``le``: the number of bytes wanted back, None for none. Extended where a length demands it."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None

    @property
    def header(self) -> bytes:
        return bytes((self.cla, self.ins, self.p1, self.p2))

    @property
    def extended(self) -> bool:
        return len(self.data) > 255 or (self.le or 0) > SHORT_LIMIT

    def encode(self) -> bytes:
        """The bytes on the line (ISO/IEC 7816-4 §5.1, cases 1 to 4)."""
        return self.header + (self._extended_body() if self.extended else self._short_body())

    def _short_body(self) -> bytes:
        body = bytes((len(self.data),)) + self.data if self.data else b""
        return body if self.le is None else body + bytes((self.le & 0xFF,))

    def _extended_body(self) -> bytes:
        body = b"\0" + len(self.data).to_bytes(2, "big") + self.data if self.data else b""
        if self.le is None:
            return body
        return (body or b"\0") + (self.le & 0xFFFF).to_bytes(2, "big")


@dataclass(frozen=True)
class Response:
    """A response APDU: its data and its status word."""

    data: bytes
    sw: int

    @property
    def ok(self) -> bool:
        return self.sw == SW.OK

    @property
    def tries_left(self) -> int | None:
        """The retry counter where the card gives one (63Cx), else None."""
        return self.sw & 0x0F if self.sw & 0xFFF0 == 0x63C0 else None

    @property
    def length_hint(self) -> int | None:
        """The length the card asks for instead (6Cxx; 00 stands for 256), else None."""
        return (self.sw & 0xFF) or SHORT_LIMIT if self.sw >> 8 == 0x6C else None

    def encode(self) -> bytes:
        return self.data + self.sw.to_bytes(2, "big")


def decode_response(raw: bytes) -> Response:
    """Raises ChannelBroken for an answer too short to hold a status word."""
    if len(raw) < 2:
        raise ChannelBroken(f"an answer of {len(raw)} bytes")
    return Response(raw[:-2], int.from_bytes(raw[-2:], "big"))


class PlainChannel:
    """The plain way to the card. Counts what passes, and fetches what a card of the old kind holds back (61xx)."""

    def __init__(self, transmit: Transmit) -> None:
        self._transmit = transmit
        self.apdus = 0
        self.bytes = 0

    def send(self, command: Command) -> Response:
        """A plain command, once more with the length that the card names (6Cxx)."""
        response = self.exchange(command)
        hint = response.length_hint
        return response if hint is None or command.le is None else self.exchange(replace(command, le=hint))

    def exchange(self, command: Command) -> Response:
        """One command and its whole answer. Raises ChannelBroken for an answer that is none."""
        response = self._raw(command)
        data = response.data
        pieces = 0
        while response.sw >> 8 == 0x61 and len(data) < EXTENDED_LIMIT and pieces < _MOST_PIECES:
            pieces += 1
            response = self._raw(Command(0x00, 0xC0, 0, 0, le=(response.sw & 0xFF) or SHORT_LIMIT))
            data += response.data
            if not response.data:
                break
        return Response(data, response.sw)

    def _raw(self, command: Command) -> Response:
        apdu = command.encode()
        raw = self._transmit(apdu)
        self.apdus += 1
        self.bytes += len(apdu) + len(raw)
        return decode_response(raw)
