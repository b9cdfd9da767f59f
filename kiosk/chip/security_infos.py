"""What a chip says of the ways to prove itself: DG14, and EF.CardSecurity after PACE (ICAO 9303-11 §9.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import ecdsa

from kiosk.chip import modp, tlv
from kiosk.chip.crypto import Cipher
from kiosk.chip.curves import Curve
from kiosk.chip.groups import STANDARD, Element, Group
from kiosk.chip.tlv import Malformed, TlvNode
from kiosk.errors import ChannelBroken

_KEY = bytes.fromhex("04007F0007020201")  # 0.4.0.127.0.7.2.2.1, then 1 for numbers and 2 for points
_PROTOCOL = bytes.fromhex("04007F0007020203")  # 0.4.0.127.0.7.2.2.3, then the same, then the cipher
_ACTIVE = bytes.fromhex("678108010105")  # 2.23.136.1.1.5
_PLAIN_ECDSA = bytes.fromhex("04007F000701010401")  # 0.4.0.127.0.7.1.1.4.1, then the digest

_MOST_INFOS = 64
"""Entries that are looked at: a chip has some few, and each key takes a millisecond."""

DH, ECDH = 1, 2
CIPHERS = {1: Cipher.TRIPLE_DES, 2: Cipher.AES_128, 3: Cipher.AES_192, 4: Cipher.AES_256}
DIGESTS = {1: "sha1", 2: "sha224", 3: "sha256", 4: "sha384", 5: "sha512"}

_STANDARD_PARAMETERS = bytes.fromhex("04007F00070102")
_EC_KEY = bytes.fromhex("2A8648CE3D0201")
_DH_X942 = bytes.fromhex("2A8648CE3E0201")
_DH_PKCS3 = bytes.fromhex("2A864886F70D010301")

_LONGEST_EC_KEY = 700
"""Bytes of a key over 521 bits with its curve written out, and some. A longer one would keep us busy for seconds."""


@dataclass(frozen=True)
class ChipKey:
    """A chip's static public key. ``number`` tells it from others on the same chip; None where it is the only one."""

    group: Group
    public: Element
    number: int | None = None

    @property
    def kind(self) -> int:
        return DH if isinstance(self.group, modp.Modp) else ECDH


@dataclass(frozen=True)
class ChipProtocol:
    """A version of chip authentication that a chip speaks: the object identifier's bytes."""

    oid: bytes
    number: int | None = None

    @property
    def cipher(self) -> Cipher:
        return CIPHERS[self.oid[-1]]

    @property
    def kind(self) -> int:
        return self.oid[-2]


@dataclass(frozen=True)
class SecurityInfos:
    """What we understand of them. ``active_digest`` names the hash of active authentication over points."""

    keys: tuple[ChipKey, ...] = ()
    protocols: tuple[ChipProtocol, ...] = ()
    active_digest: str | None = None
    unreadable: tuple[bytes, ...] = field(default=(), repr=False)  # keys over groups that we do not take
    unspoken: tuple[bytes, ...] = field(default=(), repr=False)  # versions of chip authentication that we do not know

    def pairing(self) -> tuple[ChipKey, ChipProtocol] | None:
        """The strongest protocol with its key. A key alone means 3DES (ICAO 9303-11 §9.2.5)."""
        for protocol in sorted(self.protocols, key=lambda protocol: protocol.cipher.value, reverse=True):
            for key in self.keys:
                if key.kind == protocol.kind and protocol.number in (None, key.number):
                    return key, protocol
        if self.keys and not self.protocols and not self.unspoken:
            return self.keys[0], ChipProtocol(_PROTOCOL + bytes((self.keys[0].kind, 1)), self.keys[0].number)
        return None


def parse_dg14(data: bytes) -> SecurityInfos:
    """Raises Malformed."""
    return parse(tlv.only(data, 0x6E).value)


