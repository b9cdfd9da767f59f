"""A made-up country's authority and document signers, written from ICAO 9303-12 and RFC 5280/5652 by hand.

Certificates and signatures are put together octet by octet, so that they can be what libraries would not write: curves
written out, salts of odd lengths, BER, no certificate inside.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from icao_curves import BP256, P384, PlainCurve
from icao_der import bits, indefinite, integer, octets, oid, seq, set_of, tlv, utc_time

HASHES = {
    "sha1": ("1.3.14.3.2.26", hashes.SHA1()),
    "sha224": ("2.16.840.1.101.3.4.2.4", hashes.SHA224()),
    "sha256": ("2.16.840.1.101.3.4.2.1", hashes.SHA256()),
    "sha384": ("2.16.840.1.101.3.4.2.2", hashes.SHA384()),
    "sha512": ("2.16.840.1.101.3.4.2.3", hashes.SHA512()),
}
_ECDSA = {"sha1": "1", "sha224": "3.1", "sha256": "3.2", "sha384": "3.3", "sha512": "3.4"}
_RSA = {"sha1": "5", "sha224": "14", "sha256": "11", "sha384": "12", "sha512": "13"}
SECURITY_OBJECT, CARD_SECURITY = "2.23.136.1.1.1", "0.4.0.127.0.7.3.2.1"


def digest(name: str, data: bytes) -> bytes:
    return hashlib.new(name, data).digest()


@dataclass(frozen=True)
class SigningKey:
    """``kind``: ecdsa, rsa or pss. ``salt`` in octets, for pss. ``explicit``: the curve is written out."""

    kind: str = "ecdsa"
    curve: PlainCurve = BP256
    hash: str = "sha256"
    salt: int = 32
    explicit: bool = False
    seed: str = "signer"

    @functools.cached_property
    def private(self) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
        if self.kind != "ecdsa":
            return _rsa_key(self.seed)
        number = int.from_bytes(hashlib.sha512(f"{self.seed} {self.curve.name}".encode()).digest(), "big")
        return ec.derive_private_key(number % (self.curve.n - 1) + 1, _library_curve(self.curve))

    @functools.cached_property
    def spki(self) -> bytes:
        der = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        if self.kind != "ecdsa" or not self.explicit:
            return self.private.public_key().public_bytes(*der)
        numbers = self.private.public_key().public_numbers()
        return ec_key_info(self.curve, (numbers.x, numbers.y), explicit=True)

    @property
    def algorithm(self) -> bytes:
        if self.kind == "ecdsa":
            return seq(oid(f"1.2.840.10045.4.{_ECDSA[self.hash]}"))
        if self.kind == "rsa":
            return seq(oid(f"1.2.840.113549.1.1.{_RSA[self.hash]}"), tlv(0x05))
        own = seq(oid(HASHES[self.hash][0]), tlv(0x05))
        mask = seq(oid("1.2.840.113549.1.1.8"), own)
        return seq(oid("1.2.840.113549.1.1.10"), seq(tlv(0xA0, own), tlv(0xA1, mask), tlv(0xA2, integer(self.salt))))

    def sign(self, message: bytes) -> bytes:
        used = HASHES[self.hash][1]
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(message, ec.ECDSA(used))
        scheme = padding.PSS(padding.MGF1(used), self.salt) if self.kind == "pss" else padding.PKCS1v15()
        return self.private.sign(message, scheme, used)


@functools.cache
def _rsa_key(seed: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _library_curve(curve: PlainCurve) -> ec.EllipticCurve:
    names = {"prime256v1": ec.SECP256R1, "secp384r1": ec.SECP384R1, "secp521r1": ec.SECP521R1}
    names |= {f"brainpoolP{size}r1": getattr(ec, f"BrainpoolP{size}R1") for size in (256, 384, 512)}
    return names[curve.name]()


def ec_key_info(curve: PlainCurve, point: tuple[int, int], *, explicit: bool) -> bytes:
    """SubjectPublicKeyInfo; explicit parameters after SEC 1 §C.2."""
    parameters = oid(curve.oid)
    if explicit:
        size = curve.size
        field_id = seq(oid("1.2.840.10045.1.1"), integer(curve.p))
        coefficients = seq(octets(curve.a.to_bytes(size, "big")), octets(curve.b.to_bytes(size, "big")))
        parameters = seq(
            integer(1), field_id, coefficients, octets(curve.encode(curve.g)), integer(curve.n), integer(1)
        )
    return seq(seq(oid("1.2.840.10045.2.1"), parameters), bits(curve.encode(point)))


def name(common: str, country: str) -> bytes:
    return seq(
        set_of(seq(oid("2.5.4.6"), tlv(0x13, country.encode()))),
        set_of(seq(oid("2.5.4.3"), tlv(0x0C, common.encode()))),
    )


def extension(dotted: str, value: bytes, *, critical: bool = True) -> bytes:
    return seq(oid(dotted), *([tlv(0x01, b"\xff")] if critical else []), octets(value))


KEY_USAGE_SIGN = extension("2.5.29.15", bits(b"\x80", 7))
KEY_USAGE_ISSUE = extension("2.5.29.15", bits(b"\x06", 1))
AUTHORITY = extension("2.5.29.19", seq(tlv(0x01, b"\xff"), integer(0)))


def purpose(*dotted: str) -> bytes:
    return extension("2.5.29.37", seq(*map(oid, dotted)))


def document_types(*kinds: str) -> bytes:
    listed = seq(integer(0), set_of(*(tlv(0x13, kind.encode()) for kind in kinds)))
    return extension("2.23.136.1.1.6.2", listed, critical=False)


@dataclass(frozen=True)
class Certified:
    """A key with its certificate."""

    key: SigningKey
    der: bytes = field(repr=False)
    issuer_name: bytes = field(repr=False)
    serial: int


FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)


def certificate(
    subject: str,
    key: SigningKey,
    issuer: str,
    issuer_key: SigningKey,
    *extensions: bytes,
    country: str = "VN",
    issuer_country: str = "",
    serial: int = 1,
    first: datetime = FIRST,
    last: datetime = LAST,
) -> Certified:
    """X.509 version 3 (RFC 5280 §4.1)."""
    issuer_name = name(issuer, issuer_country or country)
    identifier = extension("2.5.29.14", octets(hashlib.sha1(key.spki).digest()), critical=False)
    body = seq(
        tlv(0xA0, integer(2)),
        integer(serial),
        issuer_key.algorithm,
        issuer_name,
        seq(utc_time(first), utc_time(last)),
        name(subject, country),
        key.spki,
        tlv(0xA3, seq(identifier, *extensions)),
    )
    return Certified(key, seq(body, issuer_key.algorithm, bits(issuer_key.sign(body))), issuer_name, serial)


ROOT_KEY = SigningKey(curve=P384, hash="sha384", seed="root")
ROOT = certificate("CSCA Made-up", ROOT_KEY, "CSCA Made-up", ROOT_KEY, KEY_USAGE_ISSUE, AUTHORITY)


def signer(key: SigningKey = SigningKey(), *extensions: bytes, **given: object) -> Certified:
    """A document signer's certificate under ROOT."""
    return certificate(
        "DS Made-up",
        key,
        "CSCA Made-up",
        ROOT_KEY,
        KEY_USAGE_SIGN,
        *extensions,
        serial=7,
        issuer_country="VN",
        **given,  # type: ignore[arg-type]
    )


