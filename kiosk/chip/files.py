"""Reading files: no second selection, no separate question for the length, as much at once as the card can give.

A strict card refuses what others pass over: a length beyond the end, a short identifier, more than it holds in its
buffer. Each refusal is answered by what such a card takes, and remembered in the habits of its kind. A status word that
speaks of none of these may be a bad moment on the line: the same is asked once more before it counts.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

from kiosk.chip import tlv
from kiosk.chip.apdu import SW, Command, Response
from kiosk.chip.channel import CardTransport, SentInPlain
from kiosk.chip.habits import Habits
from kiosk.chip.lengths import SHORT_READ, SMALLEST
from kiosk.errors import ChannelBroken, GroupUnreadable, ReaderLimited

MAX_FILE = 512 * 1024
"""No file of an eMRTD comes near; a longer length is a reading error."""

_MOST_READS = 3000
"""Commands for one file: 93 kB in the smallest pieces. A card that drips would keep us busy without end."""

_OFFSET_LIMIT = 0x8000
_OFFSET, _DISCRETIONARY = 0x54, 0x53
_HEADERS = (8, 4)
"""Bytes of a file's beginning that say its length: the second where the first are too many for it."""

_DATA = (SW.OK, SW.END_OF_FILE)
_ABSENT = (SW.FILE_NOT_FOUND, 0x6A83, 0x6A88)
"""The card says that it has no such file: that is an answer, not a fault."""

_NO_SHORT_ID = (SW.FILE_NOT_FOUND, 0x6A86, 0x6A81, 0x6981, 0x6986, SW.UNKNOWN_INSTRUCTION, 0x6E00)
"""How a card says that it knows no short identifiers. Others say it by words that can mean anything (``_start``)."""

_NOT_ABOUT_LENGTH = (SW.SECURITY_NOT_SATISFIED, SW.CONDITIONS_NOT_SATISFIED, SW.FILE_NOT_FOUND)
_TOO_LONG = (SW.WRONG_LENGTH, SW.WRONG_OFFSET)
"""A length that the card does not take, or one beyond the end of the file."""

_LEAST = 16
"""Bytes that a card gives at once, but for the last: fewer would keep us busy without end."""

Progress = Callable[[float], None]
_Ask = Callable[[int], Command]


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

    @property
    def in_application(self) -> bool:
        return self not in _IN_MASTER_FILE


_MOST = {
    EF.CARD_ACCESS: 4096,
    EF.CARD_SECURITY: 32 * 1024,
    EF.COM: 1024,
    EF.DG1: 1024,
    EF.DG13: 64 * 1024,
    EF.DG14: 16 * 1024,
    EF.DG15: 4096,
    EF.SOD: 64 * 1024,
}
"""Bytes, some times what cards were seen to have: what is longer is made to keep us busy. A face has MAX_FILE."""

_IN_MASTER_FILE = (EF.CARD_ACCESS, EF.CARD_SECURITY)


class FileRefused(GroupUnreadable):
    """The card does not give this file; ``sw`` says why."""

    def __init__(self, ef: EF, sw: int) -> None:
        super().__init__(f"{ef.name}: {sw:04X}", group=ef.name)
        self.sw = sw

    @property
    def absent(self) -> bool:
        """Does the card say that there is none? Anything else may be a fault of the moment."""
        return self.sw in _ABSENT


class LengthRefused(ChannelBroken):
    """The card left the channel, or the reader refused, over a long read: open it anew, and read shorter.

    ``unexplained``: by a word that names no length, so it may have been a bad moment.
    """

    def __init__(self, detail: str, *, unexplained: bool = False, reader: bool = False) -> None:
        super().__init__(detail)
        self.unexplained, self.reader = unexplained, reader


