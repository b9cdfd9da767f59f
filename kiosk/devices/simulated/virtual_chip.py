"""What a virtual chip holds that no copy does: its keys, and the card's side of proving them (ICAO 9303-11 §6)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace

import ecdsa
from asn1crypto import core
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from ecdsa.util import sigencode_string

from kiosk.chip import modp, pace, tlv
from kiosk.chip.apdu import SW, Command, Response
from kiosk.chip.channel import SessionKeys, session_keys
from kiosk.chip.crypto import Cipher
from kiosk.chip.groups import STANDARD, Group
from kiosk.chip.security_infos import CIPHERS
from kiosk.devices.simulated.person import Person
from kiosk.devices.simulated.quirks import Quirk, Quirks
from kiosk.errors import ChannelBroken
from kiosk.resources import demo_asset

CURVE, DH_GROUP = 13, 0

_KEY_ECDH, _KEY_DH = bytes.fromhex("04007F000702020102"), bytes.fromhex("04007F000702020101")
_CHIP = bytes.fromhex("04007F0007020203")
_CHIP_ECDH, _CHIP_DH = bytes.fromhex("04007F000702020302"), bytes.fromhex("04007F000702020301")
_ACTIVE, _SHA256_ECDSA = bytes.fromhex("678108010105"), bytes.fromhex("04007F00070101040103")
_DH_X942 = bytes.fromhex("2A8648CE3E0201")
_TRAILER_SHA256 = b"\x34\xcc"


@dataclass(frozen=True)
class ChipKeys:
    """The static keys of one chip. ``proof`` is what it proves itself with: of a copy, not the one that was signed."""

    oid: bytes
    group: Group
    signed: int
    proof: int
    rsa: bool

    @classmethod
    def of(cls, person: Person, quirks: Quirks) -> ChipKeys:
        """The same ones for the same person each time."""
        dh = Quirk.CHIP_DH in quirks
        cipher = b"\x01" if Quirk.CHIP_3DES in quirks else b"\x02"
        group = STANDARD[DH_GROUP if dh else CURVE]
        seed = hashlib.sha512(f"chip {person.id_number}".encode()).digest()
        signed = int.from_bytes(seed, "big") % (group.order - 2) + 1
        proof = signed + 1 if Quirk.CLONED in quirks else signed
        return cls((_CHIP_DH if dh else _CHIP_ECDH) + cipher, group, signed, proof, Quirk.ACTIVE_RSA in quirks)

    @classmethod
    def forged(cls, person: Person, quirks: Quirks) -> ChipKeys:
        """Keys that somebody made up for a copy of this person's card."""
        return cls.of(replace(person, id_number=person.id_number[::-1]), quirks)

    @property
    def cipher(self) -> Cipher:
        return CIPHERS[self.oid[-1]]

    def agreement_info(self, *, explicit: bool) -> bytes:
        """The public key as SubjectPublicKeyInfo."""
        if isinstance(self.group, modp.Modp):
            return _dh_info(self.group, self.group.times(self.group.generator, self.signed))
        return _curve_info(self.signed, explicit=explicit)

    def signature_info(self) -> bytes:
        """The public key of active authentication."""
        if self.rsa:
            return (
                _rsa_key()
                .public_key()
                .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
            )
        return _curve_info(self.signed, explicit=False)

    def sign(self, question: bytes) -> bytes:
        """The answer of active authentication: of a copy, by another key."""
        if self.rsa:
            return _rsa_signature(question, forged=self.proof != self.signed)
        key = _signing_key(self.proof)
        return bytes(key.sign(question, hashfunc=hashlib.sha256, sigencode=sigencode_string))


def security_infos(keys: ChipKeys, *, explicit: bool, card_access: bytes) -> bytes:
    """What DG14 says: the keys, the protocols, and what EF.CardAccess says too."""
    kind = _KEY_DH if isinstance(keys.group, modp.Modp) else _KEY_ECDH
    own = (
        tlv.encode(0x30, tlv.encode(0x06, kind), keys.agreement_info(explicit=explicit)),
        tlv.encode(0x30, tlv.encode(0x06, keys.oid), b"\x02\x01\x01"),
        tlv.encode(0x30, tlv.encode(0x06, _ACTIVE), b"\x02\x01\x01", tlv.encode(0x06, _SHA256_ECDSA)),
    )
    access = (tlv.encode(info.tag, info.value) for info in tlv.only(card_access, 0x31).children())
    return tlv.encode(0x31, *own, *(info for info in access if _CHIP not in info))