def revocation_list(*serials: int, first: datetime = FIRST, after: datetime = LAST) -> bytes:
    """RFC 5280 §5.1."""
    entries = seq(*(seq(integer(serial), utc_time(first)) for serial in serials))
    body = seq(
        integer(1),
        ROOT_KEY.algorithm,
        ROOT.issuer_name,
        utc_time(first),
        utc_time(after),
        *([entries] if serials else []),
    )
    return seq(body, ROOT_KEY.algorithm, bits(ROOT_KEY.sign(body)))


@dataclass(frozen=True)
class Envelope:
    """How a SignedData is written (RFC 5652 §5)."""

    by: Certified
    signed_at: datetime | None = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    hash: str = "sha256"
    with_certificate: bool = True
    by_key_identifier: bool = False
    ber: bool = False

    def around(self, content: bytes, kind: str) -> bytes:
        signed_digest = self.by.key.hash
        attributes = [
            seq(oid("1.2.840.113549.1.9.3"), set_of(oid(kind))),
            seq(oid("1.2.840.113549.1.9.4"), set_of(octets(digest(signed_digest, content)))),
        ]
        if self.signed_at:
            attributes.append(seq(oid("1.2.840.113549.1.9.5"), set_of(utc_time(self.signed_at))))
        covered = set_of(*attributes)
        info = seq(
            integer(3 if self.by_key_identifier else 1),
            self._identifier(),
            seq(oid(HASHES[signed_digest][0])),
            b"\xa0" + covered[1:],
            self.by.key.algorithm,
            octets(self.by.key.sign(covered)),
        )
        return self._whole(content, kind, signed_digest, info)

    def _identifier(self) -> bytes:
        if self.by_key_identifier:
            return tlv(0x80, hashlib.sha1(self.by.key.spki).digest())
        return seq(self.by.issuer_name, integer(self.by.serial))

    def _whole(self, content: bytes, kind: str, signed_digest: str, info: bytes) -> bytes:
        inside = [tlv(0xA0, self.by.der)] if self.with_certificate else []
        algorithms = set_of(seq(oid(HASHES[signed_digest][0])))
        if self.ber:
            half = len(content) // 2
            pieces = indefinite(0x24, octets(content[:half]), octets(content[half:]))
            held = indefinite(0x30, oid(kind), indefinite(0xA0, pieces))
            signed = indefinite(0x30, integer(3), algorithms, held, *inside, set_of(info))
            return indefinite(0x30, oid("1.2.840.113549.1.7.2"), indefinite(0xA0, signed))
        held = seq(oid(kind), tlv(0xA0, octets(content)))
        signed = seq(integer(3), algorithms, held, *inside, set_of(info))
        return seq(oid("1.2.840.113549.1.7.2"), tlv(0xA0, signed))

    def security_object(self, groups: Mapping[int, bytes]) -> bytes:
        """EF.SOD (ICAO 9303-10 §4.6.2)."""
        hashed = seq(*(seq(integer(number), octets(digest(self.hash, groups[number]))) for number in sorted(groups)))
        content = seq(integer(0), seq(oid(HASHES[self.hash][0])), hashed)
        return tlv(0x77, self.around(content, SECURITY_OBJECT))
