"""PACE: a channel from a short password, with the generic mapping over elliptic curves (ICAO 9303-11 §4.4)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kiosk.chip import curves, tlv
from kiosk.chip.apdu import SW, Command, Line, Response
from kiosk.chip.channel import Channel, session_keys
from kiosk.chip.crypto import AUTHENTICATION, PASSWORD, Cipher, same
from kiosk.chip.curves import Curve, Point, RandomScalar
from kiosk.chip.keys import AccessKey
from kiosk.errors import CardBlocked, ChannelBroken, WrongKey

ECDH_GM = bytes.fromhex("04007F000702020402")
"""0.4.0.127.0.7.2.2.4.2, below which the last number names the cipher."""

CIPHERS = {1: Cipher.TRIPLE_DES, 2: Cipher.AES_128, 3: Cipher.AES_192, 4: Cipher.AES_256}

MRZ, CAN = 1, 2
"""How MSE:Set AT names the password (ICAO 9303-11 §4.4.4.1)."""

_DYNAMIC = 0x7C
_NONCE, _MAP_MINE, _MAP_CARDS, _KEY_MINE, _KEY_CARDS, _TOKEN_MINE, _TOKEN_CARDS = range(0x80, 0x87)
_WRONG = (SW.AUTHENTICATION_FAILED, SW.SECURITY_NOT_SATISFIED, SW.CONDITIONS_NOT_SATISFIED)


@dataclass(frozen=True)
class Offer:
    """One way of PACE that a card offers and we speak: the object identifier's bytes, and the curve's number."""

    oid: bytes
    parameter: int

    @property
    def cipher(self) -> Cipher:
        return CIPHERS[self.oid[-1]]

    @property
    def curve(self) -> Curve:
        return Curve(self.parameter)

    @property
    def strength(self) -> tuple[int, int]:
        return self.cipher.value, self.curve.field_length


@dataclass(frozen=True)
class Password:
    """What both sides know. ``kind`` is MRZ or CAN."""

    kind: int
    secret: bytes

    @classmethod
    def of(cls, key: AccessKey) -> Password:
        """The CAN where there is one: it is what the card's front shows (ICAO 9303-11 §9.7.3)."""
        if key.can:
            return cls(CAN, key.can.encode("ascii"))
        return cls(MRZ, hashlib.sha1(key.mrz.encode("ascii")).digest())  # noqa: S324  the standard has no other

    @property
    def name(self) -> str:
        return "CAN" if self.kind == CAN else "MRZ"


def offers(card_access: bytes) -> tuple[Offer, ...]:
    """The offers in EF.CardAccess that we speak, strongest first. Raises Malformed."""
    infos = (info.children() for info in tlv.only(card_access, 0x31).children() if info.tag == 0x30)
    found = (_offer(info) for info in infos)
    return tuple(sorted(filter(None, found), key=lambda offer: offer.strength, reverse=True))


def _offer(info: tuple[tlv.Node, ...]) -> Offer | None:
    """PACEInfo: protocol, version 2, parameter (ICAO 9303-11 §9.2.1)."""
    if len(info) != 3 or [node.tag for node in info] != [0x06, 0x02, 0x02]:
        return None
    oid, version, parameter = info[0].value, info[1].value, int.from_bytes(info[2].value, "big")
    if oid[:-1] != ECDH_GM or oid[-1] not in CIPHERS or version != b"\x02" or parameter not in curves.STANDARD:
        return None
    return Offer(oid, parameter)


def token(offer: Offer, key: bytes, public: bytes) -> bytes:
    """The proof of having reached the same key: a MAC over the other side's public key (ICAO 9303-11 §4.4.3.4)."""
    return offer.cipher.mac(key, tlv.encode(0x7F49, tlv.encode(0x06, offer.oid), tlv.encode(0x86, public)))


def mapped_generator(curve: Curve, nonce: bytes, shared: Point) -> Point:
    """The generic mapping: nonce times the generator, plus the point agreed upon (ICAO 9303-11 §4.4.3.3.1)."""
    scalar = int.from_bytes(nonce, "big") % curve.order
    return curve.plus(curve.times(curve.generator, scalar), shared) if scalar else shared