def _signing_key(private: int) -> ecdsa.SigningKey:
    return ecdsa.SigningKey.from_secret_exponent(private, ecdsa.BRAINPOOLP256r1)


def _curve_info(private: int, *, explicit: bool) -> bytes:
    encoding = "explicit" if explicit else "named_curve"
    return bytes(_signing_key(private).verifying_key.to_der(curve_parameters_encoding=encoding))


def _dh_info(group: modp.Modp, public: int) -> bytes:
    numbers = b"".join(core.Integer(number).dump() for number in (group.prime, group.generator, group.order))
    algorithm = tlv.encode(0x30, tlv.encode(0x06, _DH_X942), tlv.encode(0x30, numbers))
    return tlv.encode(0x30, algorithm, tlv.encode(0x03, b"\0" + core.Integer(public).dump()))


def _rsa_key() -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(demo_asset("issuer", "chip-rsa.pem").read_bytes(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("no RSA key")
    return key


def _rsa_signature(question: bytes, *, forged: bool) -> bytes:
    """ISO/IEC 9796-2, scheme 1, with SHA-256 (ICAO 9303-11 §6.1.2.1)."""
    numbers = _rsa_key().private_numbers()
    modulus = numbers.public_numbers.n
    size = (modulus.bit_length() + 7) // 8
    message = secrets.token_bytes(size - 1 - 32 - len(_TRAILER_SHA256))
    block = b"\x6a" + message + hashlib.sha256(message + question).digest() + _TRAILER_SHA256
    exponent = numbers.d + 2 if forged else numbers.d
    return pow(int.from_bytes(block, "big"), exponent, modulus).to_bytes(size, "big")


class CardChipAuthentication:
    """Chip authentication, version 1, as the card has it (§6.2). ``keys`` are there once both sides can go on."""

    def __init__(self, keys: ChipKeys) -> None:
        self._keys = keys
        self._chosen = False
        self.keys: SessionKeys | None = None

    def choose(self, command: Command) -> Response:
        """MSE:Set AT."""
        wanted = {node.tag: node.value for node in tlv.parse(command.data)}
        self._chosen = wanted.get(0x80) == self._keys.oid and self._keys.cipher is not Cipher.TRIPLE_DES
        return Response(b"", SW.OK if self._chosen else SW.WRONG_DATA)

    def agree(self, command: Command) -> Response:
        """GENERAL AUTHENTICATE."""
        if not self._chosen:
            return Response(b"", SW.CONDITIONS_NOT_SATISFIED)
        return self._agreed(tlv.only(command.data, 0x7C).child(0x80).value, tlv.encode(0x7C))

    def transport_key(self, command: Command) -> Response:
        """MSE:Set KAT, for 3DES."""
        if self._keys.cipher is not Cipher.TRIPLE_DES:
            return Response(b"", SW.WRONG_DATA)
        return self._agreed(tlv.find(command.data, 0x91).value, b"")

    def _agreed(self, theirs: bytes, answer: bytes) -> Response:
        group = self._keys.group
        try:
            secret = group.secret(group.times(group.decode(theirs), self._keys.proof))
        except ChannelBroken:
            return Response(b"", SW.WRONG_DATA)
        self.keys = session_keys(self._keys.cipher, secret)
        return Response(answer, SW.OK)


OFFERS = {
    Quirk.PACE_DH: pace.PaceOffer(pace.DH_GM + b"\x02", 2),
    Quirk.PACE_IM: pace.PaceOffer(pace.ECDH_IM + b"\x02", CURVE),
    Quirk.PACE_CAM: pace.PaceOffer(pace.ECDH_CAM + b"\x02", CURVE),
}
"""The ways of PACE that a quirk puts in the place of the usual one."""
