"""PACE: a channel from a short password, by every mapping and group that cards offer (ICAO 9303-11 §4.4)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from kiosk.chip import mapping, tlv
from kiosk.chip.apdu import SW, Command, PlainChannel, Response
from kiosk.chip.channel import Channel, SessionKeys, session_keys
from kiosk.chip.crypto import AUTHENTICATION, PASSWORD, Bytes, Cipher, erase, same, unpad
from kiosk.chip.curves import RandomScalar, random_scalar
from kiosk.chip.faults import Faltered, passing
from kiosk.chip.groups import STANDARD, Element, Group
from kiosk.chip.keys import AccessKey
from kiosk.chip.mapping import Mapping
from kiosk.chip.modp import Modp
from kiosk.errors import CardBlocked, ChannelBroken, WrongKey

PROTOCOL = bytes.fromhex("04007F0007020204")
"""0.4.0.127.0.7.2.2.4, below which one number names group and mapping, and the last one the cipher."""

ECDH_GM = PROTOCOL + b"\x02"
DH_GM = PROTOCOL + b"\x01"
ECDH_IM = PROTOCOL + b"\x04"
DH_IM = PROTOCOL + b"\x03"
ECDH_CAM = PROTOCOL + b"\x06"

MAPPINGS = {
    DH_GM: Mapping.GENERIC,
    ECDH_GM: Mapping.GENERIC,
    DH_IM: Mapping.INTEGRATED,
    ECDH_IM: Mapping.INTEGRATED,
    ECDH_CAM: Mapping.CHIP_AUTHENTICATION,
}

CIPHERS = {1: Cipher.TRIPLE_DES, 2: Cipher.AES_128, 3: Cipher.AES_192, 4: Cipher.AES_256}

MRZ, CAN = 1, 2
"""How MSE:Set AT names the password (ICAO 9303-11 §4.4.4.1)."""

_DYNAMIC = 0x7C
_NONCE, _MAP_MINE, _MAP_CARDS, _KEY_MINE, _KEY_CARDS, _TOKEN_MINE, _TOKEN_CARDS = range(0x80, 0x87)
_CHIP_DATA = 0x8A
_WRONG = (SW.AUTHENTICATION_FAILED, SW.SECURITY_NOT_SATISFIED, SW.CONDITIONS_NOT_SATISFIED)


@dataclass(frozen=True)
class PaceOffer:
    """One way of PACE that a card offers and we speak: the object identifier's bytes, and the group's number."""

    oid: bytes
    parameter: int

    @property
    def cipher(self) -> Cipher:
        return CIPHERS[self.oid[-1]]

    @property
    def mapping(self) -> Mapping:
        return MAPPINGS[self.oid[:-1]]

    @property
    def group(self) -> Group:
        return STANDARD[self.parameter]

    @property
    def strength(self) -> tuple[int, bool, int]:
        """The cipher first; then a mapping that proves the chip genuine on the way; then the group."""
        return self.cipher.value, self.mapping is Mapping.CHIP_AUTHENTICATION, self.group.order.bit_length()


def _spoken(oid: bytes, parameter: int) -> bool:
    """Do group, mapping and cipher go together? Chip authentication mapping is for AES alone (§4.4.3.4)."""
    kind, cipher = oid[:-1], oid[-1]
    if kind not in MAPPINGS or cipher not in CIPHERS or parameter not in STANDARD:
        return False
    if isinstance(STANDARD[parameter], Modp) is not (kind in (DH_GM, DH_IM)):
        return False
    return kind != ECDH_CAM or CIPHERS[cipher] is not Cipher.TRIPLE_DES


@dataclass(frozen=True)
class ChipData:
    """What the chip authentication mapping left: the chip's proof, to be held against its signed static key."""

    group: Group
    scalar: int = field(repr=False)
    mapped: Element = field(repr=False)  # the public key that the card used for the mapping

    def proves(self, public: Element) -> bool:
        """Does the card hold the private key to this static public key (ICAO 9303-11 §4.4.3.5.2)?"""
        try:
            return bool(self.group.times(public, self.scalar % self.group.order) == self.mapped)
        except ChannelBroken:
            return False


@dataclass(frozen=True)
class Opened:
    """A channel, and the chip's proof where the mapping gave one."""

    channel: Channel = field(repr=False)
    chip: ChipData | None = None


class NotTaken(ChannelBroken):
    """The card does not take this offer, or not with this password: another may do."""


