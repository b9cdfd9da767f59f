"""Basic Access Control: the older way in, with the MRZ key and 3DES (ICAO 9303-11 §4.3)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from kiosk.chip.apdu import SW, Command, PlainChannel
from kiosk.chip.channel import Channel, session_keys
from kiosk.chip.crypto import MAC_LENGTH, Cipher, erase, same
from kiosk.chip.faults import Faltered
from kiosk.errors import ChannelBroken, WrongKey

CIPHER = Cipher.TRIPLE_DES
REFUSED = (SW.AUTHENTICATION_FAILED, SW.SECURITY_NOT_SATISFIED, SW.CONDITIONS_NOT_SATISFIED)

Random = Callable[[int], bytes]


def seed(mrz_key: str) -> bytes:
    """The secret that the MRZ key gives (ICAO 9303-11 §9.7.2)."""
    return hashlib.sha1(mrz_key.encode("ascii")).digest()[:16]  # noqa: S324  the standard has no other


def open_channel(line: PlainChannel, mrz_key: str, random: Random = secrets.token_bytes) -> Channel:
    """Mutual authentication, then the channel.

    Raises WrongKey, Faltered, and ChannelBroken when the card cannot prove itself.
    """
    challenge = line.send(Command(0x00, 0x84, 0, 0, le=8))
    if not challenge.ok or len(challenge.data) != 8:
        raise Faltered(f"no challenge: {challenge.sw:04X}")
    secret = seed(mrz_key)
    encryption, authentication = CIPHER.derive(secret, 1), CIPHER.derive(secret, 2)
    try:
        return _agreed(line, challenge.data, (encryption, authentication), random)
    finally:
        erase(encryption, authentication)


def _agreed(line: PlainChannel, challenge: bytes, keys: tuple[bytearray, bytearray], random: Random) -> Channel:
    (encryption, authentication), mine, my_half = keys, random(8), random(16)
    sealed = CIPHER.encrypt(encryption, mine + challenge + my_half)
    answer = line.send(Command(0x00, 0x82, 0, 0, sealed + CIPHER.mac(authentication, sealed), 40))
    if answer.sw in REFUSED or answer.tries_left is not None:
        raise WrongKey(f"BAC refused: {answer.sw:04X}", **_left(answer.tries_left))
    if not answer.ok or len(answer.data) != 32 + MAC_LENGTH:
        raise Faltered(f"BAC ended in {answer.sw:04X}")
    sealed, mac = answer.data[:32], answer.data[32:]
    if not same(CIPHER.mac(authentication, sealed), mac):
        raise ChannelBroken("the card's proof does not hold")
    opened = CIPHER.decrypt(encryption, sealed)
    if not same(opened[:16], challenge + mine):
        raise ChannelBroken("the card answered another challenge")
    return Channel(line, session_keys(CIPHER, _mix(my_half, opened[16:]), _counter(challenge, mine)))


def _left(tries: int | None) -> dict[str, str | int]:
    return {} if tries is None else {"left": tries}


def _mix(mine: bytes, cards: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mine, cards, strict=True))


def _counter(cards: bytes, mine: bytes) -> int:
    """The counter starts at the last halves of both challenges (ICAO 9303-11 §9.8.6.3)."""
    return int.from_bytes(cards[4:] + mine[4:], "big")
