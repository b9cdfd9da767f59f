"""Roles of certificates in the hall: who is a counter and who a kiosk that serves one, of the same private authority.

A role is an extended key usage of its own beside the common one (RFC 5280 §4.2.1.12), an identifier below 2.25 that
needs no registry (ITU-T X.667). What has neither is a kiosk's or the portal's certificate towards each other, and opens
nothing here; the portal for its part turns both roles away.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from kiosk.errors import CounterRefused

COUNTER = ObjectIdentifier("2.25.92871063425718263417523845991275320347")
HALL = ObjectIdentifier("2.25.187203391450217763248990153742201584419")
NAMES = {"counter": COUNTER, "hall": HALL}
COUNTER_NAME = re.compile(r"[A-Z][A-Z0-9]{0,5}", re.ASCII)
"""Q2: as a desk is called, since it is one."""


def host_of(unit: str, kiosk: str) -> str:
    """The name in a kiosk's hall certificate (RFC 9525): of the kiosk, wherever it is found."""
    return f"{kiosk}.{re.sub(r'[^A-Za-z0-9]', '-', unit)}.hall.internal".lower()


def role_of(certificate: x509.Certificate) -> str:
    """counter, hall; empty: neither."""
    try:
        usages = set(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except (x509.ExtensionNotFound, ValueError):
        return ""
    wanted = {COUNTER: ExtendedKeyUsageOID.CLIENT_AUTH, HALL: ExtendedKeyUsageOID.SERVER_AUTH}
    return next((name for name, role in NAMES.items() if usages == {role, wanted[role]}), "")


def subject_of(certificate: x509.Certificate) -> tuple[str, str]:
    """Unit, and the name within it."""
    kinds = (x509.NameOID.ORGANIZATIONAL_UNIT_NAME, x509.NameOID.COMMON_NAME)
    unit, name = ([str(one.value) for one in certificate.subject.get_attributes_for_oid(kind)] for kind in kinds)
    return "".join(unit), "".join(name)


def key_print(key: object) -> str:
    """SHA-256 of a public key (SubjectPublicKeyInfo), hexadecimal."""
    assert isinstance(key, ec.EllipticCurvePublicKey)
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key.public_bytes(*form)).hexdigest()


def spoken_print(fingerprint: str) -> str:
    """Its first 80 bits as people compare them on two screens: 3f2a 91c0 77de 04b8 5a16."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, 20, 4))


def counter_in(shown: bytes, unit: str, floor: datetime) -> tuple[str, str]:
    """Name and key's fingerprint of a counter of ``unit`` whose certificate (DER, its authority proved by TLS) is not
    over at ``floor``. CounterRefused for anything else."""
    try:
        certificate = x509.load_der_x509_certificate(shown)
    except ValueError as error:
        raise CounterRefused("no certificate") from error
    if role_of(certificate) != "counter":
        raise CounterRefused("another role")
    of_unit, name = subject_of(certificate)
    if of_unit != unit or not COUNTER_NAME.fullmatch(name):
        raise CounterRefused("another unit")
    if certificate.not_valid_after_utc < floor:
        raise CounterRefused("past its end")
    return name, key_print(certificate.public_key())


def new_key() -> ec.EllipticCurvePrivateKey:
    """P-256: the smallest handshake that every authority signs."""
    return ec.generate_private_key(ec.SECP256R1())


def request_for(key: ec.EllipticCurvePrivateKey, unit: str, name: str) -> str:
    """A request to sign (PKCS #10), PEM."""
    names = [
        x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
    ]
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name(names)).sign(key, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM).decode()


def key_pem(key: ec.EllipticCurvePrivateKey, password: bytes = b"") -> bytes:
    """PKCS #8, under ``password`` where there is one."""
    cipher = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, cipher)
