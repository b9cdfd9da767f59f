"""The card's end of secure messaging (ICAO 9303-11 §9.8)."""

from __future__ import annotations

from kiosk.chip import tlv
from kiosk.chip.apdu import Command, Response
from kiosk.chip.channel import SessionKeys
from kiosk.chip.crypto import pad, same


class NotAuthentic(Exception):
    """The command is not protected as it must be: the card leaves the channel."""


class CardChannel:
    """Opens commands and seals answers."""

    def __init__(self, keys: SessionKeys) -> None:
        self._keys = keys

    def open(self, command: Command) -> Command:
        """The command inside. Raises NotAuthentic."""
        self._keys.count()
        try:
            return self._opened(command)
        except (tlv.Malformed, ValueError) as error:
            raise NotAuthentic from error

    def _opened(self, command: Command) -> Command:
        objects = tlv.parse(command.data)
        values = {node.tag: node.value for node in objects}
        covered = b"".join(tlv.encode(node.tag, node.value) for node in objects if node.tag != 0x8E)
        header = pad(command.header, self._keys.cipher.block)
        if not same(self._keys.mac(header + covered), values.get(0x8E, b"")):
            raise NotAuthentic
        le = int.from_bytes(values[0x97], "big") if 0x97 in values else None
        if le == 0:
            le = 256 if len(values[0x97]) == 1 else 65536
        return Command(command.cla & ~0x0C, command.ins, command.p1, command.p2, self._data(values), le)

    def _data(self, values: dict[int, bytes]) -> bytes:
        if 0x87 in values:
            return self._keys.decrypt(values[0x87][1:])
        return self._keys.decrypt(values[0x85]) if 0x85 in values else b""

    def seal(self, answer: Response, *, odd: bool) -> Response:
        self._keys.count()
        body = b""
        if answer.data:
            data = self._keys.encrypt(answer.data)
            body = tlv.encode(0x85, data) if odd else tlv.encode(0x87, b"\x01", data)
        body += tlv.encode(0x99, answer.sw.to_bytes(2, "big"))
        return Response(body + tlv.encode(0x8E, self._keys.mac(body)), answer.sw)
