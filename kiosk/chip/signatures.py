"""The signature of a CMS SignedData: RSA and ECDSA as issuers use them (ICAO 9303-12 §4.4, RFC 5652 §5.4)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
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
)
"""What the libraries raise for a signature or a certificate that is not what it says."""


def verifies(certificate: Any, signer: Any, content: bytes) -> bool:
    """Is this signer's signature over ``content`` good under this certificate (both as asn1crypto has them)?

    Raises one of UNREADABLE for what cannot be read.
    """
    message = _signed_message(signer, content)
    return message is not None and _holds(certificate.public_key, signer, message)


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


def _holds(key_info: Any, signer: Any, message: bytes) -> bool:
    signature = bytes(signer["signature"])
    spki = bytes(key_info.dump())
    try:
        key = serialization.load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm):
        return _holds_over_explicit_curve(spki, signature, message, _digest_name(signer))
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(_digest(signer)))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, _padding(signer), _digest(signer))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _holds_over_explicit_curve(spki: bytes, signature: bytes, message: bytes, digest: str) -> bool:
    """Many issuers write out the curve's parameters (ICAO 9303-12 §4.4.1 demands it), which only ``ecdsa`` reads."""
    try:
        key = ecdsa.VerifyingKey.from_der(spki, valid_curve_encodings=("explicit", "named_curve"))
        hashed = getattr(hashlib, digest)
        return bool(key.verify(signature, message, hashfunc=hashed, sigdecode=sigdecode_der))
    except ecdsa.BadSignatureError:
        return False


def _digest_name(signer: Any) -> str:
    """The digest that the signature algorithm names, or else the signer's own."""
    algorithm = signer["signature_algorithm"]
    name = algorithm["algorithm"].native
    if name == "rsassa_pss":
        return str(algorithm["parameters"]["hash_algorithm"]["algorithm"].native)
    prefix = name.partition("_")[0]
    return prefix if prefix in _HASHES else str(signer["digest_algorithm"]["algorithm"].native)


def _digest(signer: Any) -> hashes.HashAlgorithm:
    return _HASHES[_digest_name(signer)]()


def _padding(signer: Any) -> padding.AsymmetricPadding:
    algorithm = signer["signature_algorithm"]
    if algorithm["algorithm"].native != "rsassa_pss":
        return padding.PKCS1v15()
    parameters = algorithm["parameters"]
    inner = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
    return padding.PSS(padding.MGF1(_HASHES[inner]()), parameters["salt_length"].native)
