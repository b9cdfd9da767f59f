"""A whole identity card in memory: it answers every command as a chip does, quirks included."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from kiosk.chip import pace, tlv
from kiosk.chip.access import APPLICATION, MASTER_FILE
from kiosk.chip.apdu import SW, Command, Response
from kiosk.devices.simulated import person as people
from kiosk.devices.simulated import virtual_files
from kiosk.devices.simulated.person import Person
from kiosk.devices.simulated.quirks import NONE, Quirk, Quirks
from kiosk.devices.simulated.virtual_access import CardBac, CardPace
from kiosk.devices.simulated.virtual_channel import CardChannel, NotAuthentic
from kiosk.devices.simulated.virtual_chip import CardChipAuthentication, ChipKeys

ATR_ID = bytes.fromhex("3B8880014B444E4443303031" + "28")
ATR_OTHER = bytes.fromhex("3B80800101")

SMALL_READ = 112
AIR_BYTES_PER_SECOND = 106_000 / 9  # 106 kbit/s, a start and parity bit with each byte
SLOW_FACTOR = 4

Sleep = Callable[[float], None]


class CardGone(Exception):
    """The card left the reader in the middle of a command."""


class VirtualCard:
    """One card. ``transmit`` after ``reset``; not to be called from two threads at once."""

    def __init__(self, person: Person, quirks: Quirks = NONE, sleep: Sleep = time.sleep) -> None:
        self.person = person
        self._quirks = quirks
        self._sleep = sleep
        self._files = virtual_files.files(person, quirks)
        self._chip = (ChipKeys.forged if Quirk.FORGED_KEY in quirks else ChipKeys.of)(person, quirks)
        self._offers = frozenset(pace.offers(virtual_files.card_access(quirks)))
        self._moved = 0
        self.reset()

    @property
    def atr(self) -> bytes:
        return ATR_OTHER if Quirk.NOT_AN_ID in self._quirks else ATR_ID

    def reset(self) -> None:
        """Power on: nothing is selected and nobody has access."""
        self._in_application = False
        self._selected: int | None = None
        self._channel: CardChannel | None = None
        self._bac, self._agreement = CardBac(self.person), CardChipAuthentication(self._chip)
        self._pace = self._new_pace()

    def _new_pace(self) -> CardPace:
        return CardPace(self.person, self._quirks, self._offers, self._chip.proof)

    def transmit(self, apdu: bytes) -> bytes:
        """One command in, one answer out. Raises CardGone where a quirk takes the card away."""
        answer = self._answer(apdu).encode()
        self._moved += len(apdu) + len(answer)
        if self._quirks.removed_after is not None and self._moved > self._quirks.removed_after:
            raise CardGone
        if Quirk.SLOW in self._quirks:
            self._sleep(SLOW_FACTOR * (len(apdu) + len(answer)) / AIR_BYTES_PER_SECOND)
        return answer

    def _answer(self, apdu: bytes) -> Response:
        command = decode(apdu)
        if command is None or (Quirk.SHORT_ONLY in self._quirks and _is_extended(apdu)):
            self._channel = None
            return Response(b"", SW.WRONG_LENGTH)
        if Quirk.NOT_AN_ID in self._quirks:
            return Response(b"", SW.FILE_NOT_FOUND)
        return self._protected(command, apdu) if command.cla & 0x0C else self._plain(command)

    def _plain(self, command: Command) -> Response:
        self._channel = None
        return self._handled(_PLAIN, command)

    def _protected(self, command: Command, apdu: bytes) -> Response:
        channel = self._channel
        if channel is None or self._too_long(command, apdu):
            return self._leave(SW.WRONG_LENGTH if channel else SW.CONDITIONS_NOT_SATISFIED)
        try:
            inner = channel.open(command)
        except NotAuthentic:
            return self._leave(SW.SM_OBJECTS_WRONG)
        answer = self._handled(_PROTECTED, inner)
        if self._channel is None:
            return answer
        sealed = self._tampered(channel.seal(answer, odd=bool(inner.ins & 1)))
        if self._agreement.keys is not None:  # from the next command on
            self._channel = CardChannel(self._agreement.keys)
            self._agreement = CardChipAuthentication(self._chip)
        return sealed

    def _too_long(self, command: Command, apdu: bytes) -> bool:
        if Quirk.SHORT_IN_CHANNEL in self._quirks:
            return _is_extended(apdu)
        if Quirk.MEDIUM_READS not in self._quirks:
            return False
        wanted = next((node.value for node in tlv.walk(command.data) if node.tag == 0x97), b"")
        return int.from_bytes(wanted, "big") > virtual_files.MEDIUM_ANSWER

    def _handled(self, handlers: Mapping[int, _Handler], command: Command) -> Response:
        handler = handlers.get(command.ins)
        try:
            return handler(self, command) if handler else Response(b"", SW.UNKNOWN_INSTRUCTION)
        except tlv.Malformed:
            return Response(b"", SW.WRONG_DATA)

    def _leave(self, sw: int) -> Response:
        self._channel = None
        return Response(b"", sw)

    def _tampered(self, answer: Response) -> Response:
        if Quirk.TAMPERED not in self._quirks or len(answer.data) < 64:
            return answer
        data = bytearray(answer.data)
        data[20] ^= 0x10
        return Response(bytes(data), answer.sw)

    # --- files

    def _select(self, command: Command) -> Response:
        if command.p1 == 0x04:
            return self._select_application(command.data)
        if command.p1 == 0x00:
            return self._select_master_file(command.data)
        fid = int.from_bytes(command.data, "big") | (0 if self._in_application else virtual_files.MASTER)
        if fid not in self._files:
            return Response(b"", SW.FILE_NOT_FOUND)
        if fid == virtual_files.CARD_ACCESS and Quirk.CARD_ACCESS_REFUSED in self._quirks:
            return Response(b"", SW.BLOCKED)
        self._selected = fid
        return Response(b"", SW.OK)

    def _select_application(self, name: bytes) -> Response:
        if name != APPLICATION:
            return Response(b"", SW.FILE_NOT_FOUND)
        self._in_application, self._selected = True, None
        return Response(b"", SW.OK)

    def _select_master_file(self, name: bytes) -> Response:
        if Quirk.MF_SELECT_6D00 in self._quirks:
            return Response(b"", SW.UNKNOWN_INSTRUCTION)
        if name not in (b"", MASTER_FILE):
            return Response(b"", SW.FILE_NOT_FOUND)
        self._in_application, self._selected = False, None
        return Response(b"", SW.OK)

    def _read_binary(self, command: Command) -> Response:
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            offset = command.p2
            if Quirk.NO_SHORT_IDS in self._quirks:
                return Response(b"", 0x6A86)
            short = command.p1 & 0x1F
            fid = 0x0100 | short if self._in_application else _OUTSIDE.get(short, 0)
            if fid not in self._files:
                return Response(b"", SW.FILE_NOT_FOUND)
            self._selected = fid
        return self._read_from(offset, command.le)

    def _read_binary_far(self, command: Command) -> Response:
        """Odd instruction: the offset stands in DO'54', the answer in DO'53'."""
        offset = int.from_bytes(tlv.only(command.data, 0x54).value, "big")
        wanted = command.le or 256
        answer = self._read_from(offset, wanted - (2 if wanted < 130 else 3 if wanted < 259 else 4))
        return Response(tlv.encode(0x53, answer.data), answer.sw) if answer.data else answer

    def _read_from(self, offset: int, le: int | None) -> Response:
        refusal = self._refusal()
        if refusal is not None or self._selected is None:
            return Response(b"", refusal or SW.CONDITIONS_NOT_SATISFIED)
        content, wanted = self._files[self._selected], le or 256
        if wanted > 256 and self._channel is not None and Quirk.SHORT_PROTECTED in self._quirks:
            return Response(b"", SW.WRONG_LENGTH)
        if offset >= len(content):
            return Response(b"", SW.WRONG_OFFSET)
        left = len(content) - offset
        if wanted > left and Quirk.EXACT_LENGTH in self._quirks and left <= 256:
            return Response(b"", 0x6C00 | left & 0xFF)
        if Quirk.SMALL_READS in self._quirks:
            return Response(content[offset : offset + min(wanted, SMALL_READ)], SW.OK)
        return Response(content[offset : offset + wanted], SW.END_OF_FILE if wanted > left else SW.OK)

    def _refusal(self) -> int | None:
        """The status word with which the selected file is refused, or None."""
        if self._selected == virtual_files.CARD_ACCESS:
            return SW.SECURITY_NOT_SATISFIED if Quirk.CARD_ACCESS_REFUSED in self._quirks else None
        if self._selected == virtual_files.ATR_INFO:
            return None
        if self._channel is None:
            return SW.SECURITY_NOT_SATISFIED
        if self._selected == virtual_files.DG13 and Quirk.DG13_REFUSED_IN_PLAIN in self._quirks:
            self._channel = None
            return SW.SECURITY_NOT_SATISFIED
        refused = self._selected == virtual_files.DG13 and Quirk.DG13_REFUSED in self._quirks
        return SW.SECURITY_NOT_SATISFIED if refused else None

    # --- access

    def _security_environment(self, command: Command) -> Response:
        if (command.p1, command.p2) != (0xC1, 0xA4) or Quirk.NO_PACE in self._quirks:
            return Response(b"", SW.WRONG_DATA)
        self._pace = self._new_pace()
        return self._pace.set_at(command)

    def _general_authenticate(self, command: Command) -> Response:
        answer = self._pace.authenticate(command)
        if self._pace.keys is not None:
            self._channel = CardChannel(self._pace.keys)
        return answer

    def _challenge(self, _: Command) -> Response:
        return self._bac.challenge() if self._in_application else Response(b"", SW.CONDITIONS_NOT_SATISFIED)

    def _external_authenticate(self, command: Command) -> Response:
        answer = self._bac.authenticate(command)
        if self._bac.keys is not None:
            self._channel = CardChannel(self._bac.keys)
        return answer

    # --- proof

    def _chip_environment(self, command: Command) -> Response:
        ways = {(0x41, 0xA4): self._agreement.choose, (0x41, 0xA6): self._agreement.transport_key}
        way = ways.get((command.p1, command.p2)) if virtual_files.DG14 in self._files else None
        return way(command) if way else Response(b"", SW.WRONG_DATA)

    def _agree_as_chip(self, command: Command) -> Response:
        return self._agreement.agree(command)

    def _internal_authenticate(self, command: Command) -> Response:
        if self._channel is None or virtual_files.DG15 not in self._files:
            return Response(b"", SW.CONDITIONS_NOT_SATISFIED)
        return Response(self._chip.sign(command.data), SW.OK)


_OUTSIDE = {0x01: virtual_files.ATR_INFO, 0x1C: virtual_files.CARD_ACCESS, 0x1D: virtual_files.CARD_SECURITY}
"""Short identifiers outside the application."""

_Handler = Callable[[VirtualCard, Command], Response]

_PROTECTED: dict[int, _Handler] = {
    0x22: VirtualCard._chip_environment,
    0x86: VirtualCard._agree_as_chip,
    0x88: VirtualCard._internal_authenticate,
    0xA4: VirtualCard._select,
    0xB0: VirtualCard._read_binary,
    0xB1: VirtualCard._read_binary_far,
}

_PLAIN: dict[int, _Handler] = _PROTECTED | {
    0x22: VirtualCard._security_environment,
    0x82: VirtualCard._external_authenticate,
    0x84: VirtualCard._challenge,
    0x86: VirtualCard._general_authenticate,
}


def _is_extended(apdu: bytes) -> bool:
    return len(apdu) > 6 and apdu[4] == 0


def decode(apdu: bytes) -> Command | None:
    """A command APDU taken apart (ISO/IEC 7816-4 §5.1); None for lengths that do not add up."""
    if len(apdu) < 4:
        return None
    bare = Command(apdu[0], apdu[1], apdu[2], apdu[3])
    size = 2 if _is_extended(apdu) else 1
    body = apdu[5:] if size == 2 else apdu[4:]
    if not body:
        return bare
    if len(body) == size:
        return replace(bare, le=_le(body))
    length = int.from_bytes(body[:size], "big")
    data, rest = body[size : size + length], body[size + length :]
    if len(data) != length or len(rest) not in (0, size):
        return None
    return replace(bare, data=data, le=_le(rest) if rest else None)


def _le(raw: bytes) -> int:
    """Zero stands for the most there is: 256 or 65,536."""
    return int.from_bytes(raw, "big") or int(256 ** len(raw))


def virtual_card(person: Path | str = people.DEFAULT, quirks: Quirks = NONE) -> VirtualCard:
    """A card of one of the project's people by name, or of a person's file."""
    who = people.load(person) if isinstance(person, Path) else people.person(person)
    return VirtualCard(who, quirks)