@dataclass(frozen=True)
class Password:
    """What both sides know. ``kind`` is MRZ or CAN."""

    kind: int
    secret: Bytes = field(repr=False)

    @classmethod
    def of(cls, key: AccessKey) -> Password:
        """The CAN where there is one: it is what the card's front shows (ICAO 9303-11 §9.7.3)."""
        return cls.all_of(key)[0]

    @classmethod
    def all_of(cls, key: AccessKey) -> tuple[Password, ...]:
        """The MRZ's comes second, for cards that have no CAN."""
        passwords = [cls(CAN, bytearray(key.can.encode("ascii")))] if key.can else []
        if key.mrz:
            digest = hashlib.sha1(key.mrz.encode("ascii")).digest()  # noqa: S324  the standard has no other
            passwords.append(cls(MRZ, bytearray(digest)))
        return tuple(passwords)

    @property
    def name(self) -> str:
        return "CAN" if self.kind == CAN else "MRZ"

    def wipe(self) -> None:
        """Nothing of it stays in memory."""
        erase(self.secret)


def offers(card_access: bytes) -> tuple[PaceOffer, ...]:
    """The offers in EF.CardAccess that we speak, strongest first. Raises Malformed."""
    return offered(card_access)


def offered(infos_file: bytes) -> tuple[PaceOffer, ...]:
    """The same of any SET of SecurityInfo, as DG14 holds one too."""
    infos = (info.children() for info in tlv.only(infos_file, 0x31).children() if info.tag == 0x30)
    offers = (_offer(info) for info in infos)
    return tuple(sorted(filter(None, offers), key=lambda offer: offer.strength, reverse=True))


def _offer(info: tuple[tlv.TlvNode, ...]) -> PaceOffer | None:
    """PACEInfo: protocol, version 2, parameter (ICAO 9303-11 §9.2.1)."""
    if len(info) != 3 or [node.tag for node in info] != [0x06, 0x02, 0x02]:
        return None
    oid, version, parameter = info[0].value, info[1].value, int.from_bytes(info[2].value, "big")
    if version != b"\x02" or not oid or not _spoken(oid, parameter):
        return None
    return PaceOffer(oid, parameter)


def token(offer: PaceOffer, key: Bytes, public: bytes) -> bytes:
    """The proof of having reached the same key: a MAC over the other side's public key (ICAO 9303-11 §4.4.3.4)."""
    return offer.cipher.mac(key, public_key_object(offer.oid, offer.group.public_tag, public))


def public_key_object(oid: bytes, tag: int, public: bytes) -> bytes:
    """An ephemeral public key as data object (ICAO 9303-11 §9.4)."""
    return tlv.encode(0x7F49, tlv.encode(0x06, oid), tlv.encode(tag, public))


def chip_vector(keys: SessionKeys) -> bytes:
    """The initial vector for the chip's proof: minus one, encrypted (ICAO 9303-11 §4.4.3.5.1)."""
    return keys.cipher.encrypt_block(keys.encryption, b"\xff" * keys.cipher.block)


def open_channel(
    line: PlainChannel, offer: PaceOffer, password: Password, random: RandomScalar = random_scalar
) -> Opened:
    """Run PACE. Raises WrongKey, CardBlocked with one try left or none, ChannelBroken for everything out of order."""
    return _Run(line, offer, password, random).run()


