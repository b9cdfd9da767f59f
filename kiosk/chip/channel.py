"""Secure messaging: every command and answer encrypted and authenticated (ICAO 9303-11 §9.8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.chip import tlv
from kiosk.chip.apdu import Command, PlainChannel, Response
from kiosk.chip.crypto import Cipher, erase, pad, same, unpad
from kiosk.chip.lengths import SHORT_READ
from kiosk.errors import ChannelBroken

_ENCRYPTED, _ENCRYPTED_BARE, _LENGTH, _STATUS, _MAC = 0x87, 0x85, 0x97, 0x99, 0x8E

_PADDED = b"\x01"  # padding-content indicator in front of DO'87'


class SentInPlain(ChannelBroken):
    """The card answered outside the channel, which ends it; ``sw`` says why. Often it cannot take the length."""

    def __init__(self, sw: int) -> None:
        super().__init__(f"answered {sw:04X} outside secure messaging")
        self.sw = sw


class CardTransport(Protocol):
    """A line or a channel: whoever reads files does not care which."""

    def send(self, command: Command) -> Response: ...


@dataclass
class SessionKeys:
    """The session keys and the send sequence counter, which both sides count up before each message."""

    cipher: Cipher
    encryption: bytes | bytearray = field(repr=False)
    authentication: bytes | bytearray = field(repr=False)
    counter: int = field(default=0, repr=False)

    def wipe(self) -> None:
        """Nothing of them stays in memory."""
        erase(self.encryption, self.authentication)
        self.counter = 0

    @property
    def ssc(self) -> bytes:
        return self.counter.to_bytes(self.cipher.block, "big")

    def count(self) -> None:
        self.counter = (self.counter + 1) % (1 << 8 * self.cipher.block)

    def encrypt(self, data: bytes) -> bytes:
        return self.cipher.encrypt(self.encryption, pad(data, self.cipher.block), self._iv())

    def decrypt(self, data: bytes) -> bytes:
        """Raises ValueError when the padding or the length is wrong."""
        return unpad(self.cipher.decrypt(self.encryption, data, self._iv()))

    def mac(self, message: bytes) -> bytes:
        return self.cipher.mac_padded(self.authentication, self.ssc + message)

    def _iv(self) -> bytes | None:
        """Zero for 3DES; the encrypted counter for AES (ICAO 9303-11 §9.8.6.2)."""
        return None if self.cipher is Cipher.TRIPLE_DES else self.cipher.encrypt_block(self.encryption, self.ssc)


def session_keys(cipher: Cipher, secret: bytes, counter: int = 0) -> SessionKeys:
    """The two keys that a shared secret gives (ICAO 9303-11 §9.7.1)."""
    return SessionKeys(cipher, cipher.derive(secret, 1), cipher.derive(secret, 2), counter)


class Channel:
    """The reader's end of secure messaging."""

    def __init__(self, line: PlainChannel, keys: SessionKeys) -> None:
        self._line = line
        self._keys = keys

    def send(self, command: Command) -> Response:
        """Raises SentInPlain when the card left the channel, ChannelBroken when its answer is not authentic."""
        return self.unwrap(self._line.exchange(self.wrap(command)))

    def close(self) -> None:
        """The talk is over: its keys are erased."""
        self._keys.wipe()

    def wrap(self, command: Command) -> Command:
        """The command as it goes over the line (ICAO 9303-11 §9.8.4)."""
        self._keys.count()
        cla = command.cla | 0x0C
        body = self._encrypted(command) + self._wanted(command)
        header = pad(bytes((cla, command.ins, command.p1, command.p2)), self._keys.cipher.block)
        body += tlv.encode(_MAC, self._keys.mac(header + body))
        le = 65536 if len(body) > 255 or (command.le or 0) > SHORT_READ else 256
        return Command(cla, command.ins, command.p1, command.p2, body, le)

    def _encrypted(self, command: Command) -> bytes:
        if not command.data:
            return b""
        data = self._keys.encrypt(command.data)
        odd = command.ins & 1
        return tlv.encode(_ENCRYPTED_BARE, data) if odd else tlv.encode(_ENCRYPTED, _PADDED, data)

    @staticmethod
    def _wanted(command: Command) -> bytes:
        if command.le is None:
            return b""
        size = 1 if command.le <= 256 else 2
        return tlv.encode(_LENGTH, (command.le % (1 << 8 * size)).to_bytes(size, "big"))

    def unwrap(self, response: Response) -> Response:
        """The answer inside. Raises SentInPlain and ChannelBroken."""
        if not response.data:
            raise SentInPlain(response.sw)
        self._keys.count()
        try:
            return self._opened(response.data)
        except (tlv.Malformed, ValueError) as error:
            raise ChannelBroken(f"a protected answer that cannot be opened: {error}") from error

    def _opened(self, body: bytes) -> Response:
        objects = tlv.parse(body)
        values = {node.tag: node.value for node in objects}
        covered = tlv.without(body, _MAC)
        if not same(self._keys.mac(covered), values.get(_MAC, b"")):
            raise ChannelBroken("the answer's checksum does not hold")
        if len(values.get(_STATUS, b"")) != 2:
            raise ChannelBroken("the answer holds no status")
        return Response(self._data(values), int.from_bytes(values[_STATUS], "big"))

    def _data(self, values: dict[int, bytes]) -> bytes:
        if _ENCRYPTED in values:
            marked = values[_ENCRYPTED]
            if marked[:1] != _PADDED:
                raise ChannelBroken("unknown padding")
            return self._keys.decrypt(marked[1:])
        return self._keys.decrypt(values[_ENCRYPTED_BARE]) if _ENCRYPTED_BARE in values else b""
