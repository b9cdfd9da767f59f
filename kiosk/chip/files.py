"""Reading files: no second selection, no separate question for the length, as much at once as the card can give."""

from __future__ import annotations

import enum
from collections.abc import Callable

from kiosk.chip import tlv
from kiosk.chip.apdu import SW, Command, Response
from kiosk.chip.channel import CardTransport, SentInPlain
from kiosk.chip.lengths import LONG_READ, SHORT_READ, shorter
from kiosk.errors import ChannelBroken, GroupUnreadable

MAX_FILE = 512 * 1024
"""No file of an eMRTD comes near; a longer length is a reading error."""

_OFFSET_LIMIT = 0x8000
_OFFSET, _DISCRETIONARY = 0x54, 0x53
_NO_SHORT_ID = (SW.FILE_NOT_FOUND, 0x6A86, 0x6981, 0x6986, SW.WRONG_OFFSET, SW.UNKNOWN_INSTRUCTION)
_NOT_ABOUT_LENGTH = (SW.SECURITY_NOT_SATISFIED, SW.CONDITIONS_NOT_SATISFIED, SW.FILE_NOT_FOUND)

Progress = Callable[[float], None]


class EF(enum.Enum):
    """The files we read: identifier, short identifier, and where (ICAO 9303-10 table 38)."""

    CARD_ACCESS = (0x011C, 0x1C, "master file")
    CARD_SECURITY = (0x011D, 0x1D, "master file")
    COM = (0x011E, 0x1E, "application")
    DG1 = (0x0101, 0x01, "application")
    DG2 = (0x0102, 0x02, "application")
    DG13 = (0x010D, 0x0D, "application")
    DG14 = (0x010E, 0x0E, "application")
    DG15 = (0x010F, 0x0F, "application")
    SOD = (0x011D, 0x1D, "application")

    @property
    def fid(self) -> bytes:
        return self.value[0].to_bytes(2, "big")

    @property
    def sfi(self) -> int:
        return self.value[1]


class FileRefused(GroupUnreadable):
    """The card does not give this file; ``sw`` says why."""

    def __init__(self, ef: EF, sw: int) -> None:
        super().__init__(f"{ef.name}: {sw:04X}", group=ef.name)
        self.sw = sw


class LengthRefused(ChannelBroken):
    """The card left the channel over a long read: open it anew, and read shorter."""


class FileReader:
    """Reads whole files over a line or a channel. ``chunk`` shrinks by itself when the card cannot give so much."""

    def __init__(self, exchange: CardTransport, chunk: int = LONG_READ) -> None:
        self._exchange = exchange
        self.chunk = chunk
        self._by_selection = False

    def read(self, ef: EF, progress: Progress = lambda _: None, begun: bytearray | None = None) -> bytes:
        """The file, tag and length included. Raises Refused, Malformed, LengthRefused and ChannelBroken.

        ``begun`` holds what an earlier attempt on the same card has got of this file, and grows as more comes in.
        """
        data = bytearray() if begun is None else begun
        if data:
            self._select(ef)
        else:
            data += self._start(ef)
        total = self._total(data)
        progress(min(1.0, len(data) / total))
        while len(data) < total:
            data += self._more(ef, len(data), total)
            progress(min(1.0, len(data) / total))
        return bytes(data[:total])

    @staticmethod
    def _total(start: bytes | bytearray) -> int:
        header = tlv.read_header(bytes(start[:8]))
        if header.total > MAX_FILE:
            raise tlv.Malformed(f"a file of {header.total} bytes")
        return header.total

    def _start(self, ef: EF) -> bytes:
        """The first chunk, which selects the file as well, or after a selection where the card has no short names."""
        if not self._by_selection:
            answer = self._ask(lambda limit: Command(0x00, 0xB0, 0x80 | ef.sfi, 0, le=limit))
            if answer.sw not in _NO_SHORT_ID:
                return self._data(ef, answer)
        self._select(ef)
        self._by_selection = True
        return self._data(ef, self._ask(lambda limit: Command(0x00, 0xB0, 0, 0, le=limit)))

    def _select(self, ef: EF) -> None:
        answer = self._exchange.send(Command(0x00, 0xA4, 0x02, 0x0C, ef.fid))
        if not answer.ok:
            raise FileRefused(ef, answer.sw)

    def _more(self, ef: EF, offset: int, total: int) -> bytes:
        data = self._near(ef, offset, total) if offset < _OFFSET_LIMIT else self._far(ef, offset, total)
        if not data:
            raise tlv.Malformed(f"{ef.name} ends after {offset} of {total} bytes")
        return data

    def _near(self, ef: EF, offset: int, total: int) -> bytes:
        high, low = offset.to_bytes(2, "big")
        answer = self._ask(lambda limit: Command(0x00, 0xB0, high, low, le=min(limit, total - offset)))
        return self._data(ef, answer)

    def _far(self, ef: EF, offset: int, total: int) -> bytes:
        """From 32 kB on the offset stands in the data (ISO/IEC 7816-4 §7.2.3, odd instruction)."""
        place = tlv.encode(_OFFSET, offset.to_bytes(3, "big"))
        answer = self._ask(lambda limit: Command(0x00, 0xB1, 0, 0, place, min(limit, total - offset + 5)))
        return tlv.only(self._data(ef, answer), _DISCRETIONARY).value

    @staticmethod
    def _data(ef: EF, answer: Response) -> bytes:
        if answer.sw in (SW.OK, SW.END_OF_FILE):
            return answer.data
        if answer.sw == SW.WRONG_OFFSET:
            return b""
        raise FileRefused(ef, answer.sw)

    def _ask(self, command: Callable[[int], Command]) -> Response:
        """Send, and once more with the length that the card names for this one, or that every card takes."""
        answer = self._send(command(self.chunk))
        if answer.length_hint is not None and not answer.data:
            return self._send(command(answer.length_hint))
        while answer.sw == SW.WRONG_LENGTH and self.chunk > SHORT_READ:
            self.chunk = shorter(self.chunk)
            answer = self._send(command(self.chunk))
        return answer

    def _send(self, command: Command) -> Response:
        try:
            return self._exchange.send(command)
        except SentInPlain as error:
            if (command.le or 0) > SHORT_READ and error.sw not in _NOT_ABOUT_LENGTH:
                raise LengthRefused(f"a read of {command.le} bytes: {error.sw:04X}") from error
            raise