def parse(data: bytes) -> SecurityInfos:
    """A SET of SecurityInfo; what we do not know is passed over. Raises Malformed."""
    keys, protocols, unreadable, unspoken, digest = [], [], [], [], None
    for info in tlv.only(data, 0x31).children()[:_MOST_INFOS]:
        parts = info.children()
        if len(parts) < 2 or parts[0].tag != 0x06:
            continue
        oid = parts[0].value
        if oid[:-1] == _KEY and oid[-1] in (DH, ECDH):
            try:
                keys.append(_chip_key(parts))
            except Malformed:
                unreadable.append(oid)
        elif oid[:-2] == _PROTOCOL and oid[-2] in (DH, ECDH) and oid[-1] in CIPHERS and parts[1].value == b"\x01":
            protocols.append(ChipProtocol(oid, _number(parts[2:])))
        elif oid[:-2] == _PROTOCOL or oid[:-1] == _PROTOCOL:
            unspoken.append(oid)
        elif oid == _ACTIVE and len(parts) > 2 and parts[2].value[:-1] == _PLAIN_ECDSA:
            digest = DIGESTS.get(parts[2].value[-1])
    return SecurityInfos(tuple(keys), tuple(protocols), digest, tuple(unreadable), tuple(unspoken))


def _number(rest: tuple[TlvNode, ...]) -> int | None:
    return int.from_bytes(rest[0].value, "big") if rest and rest[0].tag == 0x02 else None


def _chip_key(parts: tuple[TlvNode, ...]) -> ChipKey:
    group, public = public_key(tlv.encode(parts[1].tag, parts[1].value))
    return ChipKey(group, public, _number(parts[2:]))


def public_key(info: bytes) -> tuple[Group, Element]:
    """Group and key of a SubjectPublicKeyInfo for a key agreement. Raises Malformed for what we do not take."""
    algorithm, bits = _two(tlv.only(info, 0x30).children())
    kind = algorithm.children()[0].value if algorithm.children() else b""
    reader = _READERS.get(kind)
    if reader is None:
        raise Malformed("a key of an unknown kind")
    try:
        return reader(info, algorithm.children()[1:], bits.value[1:])
    except Malformed:
        raise
    except (ChannelBroken, ValueError, ArithmeticError, AssertionError, KeyError, IndexError, *_LIBRARY) as error:
        raise Malformed(f"a key that is none: {type(error).__name__}") from error


_LIBRARY = (
    TypeError,
    ecdsa.der.UnexpectedDER,
    ecdsa.errors.MalformedPointError,
    ecdsa.curves.UnknownCurveError,
)


def _two(nodes: tuple[TlvNode, ...]) -> tuple[TlvNode, TlvNode]:
    if len(nodes) != 2 or [node.tag for node in nodes] != [0x30, 0x03]:
        raise Malformed("no public key")
    return nodes[0], nodes[1]


def _on_curve(info: bytes, _: tuple[TlvNode, ...], bits: bytes) -> tuple[Group, Element]:
    """The curve by name, or written out as issuers like to (ICAO 9303-12 §4.4)."""
    if len(info) > _LONGEST_EC_KEY:
        raise Malformed(f"a key of {len(info)} bytes")
    curve = Curve(ecdsa.VerifyingKey.from_der(info, valid_curve_encodings=("explicit", "named_curve")).curve)
    return curve, curve.decode(bits)


def _standard(_: bytes, parameters: tuple[TlvNode, ...], bits: bytes) -> tuple[Group, Element]:
    group = STANDARD[int.from_bytes(parameters[0].value, "big")]
    if isinstance(group, modp.Modp):
        return group, _number_in(group, bits)
    return group, group.decode(bits)


def _number_in(group: modp.Modp, bits: bytes) -> int:
    return group.decode(tlv.only(bits, 0x02).value.lstrip(b"\0"))


def _x942(_: bytes, parameters: tuple[TlvNode, ...], bits: bytes) -> tuple[Group, Element]:
    prime, generator, order = (int.from_bytes(node.value, "big") for node in parameters[0].children()[:3])
    group = modp.given(prime, generator, order)
    return group, _number_in(group, bits)


def _pkcs3(_: bytes, parameters: tuple[TlvNode, ...], bits: bytes) -> tuple[Group, Element]:
    prime, generator = (int.from_bytes(node.value, "big") for node in parameters[0].children()[:2])
    group = modp.given(prime, generator, None)
    return group, _number_in(group, bits)


_READERS: dict[bytes, Callable[[bytes, tuple[TlvNode, ...], bytes], tuple[Group, Element]]] = {
    _EC_KEY: _on_curve,
    _STANDARD_PARAMETERS: _standard,
    _DH_X942: _x942,
    _DH_PKCS3: _pkcs3,
}
