"""Signatures of CMS SignedData, certificates and lists: RSA and ECDSA as issuers use them (ICAO 9303-12 §4.4)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ecdsa
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from ecdsa.util import sigdecode_der

_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,  # old cards of other countries carry it
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}

_LONGEST_KEY, _LONGEST_EXPLICIT = 2100, 700
"""Bytes: RSA of 16,384 bits, and a curve of 521 bits written out. Longer ones would keep us busy for seconds."""

UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    UnsupportedAlgorithm,
    ecdsa.der.UnexpectedDER,
    ecdsa.errors.MalformedPointError,
    ecdsa.curves.UnknownCurveError,
    x509.InvalidVersion,
    ArithmeticError,
    AssertionError,
    AttributeError,
)
"""What the libraries raise for a signature or a certificate that is not what it says."""


class UnknownAlgorithm(Exception):
    """A signature of a kind that we cannot check: no word about whether it holds."""


def verifies(certificate: Any, signer: Any, content: bytes) -> bool:
    """Is this signer's signature over ``content`` good under this certificate (both as asn1crypto has them)?

    RFC 5652 §5.4. Raises one of UNREADABLE for what cannot be read, UnknownAlgorithm for what we do not speak.
    """
    message = _signed_message(signer, content)
    if message is None:
        return False
    algorithm = _Algorithm.of(signer["signature_algorithm"], signer["digest_algorithm"]["algorithm"].native)
    return _holds(certificate.public_key, algorithm, bytes(signer["signature"]), message)


def issued(authority: Any, algorithm: Any, signature: bytes, message: bytes) -> bool:
    """Is this signature, of a certificate or a revocation list, good under the authority's certificate?

    Raises one of UNREADABLE for what cannot be read.
    """
    return _holds(authority.public_key, _Algorithm.of(algorithm, ""), signature, message)


@dataclass(frozen=True)
class _Algorithm:
    """What a signature algorithm says. ``padding`` for RSA."""

    digest: str
    padding: padding.AsymmetricPadding

    @classmethod
    def of(cls, algorithm: Any, usual: str) -> _Algorithm:
        """``usual`` is the digest for algorithms that do not name theirs."""
        name = algorithm["algorithm"].native
        if name == "rsassa_pss":
            return cls.pss(algorithm["parameters"])
        prefix = name.partition("_")[0]
        if not any(kind in name for kind in ("rsa", "ecdsa")):
            raise UnknownAlgorithm(name)
        return cls(prefix if prefix in _HASHES else usual, padding.PKCS1v15())

    @classmethod
    def pss(cls, parameters: Any) -> _Algorithm:
        """RSASSA-PSS, with a salt of any length: what it says of it and what was done differ on some cards.

        Left out, digest and mask are SHA-1 (RFC 4055 §3.1).
        """
        if not parameters.native:
            return cls("sha1", padding.PSS(padding.MGF1(hashes.SHA1()), padding.PSS.AUTO))  # noqa: S303
        inner = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
        scheme = padding.PSS(padding.MGF1(_HASHES[inner]()), padding.PSS.AUTO)
        return cls(str(parameters["hash_algorithm"]["algorithm"].native), scheme)


def _signed_message(signer: Any, content: bytes) -> bytes | None:
    """What was signed: the attributes, when they carry the content's digest; the content itself without attributes."""
    attributes = signer["signed_attrs"]
    if not attributes:
        return content
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, content).digest()
    stated = [item["values"][0].native for item in attributes if item["type"].native == "message_digest"]
    if len(stated) != 1 or not hmac.compare_digest(stated[0], digest):
        return None
    return bytes(attributes.untag().dump())


def _holds(key_info: Any, algorithm: _Algorithm, signature: bytes, message: bytes) -> bool:
    if algorithm.digest not in _HASHES:
        raise UnknownAlgorithm(algorithm.digest)
    spki, digest = bytes(key_info.dump()), _HASHES[algorithm.digest]()
    if len(spki) > _LONGEST_KEY:
        raise ValueError(f"a key of {len(spki)} bytes")
    try:
        key = serialization.load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm):
        return _holds_over_explicit_curve(spki, signature, message, algorithm.digest)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, algorithm.padding, digest)
        else:
            raise UnknownAlgorithm(type(key).__name__)
    except InvalidSignature:
        return False
    return True


def _holds_over_explicit_curve(spki: bytes, signature: bytes, message: bytes, digest: str) -> bool:
    """Many issuers write out the curve's parameters (ICAO 9303-12 §4.4.1 demands it), which only ``ecdsa`` reads."""
    if len(spki) > _LONGEST_EXPLICIT:
        raise ValueError(f"a curve of {len(spki)} bytes")
    try:
        key = ecdsa.VerifyingKey.from_der(spki, valid_curve_encodings=("explicit", "named_curve"))
        hashed = getattr(hashlib, digest)
        return bool(key.verify(signature, message, hashfunc=hashed, sigdecode=sigdecode_der))
    except ecdsa.BadSignatureError:
        return False