class _Run:
    """One run of the protocol, a method a step."""

    def __init__(self, line: PlainChannel, offer: PaceOffer, password: Password, random: RandomScalar) -> None:
        self._line, self._offer, self._password, self._random = line, offer, password, random
        self._group = offer.group
        self._mapped: Element = None  # the card's key of the mapping

    def run(self) -> Opened:
        self._choose()
        nonce = self._nonce()
        generator = self._map(nonce)
        mine, cards, secret = self._agree(generator)
        answer = self._prove(mine, cards, secret)
        keys = session_keys(self._offer.cipher, secret)
        return Opened(Channel(self._line, keys), self._chip_data(keys, answer))

    def _choose(self) -> None:
        """MSE:Set AT. The parameter is always named (tag 84): a must where several are offered, allowed elsewhere."""
        data = tlv.encode(0x80, self._offer.oid) + tlv.encode(0x83, bytes((self._password.kind,)))
        data += tlv.encode(0x84, bytes((self._offer.parameter,)))
        answer = self._line.send(Command(0x00, 0x22, 0xC1, 0xA4, data))
        left = answer.tries_left
        if answer.sw == SW.BLOCKED or (left is not None and left <= 1):
            raise CardBlocked(f"the card warns: {answer.sw:04X}", left=left or 0)
        if not answer.ok and left is None:
            if passing(answer.sw):
                raise Faltered(f"PACE: {answer.sw:04X}")
            raise NotTaken(f"the card refuses the PACE it offers: {answer.sw:04X}")

    def _nonce(self) -> bytes:
        cipher = self._offer.cipher
        sealed = self._ask(b"", _NONCE)
        if not sealed or len(sealed) % cipher.block:
            raise ChannelBroken(f"a nonce of {len(sealed)} bytes")
        key = cipher.derive(self._password.secret, PASSWORD)
        try:
            return cipher.decrypt(key, sealed)
        finally:
            erase(key)

    def _map(self, nonce: bytes) -> Element:
        if self._offer.mapping is Mapping.INTEGRATED:
            return self._map_integrated(nonce)
        mine = self._group.key(self._random(self._group.order))
        public = self._group.encode(mine.public)
        self._mapped = self._group.decode(self._ask(tlv.encode(_MAP_MINE, public), _MAP_CARDS))
        return mapping.generic(self._group, nonce, mine.times(self._mapped))

    def _map_integrated(self, nonce: bytes) -> Element:
        """The terminal's nonce goes over in plain; the card has nothing to say to it."""
        length = mapping.nonce_length(self._offer.cipher)
        mine = self._random(1 << 8 * length).to_bytes(length, "big")
        self._command(tlv.encode(_MAP_MINE, mine), last=False)
        return mapping.integrated(self._group, self._offer.cipher, nonce, mine)

    def _agree(self, generator: Element) -> tuple[bytes, bytes, bytes]:
        """Both public keys and the shared secret."""
        private = self._group.key(self._random(self._group.order))
        mine = self._group.encode(private.times(generator))
        cards = self._ask(tlv.encode(_KEY_MINE, mine), _KEY_CARDS)
        if cards == mine:
            raise ChannelBroken("the card sent our own key back")
        return mine, cards, private.agreed(self._group.decode(cards))

    def _prove(self, mine: bytes, cards: bytes, secret: bytes) -> bytes:
        """Tokens both ways. Gives the card's last answer, which may hold more."""
        key = self._offer.cipher.derive(secret, AUTHENTICATION)
        proof, expected = token(self._offer, key, cards), token(self._offer, key, mine)
        erase(key)
        answer = self._command(tlv.encode(_TOKEN_MINE, proof), last=True)
        if not same(_inside(answer, _TOKEN_CARDS), expected):
            raise ChannelBroken("the card's proof does not hold")
        return answer

    def _chip_data(self, keys: SessionKeys, answer: bytes) -> ChipData | None:
        if self._offer.mapping is not Mapping.CHIP_AUTHENTICATION:
            return None
        sealed = _inside(answer, _CHIP_DATA)
        try:
            opened = unpad(keys.cipher.decrypt(keys.encryption, sealed, chip_vector(keys)))
        except ValueError as error:
            raise ChannelBroken("the chip's proof cannot be opened") from error
        return ChipData(self._group, int.from_bytes(opened, "big"), self._mapped)

    def _ask(self, data: bytes, wanted: int) -> bytes:
        return _inside(self._command(data, last=False), wanted)

    def _command(self, data: bytes, *, last: bool) -> bytes:
        """GENERAL AUTHENTICATE, chained but for the last (ICAO 9303-11 §4.4.4.2)."""
        body = tlv.encode(_DYNAMIC, data)
        answer = self._line.send(Command(0x00 if last else 0x10, 0x86, 0, 0, body, 256))
        if not answer.ok:
            self._refused(answer, last=last)
        return answer.data

    def _refused(self, answer: Response, *, last: bool) -> None:
        """A wrong password shows at the last step; what happens before it is no word about the password."""
        if answer.sw == SW.BLOCKED:
            raise CardBlocked("PACE: blocked", left=0)
        if answer.tries_left is not None:
            raise WrongKey(f"PACE: {answer.sw:04X}", left=answer.tries_left)
        if last and answer.sw in _WRONG:
            raise WrongKey(f"PACE: {answer.sw:04X}")
        kind = ChannelBroken if last and not passing(answer.sw) else Faltered
        raise kind(f"PACE broke off: {answer.sw:04X}")


def _inside(answer: bytes, wanted: int) -> bytes:
    try:
        return tlv.only(answer, _DYNAMIC).child(wanted).value
    except tlv.Malformed as error:
        raise ChannelBroken(f"PACE: {error}") from error