class FileReader:
    """Reads whole files over a line or a channel, by the habits of the card's kind, which it adds to."""

    def __init__(self, exchange: CardTransport, habits: Habits) -> None:
        self._exchange = exchange
        self._habits = habits

    def read(self, ef: EF, progress: Progress = lambda _: None, begun: bytearray | None = None) -> bytes:
        """The file, tag and length included. Raises FileRefused, Malformed, LengthRefused and ChannelBroken.

        ``begun`` holds what an earlier attempt on the same card has got of this file, and grows as more comes in.
        """
        data = bytearray() if begun is None else begun
        if data:
            self._resume(ef)
        else:
            data += self._start(ef)
        total, reads = self._total(ef, data), 0
        progress(min(1.0, len(data) / total))
        while len(data) < total:
            reads += 1
            if reads > _MOST_READS:
                raise tlv.Malformed(f"{ef.name} comes in too many pieces")
            data += self._more(ef, len(data), total)
            progress(min(1.0, len(data) / total))
        return bytes(data[:total])

    def _resume(self, ef: EF) -> None:
        """Make it the current file, by reading its first bytes again: for some cards a selection ends the session."""
        if self._habits.selects:
            self._select(ef)
            return
        answer = self._twice(Command(0x00, 0xB0, 0x80 | ef.sfi, 0, le=_HEADERS[0]))
        if answer.sw not in _DATA:
            self._select(ef)

    @staticmethod
    def _total(ef: EF, start: bytes | bytearray) -> int:
        header = tlv.read_header(bytes(start[:8]))
        if header.total > _MOST.get(ef, MAX_FILE):
            raise tlv.Malformed(f"{ef.name} of {header.total} bytes")
        return header.total

    # --- the first bytes, which select the file as well

    def _start(self, ef: EF) -> bytes:
        """By short identifier; after a selection where the card has none, whatever word it refuses them with."""
        if self._habits.selects and ef.in_application:
            return self._start_selected(ef)
        answer = self._first(ef, lambda limit: Command(0x00, 0xB0, 0x80 | ef.sfi, 0, le=limit))
        if answer.sw in _DATA:
            self._habits.names |= ef.in_application
            return self._data(ef, answer)
        if ef.in_application and self._habits.names:
            raise FileRefused(ef, answer.sw)
        return self._selected_instead(ef, answer)

    def _selected_instead(self, ef: EF, answer: Response) -> bytes:
        try:
            data = self._start_selected(ef)
        except SentInPlain:
            self._habits.names |= ef.in_application
            raise
        except FileRefused:
            raise FileRefused(ef, answer.sw) from None  # no way about it: its first word says more
        self._habits.selects |= ef.in_application
        return data

    def _start_selected(self, ef: EF) -> bytes:
        self._select(ef)
        return self._data(ef, self._first(ef, lambda limit: Command(0x00, 0xB0, 0, 0, le=limit)))

    def _first(self, ef: EF, command: _Ask) -> Response:
        """As much as can be had; the header alone from a card that refuses a length beyond the end."""
        if self._habits.exact:
            return self._header(command)
        answer = self._ask(command)
        if answer.sw in _TOO_LONG:
            header = self._header(command)
            self._habits.exact = header.sw in _DATA
            return header
        return answer

    def _header(self, command: _Ask) -> Response:
        answers = []
        for size in _HEADERS:
            answers.append(self._twice(command(size)))
            if answers[-1].sw not in _TOO_LONG:
                break
        return answers[-1]

    def _select(self, ef: EF) -> None:
        answer = self._twice(Command(0x00, 0xA4, 0x02, 0x0C, ef.fid))
        if not answer.ok:
            raise FileRefused(ef, answer.sw)

    # --- the rest

    def _more(self, ef: EF, offset: int, total: int) -> bytes:
        data = self._near(ef, offset, total) if offset < _OFFSET_LIMIT else self._far(ef, offset, total)
        if len(data) < min(_LEAST, total - offset):
            raise tlv.Malformed(f"{ef.name} ends after {offset} of {total} bytes")
        return data

    def _near(self, ef: EF, offset: int, total: int) -> bytes:
        high, low = offset.to_bytes(2, "big")
        answer = self._ask(lambda limit: Command(0x00, 0xB0, high, low, le=min(limit, total - offset)))
        return self._data(ef, answer)

    def _far(self, ef: EF, offset: int, total: int) -> bytes:
        """From 32 kB on the offset stands in the data (ISO/IEC 7816-4 §7.2.3, odd instruction)."""
        place = tlv.encode(_OFFSET, offset.to_bytes(3, "big"))
        rest = total - offset
        whole = rest + 1 + len(tlv.encode_length(rest))  # a strict card refuses a byte more than tag, length and value
        answer = self._ask(lambda limit: Command(0x00, 0xB1, 0, 0, place, min(limit, whole)))
        return tlv.only(self._data(ef, answer), _DISCRETIONARY).value

    @staticmethod
    def _data(ef: EF, answer: Response) -> bytes:
        if answer.sw in _DATA:
            return answer.data
        if answer.sw == SW.WRONG_OFFSET:
            return b""
        raise FileRefused(ef, answer.sw)

    # --- one command

    def _ask(self, command: _Ask) -> Response:
        """Once more with the length that the card names for this one, or with shorter ones down to what it takes."""
        answer = self._twice(command(self._habits.chunk))
        if answer.length_hint is not None and not answer.data:
            return self._send(command(answer.length_hint))
        return self._shrunk(command, answer) if answer.sw in _TOO_LONG else answer

    def _shrunk(self, command: _Ask, answer: Response) -> Response:
        """Where no length changes the card's word, the length was not the reason, and stays as it was.

        A first read, of a file of unknown length, shrinks to a short answer only: then its header is read alone.
        """
        before, word = self._habits.chunk, answer.sw
        floor = SHORT_READ if command(MAX_FILE).le == MAX_FILE else SMALLEST
        while answer.sw in _TOO_LONG and self._habits.chunk > floor:
            self._habits.shrink()
            answer = self._send(command(self._habits.chunk))
        if answer.sw == word:
            self._habits.chunk = before
        return answer

    def _twice(self, command: Command) -> Response:
        """Once more where the card gives no data and no reason that explains it: that may be a fault of the moment.

        A long one goes over short the second time: some readers answer by a word of their own to what they cannot send.
        """
        answer = self._send(command)
        if answer.sw in _DATA or answer.length_hint or answer.sw in (*_TOO_LONG, *_ABSENT, *_NO_SHORT_ID):
            return answer
        if command.extended and answer.sw not in _NOT_ABOUT_LENGTH and not command.data:
            return self._short(command, answer)
        return self._send(command)

    def _short(self, command: Command, refusal: Response) -> Response:
        again = self._send(command)
        if again.sw in _DATA:
            return again
        reply = self._send(Command(command.cla, command.ins, command.p1, command.p2, le=SHORT_READ))
        if reply.sw in _DATA:
            self._habits.chunk = min(self._habits.chunk, SHORT_READ)
        return reply if reply.sw in (*_DATA, *_TOO_LONG) else refusal

    def _send(self, command: Command) -> Response:
        wanted = command.le or 0
        try:
            return self._exchange.send(command)
        except ReaderLimited as error:
            if wanted <= SHORT_READ:
                raise
            raise LengthRefused(error.detail, reader=True) from error
        except SentInPlain as error:
            about = wanted > SHORT_READ and error.sw not in _NOT_ABOUT_LENGTH
            if about or (wanted > _HEADERS[0] and error.sw in _TOO_LONG):
                detail = f"a read of {wanted} bytes: {error.sw:04X}"
                raise LengthRefused(detail, unexplained=error.sw not in _TOO_LONG) from error
            raise