def open_channel(line: Line, offer: Offer, password: Password, random: RandomScalar = curves.random_scalar) -> Channel:
    """Run PACE. Raises WrongKey, CardBlocked with one try left or none, ChannelBroken for everything out of order."""
    return _Run(line, offer, password, random).run()


class _Run:
    """One run of the protocol, a method a step."""

    def __init__(self, line: Line, offer: Offer, password: Password, random: RandomScalar) -> None:
        self._line, self._offer, self._password, self._random = line, offer, password, random
        self._curve = offer.curve

    def run(self) -> Channel:
        self._choose()
        nonce = self._nonce()
        generator = self._map(nonce)
        mine, cards, secret = self._agree(generator)
        self._prove(mine, cards, secret)
        return Channel(self._line, session_keys(self._offer.cipher, secret))

    def _choose(self) -> None:
        """MSE:Set AT. The parameter is always named (tag 84): a must where several are offered, allowed elsewhere."""
        data = tlv.encode(0x80, self._offer.oid) + tlv.encode(0x83, bytes((self._password.kind,)))
        data += tlv.encode(0x84, bytes((self._offer.parameter,)))
        answer = self._line.send(Command(0x00, 0x22, 0xC1, 0xA4, data))
        left = answer.tries_left
        if answer.sw == SW.BLOCKED or (left is not None and left <= 1):
            raise CardBlocked(f"the card warns: {answer.sw:04X}", left=left or 0)
        if not answer.ok and left is None:
            raise ChannelBroken(f"the card refuses the PACE it offers: {answer.sw:04X}")

    def _nonce(self) -> bytes:
        cipher = self._offer.cipher
        sealed = self._ask(b"", _NONCE)
        if not sealed or len(sealed) % cipher.block:
            raise ChannelBroken(f"a nonce of {len(sealed)} bytes")
        return cipher.decrypt(cipher.derive(self._password.secret, PASSWORD), sealed)

    def _map(self, nonce: bytes) -> Point:
        mine = self._random(self._curve.order)
        public = self._curve.encode(self._curve.times(self._curve.generator, mine))
        cards = self._curve.decode(self._ask(tlv.encode(_MAP_MINE, public), _MAP_CARDS))
        return mapped_generator(self._curve, nonce, self._curve.times(cards, mine))

    def _agree(self, generator: Point) -> tuple[bytes, bytes, bytes]:
        """Both public keys and the shared secret."""
        private = self._random(self._curve.order)
        mine = self._curve.encode(self._curve.times(generator, private))
        cards = self._ask(tlv.encode(_KEY_MINE, mine), _KEY_CARDS)
        if cards == mine:
            raise ChannelBroken("the card sent our own key back")
        shared = self._curve.times(self._curve.decode(cards), private)
        return mine, cards, self._curve.x_coordinate(shared)

    def _prove(self, mine: bytes, cards: bytes, secret: bytes) -> None:
        key = self._offer.cipher.derive(secret, AUTHENTICATION)
        proof = tlv.encode(_TOKEN_MINE, token(self._offer, key, cards))
        answer = self._ask(proof, _TOKEN_CARDS, last=True)
        if not same(answer, token(self._offer, key, mine)):
            raise ChannelBroken("the card's proof does not hold")

    def _ask(self, data: bytes, wanted: int, *, last: bool = False) -> bytes:
        """GENERAL AUTHENTICATE, chained but for the last (ICAO 9303-11 §4.4.4.2)."""
        body = tlv.encode(_DYNAMIC, data)
        answer = self._line.send(Command(0x00 if last else 0x10, 0x86, 0, 0, body, 256))
        if not answer.ok:
            self._refused(answer, last=last)
        try:
            return tlv.only(answer.data, _DYNAMIC).child(wanted).value
        except tlv.Malformed as error:
            raise ChannelBroken(f"PACE: {error}") from error

    def _refused(self, answer: Response, *, last: bool) -> None:
        """A wrong password shows at the last step; what happens before it is no word about the password."""
        if answer.sw == SW.BLOCKED:
            raise CardBlocked("PACE: blocked", left=0)
        if answer.tries_left is not None:
            raise WrongKey(f"PACE: {answer.sw:04X}", left=answer.tries_left)
        if last and answer.sw in _WRONG:
            raise WrongKey(f"PACE: {answer.sw:04X}")
        raise ChannelBroken(f"PACE broke off: {answer.sw:04X}")
